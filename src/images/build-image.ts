import type { FoundImage, Registry, RegistryLogin } from '../aws/registry/registry.ts'
import { archivedProblem, missingRepository, noTemplate } from '../aws/registry/withheld.ts'
import { asStepError, fail, StepError } from '../errors/errors.ts'
import type { RepositoryCreation } from '../plan/access.ts'
import type { BuildPlan } from '../plan/build.ts'
import { type ImagePlan, type PushedImage, taggedReference } from '../plan/image.ts'
import type { Phases } from '../runner/phases.ts'
import { type AttemptPorts, Attempts } from './attempts.ts'
import { type Dockerfile, readDockerfile } from './dockerfile/dockerfile.ts'
import { guardCaches } from './dockerfile/guard-caches.ts'
import type { BuildOutcome, BuildRequest, Engine } from './engine/engine.ts'
import { type AttemptedBuild, explainFailure } from './failure/build-problem.ts'
import { type FailureKind, kindOf } from './failure/kind.ts'
import { hasBegun, readFailure } from './failure/read.ts'

type OfRun = Omit<BuildRequest, 'plan' | 'push' | 'onPush'>

export interface BuildPorts extends OfRun, AttemptPorts {
  readonly phases: Phases
}

export interface PushPorts extends BuildPorts {
  readonly registry: Registry
  readonly login: RegistryLogin
  readonly createRepository: RepositoryCreation
  /** What is known of the image then. Throws when it must not be deployed. */
  readonly accept: (found: FoundImage, isOwn: boolean) => Promise<FoundImage>
}

/** Builds without pushing. */
export async function checkBuild(image: ImagePlan, engine: Engine, ports: BuildPorts): Promise<void> {
  const { plan, dockerfile } = await usable(image, engine)
  const request = { ...ports, plan, push: undefined, onPush: () => {} }
  await ports.phases.during('build', () =>
    untilSettled<true>({
      attempted: { image, target: undefined, dockerfile, engine },
      run: (from) => engine.run(request, from),
      judge: async (outcome) => (outcome.ok ? { result: true } : {}),
      ports,
    }),
  )
}

/**
 * Builds, pushes and confirms: the digest is the registry's own answer. Whatever the engine says, the registry is
 * asked what happened, because a push can land and still be reported as failed.
 */
export async function buildAndPush(
  image: PushedImage,
  engine: Engine,
  ports: PushPorts,
): Promise<FoundImage> {
  const { plan, dockerfile } = await usable(image, engine)
  const { pushHost, insecure } = ports.login
  const reference = `${pushHost}/${image.repository}:${image.tag}`
  return ports.phases.during('build', (turn) => {
    const request = { ...ports, plan, push: { reference, insecure }, onPush: () => turn('push') }
    return untilSettled<FoundImage>({
      attempted: { image, target: taggedReference(image), dockerfile, engine },
      run: (from) => {
        turn(from)
        return engine.run(request, from)
      },
      judge: (outcome) => askRegistry(outcome, image, ports),
      ports,
    })
  })
}

/** What there is after a run of the engine; `trouble` is why it could not be found out. */
interface Judgement<T> {
  readonly result?: T
  readonly trouble?: StepError
}

interface SettlePorts<T> {
  readonly attempted: AttemptedBuild
  readonly run: (from: 'build' | 'push') => Promise<BuildOutcome>
  readonly judge: (outcome: BuildOutcome) => Promise<Judgement<T>>
  readonly ports: BuildPorts
}

/** Runs the engine until there is a result, or a failure that another attempt would not change. */
async function untilSettled<T>({ attempted, run, judge, ports }: SettlePorts<T>): Promise<T> {
  const attempts = new Attempts(ports)
  const hide = (text: string) => ports.secrets.hide(text)
  let from: 'build' | 'push' = 'build'
  for (;;) {
    const outcome = await run(from)
    ports.signal.throwIfAborted()
    const { result, trouble } = await judge(outcome)
    if (result !== undefined) return result
    if (outcome.ok) return vanished(attempted)
    const failure = readFailure(outcome.output, attempted.dockerfile.text, hide)
    // The export of a build that pushes nothing looks like a push to one who only reads the output.
    const stage = attempted.target === undefined ? 'build' : outcome.stage
    const kind = kindOf(failure, stage)
    if (!(await attempts.another(kind, hasBegun(outcome.output)))) {
      const problem = explainFailure({ ...failure, kind, stage, attempts: attempts.count }, attempted)
      // Of a failed build the reader must hear alone, and not that the registry could not be asked about it as well.
      const others = stage === 'push' && trouble ? trouble.problems : []
      throw new StepError([problem, ...others], trouble)
    }
    from = stage
  }
}

/** A step after the push, as a cache export, may fail and hide that the image is there (moby/buildkit#2492). */
async function askRegistry(
  outcome: BuildOutcome,
  image: PushedImage,
  ports: PushPorts,
): Promise<Judgement<FoundImage>> {
  const found = await findTag(image, ports).catch((error: unknown) => {
    ports.signal.throwIfAborted()
    return asStepError(error)
  })
  if (found instanceof StepError) {
    const explains = outcome.ok || (outcome.stage === 'push' && found.code === 'REPOSITORY_MISSING')
    if (explains) throw found
    return { trouble: found }
  }
  if (!found) {
    if (!outcome.ok && isTaken(outcome)) await refuseArchived(image, ports.registry)
    return {}
  }
  const isOwn = outcome.ok && outcome.digest === found.digest
  const accepted = await ports.accept(found, isOwn)
  noteHow(found, outcome, ports)
  return { result: accepted }
}

/** Older BuildKits keep the registry's reason to themselves. */
const TAKEN: readonly FailureKind[] = ['tag-taken', 'refused-silently']

const isTaken = ({ output, stage }: Extract<BuildOutcome, { ok: false }>): boolean =>
  stage === 'push' && TAKEN.includes(kindOf(readFailure(output, ''), stage))

/** A tag that is taken, though it is not there: an image that is archived keeps its tags. */
export async function refuseArchived(
  { repository, tag, access }: PushedImage,
  registry: Registry,
): Promise<void> {
  const status = (await registry.archived(repository, [tag])).get(tag)
  if (status) throw new StepError([archivedProblem({ host: access.registry, repository, tag }, status)])
}

async function findTag(
  { repository, tag, access, stated }: PushedImage,
  { registry, createRepository }: Pick<PushPorts, 'registry' | 'createRepository'>,
): Promise<FoundImage | undefined> {
  const images = await registry.find(repository, [tag])
  const problem = createRepository === 'on-push' ? noTemplate : missingRepository
  if (!images) throw new StepError([problem(access.registry, repository, stated)])
  return images.get(tag)
}

/** Two runs of one commit may race to push: the registry keeps one, and that one is deployed by both. */
function noteHow(found: FoundImage, outcome: BuildOutcome, { onLine }: PushPorts): void {
  if (!outcome.ok) {
    onLine('The engine reported a failure, but the registry has the image: going on.')
  } else if (outcome.digest && outcome.digest !== found.digest) {
    onLine(`The registry has ${found.digest} under this tag, not ${outcome.digest}: another run pushed it.`)
  }
}

function vanished({ image, target }: AttemptedBuild): never {
  return fail({
    code: 'PUSH_FAILED',
    message: `the engine pushed ${target}, but the registry does not have it`,
    hint: `Look at the repository ${image.repository} in the ECR console: a lifecycle policy or another job may have deleted the image. Else check that no mirror or proxy answers in the place of the registry.`,
  })
}

/** The Dockerfile, and the plan as that may have it. */
async function usable(
  image: ImagePlan,
  engine: Engine,
): Promise<{ readonly plan: BuildPlan; readonly dockerfile: Dockerfile }> {
  const plan = planOf(image)
  const dockerfile = await readDockerfile(plan, engine)
  return { plan: guardCaches(plan, dockerfile).plan, dockerfile }
}

function planOf({ name, build }: ImagePlan): BuildPlan {
  if (!build) throw new Error(`the image ${name}, which must exist already, was handed to the builder`)
  return build
}
