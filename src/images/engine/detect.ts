import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { failOnAny } from '../../errors/errors.ts'
import type { EngineChoice } from '../../plan/build.ts'
import type { Environment } from '../../runner/environment.ts'
import {
  type Builder,
  currentEndpoint,
  isOfThisMachine,
  isPluginInstalled,
  isUsable,
  parseInspect,
} from './buildx.ts'
import { type EngineKind, lacking, sharing } from './capabilities.ts'
import type { Engine } from './engine.ts'
import { judgeBuilders } from './judge-builder.ts'
import { dockerFolder, type EngineLogins } from './login/write-docker-config.ts'
import { Daemon, type DaemonFacts, missing, noBuilder, type Probe, probing } from './probe.ts'
import { buildahEngine, buildxEngine, dockerEngine } from './run.ts'
import type { BuilderVersion } from './weaknesses.ts'

interface FoundEngine {
  readonly kind: EngineKind
  readonly engine: Engine
  /** What builds, as a message calls it, where that is shared with other machines. */
  readonly shared?: string | undefined
  /** What builds, with one entry for each node. */
  readonly builders: readonly BuilderVersion[]
}

interface DetectPorts {
  readonly logins: EngineLogins
  readonly environment: Environment
  readonly warn: (warning: string) => void
  readonly signal?: AbortSignal
}

/**
 * The first engine that answers, of buildx (plugin or standalone), buildah and classic docker. A program that is not
 * on PATH costs no process, and two processes are started at most: `buildx inspect` and `docker info`; buildah, once it
 * is chosen, is asked for its version.
 * @throws StepError ENGINE_MISSING or ENGINE_UNSUITABLE.
 */
export async function detectEngine(
  choice: EngineChoice,
  { logins, environment, warn, signal }: DetectPorts,
): Promise<Engine> {
  const words = new Set<string>()
  const probe = probing(logins, { environment, words, signal })
  const found = await findEngine(choice, { probe, env: environment.variables })
  if (!found) return missing(choice, words)
  const { may } = choice
  const { problem, warning } = judgeBuilders(found.builders, may)
  const problems = [lacking(found.kind, choice), sharing(found.shared, may), problem]
  failOnAny(problems.filter((one) => one !== undefined))
  if (warning !== undefined) warn(warning)
  return found.engine
}

interface FindPorts {
  readonly probe: Probe
  readonly env: NodeJS.ProcessEnv
}

async function findEngine(choice: EngineChoice, { probe, env }: FindPorts): Promise<FoundEngine | undefined> {
  const wanted = (name: Engine['name']) => choice.engine === undefined || choice.engine === name
  const isThere = (program: string) => onPath(program, env)
  const [docker, buildx, buildah] = await Promise.all([
    isThere('docker'),
    isThere('buildx'),
    isThere('buildah'),
  ])
  const daemon = docker ? new Daemon(probe) : undefined
  if (wanted('buildx')) {
    const command = await buildxCommand({ docker, buildx }, env)
    const found = command && (await findBuildx(command, { choice, probe, daemon, env }))
    if (found) return found
  }
  if (wanted('buildah') && buildah) return foundBuildah(probe)
  const facts = wanted('docker') ? await daemon?.facts() : undefined
  return facts && foundDocker(facts, env)
}

async function foundDocker({ version }: DaemonFacts, env: NodeJS.ProcessEnv): Promise<FoundEngine> {
  const shared = await sharedBuilder({ driver: 'docker', endpoints: [await currentEndpoint(env)] }, env)
  const builders = [{ program: 'Docker Engine (classic builder)', version } as const]
  return { kind: 'docker (classic builder)', engine: dockerEngine, shared, builders }
}

async function foundBuildah(probe: Probe): Promise<FoundEngine> {
  const { stdout } = await probe('buildah', ['--version'])
  const version = /^buildah version (\S+)/.exec(stdout)?.[1]
  return { kind: 'buildah', engine: buildahEngine, builders: [{ program: 'buildah', version }] }
}

type Command = readonly [string, ...string[]]

/** One of the two, so that only one is asked: they share their builders. */
async function buildxCommand(
  there: { docker: boolean; buildx: boolean },
  env: NodeJS.ProcessEnv,
): Promise<Command | undefined> {
  if (!there.buildx) return there.docker ? ['docker', 'buildx'] : undefined
  const isPlugin = there.docker && (await isPluginInstalled([join(dockerFolder(env), 'cli-plugins')]))
  return isPlugin ? ['docker', 'buildx'] : ['buildx']
}

interface BuildxPorts extends FindPorts {
  readonly choice: EngineChoice
  readonly daemon: Daemon | undefined
}

/** Of a docker without the plugin, old and new. */
const NO_PLUGIN = /'buildx' is not a docker command|unknown command: docker buildx/

async function findBuildx(command: Command, ports: BuildxPorts): Promise<FoundEngine | undefined> {
  const { choice, probe, daemon, env } = ports
  const [file, ...prefix] = command
  const named = choice.builder ?? (env.BUILDX_BUILDER || undefined)
  // The builder that nobody named is docker's own as a rule, so its daemon is asked at the same time.
  const asked = named === undefined ? daemon?.facts() : undefined
  const builder = choice.builder === undefined ? [] : [choice.builder]
  const [answer] = await Promise.all([probe(file, [...prefix, 'inspect', ...builder]), asked])
  const { exitCode, stdout } = answer
  // Whoever names a builder wants no other engine in its place; a variable may be left over where there is no buildx.
  const isAbsent = choice.builder === undefined && NO_PLUGIN.test(answer.stderr)
  if (exitCode !== 0 && named !== undefined && !isAbsent) return noBuilder(named, answer)
  const found = exitCode === 0 ? parseInspect(stdout) : undefined
  if (!found || !isUsable(found)) return undefined
  const docker = found.driver === 'docker' ? await daemon?.facts() : undefined
  const ociStore = found.driver !== 'docker' || docker?.store === 'containerd'
  const versions = found.versions.length === 0 ? [undefined] : found.versions
  return {
    kind: ociStore ? 'buildx' : 'buildx with the docker driver',
    engine: buildxEngine({ command, builder: choice.builder, ociStore }),
    shared: await sharedBuilder(found, env),
    // The BuildKit within a daemon has its fixes by the version of that.
    builders: docker
      ? [{ program: 'Docker Engine', version: docker.version }]
      : versions.map((version) => ({ program: 'BuildKit', version })),
  }
}

/** What to call a builder that is not of this machine. */
async function sharedBuilder(
  builder: Pick<Builder, 'driver' | 'endpoints'>,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  if (await isOfThisMachine(builder, env)) return undefined
  return `driver ${builder.driver} at ${builder.endpoints.join(', ') || 'an unknown place'}`
}

async function onPath(program: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = await Promise.allSettled(
    folders.map((folder) => access(join(folder, program), constants.X_OK)),
  )
  return found.some((result) => result.status === 'fulfilled')
}
