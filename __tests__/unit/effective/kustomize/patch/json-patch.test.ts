import { describe, expect, test } from 'vitest'
import { applyOperations } from '../../../../../src/effective/kustomize/patch/json-patch.ts'
import { Misfit } from '../../../../../src/effective/kustomize/patch/misfit.ts'
import { itemsOf, type YamlNode } from '../../../../../src/effective/yaml/node.ts'
import { readYaml } from '../../../../../src/effective/yaml/read.ts'
import { said, sourceOf } from '../../../../support/audit/shown.ts'

const nodeOf = (text: string): YamlNode | undefined => readYaml(sourceOf(text)).documents[0]?.root

function patched(object: string, operations: string) {
  const root = nodeOf(object)
  if (root?.kind !== 'map') throw new Error('no mapping')
  return applyOperations(root, itemsOf(nodeOf(operations)))
}

describe('operations of a JSON patch', () => {
  test.each([
    ['{a: 1}', '[{op: add, path: /b, value: 2}]', '{a: 1, b: 2}'],
    ['{a: 1}', '[{op: add, path: /a, value: 2}]', '{a: 2}'],
    ['{a: [1, 2]}', '[{op: add, path: /a/-, value: 3}]', '{a: [1, 2, 3]}'],
    ['{a: [1, 2]}', '[{op: add, path: /a/0, value: 3}]', '{a: [3, 1, 2]}'],
    ['{a: [1, 2]}', '[{op: add, path: /a/2, value: 3}]', '{a: [1, 2, 3]}'],
    ['{a: [1, 2]}', '[{op: remove, path: /a/0}]', '{a: [2]}'],
    ['{a: [1, 2]}', '[{op: replace, path: /a/-1, value: 3}]', '{a: [1, 3]}'],
    ['{a: {b: 1}}', '[{op: replace, path: /a/c, value: 3}]', '{a: {b: 1, c: 3}}'],
    ['{a: {x/y: 1}}', '[{op: replace, path: /a/x~1y, value: 3}]', '{a: {x/y: 3}}'],
    ['{a: {x~y: 1}}', '[{op: replace, path: /a/x~0y, value: 3}]', '{a: {x~y: 3}}'],
    ['{a: {b: 1}, c: {}}', '[{op: move, from: /a/b, path: /c/d}]', '{a: {}, c: {d: 1}}'],
    ['{a: {b: 1}, c: {}}', '[{op: copy, from: /a, path: /c/a}]', '{a: {b: 1}, c: {a: {b: 1}}}'],
    ['{a: [1, {b: 2}]}', '[{op: test, path: /a, value: [1, {b: 2}]}]', '{a: [1, {b: 2}]}'],
    ['{a: 1}', '[{op: test, path: /b, value: null}]', '{a: 1}'],
    ['{a: [{b: 1}]}', '[{op: add, path: /a/0/c, value: {d: [1]}}]', '{a: [{b: 1, c: {d: [1]}}]}'],
  ])('%s with %s', (object, operations, expected) => {
    expect(said(patched(object, operations))).toEqual(said(nodeOf(expected)))
  })

  test.each([
    '[{op: remove, path: /b}]',
    '[{op: remove, path: /l/5}]',
    '[{op: add, path: /b/c, value: 1}]',
    '[{op: add, path: /l/5, value: 1}]',
    '[{op: add, path: /l/x, value: 1}]',
    '[{op: add, path: /a/x, value: 1}]',
    '[{op: replace, path: /l/5, value: 1}]',
    '[{op: test, path: /a, value: 2}]',
    '[{op: copy, from: /nope, path: /b}]',
    '[{op: add, path: /b}]',
    '[{op: add, value: 1}]',
    '[{op: what, path: /a}]',
    '[{op: replace, path: "", value: 1}]',
  ])('%s does not fit', (operations) => {
    expect(() => patched('{a: 1, l: [1]}', operations)).toThrow(Misfit)
  })

  test('what copies itself into itself is stopped', () => {
    const operations = Array.from({ length: 40 }, (_, at) => `{op: copy, from: /a, path: /a/b${at}}`)
    expect(() => patched('{a: {c: 1}}', `[${operations.join(', ')}]`)).toThrow('too large')
  })
})
