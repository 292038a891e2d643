import { cpSync, mkdirSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { csvField } from '../../names/text.ts'
import { runCommand } from '../../runner/command.ts'
import { atMost } from '../../runner/turns.ts'
import { isolated } from './isolated.ts'
import { lastWords } from './last-words.ts'
import { type Command, type Enclosure, findEnclosure } from './network.ts'
import type { RendererPorts, Rendering } from './renderer.ts'
import { findProgram } from './tool.ts'

/** A release of a chart, as somebody would ask helm for it. */
export interface Release {
  /** The folder of the chart in the tree. */
  readonly chart: string
  readonly name: string
  readonly namespace: string | undefined
  /** Values behind those of the chart, each over the one before it: paths in the tree. */
  readonly values: readonly string[]
  /** More values, behind all files. */
  readonly inline: string | undefined
  /** `name=value`, behind all values. */
  readonly parameters: readonly { readonly assignment: string; readonly isText: boolean }[]
}

export interface HelmJob {
  /** A folder with files of the config repository. */
  readonly root: string
  readonly releases: readonly Release[]
  /** Files in it that are to have another text first. */
  readonly texts: ReadonlyMap<string, string>
  /** Charts that others bring with them by their path: `from` comes into the `charts/` of `into`, in this order. */
  readonly vendored: readonly { readonly from: string; readonly into: string; readonly name: string }[]
}

/** Renders the releases of a job: what cannot be rendered is a value too. */
export type HelmRenderer = (job: HelmJob) => Promise<ReadonlyMap<Release, Rendering>>

const TIMEOUT_MS = 60_000
const LARGEST_OUTPUT = 64 * 1024 * 1024
const LARGEST_MEMORY = 4 * 1024 ** 3
const AT_ONCE = 2
const HINT = 'Render the chart on your machine with helm template to see all of it.'

/** helm from PATH, as version 3 and 4 have it; undefined where there is none. */
export function helmRenderer(env: NodeJS.ProcessEnv, ports: RendererPorts): HelmRenderer | undefined {
  const helm = findProgram('helm', env)
  if (helm === undefined) return undefined
  const { signal, workspace, log } = ports
  let enclosed: Promise<Enclosure> | undefined
  const vendored = new Set<string>()
  let jobs = 0
  return async (job) => {
    const { root, releases } = job
    prepare(job, vendored)
    const own = helmEnvironment(isolated(workspace), workspace.folder('helm'))
    enclosed ??= findEnclosure(env, own, signal).then((found) => {
      log.info(`Charts are rendered with helm ${found.description}.`)
      return found
    })
    const { around } = await enclosed
    jobs += 1
    const scratch = workspace.folder(`helm-values-${jobs}`)
    const command = around(limited(helm, env))
    const gate = atMost(AT_ONCE)
    const child = { command, env: own, signal, root }
    const rendered = releases.map(async (release, index) => {
      const args = argumentsFor(release, { root, scratch: join(scratch, `${index}.yaml`) })
      return [release, await gate(() => template(child, args))] as const
    })
    return new Map(await Promise.all(rendered))
  }
}

/** A chart that a template lets grow without end takes the memory of the runner, and what is built there with it. */
function limited(helm: string, { PATH }: NodeJS.ProcessEnv): Command {
  const prlimit = findProgram('prlimit', { PATH })
  return prlimit === undefined ? [helm] : [prlimit, `--as=${LARGEST_MEMORY}`, helm]
}

/** Nothing of a user: no plug-ins, repositories, logins or cache (helm, `HELM_*`). */
function helmEnvironment(env: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  return {
    ...env,
    HELM_CACHE_HOME: join(home, 'cache'),
    HELM_CONFIG_HOME: join(home, 'config'),
    HELM_DATA_HOME: join(home, 'data'),
    HELM_PLUGINS: join(home, 'plugins'),
    HELM_REGISTRY_CONFIG: join(home, 'registry.json'),
    HELM_REPOSITORY_CONFIG: join(home, 'repositories.yaml'),
    HELM_REPOSITORY_CACHE: join(home, 'repository'),
    HELM_CONTENT_CACHE: join(home, 'content'),
  }
}

/** @param known What an earlier job has put there, which may not be right any more. */
function prepare({ root, texts, vendored }: HelmJob, known: Set<string>): void {
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const { from, into, name } of vendored) {
    const charts = join(root, into, 'charts')
    mkdirSync(charts, { recursive: true })
    const target = join(charts, name)
    if (!known.has(target) && isVendored(charts, name)) continue
    known.add(target)
    rmSync(target, { recursive: true, force: true })
    cpSync(join(root, from), target, { recursive: true })
  }
}

/** What lies there is what helm takes: it refuses one of another version itself. */
function isVendored(charts: string, name: string): boolean {
  const packed = (one: string) => one.startsWith(`${name}-`) && one.endsWith('.tgz')
  return readdirSync(charts).some((one) => one === name || packed(one))
}

/** `--values` takes a list with commas, and the other options do not. */
function argumentsFor(
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
  readonly command: Command
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
  readonly root: string
}

/** Rendered manifests may hold secrets: they are on no disk. */
async function template(
  { command: [file, ...first], env, signal, root }: Child,
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
  if (result.exitCode === 124) return cannot(`helm did not end within ${TIMEOUT_MS / 1000} s`)
  if (result.exitCode === 125) return cannot(`helm rendered more than ${LARGEST_OUTPUT / 1024 / 1024} MiB`)
  if (/out of memory|cannot allocate memory/.test(result.stderr))
    return cannot(`helm needed more than the ${LARGEST_MEMORY / 1024 ** 3} GiB of memory that it gets`)
  const words = lastWords(withoutAdvice(result.stderr), [root, realpathSync(root)])
  return cannot(`helm failed: ${words || `exit code ${result.exitCode}`}`)
}

const withoutAdvice = (text: string): string => text.replaceAll(/^Use --debug flag .*$/gm, '')

const cannot = (message: string): Rendering => ({ ok: false, message, hint: HINT })
