import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fail } from '../errors.ts'
import type { EngineChoice } from '../plan/plan.ts'
import type { EngineLogins } from '../registry/docker-config.ts'
import { runCommand } from '../runner/command.ts'
import { childEnvironment } from '../runner/environment.ts'
import type { Engine } from './engine.ts'
import { buildahEngine, buildxEngine, dockerEngine } from './engines.ts'

const PROBE_MS = 20_000

/**
 * The first engine that answers, of buildx (plugin or standalone), buildah and classic docker. A program that is not
 * on PATH costs no process, so an ordinary runner is probed once.
 * @throws DeployError ENGINE_MISSING or ENGINE_UNSUITABLE.
 */
export async function detectEngine(choice: EngineChoice, logins: EngineLogins): Promise<Engine> {
  const engine = await findEngine(choice, logins)
  if (!engine) return missing(choice)
  if (engine.name === 'buildx') return engine
  const impossible = [
    ...(choice.multiPlatform ? ['platforms (several)'] : []),
    ...(choice.builder === undefined ? [] : ['builder']),
  ]
  if (impossible.length === 0) return engine
  return fail({
    code: 'ENGINE_UNSUITABLE',
    message: `the engine ${engine.name} cannot do what is asked for: ${impossible.join(', ')}`,
    hint: `Install docker buildx on the runner (docker/setup-buildx-action), or leave ${impossible.join(', ')} empty.`,
  })
}

async function findEngine(choice: EngineChoice, logins: EngineLogins): Promise<Engine | undefined> {
  const wanted = (name: Engine['name']) => choice.engine === undefined || choice.engine === name
  const [docker, buildx, buildah] = await Promise.all([onPath('docker'), onPath('buildx'), onPath('buildah')])
  if (wanted('buildx')) {
    if (docker && (await buildxAnswers(['docker', 'buildx'], choice, logins))) {
      return buildxEngine(['docker', 'buildx'], choice.builder)
    }
    if (buildx && (await buildxAnswers(['buildx'], choice, logins)))
      return buildxEngine(['buildx'], choice.builder)
  }
  if (wanted('buildah') && buildah) return buildahEngine
  if (wanted('docker') && docker && (await daemonAnswers(logins))) return dockerEngine
  return undefined
}

async function onPath(program: string): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const found = await Promise.allSettled(
    folders.map((folder) => access(join(folder, program), constants.X_OK)),
  )
  return found.some((result) => result.status === 'fulfilled')
}

/** `inspect` asks the builder itself; without a daemon it may end well and print an error line. */
async function buildxAnswers(
  [file, ...prefix]: readonly [string, ...string[]],
  choice: EngineChoice,
  logins: EngineLogins,
): Promise<boolean> {
  const builder = choice.builder === undefined ? [] : [choice.builder]
  const { exitCode, stdout } = await probe(file, [...prefix, 'inspect', ...builder], logins)
  return exitCode === 0 && !/^Error:/m.test(stdout)
}

async function daemonAnswers(logins: EngineLogins): Promise<boolean> {
  const { exitCode } = await probe('docker', ['version', '--format={{.Server.Version}}'], logins)
  return exitCode === 0
}

function probe(file: string, args: readonly string[], logins: EngineLogins) {
  return runCommand(file, args, { env: childEnvironment(logins.env), timeoutMs: PROBE_MS })
}

function missing(choice: EngineChoice): never {
  const what =
    choice.engine === undefined ? 'none of docker buildx, buildah and docker' : `the engine ${choice.engine}`
  const builder = choice.builder === undefined ? '' : ` (builder ${choice.builder})`
  return fail({
    code: 'ENGINE_MISSING',
    message: `${what}${builder} answers on this runner`,
    hint: 'Use a runner with Docker (ubuntu-latest has it), start its daemon, or install buildah; an image that exists already needs none: build: never.',
  })
}
