import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { asStepError, isExhausted } from '../errors/unforeseen.ts'
import { endsOfOutput, linesOfOutput, type Output, passedOn, wholeOutput } from './command-output.ts'
import { logHasRoom } from './log.ts'

export interface CommandOptions {
  readonly cwd?: string
  /** The whole environment of the child. */
  readonly env: NodeJS.ProcessEnv
  /** Written to standard input; without it standard input is empty. */
  readonly input?: string | Buffer
  readonly signal?: AbortSignal | undefined
  readonly timeoutMs?: number
  /** How long it may take to end by itself after an interrupt; as long as the runner allows when it is not said. */
  readonly graceMs?: number
  /** Called for every line of both streams as it comes, cut where it is too long; none is kept for the result. */
  readonly onLine?: (line: string) => void
  /** Takes secrets out of a line before it is cut: a part of one is no longer known to the runner's masks. */
  readonly hide?: (text: string) => string
  /** How many bytes of standard output are an answer. Whoever writes more is stopped, and nothing of it is kept. */
  readonly mostOutput?: number
  /** Called for standard output as it comes; it is not kept for the result either. */
  readonly onBytes?: (chunk: Buffer) => void
}

export interface CommandResult {
  /**
   * As a shell reports them: 127 for a program that is not there, 126 for one that cannot be started, 128 and the
   * signal's number for one that a signal ended; 124, as timeout(1) has it, for the time limit, and 125 for too much
   * output.
   */
  readonly exitCode: number
  /** The signal that ended it, whoever sent it. */
  readonly endedBy?: NodeJS.Signals
  readonly stdout: string
  /** Where it is long, its beginning and its end. */
  readonly stderr: string
  /** Standard output as bytes, for protocols that are not text. */
  readonly bytes: Buffer
}

/** How long a child may take to end by itself after an interrupt: the runner gives this process 7.5 s. */
const GRACE_MS = 5_000
/** How long to wait for the end of the output of a child that has ended. */
const PIPE_MS = 1_000
/** How often it is looked whether what a stopped child has started has ended. */
const POLL_MS = 50
/** Most answers are a few lines. */
const MOST_OUTPUT = 8 * 1024 * 1024

export const TOO_MUCH_OUTPUT = 125
const EXIT_CODES = { time: 124, size: TOO_MUCH_OUTPUT, signal: undefined } as const

/** It has its pipes, whatever becomes of it then. */
export type Child = ChildProcess & { readonly stdout: Readable; readonly stderr: Readable }
type ChildEnd = {
  readonly code: number | null
  readonly signal?: NodeJS.Signals | null
  readonly error?: Error
}

/**
 * Runs a program without a shell. A non-zero exit code is a value, not an exception.
 * @throws StepError RUNNER_LIMIT where no process can be had: that is no answer of the program, and nobody may take it
 * for one.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  const child = start(file, args, options)
  if (!isRunning(child)) return neverStarted(child instanceof Error ? child : await errorOf(child))
  // A child that ends before it has read its input closes the pipe; its exit code says what went wrong.
  child.stdin?.on('error', () => {})
  child.stdin?.end(options.input)
  return resultOf(child, file, options)
}

/** What a child that was just started writes, how it ends, and its end where it must be stopped. */
export async function resultOf(
  child: Child,
  file: string,
  options: Omit<CommandOptions, 'cwd' | 'env' | 'input'>,
): Promise<CommandResult> {
  const stopping = stopWhenAsked(child, options)
  const { onLine, hide, onBytes, mostOutput = MOST_OUTPUT } = options
  const onData = onLine ? () => holdBack([child.stdout, child.stderr]) : () => {}
  const keep = (output: () => Output) => (onLine ? linesOfOutput(onLine, hide) : output())
  const answer = () => wholeOutput(mostOutput, () => stopping.stop('size'))
  const stdout = collect(child.stdout, onBytes ? passedOn(onBytes) : keep(answer), onData)
  const stderr = collect(child.stderr, keep(endsOfOutput), onData)
  const end = await new Promise<ChildEnd>((resolve) => {
    child.once('error', (error) => resolve({ code: 127, error }))
    child.once('close', (code, signal) => resolve({ code, signal }))
    // A grandchild may hold the pipes for as long as it likes; what the child itself wrote has arrived by then.
    child.once('exit', () => closeWhenQuiet(child, [stdout, stderr]))
  })
  const stopped = await stopping.finish()
  if (isExhausted(end.error)) throw asStepError(end.error)
  const bytes = stdout.finish()
  const said = stderr.finish().toString('utf8')
  return {
    exitCode: (stopped && EXIT_CODES[stopped]) ?? exitCodeOf(end),
    ...(end.signal ? { endedBy: end.signal } : {}),
    stdout: bytes.toString('utf8'),
    stderr: stopped === 'size' ? tooMuch(file, mostOutput) : (end.error?.message ?? said),
    bytes,
  }
}

const tooMuch = (file: string, most: number): string =>
  `${file} wrote more than the ${most / 1024 / 1024} MiB that are read`

function exitCodeOf({ code, signal }: ChildEnd): number {
  return code ?? 128 + (signal ? constants.signals[signal] : 0)
}

/** Some mistakes, as an argument list that is too long, are thrown instead of being reported by the child. */
function start(file: string, args: readonly string[], options: CommandOptions): ChildProcess | Error {
  const { cwd, env, input } = options
  const stdin = input === undefined ? 'ignore' : 'pipe'
  try {
    // A group of its own, so that git's transport helpers and a builder's processes are stopped with it.
    return spawn(file, args, { cwd, env, stdio: [stdin, 'pipe', 'pipe'], detached: true })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

/** Without a file descriptor for its pipes a child has none, and only its event says why (Node, child_process). */
export const isRunning = (child: ChildProcess | Error): child is Child =>
  'stdout' in child && Boolean(child.stdout && child.stderr)

const errorOf = async (child: ChildProcess): Promise<Error> => (await once(child, 'error'))[0] as Error

export function neverStarted(error: Error): CommandResult {
  if (isExhausted(error)) throw asStepError(error)
  return { exitCode: 126, stdout: '', stderr: error.message, bytes: Buffer.alloc(0) }
}

function closeWhenQuiet(child: Child, outputs: readonly { lastData: () => number }[]): void {
  const timer = setInterval(() => {
    // In the next turn, so that data which waited for a busy event loop is read first.
    setImmediate(() => {
      if (outputs.some(({ lastData }) => performance.now() - lastData() < PIPE_MS)) return
      clearInterval(timer)
      child.stdout.destroy()
      child.stderr.destroy()
    })
  }, PIPE_MS).unref()
  child.once('close', () => clearInterval(timer))
}

function collect(stream: Readable, output: Output, onData: () => void) {
  let lastData = performance.now()
  stream.on('data', (chunk: Buffer) => {
    lastData = performance.now()
    output.take(chunk)
    onData()
  })
  return { lastData: () => (stream.isPaused() ? performance.now() : lastData), finish: output.finish }
}

/** The child waits with the log: a build can print faster than any is read. Both streams, so that they keep their order. */
function holdBack(streams: readonly Readable[]): void {
  const room = logHasRoom()
  if (!room) return
  for (const stream of streams) stream.pause()
  void room.then(() => {
    for (const stream of streams) stream.resume()
  })
}

/** An interrupt first, so that the child can clean up; a kill when it does not end. */
function stopWhenAsked(
  child: ChildProcess,
  options: Pick<CommandOptions, 'signal' | 'timeoutMs' | 'graceMs'>,
) {
  let reason: keyof typeof EXIT_CODES | undefined
  let killTimer: NodeJS.Timeout | undefined
  let deadline = 0
  const { graceMs = GRACE_MS } = options
  const stop = (why: keyof typeof EXIT_CODES) => {
    reason ??= why
    signalGroup(child, 'SIGINT')
    deadline ||= performance.now() + graceMs
    killTimer ??= setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs)
  }
  const onAbort = () => stop('signal')
  if (options.signal?.aborted) onAbort()
  options.signal?.addEventListener('abort', onAbort, { once: true })
  const timer =
    options.timeoutMs === undefined ? undefined : setTimeout(() => stop('time'), options.timeoutMs)
  return {
    stop,
    async finish() {
      clearTimeout(timer)
      // What the child has started may still clean up, and has nobody else to wait for it, or to end it.
      while (reason && performance.now() < deadline && signalGroup(child, 0)) await sleep(POLL_MS)
      if (reason) signalGroup(child, 'SIGKILL')
      clearTimeout(killTimer)
      options.signal?.removeEventListener('abort', onAbort)
      return reason
    },
  }
}

/** A child that leads no group gets it alone. false: all of them have ended, or are of a user whom nobody here may end. */
function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  if (pid === undefined) return false
  const isThere = exitCode === null && signalCode === null
  return sent(-pid, signal) ?? (isThere && sent(pid, signal) === true)
}

/** undefined: there is nobody of that number. The `kill` of a child would make an event of what fails, for nobody to hear. */
function sent(to: number, signal: NodeJS.Signals | 0): boolean | undefined {
  try {
    return process.kill(to, signal)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH' ? undefined : false
  }
}
