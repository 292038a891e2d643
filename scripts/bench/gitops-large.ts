import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { burstFile, burstFiles, burstTasks } from '../../__tests__/support/burst.ts'
import { isolatedGitEnv } from '../../__tests__/support/git.ts'
import type { Files } from '../../__tests__/support/git-repositories.ts'
import type { WriterTask, Written } from '../../__tests__/support/writers.ts'
import type { Traffic } from './gitops-host.ts'
import { headerOf } from './gitops-loop.ts'
import { type Ground, groundFor } from './gitops-room.ts'
import { type Figure, median, timed } from './report.ts'
import { startWorker, type Worker } from './worker.ts'

const ROUNDS = 3
const COMMITS = 20_000
const FILES = 5_000
const FILES_OF_SMALL = 10

/** Reading and committing in a large repository, over what people do there by hand: clone, edit, commit, push. */
export async function large(ground: Ground): Promise<readonly Figure[]> {
  const [old = '', fresh = ''] = ground.commits
  const [task] = burstTasks(1, fresh)
  if (!task) return []
  const overlay = burstFiles([task], old)
  const [big, small] = [groundFor(ground, 'acme/large', 'http'), groundFor(ground, 'acme/small', 'http')]
  await generate(big.directory, { overlay, commits: COMMITS, files: FILES })
  await generate(small.directory, { overlay, commits: 1, files: FILES_OF_SMALL })
  await using worker = startWorker('gitops-writers.ts')
  const own = (where: typeof big) => bump(ground, worker, { where, task })
  const onSmall = await own(small)
  const rounds: { own: Measured; git: Measured }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const first = await own(big)
    // Back to the old tag, so that every round has something to write.
    rounds.push({ own: first, git: await byHand(ground, big, { task, from: fresh, to: old }) })
  }
  return figures(rounds, onSmall)
}

interface Measured extends Traffic {
  ms: number
}

function figures(rounds: readonly { own: Measured; git: Measured }[], small: Measured): readonly Figure[] {
  const of = (which: 'own' | 'git', what: keyof Measured) => median(rounds.map((round) => round[which][what]))
  const kB = (which: 'own' | 'git') => (of(which, 'sent') + of(which, 'received')) / 1000
  return [
    {
      what: `git clone, edit, commit, push: ${COMMITS} commits, ${FILES} files`,
      value: of('git', 'ms'),
      unit: 'ms',
    },
    { what: `read and commit there (median of ${ROUNDS})`, value: of('own', 'ms'), unit: 'ms' },
    {
      what: 'the same over the clone (median of pairs)',
      value: median(rounds.map(({ own, git }) => own.ms / git.ms)),
      unit: 'x',
      goal: 0.07,
      ceiling: 0.1,
    },
    { what: 'bytes of the clone and its push, both ways', value: kB('git'), unit: 'kB' },
    { what: 'bytes of read and commit, both ways', value: kB('own'), unit: 'kB' },
    { what: 'requests of read and commit', value: of('own', 'requests'), unit: '' },
    {
      what: `the same over those in a repository of ${FILES_OF_SMALL} files`,
      value: of('own', 'requests') / small.requests,
      unit: 'x',
      ceiling: 1.3,
    },
  ]
}

type Where = ReturnType<typeof groundFor>

async function bump(
  ground: Ground,
  worker: Worker,
  { where, task }: { where: Where; task: WriterTask },
): Promise<Measured> {
  await ground.count('from now')
  const [written] = await worker.ask<Written[]>({ ground: where.writers, tasks: [task] })
  if (!written?.commit) throw new Error(`nothing was committed: ${JSON.stringify(written)}`)
  return { ...(await ground.count('until now')), ms: written.ms }
}

async function byHand(
  ground: Ground,
  where: Where,
  { task, from, to }: { task: WriterTask; from: string; to: string },
): Promise<Measured> {
  const folder = await mkdtemp(join(ground.temp, 'by-hand-'))
  const file = burstFile(task.images[0]?.overlays[0] ?? '')
  const script = `set -e
git clone -q ${where.writers.remote} ${folder}
cd ${folder}
sed -i s/${from}/${to}/ ${file}
git commit -qam Back
git push -q`
  const env = { ...isolatedGitEnv(), ...headerOf(where.writers) }
  await ground.count('from now')
  const ms = await timed(() => {
    const { status, stderr } = spawnSync('sh', ['-c', script], { env, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  })
  const traffic = await ground.count('until now')
  await rm(folder, { recursive: true })
  return { ...traffic, ms }
}

interface Size {
  overlay: Files
  commits: number
  files: number
}

/** One stream makes the whole history: every file at first, then one changed file a commit. */
async function generate(directory: string, size: Size): Promise<void> {
  await mkdir(directory, { recursive: true })
  const git = (args: readonly string[]) =>
    spawn('git', args, { cwd: directory, env: isolatedGitEnv(), stdio: ['pipe', 'ignore', 'inherit'] })
  await once(git(['init', '-q', '--bare', '--template=', '--initial-branch=main']), 'close')
  const load = git(['fast-import', '--quiet'])
  const ended = once(load, 'close')
  await pipeline(Readable.from(history(size)), load.stdin)
  await ended
}

function* history({ overlay, commits, files }: Size): Generator<string> {
  const more = files - Object.keys(overlay).length
  const first = Array.from({ length: more }, (_, index) => [pathOf(index), manifest(index, 0)] as const)
  yield commit('First', [...Object.entries(overlay), ...first])
  for (let revision = 1; revision < commits; revision += 1) {
    const index = (revision * 7919) % more
    yield commit(`Change ${revision}`, [[pathOf(index), manifest(index, revision)]])
  }
}

const pathOf = (index: number): string =>
  `apps/app-${String(Math.floor(index / 20)).padStart(3, '0')}/resources/part-${index % 20}.yaml`

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`

function commit(message: string, files: readonly (readonly [string, string])[]): string {
  const changes = files.map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`)
  return `commit refs/heads/main\ncommitter Bench <bench@example.com> 1700000000 +0000\n${data(message)}${changes.join('')}`
}

/** About a kilobyte, as manifests are; every one another, so that a pack has something to hold. */
export function manifest(index: number, revision: number): string {
  const digits = (seed: number) => (Math.imul(seed + 1, 2_654_435_761) >>> 0).toString(16).padStart(8, '0')
  const lines = Array.from({ length: 16 }, (_, line) => {
    const value = [0, 1, 2, 3].map((part) => digits(index * 64 + line * 4 + part)).join('')
    return `  key-${line}: "${value}"`
  })
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: part-${index}\n  revision: ${digits(revision)}\ndata:\n${lines.join('\n')}\n`
}
