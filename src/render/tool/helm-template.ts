import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { csvField } from '../../names/text.ts'
import { runCommand } from '../../runner/command.ts'
import { failureOf, TIMEOUT_MS } from './failure.ts'
import type { Release } from './helm-job.ts'
import type { Command } from './network.ts'
import type { Rendering } from './renderer.ts'
import { findProgram } from './tool.ts'

const LARGEST_OUTPUT = 64 * 1024 * 1024
const LARGEST_MEMORY = 4 * 1024 ** 3
const HINT = 'Render the chart on your machine with helm template to see all of it.'

/** A chart that a template lets grow without end takes the memory of the runner, and what is built there with it. */
export function limited(helm: string, { PATH }: NodeJS.ProcessEnv): Command {
  const prlimit = findProgram('prlimit', { PATH })
  return prlimit === undefined ? [helm] : [prlimit, `--as=${LARGEST_MEMORY}`, helm]
}

/** `--values` takes a list with commas, and the other options do not. */
export function argumentsFor(
  { chart, name, namespace, values, inline, parameters }: Release,
  { root, scratch }: { readonly root: string; readonly scratch: string },
): readonly string[] {
  if (inline !== undefined) writeFileSync(scratch, inline, { mode: 0o600 })
  const files = [...values.map((path) => join(root, path)), ...(inline === undefined ? [] : [scratch])]
  return [
    'template',
    name,
    join(root, chart),
    '--include-crds',
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
    ...files.flatMap((file) => ['--values', csvField(file)]),
    ...parameters.flatMap(({ assignment, isText }) => [isText ? '--set-string' : '--set', assignment]),
  ]
}

interface Child {
  readonly helm: string
  readonly command: Command
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly root: string
}

/** Rendered manifests may hold secrets: they are on no disk. */
export async function template(
  { helm, command: [file, ...first], env, signal, root }: Child,
  args: readonly string[],
): Promise<Rendering> {
  signal.throwIfAborted()
  const result = await runCommand(file, [...first, ...args], {
    cwd: root,
    env,
    signal,
    timeoutMs: TIMEOUT_MS,
    mostOutput: LARGEST_OUTPUT,
  })
  signal.throwIfAborted()
  if (result.exitCode === 0) return { ok: true, manifests: result.stdout }
  if (result.exitCode === 125) return cannot(`helm rendered more than ${LARGEST_OUTPUT / 1024 / 1024} MiB`)
  if (/out of memory|cannot allocate memory/.test(result.stderr))
    return cannot(`helm needed more than the ${LARGEST_MEMORY / 1024 ** 3} GiB of memory that it gets`)
  const said = { ...result, stderr: withoutAdvice(result.stderr) }
  return cannot(failureOf({ name: 'helm', file: helm }, said, root))
}

/** What it says of links is of no use to anybody who sees none: charts that others bring are linked. */
const withoutAdvice = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^Use --debug flag |found symbolic link in path/.test(line))
    .join('\n')

const cannot = (message: string): Rendering => ({ ok: false, message, hint: HINT })
