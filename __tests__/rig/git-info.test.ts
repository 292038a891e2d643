import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { configureAll, configureFetch, RAN, repositoryInFolder } from '../support/hostile-git.ts'
import type { RunOptions } from '../support/world.ts'
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

  const FORK = { pull_request: { head: { repo: { full_name: 'mallory/identity-service' } } } }
  const STRANGERS: RunOptions = { event: { name: 'pull_request_target', payload: FORK } }
  const RUNS: readonly [string, RunOptions][] = [
    ['a push', {}],
    ['a push that asks for labels', { env: { BUILDX_GIT_LABELS: 'full' } }],
    ["a stranger's", STRANGERS],
    ["a stranger's that asks for labels", { ...STRANGERS, env: { BUILDX_GIT_LABELS: 'full' } }],
  ]
  test.each(RUNS)('runs nothing of a .git that was planted around the context: %s', async (_, run) => {
    await using world = await createRigWorld(rig, undefined, {
      serviceCommits: [{ ...SERVICE, ...repositoryInFolder('svc') }, { 'svc/app.txt': `${Math.random()}\n` }],
    })
    const planted = join(world.workspace, '.git')
    await configureAll(planted)
    await configureFetch(planted)
    await writeFile(join(planted, 'HEAD'), `${'1'.repeat(40)}\n`)
    await using builder = await createBuilder(rig)
    const inputs = { ...PROVENANCE, builder: builder.name, 'share-builder': 'true', 'require-clean': 'false' }
    const result = await world.run(inputs, run)
    expect(result.exitCode, result.stdout).toBe(0)
    expect(existsSync(join(world.temp, RAN))).toBe(false)
  })

  test("is nothing where the files are a stranger's", async () => {
    await using world = await createRigWorld(rig, undefined, {
      serviceCommits: [SERVICE, { 'svc/app.txt': 'two\n' }],
    })
    await using builder = await createBuilder(rig)
    const recorder = await world.recordChildren(['git'])
    await world.run({ ...PROVENANCE, builder: builder.name, 'share-builder': 'true' }, STRANGERS)
    const asked = (await recorder.calls()).map(({ argv }) => argv.join(' '))
    expect(asked.filter((words) => /rev-parse|remote|--format=%H/.test(words))).toEqual([])
    expect(asked.length).toBeGreaterThan(0)
  })
})
