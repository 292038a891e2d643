import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { problemOf, SHA } from '../../builders.ts'
import { create } from './entry-fixtures.ts'

const NEW = { newName: 'r/web', newTag: '1234567' }
const BLOCK = '- name: web\n  newName: r/web\n  newTag: "1234567"\n'
const DEEPER = BLOCK.replaceAll(/^/gm, '  ').trimEnd()
const FLOW = '{name: web, newName: r/web, newTag: "1234567"}'
const JSON_ENTRY = '{"name": "web", "newName": "r/web", "newTag": "1234567"}'
const crlf = (text: string) => text.replaceAll('\n', '\r\n')

describe('the new entry is the last one, in the style of the file, and every other byte stays', () => {
  test.each([
    ['a block list', 'images:\n- name: a\n', `images:\n- name: a\n${BLOCK}`],
    ['a block list in CRLF', 'images:\r\n- name: a\r\n', crlf(`images:\n- name: a\n${BLOCK}`)],
    ['no final line break', 'images:\n- name: a', `images:\n- name: a\n${BLOCK.trimEnd()}`],
    ['a nested dash', 'images:\n-\n  name: a\n', `images:\n-\n  name: a\n${BLOCK}`],
    [
      'a wide gap',
      'images:\n-   name: a\n',
      `images:\n-   name: a\n${BLOCK.replace('-', '-  ').replaceAll('\n  ', '\n    ')}`,
    ],
    [
      'keys in quotes',
      'images:\n- "name": "a"\n',
      'images:\n- "name": "a"\n- "name": "web"\n  "newName": "r/web"\n  "newTag": "1234567"\n',
    ],
    [
      'values in single quotes',
      "images:\n- name: 'a'\n  newTag: 'x'\n",
      "images:\n- name: 'a'\n  newTag: 'x'\n- name: 'web'\n  newName: r/web\n  newTag: '1234567'\n",
    ],
    [
      'values in double quotes',
      'images:\n- name: a\n  newName: "x"\n',
      'images:\n- name: a\n  newName: "x"\n- name: web\n  newName: "r/web"\n  newTag: "1234567"\n',
    ],
    ['an empty value', 'images:\n- name: a\n  newTag:', `images:\n- name: a\n  newTag:\n${BLOCK.trimEnd()}`],
    [
      'a plain value over lines',
      'images:\n- name: a\n  newTag:\n    x\n    y\n',
      `images:\n- name: a\n  newTag:\n    x\n    y\n${BLOCK}`,
    ],
    [
      'an entry that ends in a block scalar',
      'images:\n- name: a\n  newTag: |\n    x\nnamePrefix: a-\n',
      `images:\n- name: a\n  newTag: |\n    x\n${BLOCK}namePrefix: a-\n`,
    ],
    [
      'one that keeps its blank lines',
      'images:\n- name: a\n  newTag: |+\n    x\n\n\nnamePrefix: a-\n',
      `images:\n- name: a\n  newTag: |+\n    x\n\n\n${BLOCK}namePrefix: a-\n`,
    ],
    ['an anchor behind the dash', 'images:\n-  &x\n  name: a\n', `images:\n-  &x\n  name: a\n${BLOCK}`],
    [
      'a comment between the keys of the last',
      'images:\n- name: a\n  # x\n  newTag: b\n',
      `images:\n- name: a\n  # x\n  newTag: b\n${BLOCK}`,
    ],
    [
      'a comment behind the question mark of the next key',
      'images:\n- name: a\n?   # x\n  namePrefix\n: a-\n',
      `images:\n- name: a\n${BLOCK}?   # x\n  namePrefix\n: a-\n`,
    ],
    [
      'a comment right below a block scalar',
      'images:\n- name: a\n  newTag: |\n    x\n# y\n  # z\nnamePrefix: a-\n',
      `images:\n- name: a\n  newTag: |\n    x\n${BLOCK}# y\n  # z\nnamePrefix: a-\n`,
    ],
    [
      'an entry that ends in a key without a value',
      'images:\n- name: a\n  ? x\nnamePrefix: a-\n',
      `images:\n- name: a\n  ? x\n${BLOCK}namePrefix: a-\n`,
    ],
    [
      'comments of the last entry',
      'images:\n- name: a # x\n  # a\n\n    # b\n# c\n  # d\n',
      `images:\n- name: a # x\n  # a\n\n    # b\n${BLOCK}# c\n  # d\n`,
    ],
    [
      'comments of the next field',
      'images:\n- name: a\nlabels: [] # x\n  # y\n',
      `images:\n- name: a\n${BLOCK}labels: [] # x\n  # y\n`,
    ],
    [
      'comments at the end',
      'images:\n  - name: a # x\n    # y\n# z',
      `images:\n  - name: a # x\n    # y\n${DEEPER}\n# z`,
    ],
    ['an explicit key', '? images\n: - name: a\n', `? images\n: - name: a\n${DEEPER}\n`],
    [
      'a byte order mark alone before the key',
      '\ufeffimages:\n- name: a',
      `\ufeffimages:\n- name: a\n${BLOCK.trimEnd()}`,
    ],
    ['flow items', 'images:\n- {name: a}\n', `images:\n- {name: a}\n- ${FLOW}\n`],
    ['flow items behind a wide gap', 'images:\n-   {name: a}\n', `images:\n-   {name: a}\n-   ${FLOW}\n`],
    [
      'flow items with spaces',
      'images:\n- { name: a }\n',
      'images:\n- { name: a }\n- { name: web, newName: r/web, newTag: "1234567" }\n',
    ],
  ])('behind the last item: %s', (_, before, after) => expectCreated(before, after))

  test.each([
    ['one line', 'images: [{name: a}]', `images: [{name: a}, ${FLOW}]`],
    ['a final comma', 'images: [{name: a},]', `images: [{name: a}, ${FLOW},]`],
    ['a pair without braces', 'images: [name: a]\n', `images: [name: a, ${FLOW}]\n`],
    [
      'an item over lines that does not begin its line',
      'images: [{name: a,\n  newTag: b}]\n',
      `images: [{name: a,\n  newTag: b}, ${FLOW}]\n`,
    ],
    [
      'leading commas',
      'images: [\n  {name: a}\n  , {name: b}\n  ]\n',
      `images: [\n  {name: a}\n  , {name: b}, ${FLOW}\n  ]\n`,
    ],
    ['one item a line', 'images: [\n  {name: a}\n]\n', `images: [\n  {name: a},\n  ${FLOW}\n]\n`],
    [
      'one item a line in CRLF',
      'images: [\r\n  {name: a}\r\n]\r\n',
      crlf(`images: [\n  {name: a},\n  ${FLOW}\n]\n`),
    ],
    ['the bracket behind the last', 'images: [\n  {name: a}]\n', `images: [\n  {name: a},\n  ${FLOW}]\n`],
    ['a comma behind each', 'images: [\n  {name: a} ,\n]\n', `images: [\n  {name: a} ,\n  ${FLOW},\n]\n`],
    [
      'a comma and a comment',
      'images: [\n  {name: a}, # x\n]\n',
      `images: [\n  {name: a}, # x\n  ${FLOW},\n]\n`,
    ],
    ['a comment', 'images: [\n  {name: a} # x, y\n]\n', `images: [\n  {name: a}, # x, y\n  ${FLOW}\n]\n`],
    [
      'a comment inside of the last',
      'images: [{ # c\n  name: a}]\n',
      'images: [{ # c\n  name: a}, { name: web, newName: r/web, newTag: "1234567" }]\n',
    ],
    [
      'items over lines',
      'images: [\n  {\n    name: a\n  }\n]\n',
      'images: [\n  {\n    name: a\n  },\n  {\n    name: web,\n    newName: r/web,\n    newTag: "1234567"\n  }\n]\n',
    ],
    [
      'a brace behind the last key',
      'images: [\n  {\n    name: a,\n    newTag: b }\n]\n',
      'images: [\n  {\n    name: a,\n    newTag: b },\n  {\n    name: web,\n    newName: r/web,\n    newTag: "1234567" }\n]\n',
    ],
    [
      'a comment at the end of the last',
      'images: [\n  {\n    name: a # x\n  }\n]\n',
      'images: [\n  {\n    name: a # x\n  },\n  {\n    name: web,\n    newName: r/web,\n    newTag: "1234567"\n  }\n]\n',
    ],
    [
      'blanks at the end of the last',
      'images: [\n  {\n    name: a  \n  }\n]\n',
      'images: [\n  {\n    name: a  \n  },\n  {\n    name: web,\n    newName: r/web,\n    newTag: "1234567"\n  }\n]\n',
    ],
    [
      'a line of blanks before the brace',
      'images: [\n  {\n    name: a\n \n  }\n]\n',
      'images: [\n  {\n    name: a\n \n  },\n  {\n    name: web,\n    newName: r/web,\n    newTag: "1234567"\n \n  }\n]\n',
    ],
    [
      'two spaces in braces',
      'images: [{  name: a  }]\n',
      'images: [{  name: a  }, { name: web, newName: r/web, newTag: "1234567" }]\n',
    ],
    [
      'a comment that ends in a comma',
      'images: [\n  {name: a}  # x,\n]\n',
      `images: [\n  {name: a},  # x,\n  ${FLOW}\n]\n`,
    ],
    [
      'a comma and the bracket on its line',
      'images: [\n  {name: a}, ]\n',
      `images: [\n  {name: a},\n  ${FLOW}, ]\n`,
    ],
    [
      'the bracket and a comment on its line',
      'images: [\n  {name: a}] # x\n',
      `images: [\n  {name: a},\n  ${FLOW}] # x\n`,
    ],
    [
      'items over lines in CRLF',
      'images: [\r\n  {\r\n    name: a\r\n  }\r\n]\r\n',
      crlf(
        'images: [\n  {\n    name: a\n  },\n  {\n    name: web,\n    newName: r/web,\n    newTag: "1234567"\n  }\n]\n',
      ),
    ],
    ['JSON', '{"images":[{"name":"a"}]}', `{"images":[{"name":"a"}, ${JSON_ENTRY}]}`],
  ])('behind the last of a flow list: %s', (_, before, after) => expectCreated(before, after))

  test.each([
    ['no value', 'images:\n\nlabels: []\n', `images:\n${BLOCK}\nlabels: []\n`],
    ['no value, and a comment', 'images: # why\n', `images: # why\n${BLOCK}`],
    ['an empty list', 'images: [] # x\n', `images: # x\n${BLOCK}`],
    ['an empty list over lines', 'images: [\n]\nnamePrefix: a-\n', `images:\n${BLOCK}namePrefix: a-\n`],
    ['null', 'images: null\n', `images:\n${BLOCK}`],
    ['null on its own line', 'images:\n  null\nnamePrefix: a-\n', `images:\n${BLOCK}namePrefix: a-\n`],
    [
      'other lists that are indented',
      'a: [x]\nresources:\n  - a\nimages:\n',
      `a: [x]\nresources:\n  - a\nimages:\n${DEEPER}\n`,
    ],
    [
      'other lists behind an explicit key',
      '? resources\n: - a\nimages: []\n',
      `? resources\n: - a\nimages:\n${BLOCK}`,
    ],
    ['null in flow', '{images: null, namePrefix: a-}', `{images: [${FLOW}], namePrefix: a-}`],
    ['an empty list in JSON', '{"images": []}', `{"images": [${JSON_ENTRY}]}`],
    ['a comment elsewhere in flow', '{images: [], # x\n a: b}', `{images: [${FLOW}], # x\n a: b}`],
    ['a space before the colon', '{images : , a: b}', `{images : [${FLOW}] , a: b}`],
    ['nothing in flow', '{images: , namePrefix: a-}', `{images: [${FLOW}] , namePrefix: a-}`],
  ])('in the place of an empty list: %s', (_, before, after) => expectCreated(before, after))

  test.each([
    ['block style', 'resources:\n- a\n', `resources:\n- a\nimages:\n${BLOCK}`],
    [
      'CRLF without a final line break',
      'resources: []\r\n# a',
      crlf(`resources: []\n# a\nimages:\n${BLOCK}`).trimEnd(),
    ],
    ['an indented root', '  resources:\n  - a\n', `  resources:\n  - a\n  images:\n${DEEPER}\n`],
    [
      'keys in quotes',
      '"resources":\n- a\n',
      '"resources":\n- a\n"images":\n- "name": "web"\n  "newName": "r/web"\n  "newTag": "1234567"\n',
    ],
    ['blank lines at the end', 'resources:\n- a\n\n\n', `resources:\n- a\nimages:\n${BLOCK}\n\n`],
    ['a comment at the end', 'resources:\n- a\n# end\n', `resources:\n- a\n# end\nimages:\n${BLOCK}`],
    [
      'a block scalar at the end',
      'patches:\n- patch: |\n    a\n',
      `patches:\n- patch: |\n    a\nimages:\n${BLOCK}`,
    ],
    [
      'one without a final line break',
      'patches:\n- patch: |-\n    a',
      `patches:\n- patch: |-\n    a\nimages:\n${BLOCK.trimEnd()}`,
    ],
    [
      'a block scalar that keeps its blank lines',
      'patches:\n- patch: |+\n    a\n\n\n',
      `patches:\n- patch: |+\n    a\n\n\nimages:\n${BLOCK}`,
    ],
    [
      'an end marker',
      '---\nresources: []\n...\n# after\n',
      `---\nresources: []\nimages:\n${BLOCK}...\n# after\n`,
    ],
    [
      'a line break in quotes at the end',
      'namePrefix: "a\\n"',
      `namePrefix: "a\\n"\nimages:\n${BLOCK.trimEnd()}`,
    ],
    [
      'a block scalar of two lines, the last without a line break',
      'namePrefix: |-\n  a\n  b',
      `namePrefix: |-\n  a\n  b\nimages:\n${BLOCK.trimEnd()}`,
    ],
    [
      'a value that looks like an end marker',
      'namePrefix: ...\nresources: []\n# end\n',
      `namePrefix: ...\nresources: []\n# end\nimages:\n${BLOCK}`,
    ],
    ['an empty mapping', '{}', `{images: [${FLOW}]}`],
    ['an empty mapping over lines', '{\n}\n', `{images: [${FLOW}]\n}\n`],
    ['flow style', '{resources: [a]}', `{resources: [a], images: [${FLOW}]}`],
    ['JSON', '{"resources":[]}', `{"resources":[], "images": [${JSON_ENTRY}]}`],
    [
      'JSON over lines',
      '{\r\n  "resources": []\r\n}\r\n',
      crlf(`{\n  "resources": [],\n  "images": [${JSON_ENTRY}]\n}\n`),
    ],
  ])('in a file without images: %s', (_, before, after) => expectCreated(before, after))
})

function expectCreated(before: string, after: string): void {
  expect(create(before, NEW)).toBe(after)
  const { images, ...rest } = parse(before) as { images?: unknown[] }
  expect(parse(after)).toEqual({ ...rest, images: [...(images ?? []), { name: 'web', ...NEW }] })
}

test.each([
  ['an anchored list', 'images: &i\n- name: a\n'],
  ['an anchored empty list', 'images: &i []\n'],
  ['a tagged null', 'images: !!null\n'],
  ['comments in an empty list', 'images: [\n  # why\n]\n'],
  ['comments in an empty list of a flow mapping', '{images: [ # why\n], a: b}\n'],
  ['comments before null', 'images: # why\n  null\n'],
  ['an explicit key without a value', '? images\n:\n'],
  ['a key without a colon', '? images\n'],
  ['a key without a colon that is alone', '{images}\n'],
  ['a key without a colon in flow', '{resources: [a], images}\n'],
])('%s is refused, with what to paste', async (_, text) => {
  expect(await problemOf(() => create(text, { newTag: SHA }))).toEqual({
    code: 'EDIT_UNSAFE',
    message: 'prod/kustomization.yaml:1 cannot take a new images entry exactly',
    hint: `Add it by hand, below images: - {name: web, newTag: ${SHA}}.`,
    configPlace: { file: 'prod/kustomization.yaml', line: 1 },
  })
})

test.each([
  ['nothing', ''],
  ['comments', '# x\n'],
  ['null', 'null\n'],
  ['a list', '- a\n'],
])('a file of %s stays refused', async (_, text) => {
  expect((await problemOf(() => create(text, NEW))).code).toBe('EDIT_UNSAFE')
})

test('the name is quoted where it must be', () => {
  expect(create('images: []\n', { newTag: SHA }, '1234')).toContain('- name: "1234"')
})

test('an entry that is there is never written a second time', () => {
  expect(() => create('images:\n- name: web\n', NEW)).toThrow('created again')
})

test('a list behind a block scalar that a final line break would change is refused', async () => {
  expect(await problemOf(() => create('patches:\n- patch: |\n    a', { newTag: SHA }))).toMatchObject({
    code: 'EDIT_UNSAFE',
    message: 'prod/kustomization.yaml cannot take a new images entry exactly',
  })
})
