import { setTimeout as sleep } from 'node:timers/promises'
import { fail } from '../errors.ts'
import type { BuildPlan, PushedImage } from '../plan/plan.ts'
import type { FoundImage, Registry, RegistryLogin } from '../registry/registry.ts'
import { fullJitter } from '../runner/retry.ts'
import { type Dockerfile, readDockerfile } from './dockerfile.ts'
import type { BuildOutcome, BuildRequest, Engine } from './engine.ts'
import { isTransientPush, readFailure } from './failure.ts'

const PUSH_ATTEMPTS = 3
const FIRST_WAIT_MS = 1000

export type RunContext = Pick<BuildRequest, 'logins' | 'scratch' | 'onLine' | 'signal'>

/** Builds without pushing. */
export async function checkBuild(plan: BuildPlan, engine: Engine, context: RunContext): Promise<void> {
  const dockerfile = await readDockerfile(plan, engine)
  const outcome = await engine.run({ ...context, plan, push: undefined }, 'build')
  if (!outcome.ok) failBuild(outcome, dockerfile)
}

export interface PushContext extends RunContext {
  readonly registry: Registry
  readonly login: RegistryLogin
}

/**
 * Builds, pushes and confirms: the digest is the registry's own answer. Whatever the engine says, the registry is
 * asked what happened, because a push can land and still be reported as failed.
 */
export async function buildAndPush(
  image: PushedImage,
  engine: Engine,
  context: PushContext,
): Promise<FoundImage> {
  const { plan, reference } = pushRequest(image, context.login)
  const dockerfile = await readDockerfile(plan, engine)
  const request = { ...context, plan, push: { reference, insecure: context.login.insecure } }
  let from: 'build' | 'push' = 'build'
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await engine.run(request, from)
    context.signal.throwIfAborted()
    const found = await findAfter(outcome, image, context)
    if (found) return noteOtherDigest(found, outcome, context)
    if (!outcome.ok && outcome.stage === 'build') return failBuild(outcome, dockerfile)
    const reason = outcome.ok
      ? 'the registry does not have it'
      : readFailure(outcome.output, dockerfile.text).reason
    if (outcome.ok || attempt >= PUSH_ATTEMPTS || !isTransientPush(reason)) {
      return failPush(image, reason, { attempt, transient: !outcome.ok && isTransientPush(reason) })
    }
    context.onLine(
      `The push failed for a reason that may pass (attempt ${attempt} of ${PUSH_ATTEMPTS}); trying again.`,
    )
    await sleep(FIRST_WAIT_MS + fullJitter(attempt, FIRST_WAIT_MS), undefined, { signal: context.signal })
    from = 'push'
  }
}

/** A step after the push, as a cache export, may fail and hide that the image is there (moby/buildkit#2492). */
async function findAfter(
  outcome: BuildOutcome,
  image: PushedImage,
  { registry }: PushContext,
): Promise<FoundImage | undefined> {
  const found = registry.find(image.repository, image.tag)
  // The failed build is what the reader must hear of, not that the registry could not be asked about it as well.
  return outcome.ok || outcome.stage === 'push' ? found : found.catch(() => undefined)
}

/** Two runs of one commit may race to push: the registry keeps one, and that one is deployed. */
function noteOtherDigest(found: FoundImage, outcome: BuildOutcome, context: PushContext): FoundImage {
  if (outcome.ok && outcome.digest && outcome.digest !== found.digest) {
    context.onLine(
      `The registry has ${found.digest} under this tag, not ${outcome.digest}: another run pushed it.`,
    )
  }
  if (!outcome.ok) context.onLine('The engine reported a failure, but the registry has the image: going on.')
  return found
}

function pushRequest(image: PushedImage, login: RegistryLogin): { plan: BuildPlan; reference: string } {
  if (!image.build) throw new Error('an image that must exist already was handed to the builder')
  return { plan: image.build, reference: `${login.pushHost}/${image.repository}:${image.tag}` }
}

type FailedOutcome = Extract<BuildOutcome, { ok: false }>

function failBuild(outcome: FailedOutcome, { path: file, text }: Dockerfile): never {
  const { reason, stepLog, line } = readFailure(outcome.output, text)
  const log =
    stepLog.length > 0 ? `\nThe step printed:\n${stepLog.map((text) => `  ${text}`).join('\n')}` : ''
  return fail({
    code: 'BUILD_FAILED',
    message: `the build failed${line === undefined ? '' : ` at ${file}:${line}`}: ${reason}${log}`,
    hint: `${buildHint(reason, `${line === undefined ? file : `line ${line} of ${file}`}`)} Nothing was pushed and nothing was committed.`,
    checkoutPlace: { file, ...(line === undefined ? {} : { line }) },
  })
}

/** A base image that is kept from us is no mistake of the Dockerfile. */
function buildHint(reason: string, place: string): string {
  if (!/no basic auth credentials|unauthorized|denied|\b40[13]\b/i.test(reason)) return `Correct ${place}.`
  return `If a base image is private, list its ECR host in login-registries and allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on its repository; else correct ${place}.`
}

function failPush(image: PushedImage, reason: string, end: { attempt: number; transient: boolean }): never {
  const what = `${image.repositoryUrl}:${image.tag}`
  if (end.transient) {
    return fail({
      code: 'REGISTRY_UNAVAILABLE',
      message: `the registry kept failing with a temporary error, ${end.attempt} attempts to push ${what}: ${reason}`,
      hint: 'Run the job again: layers that arrived are not sent twice. If it stays, look at health.aws.amazon.com.',
    })
  }
  return fail({
    code: 'PUSH_FAILED',
    message: `the registry did not take ${what}: ${reason}`,
    hint: `Allow ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and ecr:PutImage on the repository ${image.repository} in the policy of role-to-assume, and check the registry's own message above.`,
  })
}
