import type { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { StepError } from '../errors/errors.ts'
import type { AwsService } from '../names/service-hosts.ts'
import { cutLine, oneLine } from '../names/text.ts'
import type { Endpoints } from '../plan/access.ts'
import { httpAgent, httpsAgent, isHopeless, reasonOf, requestError, upTo } from '../runner/http.ts'
import { LIMITS, type Limits, type Patience, type RetryDecision, type WaitedFor } from '../runner/retry.ts'
import type { Secrets } from '../runner/secrets.ts'
import type { Watch } from '../runner/waiting.ts'
import { type AwsPlace, endpointKindOf } from './endpoints.ts'

/** How long AWS is waited for, and where what it hands out is masked. */
export interface AwsPorts extends Patience {
  readonly secrets: Pick<Secrets, 'mask'>
}

/**
 * Settings that every AWS client of this step shares: one attempt, because retries are classified in one place, and
 * every value given, so that no variable and no AWS profile on the runner is read or can change where requests go.
 */
export function clientSettings(service: AwsService, place: AwsPlace, limits: Limits = LIMITS) {
  const { registry, endpoints } = place
  const endpoint = endpoints[service]?.url
  const { fips, dualStack } = endpointKindOf(service, place)
  return {
    region: registry.region,
    ...(endpoint ? { endpoint } : {}),
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard' as const,
    useDualstackEndpoint: dualStack,
    useFipsEndpoint: fips,
    userAgentAppId: async () => undefined,
    authSchemePreference: [],
    sigv4aSigningRegionSet: [registry.region],
    disableClockSkewCorrection: false,
    ignoreConfiguredEndpointUrls: true,
    customUserAgent: [['ecr-gitops-deploy', '1']] as [string, string][],
    requestHandler: {
      requestTimeout: limits.attemptMs,
      connectionTimeout: limits.attemptMs / 2,
      throwOnRequestTimeout: true,
      httpAgent,
      httpsAgent,
    },
    extensions: [boundAnswers(service)],
  }
}

const MIB = 1024 * 1024
/** A session is a few kilobytes; ECR takes manifests of up to 4 MiB (service quotas), and several are asked for at once. */
const MOST_BYTES: Readonly<Record<AwsService, number>> = { STS: MIB, ECR: 32 * MIB, KMS: MIB }

interface Handler<Request, Options> {
  handle(request: Request, options?: Options): Promise<{ response: { body?: unknown } }>
}

/** The SDK reads an answer whole, however large it is, and knows no limit of the runner. */
function boundAnswers(service: AwsService) {
  return {
    configure<Request, Options>(client: { httpHandler(): Handler<Request, Options> }): void {
      const handler = client.httpHandler()
      const handle = handler.handle.bind(handler)
      handler.handle = async (request, options) => {
        const answer = await handle(request, options).catch((error: unknown) => {
          throw requestError(error)
        })
        answer.response.body = upTo(MOST_BYTES[service], answer.response.body as Readable)
        return answer
      }
    },
  }
}

/** What to do when no answer comes. */
export function unreachableHint(service: AwsService, endpoints: Endpoints): string {
  const endpoint = endpoints[service]
  const where = endpoint
    ? `Requests go to ${new URL(endpoint.url).origin}, because ${endpoint.variable} is set: check it. `
    : 'Check the spelling of aws-region, which names the endpoint. '
  return `${where}Run the job again; if it stays, check the network of the runner, its proxy (HTTPS_PROXY, NO_PROXY; the authority of its certificate in NODE_EXTRA_CA_CERTS) and health.aws.amazon.com.`
}

/** What AWS answered, in the words of the SDK. */
export interface AwsFailure {
  /** The exception's name, or that of a network error. */
  readonly name: string
  readonly message: string
  /** undefined when no answer came. */
  readonly status: number | undefined
  /** No attempt will end otherwise: a certificate that is not trusted, too large an answer, a defect of this program. */
  readonly hopeless: boolean
  /** The SDK has found the runner's clock to be wrong, and signs the next request with the time of AWS. */
  readonly clockCorrected: boolean
}

/** What the SDK puts behind an answer that it cannot read, for whoever has the object. */
const OF_THE_SDK = 'Deserialization error: to see the raw response, '

const withoutSdk = (message: string): string => message.split(OF_THE_SDK, 1).join('').trimEnd()

export function awsFailure(error: unknown): AwsFailure {
  if (!(error instanceof Error)) {
    return {
      name: 'Error',
      message: inspect(error),
      status: undefined,
      hopeless: false,
      clockCorrected: false,
    }
  }
  const { name, $metadata } = error as Error & {
    $metadata?: { httpStatusCode?: number; clockSkewCorrected?: boolean }
  }
  const hopeless = isHopeless(error) || error instanceof TypeError || name === 'EndpointError'
  const { httpStatusCode: status, clockSkewCorrected: clockCorrected = false } = $metadata ?? {}
  return { name, message: cutLine(oneLine(withoutSdk(reasonOf(error)))), status, hopeless, clockCorrected }
}

/** AWS did not answer, or could not: also for good, by a certificate, an address that is none or the page of a proxy. */
export function isUnreachable(failure: AwsFailure): boolean {
  const { name, status } = failure
  const isNoAnswer = ['Unknown', 'SyntaxError', 'AnswerTooLarge'].includes(name)
  return isTransient(failure) || status === undefined || isNoAnswer
}

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i

/** Network errors, throttling and 5xx pass by themselves; an answer that cannot be parsed was cut on its way. */
export function isTransient({ name, status, hopeless }: AwsFailure): boolean {
  if (hopeless) return false
  if (status === undefined || status >= 500 || status === 429 || THROTTLED.test(name)) return true
  return status === 200
}

/** How people hear of a service that is asked again and again. */
export const waitedFor = (who: string, watch: Watch | undefined): WaitedFor | undefined =>
  watch && { watch, describe: (error) => `${who} (${awsFailure(error).message})` }

/** The kind of policy that denies by name (IAM guide, "Troubleshoot access denied error messages"). */
export const deniedBy = (message: string): string | undefined =>
  /explicit deny in (?:an?|the) ([\w -]{1,60}? policy|permissions boundary)/.exec(message)?.[1]

const ENDED = /^ExpiredToken(?:Exception)?$/
const WRONG_TIME = /^(?:InvalidSignature|SignatureDoesNotMatch|RequestTimeTooSkewed|RequestExpired)/

/** The session has ended, whatever the clock of the runner says. */
export const isEnded = ({ name }: AwsFailure): boolean => ENDED.test(name)

/** A signature with a time that AWS does not take. */
export const isWrongTime = ({ name }: AwsFailure): boolean => WRONG_TIME.test(name)

/** How to judge the failures of one signed request: what a new session or a corrected clock may cure is tried once more. */
export function signedVerdicts(): (error: unknown) => RetryDecision {
  let retried = false
  return (error) => {
    if (error instanceof StepError) return 'final'
    const failure = awsFailure(error)
    const isCurable = isEnded(failure) || (isWrongTime(failure) && failure.clockCorrected)
    if (!isCurable || retried) return isTransient(failure) ? 'transient' : 'final'
    retried = true
    return 'transient'
  }
}
