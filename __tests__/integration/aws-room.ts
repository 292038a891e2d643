// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { vi } from 'vitest'
import { connectRegistries } from '../../src/aws/registry/connect-registries.ts'
import { githubWebIdentity } from '../../src/aws/session/oidc.ts'
import { planEndpoints } from '../../src/aws/trusted-endpoints.ts'
import { failOnAny, StepError } from '../../src/errors/errors.ts'
import { parseEcrHost, parseRoleArn } from '../../src/names/host.ts'
import type { Endpoints, RegistryAccess, SessionPlan } from '../../src/plan/access.ts'
import type { Limits } from '../../src/runner/retry.ts'
import type { Watch } from '../../src/runner/waiting.ts'
import { sourceOf } from '../../src/source/event.ts'
import { startEcrApi } from '../support/ecr-api.ts'
import { catalogOf } from '../support/image-catalog.ts'
import { startOidc } from '../support/oidc.ts'
import { registryHost } from '../support/registry-access.ts'
import { putSampleImage } from '../support/sample-image.ts'
import { startSts } from '../support/sts.ts'
import { aRun } from '../unit/builders.ts'

export const A = '465002806239'
export const B = '999988887777'
export const REGION = 'ap-southeast-2'
export const ROLE = `arn:aws:iam::${A}:role/gitops-deploy`
export const REPOSITORY = 'team/app'
export const FOREVER = { times: Number.POSITIVE_INFINITY }

export const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('the test is wrong')
  return value
}

/** The embedded OIDC, STS and ECR, and what connects to them; a test stubs the environment back by itself. */
export async function openAws({ limits, watch }: { limits?: Limits; watch?: Watch } = {}) {
  const oidc = await startOidc()
  const sts = await startSts({ oidc, roles: [ROLE] })
  const catalog = await catalogOf({ account: A, region: REGION }, [REPOSITORY])
  const ecr = await startEcrApi({ sessions: sts.sessions, store: catalog, accounts: [A] })
  vi.stubEnv('AWS_ENDPOINT_URL_STS', sts.url)
  vi.stubEnv('AWS_ENDPOINT_URL_ECR', ecr.url)
  const place = { account: A, region: REGION, repository: REPOSITORY }
  const digest = await putSampleImage(catalog, place, { tag: 'here' })
  const cancel = new AbortController()
  const patience = {
    ...aRun(),
    signal: cancel.signal,
    ...(limits ? { limits } : {}),
    ...(watch ? { watch } : {}),
  }
  const log = { info: () => {} }
  /** Another step on the same parts. */
  const connectAgain = () =>
    connectRegistries(githubWebIdentity(oidc.env, sourceOf(oidc.env, {}), patience), { ...patience, log })
  const session: SessionPlan = {
    name: 'acme-app-1-1',
    durationSeconds: 3600,
    audience: 'sts.amazonaws.com',
    writes: [`arn:aws:ecr:${REGION}:${A}:repository/${REPOSITORY}`],
    creates: [],
    tags: [],
    keys: [],
    signs: [],
    onDemand: [],
  }
  const access = (account = A, region = REGION): RegistryAccess => ({
    registry: must(parseEcrHost(registryHost({ account, region }))),
    role: must(parseRoleArn(ROLE)),
    session,
    endpoints: endpointsNow(account, region),
  })
  const close = async () => {
    await Promise.all([oidc, sts, ecr].map((part) => part.close()))
  }
  const connect = connectAgain()
  return {
    ...{ oidc, sts, ecr, catalog, digest, cancel, patience, connect, connectAgain, access, session },
    registry: connect(access()),
    [Symbol.asyncDispose]: close,
  }
}

/** What the plan makes of the environment as it is when the test asks. */
function endpointsNow(account: string, region: string): Endpoints {
  const registry = must(parseEcrHost(registryHost({ account, region })))
  const inputs = { trustedEndpoints: [], awsCredentials: 'oidc' } as const
  const { value: endpoints, problems } = planEndpoints(registry, {
    inputs,
    source: sourceOf(process.env, {}),
  })
  failOnAny(problems)
  return endpoints
}

export type Opened = Awaited<ReturnType<typeof openAws>>

export const counts = ({ oidc, sts, ecr }: Opened) => [oidc, sts, ecr].map(({ requests }) => requests.length)

export async function errorOf(work: Promise<unknown>): Promise<StepError> {
  const error = await work.then(
    () => new Error('it worked'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof StepError) return error
  throw error
}

export async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now()
  return [await work(), performance.now() - started]
}
