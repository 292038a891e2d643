import { inspect } from 'node:util'
import { DeployError, fail } from '../errors.ts'
import { oneLine } from '../one-line.ts'
import { type EcrHost, endpointKind } from '../registry/host.ts'
import { httpAgent, httpsAgent, isUntrusted, reasonOf } from '../runner/http.ts'
import type { Verdict } from '../runner/retry.ts'
import { LIMITS, type Limits } from './limits.ts'

/**
 * Settings that every AWS client of this step shares: one attempt, because retries are classified in one place, and
 * every value given, so that no AWS profile on the runner is read or can change where requests go.
 */
export function clientSettings(service: Service, registry: EcrHost, limits: Limits = LIMITS) {
  const endpoint = endpointOf(service)
  // An endpoint that is given is what it is: the SDK refuses to combine it with a kind.
  const { fips, dualStack } = endpoint ? { fips: false, dualStack: false } : endpointKind(registry)
  return {
    region: registry.region,
    ...(endpoint ? { endpoint } : {}),
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard' as const,
    useDualstackEndpoint: dualStack,
    // In GovCloud the plain name is the FIPS one (IAM guide, "Dual-stack endpoint support"; STS endpoints).
    useFipsEndpoint: fips && !(service === 'STS' && registry.partition === 'aws-us-gov'),
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
  }
}

type Service = 'STS' | 'ECR'

/** The variable that says where a service is, and what it says. */
function endpointVariable(service: Service): readonly [name: string, url: string | undefined] {
  const own = `AWS_ENDPOINT_URL_${service}`
  return process.env[own] ? [own, process.env[own]] : ['AWS_ENDPOINT_URL', process.env.AWS_ENDPOINT_URL]
}

function endpointOf(service: Service): string | undefined {
  const [name, url] = endpointVariable(service)
  if (!url || (/^https?:\/\/[^/]/.test(url) && URL.canParse(url))) return url
  return fail({
    code: 'INPUT_INVALID',
    message: `the variable ${name} is "${oneLine(url)}", which is not the URL of an endpoint`,
    hint: `Unset the variable ${name}, or set it to an URL such as https://${service.toLowerCase()}.example.com.`,
  })
}

/** What to do when no answer comes. */
export function unreachableHint(service: Service): string {
  const [name, url] = endpointVariable(service)
  const where = url
    ? `Requests go to ${oneLine(url)}, because ${name} is set: check it. `
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
  /** No attempt will end otherwise: a certificate that is not trusted, a defect of this program. */
  readonly hopeless: boolean
  /** The SDK has found the runner's clock to be wrong, and signs the next request with the time of AWS. */
  readonly clockCorrected: boolean
}

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
  const hopeless = isUntrusted(error) || error instanceof TypeError || name === 'EndpointError'
  const { httpStatusCode: status, clockSkewCorrected: clockCorrected = false } = $metadata ?? {}
  return { name, message: oneLine(reasonOf(error)), status, hopeless, clockCorrected }
}

/** AWS did not answer, or could not: also for good, by a certificate, an address that is none or the page of a proxy. */
export function isUnreachable(failure: AwsFailure): boolean {
  const { name, status } = failure
  return isTransient(failure) || status === undefined || name === 'Unknown' || name === 'SyntaxError'
}

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i

/** Network errors, throttling and 5xx pass by themselves; an answer that cannot be parsed was cut on its way. */
export function isTransient({ name, status, hopeless }: AwsFailure): boolean {
  if (hopeless) return false
  if (status === undefined || status >= 500 || status === 429 || THROTTLED.test(name)) return true
  return status === 200
}

/** The kind of policy that denies by name (IAM guide, "Troubleshoot access denied error messages"). */
export const deniedBy = (message: string): string | undefined =>
  /explicit deny in (?:an?|the) ([\w -]+? policy|permissions boundary)/.exec(message)?.[1]

const ENDED = /^ExpiredToken(?:Exception)?$/
const WRONG_TIME = /^(?:InvalidSignature|SignatureDoesNotMatch|RequestTimeTooSkewed|RequestExpired)/

/** The session has ended, whatever the clock of the runner says. */
export const isEnded = ({ name }: AwsFailure): boolean => ENDED.test(name)

/** A signature with a time that AWS does not take. */
export const isWrongTime = ({ name }: AwsFailure): boolean => WRONG_TIME.test(name)

/** How to judge the failures of one signed request: what a new session or a corrected clock may mend is tried once more. */
export function signedVerdicts(): (error: unknown) => Verdict {
  let mended = false
  return (error) => {
    if (error instanceof DeployError) return 'final'
    const failure = awsFailure(error)
    const canBeMended = isEnded(failure) || (isWrongTime(failure) && failure.clockCorrected)
    if (!canBeMended || mended) return isTransient(failure) ? 'transient' : 'final'
    mended = true
    return 'transient'
  }
}
