import { AsyncLocalStorage } from 'node:async_hooks'
import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setImmediate } from 'node:timers/promises'
import {
  type CommandOptions,
  type CommandResult,
  isRunning,
  neverStarted,
  resultOf,
  runCommand,
} from './command.ts'

/**
 * git with the programs that it starts: transports, servers of `file://`, filters. They end with it. simple-git reaches
 * git alone, so this is the process runner (docs/adr/0002).
 */
export const runGit = (args: readonly string[], options: CommandOptions): Promise<CommandResult> =>
  runCommand('git', args, options)

/** simple-git is loaded when it is first needed; who knows that it will be does it while something else is waited for. */
export const loadSimpleGit = (): Promise<typeof import('simple-git')> => import('simple-git')

/** git alone, by simple-git: a command that starts no other program. The results are those of `runCommand`. */
export async function askGit(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const { simpleGit } = await loadSimpleGit()
  const { cwd, env, input = '' } = options
  const result = Promise.withResolvers<CommandResult>()
  const start: Start = {}
  const ask = async () => {
    const git = simpleGit({
      ...(cwd === undefined ? {} : { baseDir: cwd }),
      ...OURS,
      allowEnvironment: Object.keys(env),
      // A buffer, because an empty text would leave standard input open.
      input: () => Buffer.from(input),
    })
    git.outputHandler(() => {
      const { child } = start
      if (!child || !isRunning(child)) throw new Error('Node has not shown the child that is git')
      // Those of simple-git keep everything that git writes.
      for (const stream of [child.stdout, child.stderr]) stream.removeAllListeners('data')
      result.resolve(resultOf(child, 'git', options))
    })
    await git.env(env).raw([...args])
  }
  // That simple-git is done says nothing more, and where git was silent it says so 50 ms late.
  watched(start, ask).then(
    () => result.reject(new Error('simple-git is done and has started no git')),
    (thrown: unknown) => result.resolve(refusal(start, thrown)),
  )
  return result.promise
}

/** What the caller decides: simple-git refuses settings by words in their keys, in which an address may stand. */
const GUARDS = [
  'Alias',
  'AskPass',
  'CommandBinaries',
  'ConfigEnvCount',
  'ConfigPaths',
  'CredentialHelper',
  'DiffExternal',
  'DiffTextConv',
  'Editor',
  'Exec',
  'Filter',
  'FsMonitor',
  'GitProxy',
  'GpgProgram',
  'HooksPath',
  'Include',
  'MergeDriver',
  'Pack',
  'Pager',
  'ProtocolOverride',
  'SshCommand',
  'Submodule',
  'TemplateDir',
  'UrlRewrite',
] as const

const OURS = {
  unsafe: Object.fromEntries(GUARDS.map((guard) => [`allowUnsafe${guard}`, true])),
  // What becomes of git is a value (`resultOf`).
  errors: () => undefined,
}

/** The child of one question. */
interface Start {
  child?: ChildProcess
  failure?: Error
}

const starts = new AsyncLocalStorage<Start>()

/** simple-git gives its child to nobody; Node shows each to this channel, before it is started. */
async function watched(start: Start, ask: () => Promise<void>): Promise<void> {
  const onChild = (message: unknown) => {
    if (starts.getStore() !== start) return
    const { process: child } = message as { readonly process: ChildProcess }
    start.child = child
    // simple-git listens too late where there is no file descriptor for a pipe, and the error would end this process.
    child.once('error', (error) => {
      start.failure = error
    })
  }
  subscribe('child_process', onChild)
  try {
    await starts.run(start, ask)
  } finally {
    unsubscribe('child_process', onChild)
  }
}

/** The cause comes by an event, one turn after simple-git has stumbled over the child. */
async function refusal(start: Start, thrown: unknown): Promise<CommandResult> {
  await setImmediate()
  return neverStarted(start.failure ?? (thrown instanceof Error ? thrown : new Error(String(thrown))))
}
