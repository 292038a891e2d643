import { describe, expect, test } from 'vitest'
import { type EngineKind, lacking } from '../../../../src/images/engine/capabilities.ts'
import type { EngineNeed } from '../../../../src/plan/build.ts'
import { aChoice as choice, must } from '../../builders.ts'

const BUILDX = 'buildx'
const DRIVER = 'buildx with the docker driver'
const BUILDAH = 'buildah'
const DOCKER = 'docker (classic builder)'
const KINDS: readonly EngineKind[] = [BUILDX, DRIVER, BUILDAH, DOCKER]

test.each<readonly [EngineNeed, readonly EngineKind[]]>([
  ['platforms (several)', [BUILDX]],
  ['secrets', [BUILDX, DRIVER, BUILDAH]],
  ['secret-envs', [BUILDX, DRIVER, BUILDAH]],
  ['secret-files', [BUILDX, DRIVER, BUILDAH]],
  ['ssh', [BUILDX, DRIVER, BUILDAH]],
  ['build-contexts', [BUILDX, DRIVER, BUILDAH]],
  ['cache', [BUILDX]],
  ['cache-from', [BUILDX, DRIVER]],
  ['cache-to (type=inline)', [BUILDX, DRIVER]],
  ['cache-to', [BUILDX]],
  ['provenance', [BUILDX]],
  ['sbom', [BUILDX]],
  ['compression', [BUILDX, BUILDAH]],
  ['compression (estargz)', [BUILDX]],
  ['compression (force)', [BUILDX, BUILDAH]],
])('%s is served by %j and refused by the others', (need, able) => {
  const serving = KINDS.filter((kind) => !lacking(kind, choice({ needs: [need] })))
  expect(serving).toEqual(able)
})

test('a builder is known to buildx only', () => {
  const serving = KINDS.filter((kind) => !lacking(kind, choice({ builder: 'pool' })))
  expect(serving).toEqual([BUILDX, DRIVER])
})

describe('the refusal', () => {
  test('names everything at once, and which engine can', () => {
    const needs = ['secrets', 'cache-to', 'cache-to (type=inline)'] as const
    const problem = must(lacking(DOCKER, choice({ needs, builder: 'pool' })))
    expect(problem).toMatchObject({
      code: 'ENGINE_UNSUITABLE',
      inputs: ['secrets', 'cache-to', 'builder'],
      message:
        'the engine docker (classic builder) cannot do what is asked for: secrets, cache-to, cache-to (type=inline), builder',
    })
    expect(problem.hint).toMatch(/docker\/setup-buildx-action .* leave out secrets, cache-to, builder\.$/)
    expect(problem.hint).not.toContain('input engine')
  })

  test('names the input engine where that chose one that cannot', () => {
    const problem = must(lacking(BUILDAH, choice({ engine: 'buildah', needs: ['sbom'] })))
    expect(problem.hint).toContain('leave the input engine empty')
  })
})
