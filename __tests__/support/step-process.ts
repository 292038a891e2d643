import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Signal {
  name: NodeJS.Signals
  afterMs?: number
  /** Sent as soon as the output so far matches. */
  whenStdout?: RegExp
}

export interface StepProcess {
  /** What it is started by, such as a meter. */
  under?: readonly string[] | undefined
  script: string
  cwd: string
  env: Record<string, string>
  signal?: Signal | undefined
  timeoutMs: number
  /** The next piece of standard output is read when this is done with the last one. */
  reader?: ((piece: string) => Promise<void>) | undefined
}

export interface StepExit {
  /** `null` for a death by signal. */
  exitCode: number | null
  killedBy: NodeJS.Signals | null
  timedOut: boolean
  stdout: string
  stderr: string
  durationMs: number
}

export async function runStepProcess(step: StepProcess): Promise<StepExit> {
  const started = performance.now()
  const [file = '', ...args] = [...(step.under ?? []), process.execPath, step.script]
  const child = spawn(file, args, {
    cwd: step.cwd,
    env: step.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  const unsignalled = sendSignal(child, step.signal, () => output.stdout)
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output.stdout += chunk
    unsignalled()
    if (!step.reader) return
    child.stdout.pause()
    void step.reader(chunk).then(() => child.stdout.resume())
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output.stderr += chunk
  })
  let timedOut = false
  const timer = setTimeout(() => {
    timedOut = child.kill('SIGKILL')
  }, step.timeoutMs)
  const [exitCode, killedBy] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  clearTimeout(timer)
  return { exitCode, killedBy, timedOut, ...output, durationMs: performance.now() - started }
}

/** Returns what to call whenever there is more output. */
function sendSignal(child: ChildProcess, signal: Signal | undefined, stdout: () => string): () => void {
  if (!signal) return () => undefined
  const { afterMs, whenStdout, name } = signal
  let sent = false
  const send = (): void => {
    if (!sent) child.kill(name)
    sent = true
  }
  if (afterMs !== undefined) {
    const timer = setTimeout(send, afterMs)
    child.once('close', () => clearTimeout(timer))
  }
  return () => {
    if (whenStdout?.test(stdout())) send()
  }
}
