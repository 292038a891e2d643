import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { delimiter, dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'

export interface ActJob {
  /** Where act keeps its own files. */
  readonly root: string
  /** The checkout, whose workflows run. */
  readonly folder: string
  /** The two actions by the names that its workflow has for them. */
  readonly uses: { readonly action: string; readonly checkout: string }
  readonly event: Readonly<Record<string, unknown>>
  readonly secrets: Readonly<Record<string, string>>
  /** What the runner would give every step. */
  readonly env: Readonly<Record<string, string>>
  readonly home: string
}

export interface ActResult {
  readonly exitCode: number | null
  /** Of act and of every step, without act's own masking: what is masked here the step has masked. */
  readonly output: string
  /** Of the step, as act prints them. */
  readonly outputs: Readonly<Record<string, string>>
  /** Holds `workspace` and `temp` (RUNNER_TEMP) as they were after the last step of the job. */
  readonly left: string
  /** Every Node that act started, in order: its version and what it ran. */
  readonly nodes: readonly string[]
}

const TIMEOUT_MS = 120_000
/** Stands for actions/checkout. */
const CHECKOUT = join(import.meta.dirname, 'checkout')

/** Runs the workflows of a folder for a push, on this machine and with this Node, as an ephemeral runner would. */
export async function runAct(job: ActJob): Promise<ActResult> {
  const work = await mkdtemp(join(job.root, 'act-'))
  const at = (name: string) => join(work, name)
  await Promise.all([layOutAction(at('action')), mkdir(at('left')), mkdir(at('tmp'))])
  await writeFile(at('event.json'), JSON.stringify(job.event))
  const noting = { RIG_KEEP: at('left'), NODE_OPTIONS: `--import=${join(CHECKOUT, 'note-node.ts')}` }
  await writeFile(at('env'), dotenv({ ...job.env, ...noting }))
  await writeFile(at('secrets'), dotenv(job.secrets), { mode: 0o600 })
  const child = spawn('act', [...argumentsFor(job, at), '--directory', job.folder], {
    env: { ...machine(), HOME: job.home, TMPDIR: at('tmp') },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
  })
  const [stdout, stderr, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ])
  const nodes = (await readFile(join(at('left'), 'nodes'), 'utf8')).trimEnd().split('\n')
  return { exitCode, output: stdout + stderr, outputs: outputsIn(stdout), left: at('left'), nodes }
}

/** A release, or as much of one as a runner reads. */
async function layOutAction(folder: string): Promise<void> {
  await cp('dist', join(folder, 'dist'), { recursive: true })
  await cp('action.yml', join(folder, 'action.yml'))
}

const argumentsFor = ({ uses }: ActJob, at: (name: string) => string): readonly string[] => [
  'push',
  '--platform=ubuntu-latest=-self-hosted',
  `--local-repository=${uses.action}=${at('action')}`,
  `--local-repository=${uses.checkout}=${CHECKOUT}`,
  '--no-skip-checkout',
  `--eventpath=${at('event.json')}`,
  `--env-file=${at('env')}`,
  `--secret-file=${at('secrets')}`,
  `--action-cache-path=${at('cache')}`,
  '--insecure-secrets',
  '--no-cache-server',
]

const machine = (): Record<string, string> => ({
  PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
  DOCKER_HOST: process.env.DOCKER_HOST ?? '',
  LANG: 'C.UTF-8',
})

const outputsIn = (stdout: string): Record<string, string> =>
  Object.fromEntries(
    [...stdout.matchAll(/ ::set-output:: ([\w-]+)=(.*)$/gm)].map(([, name, value]) => [name, value]),
  )

const dotenv = (variables: Readonly<Record<string, string>>): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('')
