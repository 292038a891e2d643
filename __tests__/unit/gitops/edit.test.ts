import { describe, expect, test } from 'vitest'
import type { WantedValues } from '../../../src/gitops/edit/edit.ts'
import { matchEntry } from '../../../src/gitops/edit/entry.ts'
import { parseKustomization } from '../../../src/gitops/edit/kustomization.ts'
import { aFile, digestOf, HOST, OLD_SHA, problemOf, REPOSITORY, SHA } from '../builders.ts'
import { processorTime } from '../processor-time.ts'
import { edit, entryOf } from './entry-fixtures.ts'

const NAME = `${HOST}/${REPOSITORY}`
const DIGEST = digestOf('d')
const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`

interface Golden {
  readonly title: string
  readonly before: string
  readonly wanted: WantedValues
  readonly after: string
}

const GOLDEN: readonly Golden[] = [
  {
    title: 'block style, plain values',
    before: lines('images:', '- name: web', '  newName: old/web', '  newTag: abc'),
    wanted: { newName: NAME, newTag: SHA },
    after: lines('images:', '- name: web', `  newName: ${NAME}`, `  newTag: ${SHA}`),
  },
  {
    title: 'keys in another order, four spaces, comments and blank lines',
    before: lines(
      '# top',
      'images:',
      '    # the web tier',
      '',
      '    - newTag: abc   # was: x',
      '      name: web',
      '# end',
    ),
    wanted: { newTag: SHA },
    after: lines(
      '# top',
      'images:',
      '    # the web tier',
      '',
      `    - newTag: ${SHA}   # was: x`,
      '      name: web',
      '# end',
    ),
  },
  {
    title: 'double quotes stay',
    before: lines('images:', '- name: "web"', '  newTag: "abc"'),
    wanted: { newTag: SHA },
    after: lines('images:', '- name: "web"', `  newTag: "${SHA}"`),
  },
  {
    title: 'single quotes stay',
    before: lines('images:', "- name: 'web'", "  newTag: 'abc' # x"),
    wanted: { newTag: SHA },
    after: lines('images:', "- name: 'web'", `  newTag: '${SHA}' # x`),
  },
  {
    title: 'flow style on one line',
    before: lines('images: [{name: api, newTag: x}, {name: web, newTag: abc, digest: ""}] # all'),
    wanted: { newTag: SHA },
    after: lines(`images: [{name: api, newTag: x}, {name: web, newTag: ${SHA}, digest: ""}] # all`),
  },
  {
    title: 'flow maps in a block list',
    before: lines('images:', '  - { name: web, newTag: abc }', '  - { name: api, newTag: abc }'),
    wanted: { newTag: SHA },
    after: lines('images:', `  - { name: web, newTag: ${SHA} }`, '  - { name: api, newTag: abc }'),
  },
  {
    title: 'flow style over several lines',
    before: lines('images: [', '  {', '    name: web,', '    newTag: abc,', '  },', ']'),
    wanted: { newName: NAME, newTag: SHA },
    after: lines('images: [', '  {', `    name: web, newName: ${NAME},`, `    newTag: ${SHA},`, '  },', ']'),
  },
  {
    title: 'JSON',
    before: '{"kind":"Kustomization","images":[{"name":"web","newTag":"abc"}]}',
    wanted: { newName: NAME, newTag: SHA },
    after: `{"kind":"Kustomization","images":[{"name":"web", "newName": "${NAME}","newTag":"${SHA}"}]}`,
  },
  {
    title: 'CRLF',
    before: 'images:\r\n- name: web\r\n  newTag: abc\r\n',
    wanted: { newTag: SHA },
    after: `images:\r\n- name: web\r\n  newTag: ${SHA}\r\n`,
  },
  {
    title: 'CRLF with missing keys',
    before: 'images:\r\n- name: web # x\r\n- name: api\r\n',
    wanted: { newName: NAME, newTag: SHA },
    after: `images:\r\n- name: web # x\r\n  newName: ${NAME}\r\n  newTag: ${SHA}\r\n- name: api\r\n`,
  },
  {
    title: 'CRLF without a final line break',
    before: 'images:\r\n- name: web',
    wanted: { newTag: SHA },
    after: `images:\r\n- name: web\r\n  newTag: ${SHA}`,
  },
  {
    title: 'byte order mark',
    before: '\ufeffimages:\n- name: web\n  newTag: abc\n',
    wanted: { newName: NAME, newTag: SHA },
    after: `\ufeffimages:\n- name: web\n  newName: ${NAME}\n  newTag: ${SHA}\n`,
  },
  {
    title: 'no final line break',
    before: 'images:\n- name: web\n  newTag: abc',
    wanted: { newTag: SHA },
    after: `images:\n- name: web\n  newTag: ${SHA}`,
  },
  {
    title: 'a missing key in a last line without a line break',
    before: 'images:\n- name: web',
    wanted: { newTag: SHA },
    after: `images:\n- name: web\n  newTag: ${SHA}`,
  },
  {
    title: 'a tab before a comment',
    before: 'images:\n- name: web\n  newTag: abc\t# why\n',
    wanted: { newTag: SHA },
    after: `images:\n- name: web\n  newTag: ${SHA}\t# why\n`,
  },
  {
    title: 'missing keys go right behind the name, past its comment, in the order of the documentation',
    before: lines('images:', '  - name: web # the tier', '    newTag: abc', '  - name: api'),
    wanted: { newName: NAME, newTag: SHA, digest: DIGEST },
    after: lines(
      'images:',
      '  - name: web # the tier',
      `    newName: ${NAME}`,
      `    digest: ${DIGEST}`,
      `    newTag: ${SHA}`,
      '  - name: api',
    ),
  },
  {
    title: 'a missing key in a flow map',
    before: lines('images:', '- {name: web}', '- {name: api}'),
    wanted: { newTag: SHA },
    after: lines('images:', `- {name: web, newTag: ${SHA}}`, '- {name: api}'),
  },
  {
    title: 'an empty value',
    before: lines('images:', '- name: web', '  newTag:', '- name: api'),
    wanted: { newTag: SHA },
    after: lines('images:', '- name: web', `  newTag: ${SHA}`, '- name: api'),
  },
  {
    title: 'an empty value before a comment',
    before: lines('images:', '- name: web', '  newTag: # todo', '  newName:    # later'),
    wanted: { newName: NAME, newTag: SHA },
    after: lines('images:', '- name: web', `  newTag: ${SHA} # todo`, `  newName: ${NAME}    # later`),
  },
  {
    title: 'an empty string',
    before: lines('images:', '- name: web', '  newTag: ""'),
    wanted: { newTag: SHA },
    after: lines('images:', '- name: web', `  newTag: "${SHA}"`),
  },
  {
    title: 'null',
    before: lines('images:', '- name: web', '  newTag: null', '  newName: ~'),
    wanted: { newTag: SHA, newName: NAME },
    after: lines('images:', '- name: web', `  newTag: ${SHA}`, `  newName: ${NAME}`),
  },
  {
    title: 'a digest beside the tag',
    before: lines('images:', '- name: web', '  newTag: abc', `  digest: ${digestOf('e')}`),
    wanted: { newTag: SHA, digest: DIGEST },
    after: lines('images:', '- name: web', `  newTag: ${SHA}`, `  digest: ${DIGEST}`),
  },
  {
    title: 'a plain value that would become a number is quoted',
    before: lines('images:', '- name: web', '  newTag: abc'),
    wanted: { newTag: '12e4567' },
    after: lines('images:', '- name: web', '  newTag: "12e4567"'),
  },
  {
    title: 'a document marker and a comment at the end',
    before: lines('---', 'images:', '- name: web', '  newTag: abc', '# end'),
    wanted: { newTag: SHA },
    after: lines('---', 'images:', '- name: web', `  newTag: ${SHA}`, '# end'),
  },
  {
    title: 'keys that are no scalars, or have no value',
    before: lines('? [a, b]', ': c', 'images:', '- name: web', '  newTag: abc', '  ? {d: e}', '  ? f'),
    wanted: { newTag: SHA },
    after: lines('? [a, b]', ': c', 'images:', '- name: web', `  newTag: ${SHA}`, '  ? {d: e}', '  ? f'),
  },
  {
    title: 'anchors and aliases elsewhere',
    before: lines('labels:', '- pairs: &p {a: b}', '- pairs: *p', 'images:', '- name: web', '  newTag: abc'),
    wanted: { newTag: SHA },
    after: lines(
      'labels:',
      '- pairs: &p {a: b}',
      '- pairs: *p',
      'images:',
      '- name: web',
      `  newTag: ${SHA}`,
    ),
  },
  {
    title: 'block scalars elsewhere',
    before: lines(
      'patches:',
      '- patch: |',
      '    newTag: abc',
      '    - name: web',
      'images:',
      '- name: web',
      '  newTag: abc',
    ),
    wanted: { newTag: SHA },
    after: lines(
      'patches:',
      '- patch: |',
      '    newTag: abc',
      '    - name: web',
      'images:',
      '- name: web',
      `  newTag: ${SHA}`,
    ),
  },
  {
    title: 'text beyond ASCII before the entry',
    before: lines('# “Größe” 🚀', 'images:', '- name: web # 🚀', '  newTag: abc # ü'),
    wanted: { newTag: SHA },
    after: lines('# “Größe” 🚀', 'images:', '- name: web # 🚀', `  newTag: ${SHA} # ü`),
  },
  {
    title: 'a Component',
    before: lines('kind: Component', 'images:', '- name: web', '  newTag: abc'),
    wanted: { newTag: SHA },
    after: lines('kind: Component', 'images:', '- name: web', `  newTag: ${SHA}`),
  },
  {
    title: 'a quoted kind and a YAML directive',
    before: lines('%YAML 1.1', '---', 'kind: "Kustomization"', 'images:', '- name: web', '  newTag: abc'),
    wanted: { newTag: SHA },
    after: lines('%YAML 1.1', '---', 'kind: "Kustomization"', 'images:', '- name: web', `  newTag: ${SHA}`),
  },
  {
    title: 'an explicit key, behind which a missing key is written',
    before: lines('images:', '- ? name', '  : web', '- name: api'),
    wanted: { newTag: SHA },
    after: lines('images:', '- ? name', '  : web', `  newTag: ${SHA}`, '- name: api'),
  },
  {
    title: 'more aliases of one value than an expanding reader takes',
    before: lines(
      'labels:',
      '- pairs: &p {a: b}',
      ...Array(300).fill('- pairs: *p'),
      'images:',
      '- name: web',
    ),
    wanted: { newTag: SHA },
    after: lines(
      'labels:',
      '- pairs: &p {a: b}',
      ...Array(300).fill('- pairs: *p'),
      'images:',
      '- name: web',
      `  newTag: ${SHA}`,
    ),
  },
  {
    title: 'tags that are numbers for YAML 1.2 and strings for kustomize',
    before: lines('images:', '- name: web', '  newTag: 12e4567', '- name: api', '  newTag: 2024-01-15'),
    wanted: { newTag: SHA },
    after: lines('images:', '- name: web', `  newTag: ${SHA}`, '- name: api', '  newTag: 2024-01-15'),
  },
  {
    title: 'a tag that is such a number and stays',
    before: lines('images:', '- name: web', '  newTag: 12e4567'),
    wanted: { newName: 'r/web', newTag: '12e4567' },
    after: lines('images:', '- name: web', '  newName: r/web', '  newTag: 12e4567'),
  },
  {
    title: 'a number of a neighbour that a tag makes a string',
    before: lines('images:', '- name: web', '- name: api', '  newTag: !!str 1234567'),
    wanted: { newTag: SHA },
    after: lines('images:', '- name: web', `  newTag: ${SHA}`, '- name: api', '  newTag: !!str 1234567'),
  },
  {
    title: 'a value on a line of its own',
    before: lines('images:', '- name: web', '  newTag:', '    abc'),
    wanted: { newTag: SHA },
    after: lines('images:', '- name: web', '  newTag:', `    ${SHA}`),
  },
]

describe('editEntry changes exactly the wanted values', () => {
  test.each(GOLDEN)('$title', ({ before, wanted, after }) => {
    expect(edit(before, wanted)).toBe(after)
  })

  test.each(GOLDEN)('$title: a second edit changes nothing', ({ before, wanted }) => {
    const once = edit(before, wanted)
    expect(edit(once, wanted)).toBe(once)
  })

  test('a value that is there already keeps its spelling', () => {
    const text = lines('images:', '- name: web', `  newTag: '${SHA}'  # x`, `  newName: "${NAME}"`)
    expect(edit(text, { newTag: SHA, newName: NAME })).toBe(text)
  })

  test('nothing wanted is nothing changed', () => {
    const text = lines('images:', '- name: web')
    expect(edit(text, {})).toBe(text)
  })

  test('only the entry of that name is touched, however similar the others', () => {
    const text = lines(
      'images:',
      '- name: web-admin',
      '  newTag: abc',
      '- name: web',
      '  newTag: abc',
      '- name: r/web',
      '  newTag: abc',
    )
    const after = edit(text, { newTag: SHA })
    expect(
      after.split('\n').flatMap((line, index) => (line === text.split('\n')[index] ? [] : [[index, line]])),
    ).toEqual([[4, `  newTag: ${SHA}`]])
  })
})

const REFUSED: readonly (readonly [title: string, text: string, code: string, message: string])[] = [
  ['an empty file', '', 'EDIT_UNSAFE', 'is empty'],
  ['only comments', '# nothing\n', 'EDIT_UNSAFE', ''],
  ['a list', '- name: web\n', 'EDIT_UNSAFE', 'is not a mapping'],
  ['a scalar', 'web\n', 'EDIT_UNSAFE', 'is not a mapping'],
  ['another kind', 'kind: Deployment\nimages:\n- name: web\n', 'EDIT_UNSAFE', ':1 has the kind Deployment'],
  ['a Helm chart', 'kind: [x]\nimages:\n- name: web\n', 'EDIT_UNSAFE', 'not Kustomization or Component'],
  [
    'SOPS',
    'images:\n- name: web\n  newTag: abc\nsops:\n  version: 3.8.1\n',
    'EDIT_UNSAFE',
    'encrypted with SOPS',
  ],
  [
    'two documents',
    'images:\n- name: web\n---\nimages: []\n',
    'EDIT_UNSAFE',
    ':3 holds more than one YAML document',
  ],
  ['broken indentation', 'images:\n- name: web\n newTag: x\n', 'YAML_INVALID', 'is not valid YAML'],
  ['an open bracket', 'images: [{name: web\n', 'YAML_INVALID', 'is not valid YAML'],
  ['a tab for indentation', 'images:\n\t- name: web\n', 'YAML_INVALID', 'is not valid YAML'],
  ['a key twice', 'images:\n- name: web\n  newTag: a\n  newTag: b\n', 'YAML_INVALID', 'is not valid YAML'],
  ['images twice', 'images:\n- name: web\nimages:\n- name: web\n', 'YAML_INVALID', 'is not valid YAML'],
  [
    'conflict markers',
    '<<<<<<< HEAD\nimages:\n- name: web\n=======\n>>>>>>> x\n',
    'YAML_INVALID',
    'is not valid YAML',
  ],
  [
    'an undefined alias',
    'images:\n- name: web\n  newTag: *t\n',
    'EDIT_UNSAFE',
    ':3 has an alias *t without an anchor &t before it',
  ],
  ['images that is no list', 'images: web\n', 'EDIT_UNSAFE', ':1 has an images field that is not a list'],
  ['images as a mapping', 'images:\n  web: x\n', 'EDIT_UNSAFE', 'has an images field that is not a list'],
  [
    'an item that is no mapping',
    'images:\n- web\n',
    'EDIT_UNSAFE',
    ':2 has an images item that is not a mapping',
  ],
  ['an empty item', 'images:\n- name: web\n-\n', 'EDIT_UNSAFE', 'has an images item that is not a mapping'],
  [
    'an anchored value',
    'images:\n- name: web\n  newTag: &t abc\n',
    'EDIT_UNSAFE',
    ':3 has a newTag with an anchor or a tag',
  ],
  [
    'an aliased value',
    'x: &t abc\nimages:\n- name: web\n  newTag: *t\n',
    'EDIT_UNSAFE',
    ':4 has a newTag that is not a plain value',
  ],
  [
    'an anchored entry',
    'images:\n- &e\n  name: web\n  newTag: abc\n',
    'EDIT_UNSAFE',
    'shares values through an anchor',
  ],
  [
    'an anchored list',
    'images: &i\n- name: web\n  newTag: abc\n',
    'EDIT_UNSAFE',
    'shares values through an anchor',
  ],
  [
    'an aliased list',
    'x: &i\n- name: web\nimages: *i\n',
    'EDIT_UNSAFE',
    'has an images field that is not a list',
  ],
  [
    'a merge key',
    'x: &d {newTag: abc}\nimages:\n- <<: *d\n  name: web\n',
    'EDIT_UNSAFE',
    'shares values through an anchor',
  ],
  [
    'a literal block',
    'images:\n- name: web\n  newTag: |-\n    abc\n',
    'EDIT_UNSAFE',
    'has a newTag of several lines',
  ],
  [
    'a folded block',
    'images:\n- name: web\n  newTag: >-\n    abc\n',
    'EDIT_UNSAFE',
    'has a newTag of several lines',
  ],
  [
    'a quoted value over lines',
    'images:\n- name: web\n  newTag: "a\n    b"\n',
    'EDIT_UNSAFE',
    'has a newTag of several lines',
  ],
  [
    'a plain value over lines',
    'images:\n- name: web\n  newTag: a\n    b\n',
    'EDIT_UNSAFE',
    'has a newTag of several lines',
  ],
  ['a tagged value', 'images:\n- name: web\n  newTag: !!str abc\n', 'EDIT_UNSAFE', 'with an anchor or a tag'],
  [
    'a mapping for a value',
    'images:\n- name: web\n  newTag: {a: b}\n',
    'EDIT_UNSAFE',
    'has a newTag that is not a plain value',
  ],
  ['a pair without braces', 'images: [name: web]\n', 'EDIT_UNSAFE', 'without braces'],
  [
    'a name in a block, behind which a new key would land in the next entry',
    'images:\n- name: >-\n    web\n- name: api\n',
    'EDIT_UNSAFE',
    'has a name of several lines',
  ],
  [
    'a name in a block, behind which a new key would make the next entry invalid',
    'images:\n- name: >-\n    web\n- name: api\n  newTag: x\n',
    'EDIT_UNSAFE',
    'has a name of several lines',
  ],
  [
    'a neighbour that is a boolean in YAML 1.1, as kustomize reads it',
    'images:\n- name: web\n- name: api\n  newTag: yes\n',
    'EDIT_UNSAFE',
    'has newTag: yes, which YAML reads as a boolean',
  ],
  [
    'a neighbour that is a number in YAML 1.1, as kustomize reads it',
    'images:\n- name: web\n- name: api\n  newTag: 1_000\n',
    'EDIT_UNSAFE',
    'has newTag: 1_000, which YAML reads as a number',
  ],
  [
    'a neighbour that is no number at all, which is a number too',
    'images:\n- name: web\n- name: api\n  newTag: .NaN\n',
    'EDIT_UNSAFE',
    'has newTag: .NaN, which YAML reads as a number',
  ],
  [
    'a numeric tag of a neighbour',
    'images:\n- name: web\n- name: api\n  newTag: 1234567\n',
    'EDIT_UNSAFE',
    ':4 has newTag: 1234567',
  ],
  ['no images', 'resources: [a]\n', 'ENTRY_MISSING', 'It has no images entries.'],
  ['empty images', 'images:\n', 'ENTRY_MISSING', 'It has no images entries.'],
  ['an empty list', 'images: []\n', 'ENTRY_MISSING', 'It has no images entries.'],
  ['an alias of a text', 'x: &x web\nimages:\n- *x\n', 'ENTRY_MISSING', 'It has no images entries.'],
  ['another name', 'images:\n- name: Web\n', 'ENTRY_MISSING', 'It has: Web.'],
  ['a name that is a number', 'images:\n- name: 123\n', 'ENTRY_MISSING', 'It has: 123.'],
  ['no name', 'images:\n- newName: web\n- name: api\n', 'ENTRY_MISSING', 'It has: api.'],
  ['only a newName', 'images:\n- name: x\n  newName: web\n', 'ENTRY_MISSING', 'It has: x.'],
  ['two entries', 'images:\n- name: web\n- name: api\n- name: web\n', 'ENTRY_DUPLICATE', 'on lines 2, 4'],
  [
    'a billion laughs',
    `a0: &a0 [x,x]\n${Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]\n`).join('')}images:\n- name: web\n`,
    'EDIT_UNSAFE',
    'has aliases (*) that stand for too much',
  ],
  [
    'a billion laughs inside of images',
    `images:\n- &a0 {name: a}\n${Array.from({ length: 9 }, (_, n) => `- &a${n + 1} {name: b${n}, x: [${`*a${n},`.repeat(9)}]}\n`).join('')}- name: web\n`,
    'EDIT_UNSAFE',
    'has aliases (*) that stand for too much',
  ],
  [
    'an alias inside of its own anchor',
    'a: &a [*a]\nimages:\n- name: web\n',
    'EDIT_UNSAFE',
    ':1 has an alias *a',
  ],
  [
    'an entry behind an alias',
    'x: &e {name: web}\nimages:\n- *e\n',
    'EDIT_UNSAFE',
    ':3 has an images entry that shares values',
  ],
  [
    'a name behind an alias',
    'x: &n web\nimages:\n- name: *n\n',
    'EDIT_UNSAFE',
    ':3 has an images entry that shares values',
  ],
  [
    'a name behind a merge key',
    'x: &d {name: web}\nimages:\n- newTag: abc\n  <<: [*d]\n',
    'EDIT_UNSAFE',
    ':3 has an images entry that shares values',
  ],
  [
    'the same name again behind an alias, whose entry is the last and wins',
    'images:\n- name: &n web\n- name: *n\n',
    'EDIT_UNSAFE',
    ':3 has an images entry that shares values',
  ],
  [
    'the same name again behind a merge key',
    'x: &d {name: web}\nimages:\n- name: web\n- <<: *d\n  newTag: abc\n',
    'EDIT_UNSAFE',
    ':4 has an images entry that shares values',
  ],
  [
    'the old name of images, whose entries come behind those of images',
    'images:\n- name: web\nimageTags:\n- name: web\n  newTag: abc\n',
    'EDIT_UNSAFE',
    ':3 has the key imageTags, which kustomize takes for images',
  ],
  [
    'a thousand brackets',
    `images: ${'['.repeat(1000)}`,
    'EDIT_UNSAFE',
    ':1 is nested deeper than 100 levels',
  ],
  ['a thousand dashes', `images: \n${'- '.repeat(1000)}a\n`, 'EDIT_UNSAFE', ':2 is nested deeper than 100'],
  [
    'more anchors than people write',
    `x: [${'&a x,'.repeat(1001)}]\nimages:\n- name: web\n`,
    'EDIT_UNSAFE',
    ':1 has more than 1000 anchors',
  ],
  [
    'a carriage return alone',
    'images:\n- name: web\r  newTag: x\n',
    'EDIT_UNSAFE',
    ':2 has the character U+000D',
  ],
  ['a line separator', 'images:\n- name: web # \u2028\n', 'EDIT_UNSAFE', ':2 has the character U+2028'],
  ['a next-line character', 'images:\n- name: web # \u0085\n', 'EDIT_UNSAFE', ':2 has the character U+0085'],
  ['a control character', 'images:\n- name: "web\u0001"\n', 'EDIT_UNSAFE', ':2 has the character U+0001'],
  [
    'a second byte order mark',
    '\ufeffimages:\n- name: \ufeffweb\n',
    'EDIT_UNSAFE',
    ':2 has the character U+FEFF',
  ],
  [
    'a key without a colon',
    'images: [{name: web, newTag}]\n',
    'EDIT_UNSAFE',
    'has a newTag that is not a plain value',
  ],
  ['a huge file', `${'# x\n'.repeat(300_000)}images:\n- name: web\n`, 'EDIT_UNSAFE', 'is larger than 1 MiB'],
]

describe('what cannot be edited exactly is refused, with file, line and the mend', () => {
  test.each(REFUSED)('%s', async (_, text, code, message) => {
    const problem = await problemOf(() => edit(text, { newTag: SHA }))
    expect(problem.code).toBe(code)
    expect(problem.message).toContain('prod/kustomization.yaml')
    expect(problem.message).toContain(message)
    expect(problem.hint).toMatch(/^[A-Z].{10,}/s)
    expect(problem.configPlace?.file).toBe('prod/kustomization.yaml')
  })

  test('a refused file is told by one line only, whatever the parser says', async () => {
    const { message } = await problemOf(() => edit('images:\n- name: [web\n::error::x\n', { newTag: SHA }))
    expect(message).not.toContain('\n')
  })
})

describe('suggestions', () => {
  const known = (...names: readonly string[]) => lines('images:', ...names.map((name) => `- name: ${name}`))
  test.each([
    ['identity-servce', ['api', 'identity-service'], 'identity-service'],
    ['identity-service', ['ghcr.io/acme/identity-service', 'api'], 'ghcr.io/acme/identity-service'],
    ['acme/identity-service', ['identity-service'], 'identity-service'],
    ['web', ['Web'], 'Web'],
  ])('%s among %j: did you mean %s', async (wanted, names, meant) => {
    const { message } = await problemOf(() => edit(known(...names), { newTag: SHA }, wanted))
    expect(message).toContain(`Did you mean "${meant}"?`)
  })
  test.each([
    ['identity-service', ['postgres', 'redis']],
    ['x', ['completely-different']],
  ])('%s among %j: no guess', async (wanted, names) => {
    const { message } = await problemOf(() => edit(known(...names), { newTag: SHA }, wanted))
    expect(message).not.toContain('Did you mean')
    expect(message).toContain(`It has: ${names.join(', ')}.`)
  })
})

test('the line of a key is told, or that of the entry where the key is missing', () => {
  const entry = entryOf(lines('images:', '# c', '- name: web', '', `  newTag: ${OLD_SHA}`))
  expect(entry).toMatchObject({
    line: 3,
    name: 'web',
    newName: undefined,
    newTag: OLD_SHA,
    digest: undefined,
    tagSuffix: undefined,
  })
  expect([entry.lineOf('name'), entry.lineOf('newTag'), entry.lineOf('digest')]).toEqual([3, 5, 3])
})

test('a tag suffix is told, with its line', () => {
  const entry = entryOf(lines('images:', '- name: web', "  tagSuffix: '-arm64'"))
  expect([entry.tagSuffix, entry.lineOf('tagSuffix')]).toEqual(['-arm64', 3])
})

test('a tag is told as it stands there, whatever a parser makes of it', () => {
  expect(entryOf(lines('images:', '- name: web', '  newTag: 12e4567')).newTag).toBe('12e4567')
  expect(entryOf(lines('%YAML 1.1', '---', 'images:', '- name: web', '  newTag: 2024-01-15')).newTag).toBe(
    '2024-01-15',
  )
})

test('matchEntry gives nothing for a name that is not there, and refuses what findEntry refuses', async () => {
  const match = (text: string) => matchEntry(parseKustomization(aFile(text)), 'web')
  expect(match('images:\n- name: api\n')).toBeUndefined()
  expect(match('resources: []\n')).toBeUndefined()
  expect(match('images:\n- name: web\n')).toMatchObject({ name: 'web', line: 2 })
  expect((await problemOf(() => match('images:\n- name: web\n- name: web\n'))).code).toBe('ENTRY_DUPLICATE')
})

describe('hostile files are refused at once', () => {
  const laughs = (levels: number) =>
    Array.from({ length: levels }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(100)}]\n`).join('')
  test.each<readonly [string, string]>([
    ['100,000 open brackets', `images: ${'['.repeat(100_000)}`],
    ['100,000 pairs of brackets', `images: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['100,000 open braces', '{a: '.repeat(100_000)],
    ['100,000 dashes', `images:\n${'- '.repeat(100_000)}a`],
    ['100,000 question marks', '? '.repeat(100_000)],
    ['50,000 anchors', Array.from({ length: 50_000 }, (_, n) => `k${n}: &a${n} x\n`).join('')],
    ['a megabyte of aliases of aliases', `a0: &a0 x\n${laughs(900)}images:\n- name: web\n`],
    ['5 MB', `${'# x\n'.repeat(1_300_000)}images:\n- name: web\n`],
    ['60,000 equal keys', `${'k: v\n'.repeat(60_000)}images:\n- name: web\n`],
  ])('%s', { timeout: 120_000 }, async (_, text) => {
    const start = processorTime()
    await problemOf(() => edit(text, { newTag: SHA }))
    // Each takes under half a second; without its guard, some take minutes.
    expect(processorTime() - start).toBeLessThan(5000)
  })

  test('60,000 different keys are read in a moment, and edited', { timeout: 120_000 }, () => {
    const text = `${Array.from({ length: 60_000 }, (_, n) => `k${n}: v\n`).join('')}images:\n- name: web\n  newTag: a\n`
    const start = processorTime()
    expect(edit(text, { newTag: SHA })).toBe(text.replace('newTag: a', `newTag: ${SHA}`))
    expect(processorTime() - start).toBeLessThan(30_000)
  })
})
