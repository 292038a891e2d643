import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWorld, type World } from '../../__tests__/support/world.ts'
import { startAndLoad } from './load.ts'
import { type Figure, median, timed } from './report.ts'

const ROUNDS = 21
const OVERLAY = 'apps/identity-service/overlays/production/kustomization.yaml'
const EVENT = { name: 'push', payload: { repository: { default_branch: 'main' } } }

/** The tag exists and the overlay changes: everything but a build, over a `file://` config repository. */
export async function reuse(): Promise<readonly Figure[]> {
  await using world = await createWorld()
  await world.putImage(world.facts.ecrRepository, world.facts.head)
  const original = (await world.config.file(OVERLAY, 'HEAD')) ?? ''
  Object.assign(world.inputs, { 'config-repository': `file://${world.config.directory}`, 'config-token': '' })
  // Bare git renders nothing.
  world.inputs['render-check'] = 'off'
  const counts = await countOnce(world)
  const rounds: { own: number; load: number; git: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await reset(world, original)
    const own = await runOnce(world)
    const load = await startAndLoad()
    await reset(world, original)
    rounds.push({ own, load, git: await bareGit(world) })
  }
  const git = median(rounds.map((round) => round.git))
  const own = median(rounds.map((round) => round.own))
  return [
    ...counts,
    {
      what: `bare git: status, clone, cat-file, fast-import, push (median of ${ROUNDS})`,
      value: git,
      unit: 'ms',
    },
    { what: 'the reuse path, with the start of Node', value: own, unit: 'ms' },
    {
      // What takes long to compile is loaded while git clones, so it is no part of the load.
      what: 'the same over start, load and bare git (median of pairs)',
      value: median(rounds.map((round) => round.own / (round.load + round.git))),
      unit: 'x',
      goal: 2.2,
      // Two processes at a time on two cores: whatever else runs on the machine is felt here first.
      ceiling: 3.3,
    },
  ]
}

/** Wall time of the action's process, from spawn to exit. */
async function runOnce(world: World): Promise<number> {
  const result = await world.run({}, { event: EVENT })
  if (result.outputs.result !== 'deployed') throw new Error(`the reuse path failed:\n${result.stdout}`)
  return result.durationMs
}

/** The overlay as it was, so that every round has something to write. */
async function reset(world: World, text: string): Promise<void> {
  await world.config.commit({ files: { [OVERLAY]: text }, message: 'Reset' })
}

async function countOnce(world: World): Promise<readonly Figure[]> {
  const before = { ...world.env }
  const recorder = await world.recordChildren(['git'])
  await runOnce(world)
  for (const name of Object.keys(world.env)) if (!(name in before)) delete world.env[name]
  Object.assign(world.env, before)
  const { oidc, sts, ecr, github } = world
  return [
    { what: 'git processes', value: (await recorder.calls('git')).length, unit: '', ceiling: 6 },
    { what: 'OIDC requests', value: oidc.requests.length, unit: '', ceiling: 1 },
    { what: 'AWS requests', value: sts.requests.length + ecr.requests.length, unit: '', ceiling: 3 },
    { what: 'compare requests', value: github.requests.length, unit: '', ceiling: 1 },
  ]
}

/** What the git commands of the path cost by themselves, called one after another from here. */
async function bareGit(world: World): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-git-'))
  const bare = join(folder, 'config.git')
  const git = (args: readonly string[], input = '') => {
    const result = spawnSync('git', args, { input, encoding: 'utf8' })
    if (result.status !== 0) throw new Error(`git ${args[0]}: ${result.stderr}`)
    return result.stdout.trim()
  }
  const url = `file://${world.config.directory}`
  const spent = await timed(() => {
    git(['-C', world.workspace, 'status', '--porcelain=v2', '--branch', '--untracked-files=no'])
    git(['clone', '--quiet', '--bare', '--depth=1', '--no-tags', '--single-branch', '--template=', url, bare])
    const [tip = ''] = git([`--git-dir=${bare}`, 'cat-file', '--batch'], `HEAD\nHEAD:${OVERLAY}\n`).split(' ')
    const person = 'Bench <bench@example.com> 1700000000 +0000'
    const head = `commit refs/deploy/next\nmark :1\nauthor ${person}\ncommitter ${person}\ndata 5\nBench\nfrom ${tip}\n`
    const stream = `${head}M 100644 inline ${OVERLAY}\ndata 4\nnew\n\nget-mark :1\ndone\n`
    const commit = git([`--git-dir=${bare}`, 'fast-import', '--quiet', '--done'], stream)
    const lease = `--force-with-lease=refs/heads/main:${tip}`
    git([`--git-dir=${bare}`, 'push', '--quiet', lease, 'origin', `${commit}:refs/heads/main`])
  })
  rmSync(folder, { recursive: true })
  return spent
}
