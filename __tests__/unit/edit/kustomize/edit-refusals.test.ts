import { describe, expect, test } from 'vitest'
import { matchEntry } from '../../../../src/edit/kustomize/entry.ts'
import { parseKustomization } from '../../../../src/edit/kustomize/kustomization.ts'
import { LARGEST_FILE } from '../../../../src/names/text.ts'
import { aFile, OLD_SHA, problemOf, SHA } from '../../builders.ts'
import { edit } from './entry-fixtures.ts'

const PATH = 'prod/kustomization.yaml'
const refusalOf = (text: string, name = 'web') => problemOf(() => edit(text, { newTag: SHA }, name))
const at = (line?: number) => ({ configPlace: line === undefined ? { file: PATH } : { file: PATH, line } })

type Refusal = readonly [title: string, text: string, line: number | undefined, message: string, hint: string]

const ADD = 'Add an images entry, or remove it from overlays.'
const NAME_FILE = 'Name a kustomization file or its folder in overlays.'
const SPLIT = 'Split the file, or name the right one in overlays.'
const LIST = 'Write images as a list of entries.'
const FEWER = 'Write the values out, or use fewer aliases.'
const QUOTE = 'Write newTag as one quoted string.'
const LINES = ['has a newTag of several lines', 'Write newTag on one line.'] as const
const PROPS = [
  'has a newTag with an anchor or a tag',
  'Remove the anchor (&) or tag (!) from newTag.',
] as const
const SHARED = [
  'has an images entry that shares values through an anchor or alias',
  'Write the entry out, without an anchor (&), an alias (*) or a merge key (<<).',
] as const
const character = (code: string) =>
  [`has the character U+${code}, which YAML parsers do not agree on`, 'Remove it from line 2.'] as const
/** Nine lists, each of nine times the one before. */
const laughs = (line: (n: number, list: string) => string) =>
  Array.from({ length: 9 }, (_, n) => `${line(n + 1, `[${`*a${n},`.repeat(9)}]`)}\n`).join('')

const UNSAFE: readonly Refusal[] = [
  ['an empty file', '', 1, 'is empty', ADD],
  ['only comments', '# nothing\n', 1, 'is empty', ADD],
  ['a list', '- name: web\n', 1, 'is not a mapping', NAME_FILE],
  ['a scalar', 'web\n', 1, 'is not a mapping', NAME_FILE],
  [
    'a list of kinds',
    'kind: [Component]\nimages:\n- name: web\n',
    1,
    'has a kind that is no text',
    'Write kind: Kustomization.',
  ],
  [
    'SOPS',
    'images:\n- name: web\n  newTag: abc\nsops:\n  version: 3.8.1\n',
    undefined,
    'is encrypted with SOPS, and an edit would break its checksum',
    'Keep the images list in a plain kustomization file.',
  ],
  [
    'two documents',
    'images:\n- name: web\n---\nimages: []\n',
    3,
    'holds more than one YAML document, and kustomize reads only one',
    'Keep one document in a kustomization file.',
  ],
  [
    'an undefined alias',
    'images:\n- name: web\n  newTag: *t\n',
    3,
    'has an alias *t without an anchor &t before it',
    'Write the value out.',
  ],
  [
    'an undefined alias as an entry',
    'images:\n- *t\n- name: web\n',
    2,
    'has an alias *t without an anchor &t before it',
    'Write the value out.',
  ],
  [
    'an alias inside of its own anchor',
    'a: &a [*a]\nimages:\n- name: web\n',
    1,
    'has an alias *a without an anchor &a before it',
    'Write the value out.',
  ],
  [
    'an alias before its anchor',
    'a: *a\nb: &a x\nimages:\n- name: web\n',
    1,
    'has an alias *a without an anchor &a before it',
    'Write the value out.',
  ],
  ['images that is no list', 'x: y\nimages: web\n', 2, 'has an images field that is not a list', LIST],
  ['images as a mapping', 'images:\n  web: x\n', 2, 'has an images field that is not a list', LIST],
  ['an aliased list', 'x: &i\n- name: web\nimages: *i\n', 3, 'has an images field that is not a list', LIST],
  [
    'an item that is no mapping',
    'images:\n- web\n',
    2,
    'has an images item that is not a mapping',
    'Write it as - name: ...',
  ],
  [
    'an empty item',
    'images:\n- name: web\n-\n',
    3,
    'has an images item that is not a mapping',
    'Write it as - name: ...',
  ],
  ['an anchored value', 'images:\n- name: web\n  newTag: &t abc\n', 3, ...PROPS],
  ['a tagged value', 'images:\n- name: web\n  newTag: !!str abc\n', 3, ...PROPS],
  ['an anchored key', 'images:\n- name: web\n  &t newTag: abc\n', 3, ...PROPS],
  [
    'a tagged list of images, which is not the one that was asked for',
    '!!str images:\n- name: web\n  newTag: abc\n',
    2,
    'cannot be edited exactly: the edited text does not mean what was asked for',
    'Write the images entry in plain block style, one key a line.',
  ],
  ['a tagged key', 'images:\n- name: web\n  !!str newTag: abc\n', 3, ...PROPS],
  [
    'an aliased value',
    'x: &t abc\nimages:\n- name: web\n  newTag: *t\n',
    4,
    'has a newTag that is not a plain value',
    QUOTE,
  ],
  [
    'a mapping for a value',
    'images:\n- name: web\n  newTag: {a: b}\n',
    3,
    'has a newTag that is not a plain value',
    QUOTE,
  ],
  [
    'a key without a colon',
    'images: [{name: web, newTag}]\n',
    1,
    'has a newTag that is not a plain value',
    QUOTE,
  ],
  [
    'an explicit key without a value',
    'images:\n- name: web\n  ? newTag\n',
    3,
    'has a newTag that is not a plain value',
    QUOTE,
  ],
  ['an anchored entry', 'images:\n- &e\n  name: web\n  newTag: abc\n', 3, ...SHARED],
  ['an anchored list', 'images: &i\n- name: web\n  newTag: abc\n', 2, ...SHARED],
  ['a merge key', 'x: &d {newTag: abc}\nimages:\n- <<: *d\n  name: web\n', 3, ...SHARED],
  ['an entry behind an alias', 'x: &e {name: web}\nimages:\n- *e\n', 3, ...SHARED],
  ['a name behind an alias', 'x: &n web\nimages:\n- name: *n\n', 3, ...SHARED],
  ['the same name again behind an alias, which wins', 'images:\n- name: &n web\n- name: *n\n', 3, ...SHARED],
  [
    'the same name again behind a merge key',
    'x: &d {name: web}\nimages:\n- name: web\n- <<: *d\n',
    4,
    ...SHARED,
  ],
  [
    'the old name of images, whose entries come behind those of images',
    'images:\n- name: web\nimageTags:\n- name: web\n  newTag: abc\n',
    3,
    'has the key imageTags, which kustomize takes for images',
    'Write images on line 3.',
  ],
  [
    'a name behind one of several merge keys',
    'x: &d {name: web}\ny: &e {newTag: abc}\nimages:\n- <<: [*d, *e]\n',
    4,
    ...SHARED,
  ],
  ['a literal block', 'images:\n- name: web\n  newTag: |-\n    abc\n', 3, ...LINES],
  ['an empty literal block', 'images:\n- name: web\n  newTag: | # keep me\n', 3, ...LINES],
  ['an empty folded block', 'images:\n- name: web\n  newTag: >\n  newName: x\n', 3, ...LINES],
  ['a folded block', 'images:\n- name: web\n  newTag: >-\n    abc\n', 3, ...LINES],
  ['a quoted value over lines', 'images:\n- name: web\n  newTag: "a\n    b"\n', 3, ...LINES],
  ['a plain value over lines', 'images:\n- name: web\n  newTag: a\n    b\n', 3, ...LINES],
  [
    'a pair without braces',
    'images: [name: web]\n',
    1,
    'has an entry without braces in a flow list',
    'Write it in braces.',
  ],
  [
    'a name in a block, behind which a new key would land in the next entry',
    'images:\n- name: >-\n    web\n- name: api\n',
    2,
    'has a name of several lines',
    'Write name on one line.',
  ],
  [
    'a name in a block, behind which a new key would make the next entry invalid',
    'images:\n- name: >-\n    web\n- name: api\n  newTag: x\n',
    2,
    'has a name of several lines',
    'Write name on one line.',
  ],
  [
    'a neighbour that is a boolean in YAML 1.1, as kustomize reads it',
    'images:\n- name: web\n- name: api\n  newTag: yes\n',
    4,
    'has newTag: yes, which YAML reads as a boolean, so kustomize cannot build the overlay',
    'Quote it on line 4: newTag: "yes".',
  ],
  [
    'a neighbour that is a number in YAML 1.1, as kustomize reads it',
    'images:\n- name: web\n- name: api\n  newTag: 1_000\n',
    4,
    'has newTag: 1_000, which YAML reads as a number, so kustomize cannot build the overlay',
    'Quote it on line 4: newTag: "1_000".',
  ],
  [
    'a neighbour that is no number at all, which is a number too',
    'images:\n- name: web\n- name: api\n  newTag: .NaN\n',
    4,
    'has newTag: .NaN, which YAML reads as a number, so kustomize cannot build the overlay',
    'Quote it on line 4: newTag: ".NaN".',
  ],
  [
    'a numeric tag of a neighbour',
    'images:\n- name: web\n- name: api\n  newTag: 1234567\n',
    4,
    'has newTag: 1234567, which YAML reads as a number, so kustomize cannot build the overlay',
    'Quote it on line 4: newTag: "1234567".',
  ],
  [
    'a billion laughs',
    `a0: &a0 [x,x]\n${laughs((n, list) => `a${n}: &a${n} ${list}`)}images:\n- name: web\n`,
    6,
    'has aliases (*) that stand for too much',
    FEWER,
  ],
  [
    'a billion laughs inside of images',
    `images:\n- &a0 {name: a}\n${laughs((n, list) => `- &a${n} {name: b${n}, x: ${list}}`)}- name: web\n`,
    7,
    'has aliases (*) that stand for too much',
    FEWER,
  ],
  ['a thousand brackets', `images: ${'['.repeat(1000)}`, 1, 'is nested deeper than 100 levels', SPLIT],
  ['a thousand dashes', `images: \n${'- '.repeat(1000)}a\n`, 2, 'is nested deeper than 100 levels', SPLIT],
  [
    'more anchors than people write',
    `x: [${'&a x,'.repeat(1001)}]\nimages:\n- name: web\n`,
    1,
    'has more than 1000 anchors (&)',
    SPLIT,
  ],
  ['a carriage return alone', 'images:\n- name: web\r  newTag: x\n', 2, ...character('000D')],
  ['a line separator', 'images:\n- name: web # \u2028\n', 2, ...character('2028')],
  ['a paragraph separator', 'images:\n- name: web # \u2029\n', 2, ...character('2029')],
  ['a next-line character', 'images:\n- name: web # \u0085\n', 2, ...character('0085')],
  ['a control character', 'images:\n- name: "web\u0001"\n', 2, ...character('0001')],
  ['a delete character', 'images:\n- name: web # \u007f\n', 2, ...character('007F')],
  ['no characters of Unicode', 'images:\n- name: web # \ufffe\n', 2, ...character('FFFE')],
  ['no character of Unicode either', 'images:\n- name: web # \uffff\n', 2, ...character('FFFF')],
  ['a second byte order mark', '\ufeffimages:\n- name: \ufeffweb\n', 2, ...character('FEFF')],
  [
    'another spelling of images',
    'Images:\n- name: web\n',
    1,
    'has the key Images, which kustomize takes for images',
    'Write images on line 1.',
  ],
  [
    'another spelling of kind',
    'images:\n- name: web\nKIND: Component\n',
    3,
    'has the key KIND, which kustomize takes for kind',
    'Write kind on line 3.',
  ],
  [
    'a letter that Go folds to another',
    'images:\n- name: web\nimageſ: []\n',
    3,
    'has the key imageſ, which kustomize takes for images',
    'Write images on line 3.',
  ],
  ...['Name', 'newname', 'NewTag', 'DIGEST', 'tagsuffix'].map((key): Refusal => {
    const meant = ['name', 'newName', 'newTag', 'digest', 'tagSuffix'].find(
      (known) => known.toLowerCase() === key.toLowerCase(),
    )
    return [
      `the key ${key}`,
      `images:\n- name: web\n- name: api\n  ${key}: x\n`,
      4,
      `has the key ${key}, which kustomize takes for ${meant}`,
      `Write ${meant} on line 4.`,
    ]
  }),
  ['a file that is too large', `${' '.repeat(1024 * 1024)}\n`, undefined, 'is larger than 1 MiB', SPLIT],
]

describe('what cannot be edited exactly is refused, with file, line and what to change', () => {
  test.each(UNSAFE)('%s', async (_, text, line, message, hint) => {
    expect(await refusalOf(text)).toEqual({
      code: 'EDIT_UNSAFE',
      message: `${PATH}${line === undefined ? '' : `:${line}`} ${message}`,
      hint,
      ...at(line),
    })
  })

  test.each<readonly [string, string, number, string]>([
    ['broken indentation', 'images:\n- name: web\n newTag: x\n', 3, 'Sequence item without - indicator'],
    [
      'an open bracket',
      'images: [{name: web\n',
      2,
      'Flow map in block collection must be sufficiently indented and end with a }',
    ],
    ['a tab for indentation', 'images:\n\t- name: web\n', 2, 'Tabs are not allowed as indentation'],
    ['a tag that nobody knows', 'images:\n- name: web\nx: !y z\n', 3, 'Unresolved tag: !y'],
    [
      'a key twice',
      'images:\n- name: web\n  newTag: a\n  newTag: b\n',
      4,
      'the key "newTag" stands there twice',
    ],
    [
      'images twice',
      'images:\n- name: web\nimages:\n- name: web\n',
      3,
      'the key "images" stands there twice',
    ],
    ['a key twice in a list', 'x: [a, {b: c, b: d}]\nimages: []\n', 1, 'the key "b" stands there twice'],
    ['the first of two faults', 'x: {b: c, b: d}\ny: *z\nx: 1\n', 3, 'the key "x" stands there twice'],
    [
      'conflict markers',
      '<<<<<<< HEAD\nimages:\n- name: web\n=======\n>>>>>>> x\n',
      1,
      'Implicit keys need to be on a single line',
    ],
    // One line only, whatever the parser says.
    [
      'text like a command',
      'images:\n- name: [web\n::error::x\n',
      3,
      'Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
  ])('no YAML: %s', async (_, text, line, what) => {
    expect(await refusalOf(text)).toEqual({
      code: 'YAML_INVALID',
      message: `${PATH}:${line} is not valid YAML: ${what}`,
      hint: `Correct line ${line} of ${PATH}, also where "kustomize build" lets it pass.`,
      ...at(line),
    })
  })

  test('two entries of that name', async () => {
    expect(await refusalOf('images:\n- name: web\n- name: api\n- name: web\n')).toEqual({
      code: 'ENTRY_DUPLICATE',
      message: `${PATH} has 2 images entries named "web", on lines 2, 4`,
      hint: 'Keep one of them: kustomize applies all in order, so the last one wins and the others only mislead.',
      ...at(2),
    })
  })
})

describe('what is unusual, and no mistake', () => {
  test.each([
    [
      'a file of the largest size',
      (text: string) => `#${' '.repeat(LARGEST_FILE - text.length - 2)}\n${text}`,
    ],
    ['a thousand anchors', (text: string) => `x: [${'&a x,'.repeat(1000)}]\n${text}`],
    ['an alias of the entry above', (text: string) => `x: &e {name: api}\n${text}- *e\n`],
    ['keys that are no text', (text: string) => `? [a]\n: b\n? [c]\n: d\n12: c\nnull: d\n${text}`],
    ['a kind that is empty', (text: string) => `kind:\n${text}`],
    ['a kind without letters', (text: string) => `kind: ''\n${text}`],
    ['a key of the same name elsewhere', (text: string) => `x: {images: 1, Images: 2}\n${text}`],
    ['a key of the same name in another entry', (text: string) => `${text}- {name: api, newTag: a}\n`],
    ['tabs, a byte order mark and letters of all scripts', (text: string) => `\ufeff# ü\t🚀 “中”\n${text}`],
    ['a closed document', (text: string) => `---\n${text}...\n`],
  ])('%s', (_, around) => {
    const text = around(`images:\n- name: web\n  newTag: ${OLD_SHA}\n`)
    expect(edit(text, { newTag: SHA })).toBe(text.replace(OLD_SHA, SHA))
  })
})

describe('a name that has no entry', () => {
  const missing = (name: string, known: string) => ({
    code: 'ENTRY_MISSING',
    message: `${PATH} has no images entry named "${name}". ${known}`,
    hint: `Where that file is of another service, correct overlays; else set the input name to the image name in the manifests, or add an entry to images in ${PATH}: - name: ${name}`,
    ...at(),
  })

  test.each([
    ['resources: [a]\n', 'It has no images entries.'],
    ['images:\n', 'It has no images entries.'],
    ['images: []\n', 'It has no images entries.'],
    ['x: &x web\nimages:\n- *x\n', 'It has no images entries.'],
    ['images:\n- newTag: x\n', 'It has no images entries.'],
    ['images:\n- name: 123\n- newTag: x\n', 'It has: 123.'],
    ['images:\n- name: x\n  newName: web\n', 'It has: x.'],
    ['images:\n- name: Web\n', 'It has: Web. Did you mean "Web"? Then set the input name to it.'],
  ])('in %j', async (text, known) => {
    expect(await refusalOf(text)).toEqual(missing('web', known))
  })

  const listed = (names: readonly string[]) => `images:\n${names.map((name) => `- name: ${name}\n`).join('')}`
  test.each([
    ['identity-servce', ['api', 'identity-service'], 'identity-service'],
    ['identity-service', ['ghcr.io/acme/identity-service', 'api'], 'ghcr.io/acme/identity-service'],
    ['acme/identity-service', ['identity-service'], 'identity-service'],
  ])('%s among %j: did you mean %s', async (name, names, meant) => {
    const known = `It has: ${names.join(', ')}. Did you mean "${meant}"? Then set the input name to it.`
    expect(await refusalOf(listed(names), name)).toEqual(missing(name, known))
  })
  test.each([
    ['identity-service', ['postgres', 'redis']],
    ['x', ['completely-different']],
  ])('%s among %j: no guess', async (name, names) => {
    expect(await refusalOf(listed(names), name)).toEqual(missing(name, `It has: ${names.join(', ')}.`))
  })
})

test('matchEntry gives nothing for a name that is not there, and refuses what findEntry refuses', async () => {
  const match = (text: string) => matchEntry(parseKustomization(aFile(text)), 'web')
  expect(match('images:\n- name: api\n')).toBeUndefined()
  expect(match('resources: []\n')).toBeUndefined()
  expect(match('images:\n- name: web\n')).toMatchObject({ name: 'web', line: 2 })
  expect((await problemOf(() => match('images:\n- name: web\n- name: web\n'))).code).toBe('ENTRY_DUPLICATE')
})
