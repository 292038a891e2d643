import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { problemOf, SHA } from '../builders.ts'
import { create } from './entry-fixtures.ts'

const NEW = { newName: 'localhost:5000/web', newTag: '1234567' }

describe('every style of file: the new entry is the last one, and nothing else changes', () => {
  test.each([
    ['no images', 'resources:\n- a\n'],
    ['no images, and keys in quotes', '"resources":\n- a\n'],
    ['a flow item over lines that end in CRLF', 'images: [\r\n  {\r\n    name: a\r\n  }\r\n]\r\n'],
    ['a block list', 'images:\n- name: a\n'],
    ['a nested dash', 'images:\n-\n  name: a\n'],
    ['flow items', 'images:\n- {name: a}\n'],
    ['flow', 'images: [{name: a}]'],
    ['flow with a pair without braces', 'images: [name: a]\n'],
    ['flow with leading commas', 'images: [\n  {name: a}\n  , {name: b}\n  ]\n'],
    ['flow with a final comma', 'images: [{name: a},]'],
    ['JSON', '{"images":[{"name":"a"}]}'],
    ['JSON without images', '{"resources":[]}'],
    ['JSON over lines without images', '{\n  "resources": ["a"]\n}\n'],
    ['an empty mapping', '{}'],
    ['an empty mapping over lines', '{\n}\n'],
    ['an empty list over lines', 'images: [\n]\nnamePrefix: a-\n'],
    ['null on its own line', 'images:\n  null\nnamePrefix: a-\n'],
    ['null in flow', '{images: null, namePrefix: a-}'],
    ['nothing in flow', '{images: , namePrefix: a-}'],
    ['a block scalar at the end', 'patches:\n- patch: |\n    a\n'],
    ['one without a final line break', 'patches:\n- patch: |-\n    a'],
    ['a block scalar that keeps its blank lines', 'patches:\n- patch: |+\n    a\n\n\n'],
    ['an entry that ends in a block scalar', 'images:\n- name: a\n  newTag: |\n    x\nnamePrefix: a-\n'],
    ['one that keeps its blank lines', 'images:\n- name: a\n  newTag: |+\n    x\n\n\nnamePrefix: a-\n'],
    ['an entry that ends in a key without a value', 'images:\n- name: a\n  ? x\nnamePrefix: a-\n'],
    ['a plain value over lines', 'images:\n- name: a\n  newTag:\n    x\n    y\n'],
    ['an explicit key', '? images\n: - name: a\n'],
    ['comments at the end', 'images:\n  - name: a # x\n    # y\n# z'],
    ['an end marker', '---\nresources: []\n...\n# after\n'],
    ['a byte order mark alone before the key', '\ufeffimages:\n- name: a'],
    ['an indented root', '  resources:\n  - a\n'],
    ['an empty value', 'images:\n- name: a\n  newTag:'],
  ])('%s', (_, text) => {
    const created = create(text, NEW)
    const before = (parse(text) ?? {}) as { images?: unknown[] }
    expect(parse(created)).toEqual({ ...before, images: [...(before.images ?? []), { name: 'web', ...NEW }] })
    // What is left of the new text without the inserted one is the old text, but for an empty list that was replaced.
    const kept = text
      .replace(/images:\s*(?:\[\s*\]|null)/, 'images:')
      .split(/\s+/)
      .join('')
    expect(isSubsequence(kept, created)).toBe(true)
    if (!text.endsWith('\n')) expect(created.endsWith('\n')).toBe(false)
  })
})

test('the key of a mapping in flow gets a line of its own where the others have one', () => {
  const text = '{\r\n  "resources": ["a"],\r\n  "namePrefix": "b"\r\n}\r\n'
  expect(create(text, { newTag: SHA })).toBe(
    text.replace('"b"', `"b",\r\n  "images": [{"name": "web", "newTag": "${SHA}"}]`),
  )
})

function isSubsequence(part: string, whole: string): boolean {
  let at = 0
  for (const character of whole) if (character === part[at]) at += 1
  return at === part.length
}

test.each([
  ['an anchored list', 'images: &i\n- name: a\n'],
  ['an anchored empty list', 'images: &i []\n'],
  ['a tagged null', 'images: !!null\n'],
  ['comments in an empty list', 'images: [\n  # why\n]\n'],
  ['comments in an empty list of a flow mapping', '{images: [ # why\n], a: b}\n'],
  ['comments before null', 'images: # why\n  null\n'],
  ['a block scalar that a final line break would change', 'patches:\n- patch: |\n    a'],
  ['an explicit key without a value', '? images\n:\n'],
  ['a key without a colon', '? images\n'],
  ['a key without a colon in flow', '{resources: [a], images}\n'],
])('%s is refused, with what to paste', async (_, text) => {
  const problem = await problemOf(() => create(text, { newTag: SHA }))
  expect(problem.code).toBe('EDIT_UNSAFE')
  expect(problem.message).toContain('prod/kustomization.yaml')
  expect(problem.hint).toContain(`- {name: web, newTag: ${SHA}}`)
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
