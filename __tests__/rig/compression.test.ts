import { beforeAll, describe, expect, test } from 'vitest'
import { errorsOf } from './build-scene.ts'
import { type EngineWay, useEngine } from './engines.ts'
import { ownTag, readManifest } from './image-content.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld } from './rig-world.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** Of a file that is another in every world: layers that a builder knows already stay as they are. */
const OWN_LAYERS = 'FROM scratch\nCOPY app.txt /one\nCOPY app.txt /two\n'

const REMOTE: EngineWay = 'buildx with a remote buildkitd'

describe('layers', () => {
  test.each<[string, EngineWay, RegExp]>([
    ['zstd', REMOTE, /\+zstd$/],
    ['zstd,level=3,force', REMOTE, /\+zstd$/],
    ['estargz', REMOTE, /\+gzip$/],
    ['gzip,level=9', REMOTE, /\+gzip$/],
    ['zstd', 'buildah', /\+zstd$/],
    ['zstd,level=3', 'buildah', /\+zstd$/],
    ['gzip,level=1', 'buildah', /\+gzip$/],
  ])('are %s by %s, as they are asked for', async (compression, way, mediaType) => {
    await using world = await createRigWorld(rig, OWN_LAYERS)
    await using _engine = await useEngine(rig, world, way)
    const result = await world.run({ compression })
    expect(result.exitCode, result.stdout).toBe(0)
    const { layers } = await readManifest(rig, ownTag(world))
    expect(layers).toHaveLength(2)
    for (const layer of layers) expect(layer.mediaType).toMatch(mediaType)
    const isIndexed = layers.every(({ annotations }) =>
      Object.keys(annotations ?? {}).some((key) => key.startsWith('containerd.io/snapshot/stargz')),
    )
    expect(isIndexed).toBe(compression === 'estargz')
  })

  test('that the builder has already are compressed anew by force', async () => {
    await using world = await createRigWorld(rig, OWN_LAYERS)
    await using _engine = await useEngine(rig, world, REMOTE)
    const typesOf = async (compression: string, run: number) => {
      const tag = `${world.facts.head}-r${run}`
      const result = await world.run({ compression, tag })
      expect(result.exitCode, result.stdout).toBe(0)
      const { layers } = await readManifest(rig, { ...ownTag(world), tag })
      return new Set(layers.map(({ mediaType }) => mediaType.replace(/.*\+/, '')))
    }
    expect(await typesOf('zstd', 1)).toEqual(new Set(['zstd']))
    expect(await typesOf('gzip', 2)).toEqual(new Set(['zstd']))
    expect(await typesOf('gzip,force', 3)).toEqual(new Set(['gzip']))
  })

  test.each<[string, EngineWay, string]>([
    ['zstd', 'buildx', 'the engine buildx with the docker driver cannot do what is asked for: compression'],
    ['zstd', 'docker', 'the engine docker (classic builder) cannot do what is asked for: compression'],
    ['estargz', 'buildah', 'the engine buildah cannot do what is asked for: compression (estargz)'],
    // The buildah of the rig does not know the option yet.
    ['zstd,force', 'buildah', 'the engine buildah cannot do what is asked for: compression (force)'],
  ])('are not %s by %s, which is said before anything is built', async (compression, way, message) => {
    await using world = await createRigWorld(rig)
    await using _engine = await useEngine(rig, world, way)
    const result = await world.run({ compression })
    expect(result.exitCode).toBe(1)
    const [error, ...others] = errorsOf(result)
    expect(others).toEqual([])
    expect(error?.properties.title).toBe('ENGINE_UNSUITABLE')
    expect(error?.message).toContain(message)
    expect(result.stdout).not.toMatch(/STEP 1|Step 1|load build definition/)
  })
})
