import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { failOnAny } from '../errors.ts'
import type { EngineChoice } from '../plan/plan.ts'
import type { EngineLogins } from '../registry/docker-config.ts'
import { isPluginInstalled, isUsable, parseInspect } from './buildx.ts'
import { type EngineKind, lacking } from './capabilities.ts'
import type { Engine } from './engine.ts'
import { buildahEngine, buildxEngine, dockerEngine } from './engines.ts'
import { missing, noBuilder, type Probe, probing } from './probe.ts'

interface FoundEngine {
  readonly kind: EngineKind
  readonly engine: Engine
}

/**
 * The first engine that answers, of buildx (plugin or standalone), buildah and classic docker. A program that is not
 * on PATH costs no process, and no runner is asked more than twice.
 * @throws DeployError ENGINE_MISSING or ENGINE_UNSUITABLE.
 */
export async function detectEngine(
  choice: EngineChoice,
  logins: EngineLogins,
  signal?: AbortSignal,
): Promise<Engine> {
  const words = new Set<string>()
  const found = await findEngine(choice, probing(logins, { words, signal }))
  if (!found) return missing(choice, words)
  const problem = lacking(found.kind, choice)
  failOnAny(problem ? [problem] : [])
  return found.engine
}

async function findEngine(choice: EngineChoice, probe: Probe): Promise<FoundEngine | undefined> {
  const wanted = (name: Engine['name']) => choice.engine === undefined || choice.engine === name
  const [docker, buildx, buildah] = await Promise.all([onPath('docker'), onPath('buildx'), onPath('buildah')])
  const daemon = docker ? new Daemon(probe) : undefined
  if (wanted('buildx')) {
    const command = await buildxCommand({ docker, buildx })
    const found = command && (await findBuildx(command, { choice, probe, daemon }))
    if (found) return found
  }
  if (wanted('buildah') && buildah) return { kind: 'buildah', engine: buildahEngine }
  if (wanted('docker') && (await daemon?.store()) !== undefined) {
    return { kind: 'docker (classic builder)', engine: dockerEngine }
  }
  return undefined
}

type Command = readonly [string, ...string[]]

/** One of the two, so that only one is asked: they share their builders. */
async function buildxCommand(onPath: { docker: boolean; buildx: boolean }): Promise<Command | undefined> {
  if (!onPath.buildx) return onPath.docker ? ['docker', 'buildx'] : undefined
  const home = process.env.DOCKER_CONFIG || join(process.env.HOME ?? '', '.docker')
  const isPlugin = onPath.docker && (await isPluginInstalled([join(home, 'cli-plugins')]))
  return isPlugin ? ['docker', 'buildx'] : ['buildx']
}

interface Question {
  readonly choice: EngineChoice
  readonly probe: Probe
  readonly daemon: Daemon | undefined
}

async function findBuildx(command: Command, question: Question): Promise<FoundEngine | undefined> {
  const { choice, probe, daemon } = question
  const [file, ...prefix] = command
  const named = choice.builder ?? (process.env.BUILDX_BUILDER || undefined)
  // The builder that nobody named is docker's own as a rule, so its daemon is asked at the same time.
  const asked = named === undefined ? daemon?.store() : undefined
  const builder = choice.builder === undefined ? [] : [choice.builder]
  const [answer] = await Promise.all([probe(file, [...prefix, 'inspect', ...builder]), asked])
  const { exitCode, stdout } = answer
  // Whoever names a builder wants no other engine in its place.
  if (exitCode !== 0 && named !== undefined) return noBuilder(named, answer)
  const found = exitCode === 0 ? parseInspect(stdout) : undefined
  if (!found || !isUsable(found)) return undefined
  const ociStore = found.driver !== 'docker' || (await daemon?.store()) === 'containerd'
  return {
    kind: ociStore ? 'buildx' : 'buildx with the docker driver',
    engine: buildxEngine({ command, builder: choice.builder, ociStore }),
  }
}

/** Docker's daemon, asked once at most. */
class Daemon {
  readonly #probe: Probe
  #store: Promise<'containerd' | 'classic' | undefined> | undefined

  constructor(probe: Probe) {
    this.#probe = probe
  }

  /** How it keeps images (Docker docs, "containerd image store"); undefined when it does not answer. */
  store(): Promise<'containerd' | 'classic' | undefined> {
    this.#store ??= this.#ask()
    return this.#store
  }

  async #ask(): Promise<'containerd' | 'classic' | undefined> {
    const format = '--format={{.Driver}} {{json .DriverStatus}}'
    const { exitCode, stdout } = await this.#probe('docker', ['info', format])
    // Some clients end well without a daemon, and print what is empty of it.
    if (exitCode !== 0 || !/^\S/.test(stdout)) return undefined
    return stdout.includes('io.containerd.snapshotter') ? 'containerd' : 'classic'
  }
}

async function onPath(program: string): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = await Promise.allSettled(
    folders.map((folder) => access(join(folder, program), constants.X_OK)),
  )
  return found.some((result) => result.status === 'fulfilled')
}
