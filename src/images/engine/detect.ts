import { failOnAny } from '../../errors/errors.ts'
import type { EngineChoice, EngineNeed } from '../../plan/build.ts'
import type { CommandResult } from '../../runner/command.ts'
import type { Environment } from '../../runner/environment.ts'
import { type Builder, currentEndpoint, isOfThisMachine, isUsable, parseInspect } from './buildx.ts'
import { type EngineKind, lacking, sharing } from './capabilities.ts'
import { Daemon, type DaemonFacts } from './daemon.ts'
import { daemonSocket, infoBySocket } from './daemon-socket.ts'
import type { Engine } from './engine.ts'
import { judgeBuilders } from './judge-builder.ts'
import { type BuildxCommand, buildxCommand, THROUGH_DOCKER } from './plugin.ts'
import { isOfBuildx, missing, noBuilder, type Probe, probing } from './probe.ts'
import { onPath } from './programs.ts'
import { buildahEngine, buildxEngine, dockerEngine } from './run.ts'
import type { BuilderVersion } from './weaknesses.ts'

interface FoundEngine {
  readonly kind: EngineKind
  readonly engine: Engine
  /** What builds, as a message calls it, where that is shared with other machines. */
  readonly shared?: string | undefined
  /** What others of its kind can do, and this version cannot. */
  readonly without?: readonly EngineNeed[]
  /** What builds, with one entry for each node. */
  readonly builders: readonly BuilderVersion[]
}

interface DetectPorts {
  /** What an engine gets besides the environment of every child. */
  readonly env: NodeJS.ProcessEnv
  readonly environment: Environment
  readonly signal?: AbortSignal
}

export interface DetectedEngine {
  readonly engine: Engine
  readonly warning: string | undefined
}

/**
 * The first engine that answers, of buildx (plugin or standalone), buildah and classic docker. A program that is not
 * on PATH costs no process. Two questions are asked at most, of buildx and of docker's daemon, the second without a
 * process where docker would ask it by a socket; buildah, once it is chosen, is asked for its version.
 * @throws StepError ENGINE_MISSING or ENGINE_UNSUITABLE.
 */
export async function detectEngine(
  choice: EngineChoice,
  { env, environment, signal }: DetectPorts,
): Promise<DetectedEngine> {
  const words = new Set<string>()
  const probe = probing(env, { environment, words, signal })
  const found = await findEngine(choice, { probe, env: environment.variables, signal })
  if (!found) return missing(choice, words)
  const { may } = choice
  const { problem, warning } = judgeBuilders(found.builders, may)
  const problems = [lacking(found.kind, choice, found.without), sharing(found.shared, may), problem]
  failOnAny(problems.filter((one) => one !== undefined))
  return { engine: found.engine, warning }
}

const wants = ({ engine }: EngineChoice, name: Engine['name']) => engine === undefined || engine === name

interface FindPorts {
  readonly probe: Probe
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal | undefined
}

async function findEngine(choice: EngineChoice, ports: FindPorts): Promise<FoundEngine | undefined> {
  const { probe, env } = ports
  const command = wants(choice, 'buildx') ? buildxCommand(env) : undefined
  const daemon = onPath('docker', env) === undefined ? undefined : daemonOf(command, ports)
  if (command) {
    const found = await findBuildx(command, { ...ports, choice, daemon })
    if (found) return found
  }
  if (wants(choice, 'buildah') && onPath('buildah', env)) return foundBuildah(probe, choice)
  const facts = wants(choice, 'docker') ? await daemon?.factsOfDocker() : undefined
  return facts && foundDocker(facts, env)
}

/** Whoever leaves docker out for buildx leaves it out here. */
function daemonOf(command: BuildxCommand | undefined, { probe, env, signal }: FindPorts): Daemon {
  const socket = command?.way === 'plugin' ? daemonSocket(env) : undefined
  return new Daemon({
    probe,
    bySocket: socket === undefined ? undefined : () => infoBySocket(socket, { signal }),
  })
}

function foundDocker({ version }: DaemonFacts, env: NodeJS.ProcessEnv): FoundEngine {
  const shared = sharedBuilder({ driver: 'docker', endpoints: [currentEndpoint(env)] }, env)
  const builders = [{ program: 'Docker Engine (classic builder)', version } as const]
  return { kind: 'docker (classic builder)', engine: dockerEngine, shared, builders }
}

async function foundBuildah(probe: Probe, choice: EngineChoice): Promise<FoundEngine> {
  const [{ stdout }, without] = await Promise.all([probe('buildah', ['--version']), lacks(probe, choice)])
  const version = /^buildah version (\S+)/.exec(stdout)?.[1]
  return {
    kind: 'buildah',
    engine: buildahEngine(version),
    without,
    builders: [{ program: 'buildah', version }],
  }
}

/** Distributions add options to older versions, so it is asked for the option, by a step that needs it. */
async function lacks(probe: Probe, { needs }: EngineChoice): Promise<readonly EngineNeed[]> {
  const force = 'compression (force)'
  if (!needs.includes(force)) return []
  const { stdout } = await probe('buildah', ['push', '--help'])
  return stdout.includes('--force-compression') ? [] : [force]
}

interface BuildxPorts extends FindPorts {
  readonly choice: EngineChoice
  readonly daemon: Daemon | undefined
}

/** Of a docker without the plugin, old and new. */
const NO_PLUGIN = /'buildx' is not a docker command|unknown command: docker buildx/

async function findBuildx(command: BuildxCommand, ports: BuildxPorts): Promise<FoundEngine | undefined> {
  const answer = await inspect(command, ports)
  if (command.way === 'plugin' && !isOfBuildx(answer)) return findBuildx(THROUGH_DOCKER, ports)
  const found = builderIn(answer, ports)
  if (!found || !isUsable(found)) return undefined
  const { choice, daemon, env } = ports
  const docker = found.driver === 'docker' ? await daemon?.facts() : undefined
  const ociStore = found.driver !== 'docker' || docker?.store === 'containerd'
  const versions = found.versions.length === 0 ? [undefined] : found.versions
  return {
    kind: ociStore ? 'buildx' : 'buildx with the docker driver',
    engine: buildxEngine({ command, builder: choice.builder, ociStore }),
    shared: sharedBuilder(found, env),
    // The BuildKit within a daemon has its fixes by the version of that.
    builders: docker
      ? [{ program: 'Docker Engine', version: docker.version }]
      : versions.map((version) => ({ program: 'BuildKit', version })),
  }
}

const namedBuilder = ({ choice, env }: BuildxPorts): string | undefined =>
  choice.builder ?? (env.BUILDX_BUILDER || undefined)

async function inspect({ file, args, env }: BuildxCommand, ports: BuildxPorts): Promise<CommandResult> {
  const { choice, probe, daemon } = ports
  // The builder that nobody named is docker's own as a rule, so its daemon is asked at the same time.
  const asked = namedBuilder(ports) === undefined ? daemon?.facts() : undefined
  const builder = choice.builder === undefined ? [] : [choice.builder]
  const [answer] = await Promise.all([probe(file, [...args, 'inspect', ...builder], env), asked])
  return answer
}

function builderIn(answer: CommandResult, ports: BuildxPorts): Builder | undefined {
  const named = namedBuilder(ports)
  if (answer.exitCode === 0) return parseInspect(answer.stdout)
  // Whoever names a builder wants no other engine in its place; a variable may be left over where there is no buildx.
  const isAbsent = ports.choice.builder === undefined && NO_PLUGIN.test(answer.stderr)
  return named === undefined || isAbsent ? undefined : noBuilder(named, answer)
}

/** What to call a builder that is not of this machine. */
function sharedBuilder(
  builder: Pick<Builder, 'driver' | 'endpoints'>,
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (isOfThisMachine(builder, env)) return undefined
  return `driver ${builder.driver} at ${builder.endpoints.join(', ') || 'an unknown place'}`
}
