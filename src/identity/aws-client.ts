import { inspect } from 'node:util'
import { DeployError } from '../errors.ts'
import { httpAgent, httpsAgent } from '../runner/http.ts'
import type { Verdict } from '../runner/retry.ts'

/**
 * Settings that every AWS client of this step shares: one attempt, because retries are classified in one place, and
 * every value given, so that no AWS profile on the runner is read or can change where requests go.
 */
export function clientSettings(service: 'STS' | 'ECR', region: string) {
  const endpoint = process.env[`AWS_ENDPOINT_URL_${service}`] || process.env.AWS_ENDPOINT_URL
  return {
    region,
    ...(endpoint ? { endpoint } : {}),
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard' as const,
    useDualstackEndpoint: false,
    useFipsEndpoint: false,
    userAgentAppId: async () => undefined,
    authSchemePreference: [],
    ignoreConfiguredEndpointUrls: true,
    customUserAgent: [['ecr-gitops-deploy', '1']] as [string, string][],
    requestHandler: {
      requestTimeout: 10_000,
      connectionTimeout: 5_000,
      throwOnRequestTimeout: true,
      httpAgent,
      httpsAgent,
    },
  }
}

/** What to do when no answer comes, from whichever service. */
export const UNREACHABLE_HINT =
  'Check the spelling of aws-region, which names the endpoint; run the job again; if it stays, check the network and proxy settings of the runner and health.aws.amazon.com.'

/** What AWS answered, in the words of the SDK. */
export interface AwsFailure {
  /** The exception's name, or that of a network error. */
  readonly name: string
  readonly message: string
  /** undefined when no answer came. */
  readonly status: number | undefined
  /** No attempt will end otherwise: a certificate that is not trusted, a defect of this program. */
  readonly hopeless: boolean
}

export function awsFailure(error: unknown): AwsFailure {
  if (!(error instanceof Error))
    return { name: 'Error', message: inspect(error), status: undefined, hopeless: false }
  const { name, message, code, $metadata } = error as Error & {
    code?: string
    $metadata?: { httpStatusCode?: number }
  }
  const hopeless = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code ?? '') || error instanceof TypeError
  return { name, message, status: $metadata?.httpStatusCode, hopeless }
}

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i

/** Network errors, throttling and 5xx pass by themselves; an answer that cannot be parsed was cut on its way. */
export function isTransient({ name, status, hopeless }: AwsFailure): boolean {
  if (hopeless) return false
  if (status === undefined || status >= 500 || status === 429 || THROTTLED.test(name)) return true
  return status === 200
}

export function transientOrFinal(error: unknown): Verdict {
  if (error instanceof DeployError) return 'final'
  return isTransient(awsFailure(error)) ? 'transient' : 'final'
}
