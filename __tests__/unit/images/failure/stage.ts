import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FoundImage } from '../../../../src/aws/registry/registry.ts'
import type { StepError } from '../../../../src/errors/errors.ts'
import { buildAndPush, type PushPorts } from '../../../../src/images/build/build-image.ts'
import type { BuildOutcome, Engine } from '../../../../src/images/engine/engine.ts'
import type { RepositoryCreation } from '../../../../src/plan/access.ts'
import { Phases } from '../../../../src/runner/phases.ts'
import { aBuild, aFound, anImage, aRun, digestOf, HOST, host } from '../../builders.ts'

const FOLDER = join(import.meta.dirname, '../../../fixtures/build-output')
/** An engine that fails with the words of a recording. */
export const failing = (stage: 'build' | 'push', name: string): BuildOutcome => ({
  ok: false,
  stage,
  output: readFileSync(join(FOLDER, `${name}.txt`), 'utf8')
    .trimEnd()
    .split('\n'),
})
export const pushed = (character: string): BuildOutcome => ({ ok: true, digest: digestOf(character) })
export const image = (character: string): FoundImage => aFound({ digest: digestOf(character) })

export interface Scene {
  /** What the engine does, run by run; the last one for ever. */
  readonly outcomes: readonly [BuildOutcome, ...BuildOutcome[]]
  /** What the registry answers, question by question; the last one for ever. */
  readonly answers?: readonly (FoundImage | undefined | (() => FoundImage | undefined))[]
  readonly accept?: (found: FoundImage) => void
  readonly builderBudgetMs?: number
  readonly createRepository?: RepositoryCreation
  /** Of the phases. */
  readonly now?: () => number
  /** Called with the number of the run, and with what says that a push begins. */
  readonly onRun?: (run: number, onPush: () => void) => void | Promise<void>
}

const at = <T>(list: readonly T[], index: number): T | undefined => list[Math.min(index, list.length - 1)]

/** An engine and a registry that follow the scene, with everything that is seen of the build. */
export function play(scene: Scene) {
  const runs: string[] = []
  const lines: string[] = []
  const accepted: string[] = []
  const stop = new AbortController()
  const phases = new Phases(scene.now ?? (() => 0))
  const engine: Engine = {
    name: 'buildx',
    async run({ onPush }, from) {
      runs.push(from)
      await scene.onRun?.(runs.length, onPush)
      return at(scene.outcomes, runs.length - 1) ?? pushed('a')
    },
  }
  let questions = 0
  const registry: PushPorts['registry'] = {
    host: host(HOST),
    identify: async () => {},
    login: async () => login,
    mutableTags: async () => ({ tags: [], filters: [] }),
    archived: async () => new Map(),
    history: () => Promise.reject(new Error('not asked')),
    platforms: () => Promise.reject(new Error('not asked')),
    configuration: () => Promise.reject(new Error('not asked')),
    tag: () => Promise.reject(new Error('not asked')),
    createRepository: () => Promise.reject(new Error('not asked')),
    async find(_, [tag = '']) {
      const answer = at(scene.answers ?? [undefined], questions)
      questions += 1
      const found = typeof answer === 'function' ? answer() : answer
      return new Map(found ? [[tag, found]] : [])
    },
  }
  const login = { host: host(HOST), pushHost: HOST, insecure: false, username: 'AWS', password: 'p' }
  const context: PushPorts = {
    ...aRun(),
    name: 'api',
    phases,
    logins: { authFile: 'config.json', env: { DOCKER_CONFIG: 'docker', BUILDX_CONFIG: 'buildx' } },
    scratch: 'scratch',
    commitTime: undefined,
    onLine: (line) => lines.push(line),
    signal: stop.signal,
    waits: { firstMs: 1, builderMs: 1, builderBudgetMs: scene.builderBudgetMs ?? 1000 },
    registry,
    login,
    createRepository: scene.createRepository,
    async accept(found, isOwn) {
      accepted.push(isOwn ? 'own' : found.digest)
      scene.accept?.(found)
      return found
    },
  }
  const made = anImage({ name: 'api', build: aBuild({ context: FOLDER }) })
  return { engine, context, made, runs, lines, accepted, stop, phases, questions: () => questions }
}

export async function push(scene: Scene) {
  const stage = play(scene)
  const result = await buildAndPush(stage.made, stage.engine, stage.context).catch(
    (error: unknown) => error as StepError,
  )
  const error = 'code' in result ? result : undefined
  return { ...stage, found: error ? undefined : (result as FoundImage), error }
}
