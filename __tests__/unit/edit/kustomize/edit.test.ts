import { describe, expect, test } from 'vitest'
import { type EntryValues, hasValues } from '../../../../src/edit/kustomize/edit.ts'
import { digestOf, HOST, OLD_SHA, REPOSITORY, SHA } from '../../builders.ts'
import { edit, entryOf } from './entry-fixtures.ts'

const NAME = `${HOST}/${REPOSITORY}`
const DIGEST = digestOf('d')
const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`

interface Golden {
  readonly title: string
  readonly before: string
  readonly wanted: EntryValues
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
  {
    title: 'a space before the colon of an empty value',
    before: lines('images:', '- name: web', '  newTag : # c'),
    wanted: { newTag: SHA },
    after: lines('images:', '- name: web', `  newTag : ${SHA} # c`),
  },
  {
    title: 'an empty value behind a key in quotes',
    before: lines('images:', "- 'name': web", `  'newTag':`, `  "newName":`),
    wanted: { newTag: SHA, newName: NAME },
    after: lines('images:', "- 'name': web", `  'newTag': '${SHA}'`, `  "newName": "${NAME}"`),
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

  test('a number that is spelled like the tag is none', () => {
    const digits = '1'.repeat(40)
    const text = lines('images:', '- name: web', `  newTag: ${digits}`)
    expect(hasValues(entryOf(text), { newTag: digits })).toBe(false)
    expect(edit(text, { newTag: digits })).toBe(text.replace(digits, `"${digits}"`))
  })

  test('whether there is anything to change is known before', () => {
    const entry = entryOf(lines('images:', '- name: web', `  newTag: ${SHA}`))
    expect(hasValues(entry, { newTag: SHA })).toBe(true)
    expect(hasValues(entry, { newTag: OLD_SHA })).toBe(false)
    expect(hasValues(entry, { newTag: SHA, newName: NAME })).toBe(false)
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

test('the line of a key is reported, or that of the entry where the key is missing', () => {
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

test.each(['', ' null', ' ~', " ''", ' # x'])('newTag:%s has no value', (value) => {
  expect(entryOf(lines('images:', '- name: web', `  newTag:${value}`)).newTag).toBeUndefined()
})

test('a tag suffix is reported, with its line', () => {
  const entry = entryOf(lines('images:', '- name: web', "  tagSuffix: '-arm64'"))
  expect([entry.tagSuffix, entry.lineOf('tagSuffix')]).toEqual(['-arm64', 3])
})

test('a tag is reported as it stands there, whatever a parser makes of it', () => {
  expect(entryOf(lines('images:', '- name: web', '  newTag: 12e4567')).newTag).toBe('12e4567')
  expect(entryOf(lines('%YAML 1.1', '---', 'images:', '- name: web', '  newTag: 2024-01-15')).newTag).toBe(
    '2024-01-15',
  )
})
