import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr'
import { fail } from '../errors.ts'
import { clientSettings, transientOrFinal } from '../identity/aws-client.ts'
import type { CredentialProvider } from '../identity/credentials.ts'
import type { RoleArn } from '../identity/role-arn.ts'
import type { RegistryAccess } from '../plan/plan.ts'
import { mask } from '../runner/log.ts'
import { withRetries } from '../runner/retry.ts'
import { type EcrRequest, explainEcr } from './ecr-errors.ts'
import { type EcrHost, isLoopback, parseEcrHost } from './host.ts'

const BUDGET_MS = 50_000

/** One role in one region: a client, and the one authorization token that every registry there takes. */
export class EcrSession {
  readonly client: ECRClient
  readonly role: RoleArn
  readonly region: string
  /** A cancel ends the request as well as the retries: the runner does not wait for a time limit. */
  readonly options: { readonly abortSignal: AbortSignal }
  #authorization: Promise<Authorization> | undefined

  constructor(access: RegistryAccess, credentials: CredentialProvider, signal: AbortSignal) {
    this.role = access.role
    this.region = access.registry.region
    this.options = { abortSignal: signal }
    this.client = new ECRClient({ ...clientSettings('ECR', this.region), credentials })
  }

  /** Good for 12 h (GetAuthorizationToken), so it is asked for once. */
  authorization(host: EcrHost): Promise<Authorization> {
    this.#authorization ??= this.#authorize(host)
    return this.#authorization
  }

  async call<T>(request: EcrRequest, send: () => Promise<T>): Promise<T> {
    const signal = this.options.abortSignal
    try {
      return await withRetries(send, { classify: transientOrFinal, budgetMs: BUDGET_MS, signal })
    } catch (error) {
      return explainEcr(error, request)
    }
  }

  async #authorize(host: EcrHost): Promise<Authorization> {
    const request = { action: 'ecr:GetAuthorizationToken', resource: '*', host }
    const answer = await this.call(request, () =>
      this.client.send(new GetAuthorizationTokenCommand({}), this.options),
    )
    const [data] = answer.authorizationData ?? []
    const token = data?.authorizationToken
    if (!token || !data?.proxyEndpoint) return withoutToken(host)
    mask(token)
    const [username = '', ...rest] = Buffer.from(token, 'base64').toString('utf8').split(':')
    const password = rest.join(':')
    mask(password)
    const endpoint = new URL(data.proxyEndpoint)
    this.#compareEndpoint(endpoint)
    return { username, password, endpoint }
  }

  /** ECR names the registry of the caller's own account; the token is good for those of other accounts too. */
  #compareEndpoint(endpoint: URL): void {
    const named = parseEcrHost(endpoint.host)
    if (isLoopback(endpoint.host)) return
    if (named?.region === this.region && named.account === this.role.account) return
    fail({
      code: 'ACCOUNT_MISMATCH',
      message: `ECR answered with the registry ${endpoint.host}, but role-to-assume is in account ${this.role.account}, ${this.region}`,
      hint: 'Check role-to-assume, registry and aws-region, and AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_ECR on this runner.',
    })
  }
}

export interface Authorization {
  readonly username: string
  readonly password: string
  readonly endpoint: URL
}

function withoutToken({ account, region }: EcrHost): never {
  return fail({
    code: 'ECR_FAILED',
    message: `ECR answered ecr:GetAuthorizationToken in account ${account}, region ${region}, without a token`,
    hint: 'Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_ECR on this runner: ECR itself never answers so.',
  })
}
