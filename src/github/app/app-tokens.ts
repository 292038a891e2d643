import { setTimeout as sleep } from 'node:timers/promises'
import { fail } from '../../errors/errors.ts'
import { isRecord } from '../../names/text.ts'
import type { Secrets } from '../../runner/secrets.ts'
import { type Calls, type GithubAccess, openGithub } from '../client.ts'
import { GithubFailure } from '../failure.ts'
import { type AppPlace, clockRefused, failToken, keyRefused, noSuchApp, withoutWish } from './faults.ts'
import { type AskAsApp, findInstallation, type Installation, type Permissions } from './installation.ts'
import { type AppJwt, appJwt, type SignJwt } from './jwt.ts'
import { mintToken } from './mint.ts'

export { signWithPem } from './jwt.ts'

export interface AppOptions {
  readonly place: AppPlace
  readonly permissions: Permissions
  /** What only an option needs: without it there is a warning, and a token all the same. */
  readonly wished?: Permissions
}

export interface AppPorts extends Omit<GithubAccess, 'token'> {
  readonly secrets: Pick<Secrets, 'mask'>
  readonly sign: SignJwt
  readonly log: { info(line: string): void; warning(line: string): void }
}

/** Another token is made this long before one ends: a transfer that begins now takes three minutes at most. */
const MARGIN_MS = 10 * 60_000
/** A token is not known everywhere at once. */
const SETTLING_MS = 5_000
const REVOKE_MS = 4_000

interface Minted {
  readonly token: string
  readonly madeAt: number
  readonly renewAt: number
}

/** Tokens of an App for one repository: made when one is needed, masked at once, and revoked at the end. */
export class AppTokens {
  readonly #options: AppOptions
  readonly #ports: AppPorts
  #jwt: Promise<AppJwt> | undefined
  /** How far the clock of GitHub is before ours. */
  #aheadMs = 0
  #installation: Promise<Installation> | undefined
  #current: Promise<Minted> | undefined
  #author: Promise<Author | undefined> | undefined
  readonly #made: string[] = []
  /** What was warned of. */
  readonly #warned = new Set<string>()

  constructor(options: AppOptions, ports: AppPorts) {
    this.#options = options
    this.#ports = ports
  }

  /** @throws StepError of the App, of KMS, or APP_TOKEN_FAILED. */
  async token(): Promise<string> {
    const current = await this.#current
    if (current && Date.now() < current.renewAt) return current.token
    // Whoever asked before us has begun to make another one.
    if (current) this.#current = undefined
    this.#current ??= this.#mint()
    try {
      return (await this.#current).token
    } catch (error) {
      this.#current = undefined
      throw error
    }
  }

  /** A refusal of the token may only mean that it is new. */
  async isNew(): Promise<boolean> {
    const { madeAt = 0 } = (await this.#current?.catch(() => undefined)) ?? {}
    return performance.now() - madeAt < SETTLING_MS && this.#current !== undefined
  }

  /** The account that GitHub shows for commits of the App; undefined where nothing says what it is called. */
  author(): Promise<Author | undefined> {
    this.#author ??= this.#findAuthor()
    return this.#author
  }

  /** Also of a run that was cancelled: within a moment, and without harm where it fails. */
  async revoke(): Promise<void> {
    await this.#current?.catch(() => undefined)
    const signal = AbortSignal.timeout(REVOKE_MS)
    const { apiUrl, log } = this.#ports
    const revoked = this.#made.splice(0).map(async (token) => {
      const github = openGithub({ apiUrl, token, signal, credential: CREDENTIAL })
      await github.ask((octokit) => octokit.request('DELETE /installation/token'), {
        budgetMs: REVOKE_MS / 2,
      })
    })
    const failed = (await Promise.allSettled(revoked)).some(({ status }) => status === 'rejected')
    if (failed) log.info('A token of the App could not be revoked; it ends by itself within an hour.')
  }

  async #mint(): Promise<Minted> {
    const { place, permissions, wished = {} } = this.#options
    const { secrets, log, signal } = this.#ports
    try {
      this.#installation ??= findInstallation(this.#ask, place, permissions)
      const installation = await this.#installation
      const options = { place, installation, permissions, wished }
      const { token, endsAt, without } = await mintToken(this.#ask, options)
      secrets.mask(token)
      this.#made.push(token)
      if (without.length > 0) this.#warn(withoutWish(place, without, installation))
      const now = Date.now()
      const left = endsAt - this.#aheadMs - now
      log.info(
        `Acts in ${place.owner}/${place.name} as the GitHub App ${installation.slug ?? place.id}, by a token of its own.`,
      )
      return { token, madeAt: performance.now(), renewAt: now + Math.max(left - MARGIN_MS, left / 2) }
    } catch (error) {
      this.#installation = undefined
      signal.throwIfAborted()
      return failToken(place, error)
    }
  }

  #warn(line: string): void {
    if (this.#warned.has(line)) return
    this.#warned.add(line)
    this.#ports.log.warning(line)
  }

  /** As the App itself; once more with the time of GitHub, where that says that ours is wrong. */
  readonly #ask: AskAsApp = async (call) => {
    try {
      return await this.#askOnce(call)
    } catch (error) {
      const aheadMs = clockOf(error)
      if (aheadMs === undefined || this.#aheadMs !== 0) return this.#explain(error)
      this.#aheadMs = aheadMs
      this.#jwt = undefined
      const { log } = this.#ports
      log.warning(
        `The clock of this runner is ${Math.round(Math.abs(aheadMs) / 1000)} s ${aheadMs > 0 ? 'behind' : 'ahead of'} that of GitHub: set it (NTP). The token is asked for with the time of GitHub.`,
      )
      return await this.#askOnce(call).catch((again: unknown) => this.#explain(again))
    }
  }

  async #askOnce<Answer>(call: (octokit: Calls) => Promise<Answer>): Promise<Answer> {
    const { jwt } = await this.#signed()
    const { apiUrl, signal, watch } = this.#ports
    const github = openGithub({
      apiUrl,
      signal,
      token: jwt,
      credential: CREDENTIAL,
      ...(watch ? { watch } : {}),
    })
    return github.ask(call)
  }

  /** One signature for all requests of some minutes. */
  async #signed(): Promise<AppJwt> {
    const known = await this.#jwt
    const now = Date.now() + this.#aheadMs
    if (known && now < known.endsAt - 60_000) return known
    const {
      place: { id },
    } = this.#options
    this.#jwt = appJwt(id, now, this.#ports.sign)
    try {
      const made = await this.#jwt
      this.#ports.secrets.mask(made.jwt)
      return made
    } catch (error) {
      this.#jwt = undefined
      throw error
    }
  }

  #explain(error: unknown): never {
    if (!(error instanceof GithubFailure)) throw error
    const { place } = this.#options
    const said = error.said.join('; ')
    if (/Integration not found/i.test(said)) return fail(noSuchApp(place), error)
    if (error.status !== 401) throw error
    return fail(
      TIMES.test(said) ? clockRefused(place, said) : keyRefused(place, said || 'it answered 401'),
      error,
    )
  }

  async #findAuthor(): Promise<Author | undefined> {
    await this.token()
    const { slug } = (await this.#installation) ?? {}
    if (slug === undefined) return undefined
    const name = `${slug}[bot]`
    const id = await this.#idOf(name).catch(() => {
      this.#ports.signal.throwIfAborted()
      return undefined
    })
    const { hostname } = new URL(this.#options.place.serverUrl)
    return { name, email: `${id === undefined ? '' : `${id}+`}${name}@users.noreply.${hostname}` }
  }

  async #idOf(username: string): Promise<number | undefined> {
    const { apiUrl, signal } = this.#ports
    const github = openGithub({ apiUrl, signal, token: await this.token(), credential: CREDENTIAL })
    for (;;) {
      try {
        const ask = (octokit: Calls) => octokit.request('GET /users/{username}', { username })
        const { data } = await github.ask(ask, { budgetMs: SETTLING_MS })
        return isRecord(data) && Number.isSafeInteger(data.id) ? Number(data.id) : undefined
      } catch (error) {
        const isUnknown = error instanceof GithubFailure && error.status === 401 && (await this.isNew())
        if (!isUnknown) throw error
        await sleep(500, undefined, { signal })
      }
    }
  }
}

export interface Author {
  readonly name: string
  readonly email: string
}

const CREDENTIAL = 'a token of config-app-id'
/** As GitHub says of `iat` and `exp` that it does not take. */
const TIMES = /'(?:Issued at|Expiration time)' claim/i

/** How far GitHub is before us, where that is why it refused. */
function clockOf(error: unknown): number | undefined {
  if (!(error instanceof GithubFailure) || !TIMES.test(error.said.join('\n'))) return undefined
  const { cause } = error
  const response = cause instanceof Error && 'response' in cause ? cause.response : undefined
  const headers = isRecord(response) ? response.headers : undefined
  const date = Date.parse(isRecord(headers) ? String(headers.date) : '')
  return Number.isNaN(date) ? undefined : date - Date.now()
}
