import { ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr'
import { fail } from '../../errors/errors.ts'
import { type EcrHost, isLoopback, parseEcrHost } from '../../names/host.ts'
import { LIMITS, type Limits, lastStart, type WaitedFor, within, withRetries } from '../../runner/retry.ts'
import { type AwsPorts, awsFailure, clientSettings, isEnded, signedVerdicts, waitedFor } from '../client.ts'
import type { AwsPlace } from '../endpoints.ts'
import type { CredentialProvider, Credentials } from '../session/credentials.ts'
import { type EcrRequest, explainEcr } from './ecr-errors.ts'

/** Sends one request; the signal ends it. */
type Send<T> = (client: ECRClient, options: { readonly abortSignal: AbortSignal }) => Promise<T>

/** One session in one region: a client, and the one authorization token that every registry there takes. */
export class EcrSession {
  /** Where this session asks. */
  readonly place: AwsPlace
  readonly ports: AwsPorts
  readonly #client: ECRClient
  readonly #credentials: CredentialProvider
  readonly #signal: AbortSignal
  readonly #secrets: AwsPorts['secrets']
  readonly #limits: Limits
  readonly #waiting: WaitedFor | undefined
  #authorization: Promise<Authorization> | undefined

  constructor(place: AwsPlace, credentials: CredentialProvider, ports: AwsPorts) {
    const { signal, secrets, watch, limits = LIMITS } = ports
    this.place = place
    this.ports = ports
    this.#credentials = credentials
    this.#signal = signal
    this.#secrets = secrets
    this.#limits = limits
    this.#waiting = waitedFor(`ECR in ${place.registry.region}`, watch)
    // The provider remembers by itself, and knows when to forget: the SDK must not remember besides.
    const provider = Object.assign(() => credentials(), { memoized: true })
    this.#client = new ECRClient({ ...clientSettings('ECR', place, limits), credentials: provider })
  }

  /** Good for 12 h (GetAuthorizationToken), so it is asked for once. */
  authorization(host: EcrHost): Promise<Authorization> {
    this.#authorization ??= this.#authorize(host)
    return this.#authorization
  }

  /** There are credentials, and they are those that were asked for. @throws StepError that says what to change. */
  async identify(): Promise<void> {
    await this.#credentials()
  }

  /** @throws StepError that says what to change. */
  async call<T>(request: EcrRequest, send: Send<T>): Promise<T> {
    try {
      return await this.attempt(send)
    } catch (error) {
      return this.explain(error, request)
    }
  }

  /** @throws StepError that says what to change, and where the request went. */
  explain(error: unknown, request: EcrRequest): never {
    return explainEcr(error, request, this.place.endpoints)
  }

  /** With retries; a failure is that of the SDK, for a caller to whom it is an answer. */
  attempt<T>(send: Send<T>): Promise<T> {
    let refused: Credentials | undefined
    const attempt = async (): Promise<T> => {
      // Outside of the time limit of the attempt: getting credentials has limits of its own.
      const credentials = await this.#credentials(refused ? { except: refused } : {})
      try {
        return await this.once(send)
      } catch (error) {
        if (isEnded(awsFailure(error))) refused = credentials
        throw error
      }
    }
    return withRetries(attempt, {
      classify: signedVerdicts(),
      budgetMs: lastStart(this.#limits),
      signal: this.#signal,
      waiting: this.#waiting,
    })
  }

  /** One attempt, without any explanation. */
  once<T>(send: Send<T>): Promise<T> {
    return within(this.#limits.attemptMs, this.#signal, (abortSignal) => send(this.#client, { abortSignal }))
  }

  async #authorize(host: EcrHost): Promise<Authorization> {
    const request = { action: 'ecr:GetAuthorizationToken', resource: '*', host }
    const answer = await this.call(request, (client, options) =>
      client.send(new GetAuthorizationTokenCommand({}), options),
    )
    const [data] = answer.authorizationData ?? []
    const token = data?.authorizationToken
    if (!token || !data?.proxyEndpoint || !URL.canParse(data.proxyEndpoint)) return withoutToken(host)
    const [username = '', ...rest] = Buffer.from(token, 'base64').toString('utf8').split(':')
    const password = rest.join(':')
    // The form that a docker configuration has may be padded in another way than the one of ECR.
    const written = Buffer.from(`${username}:${password}`).toString('base64')
    for (const secret of new Set([token, password, written])) this.#secrets.mask(secret)
    const endpoint = new URL(data.proxyEndpoint)
    this.#compareEndpoint(endpoint, (await this.#credentials()).account)
    return { username, password, endpoint }
  }

  /** ECR names the registry of the caller's own account; the token is good for those of other accounts too. */
  #compareEndpoint(endpoint: URL, account: string): void {
    const { region } = this.place.registry
    const named = parseEcrHost(endpoint.host)
    if (isLoopback(endpoint.host)) return
    if (named?.region === region && named.account === account) return
    fail({
      code: 'ACCOUNT_MISMATCH',
      message: `ECR answered with the registry ${endpoint.host}, but role-to-assume is in account ${account}, ${region}`,
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
