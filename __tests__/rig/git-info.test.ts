import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { RAN, repositoryInFolder } from '../support/hostile-git.ts'
import { createBuilder } from './buildkitd.ts'
import { ownTag, readEverything, readManifest } from './image-content.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

const SERVICE = { 'svc/Dockerfile': 'FROM scratch\nCOPY app.txt /app.txt\n', 'svc/app.txt': 'one\n' }
const PROVENANCE = { context: 'svc', provenance: 'mode=max' }

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** The provenance of the image, as text. */
async function provenanceOf(world: RigWorld): Promise<string> {
  const index = await readManifest(rig, ownTag(world))
  return readEverything(rig, { ...ownTag(world), tag: index.manifests?.[1]?.digest ?? '' })
}

describe('what buildx asks git for a provenance', () => {
  test('is answered by the repository around the context, and runs nothing of one that is committed in it', async () => {
    await using world = await createRigWorld(rig, undefined, {
      serviceCommits: [{ ...SERVICE, ...repositoryInFolder('svc') }, { 'svc/app.txt': `${Math.random()}\n` }],
    })
    await using builder = await createBuilder(rig)
    const result = await world.run({ ...PROVENANCE, builder: builder.name })
    expect(result.outputs.result, result.stdout).toBe('deployed')
    expect(existsSync(join(world.temp, RAN))).toBe(false)
    // As the provenance of any other build has it (buildx docs, BUILDX_GIT_INFO).
    const provenance = await provenanceOf(world)
    expect(provenance).toMatch(new RegExp(`"vcs":\\s*\\{[^}]*"revision":\\s*"${world.facts.head}"`))
    expect(provenance).toMatch(/"vcs":\s*\{[^}]*"source":\s*"[^"]*\/acme\/identity-service"/)
  })

  test('is nothing where no script can be run from RUNNER_TEMP', async () => {
    await using world = await createRigWorld(rig, undefined, {
      serviceCommits: [{ ...SERVICE, ...repositoryInFolder('svc') }, { 'svc/app.txt': `${Math.random()}\n` }],
    })
    await using builder = await createBuilder(rig)
    await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'noexec', 'tmpfs', world.temp])
    try {
      const result = await world.run({ ...PROVENANCE, builder: builder.name })
      expect(result.outputs.result, result.stdout).toBe('deployed')
      expect(existsSync(join(world.temp, RAN))).toBe(false)
      expect(await provenanceOf(world)).not.toContain('"vcs"')
    } finally {
      await promisify(execFile)('umount', [world.temp])
    }
  })
})
