import { describe, expect, test } from 'vitest'
import { mergePatch } from '../../../../../src/effective/kustomize/patch/merge.ts'
import { Misfit } from '../../../../../src/effective/kustomize/patch/misfit.ts'
import type { MapNode } from '../../../../../src/effective/yaml/node.ts'
import { readYaml } from '../../../../../src/effective/yaml/read.ts'
import { said, sourceOf } from '../../../../support/audit/shown.ts'

function mapOf(text: string): MapNode {
  const root = readYaml(sourceOf(text)).documents[0]?.root
  if (root?.kind !== 'map') throw new Error(`no mapping: ${text}`)
  return root
}

const POD = 'apiVersion: v1, kind: Pod'
const CUSTOM = 'apiVersion: x.io/v1, kind: Thing'

/** Results are those of kustomize v5.8.1. */
describe('a strategic merge', () => {
  test.each([
    ['adds and replaces', 'a: 1, b: {c: 1, d: 1}', 'a: 2, b: {c: 2}, e: 3', 'a: 2, b: {c: 2, d: 1}, e: 3'],
    ['takes away what is null', 'a: 1, b: {c: 1, d: 1}', 'a: null, b: {c: ~}', 'b: {d: 1}'],
    ['leaves out what is null in what is new', 'a: 1', 'b: {c: null, d: 1}', 'a: 1, b: {d: 1}'],
    ['deletes a mapping', 'a: {b: 1}, c: 1', 'a: {$patch: delete}', 'c: 1'],
    ['replaces a mapping', 'a: {b: 1, c: 1}', 'a: {$patch: replace, d: 1}', 'a: {d: 1}'],
    ['merges as it would anyway', 'a: {b: 1}', 'a: {$patch: merge, c: 1}', 'a: {b: 1, c: 1}'],
    ['replaces lists of kinds that it does not know', 'l: [{name: a}]', 'l: [{name: b}]', 'l: [{name: b}]'],
    ['fills in null', 'a: null', 'a: {b: 1}', 'a: {b: 1}'],
  ])('%s', (_, object, patch, expected) => {
    const merged = mergePatch(mapOf(`{${CUSTOM}, ${object}}`), mapOf(`{${patch}}`))
    expect(said(merged)).toEqual(said(mapOf(`{${CUSTOM}, ${expected}}`)))
  })

  test.each([
    [
      'merges containers by their names, those of the patch first',
      'containers: [{name: a, image: a}, {name: b, image: b}]',
      'containers: [{name: z, image: z}, {name: b, image: c}]',
      'containers: [{name: z, image: z}, {name: b, image: c}, {name: a, image: a}]',
    ],
    [
      'deletes an item',
      'containers: [{name: a, image: a}, {name: b, image: b}]',
      'containers: [{name: a, $patch: delete}]',
      'containers: [{name: b, image: b}]',
    ],
    [
      'replaces a list',
      'volumes: [{name: a}, {name: b}]',
      'volumes: [{$patch: replace}, {name: c}]',
      'volumes: [{name: c}]',
    ],
    ['deletes a list', 'volumes: [{name: a}], x: 1', 'volumes: [{$patch: delete}]', 'x: 1'],
    [
      'leaves an item alone that is to be replaced, as kustomize does',
      'containers: [{name: a, image: a, x: 1}]',
      'containers: [{name: a, $patch: replace, image: b}]',
      'containers: [{name: a, image: a, x: 1}]',
    ],
    [
      'merges variables and ports of a container',
      'containers: [{name: a, env: [{name: A, value: 1}, {name: B, value: 1}], ports: [{containerPort: 1}]}]',
      'containers: [{name: a, env: [{name: B, value: 2}, {name: C, value: 2}], ports: [{containerPort: 1, name: x}]}]',
      'containers: [{name: a, env: [{name: B, value: 2}, {name: C, value: 2}, {name: A, value: 1}], ports: [{containerPort: 1, name: x}]}]',
    ],
    [
      'keeps the old port where only one of two says its protocol',
      'containers: [{name: a, ports: [{containerPort: 1, protocol: UDP}]}]',
      'containers: [{name: a, ports: [{containerPort: 1, name: x}]}]',
      'containers: [{name: a, ports: [{containerPort: 1, protocol: UDP}]}]',
    ],
    ['replaces tolerations', 'tolerations: [{key: a}]', 'tolerations: [{key: b}]', 'tolerations: [{key: b}]'],
    [
      'merges pull secrets',
      'imagePullSecrets: [{name: a}]',
      'imagePullSecrets: [{name: b}]',
      'imagePullSecrets: [{name: b}, {name: a}]',
    ],
    [
      'replaces args',
      'containers: [{name: a, args: [x, y]}]',
      'containers: [{name: a, args: [z]}]',
      'containers: [{name: a, args: [z]}]',
    ],
  ])('%s', (_, spec, patch, expected) => {
    const merged = mergePatch(mapOf(`{${POD}, spec: {${spec}}}`), mapOf(`{spec: {${patch}}}`))
    expect(said(merged)).toEqual(said(mapOf(`{${POD}, spec: {${expected}}}`)))
  })

  test('deletes the object', () => {
    expect(mergePatch(mapOf(`{${POD}}`), mapOf('{$patch: delete}'))).toBeUndefined()
  })

  test('shares what it does not name', () => {
    const object = mapOf(`{${CUSTOM}, a: {b: 1}, c: {d: 1}}`)
    const merged = mergePatch(object, mapOf('{c: {d: 2}}'))
    expect(merged?.entries[2]).toBe(object.entries[2])
  })

  test('does not merge a list into a mapping', () => {
    expect(() => mergePatch(mapOf(`{${CUSTOM}, a: {b: 1}}`), mapOf('{a: [b]}'))).toThrow(Misfit)
  })
})
