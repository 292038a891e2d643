import { fail } from '../../errors/errors.ts'
import { fieldOf } from '../../names/parsed.ts'
import type { Secrets } from '../../runner/secrets.ts'
import { type Calls, type Github, type GithubAccess, openGithub } from '../client.ts'
import { GithubFailure } from '../failure.ts'
import { type AppPlace, clockRefused, keyRefused, noSuchApp } from './faults.ts'
import { type AppJwt, appJwt, type SignJwt } from './jwt.ts'

export type AskAsApp = <Answer>(call: (octokit: Calls) => Promise<Answer>) => Promise<Answer>

export interface AsAppPorts extends Omit<GithubAccess, 'token' | 'credential'> {
  readonly secrets: Pick<Secrets, 'mask'>
  readonly sign: SignJwt
  readonly log: { info(line: string): void; warning(line: string): void }
}

/** GitHub's API with what an App signed, or with a token that it was given. */
export const openForApp = (access: Omit<GithubAccess, 'credential'>): Github =>
  openGithub({ ...access, credential: 'a token of config-app-id' })

/** Asks GitHub as the App itself, whose clock is that of GitHub where ours is refused. */
export class AsApp {
  readonly #place: AppPlace
  readonly #ports: AsAppPorts
  #jwt: Promise<AppJwt> | undefined
  #aheadMs = 0

  constructor(place: AppPlace, ports: AsAppPorts) {
    this.#place = place
    this.#ports = ports
  }

  /** How far the clock of GitHub is before ours, as far as that is known. */
  get aheadMs(): number {
    return this.#aheadMs
  }

  /** Once more with the time of GitHub, where that says that ours is wrong. */
  readonly ask: AskAsApp = async (call) => {
    try {
      return await this.#askOnce(call)
    } catch (error) {
      const aheadMs = clockOf(error)
      if (aheadMs === undefined || this.#aheadMs !== 0) return explain(this.#place, error)
      this.#aheadMs = aheadMs
      this.#jwt = undefined
      this.#ports.log.warning(wrongClock(aheadMs))
      return await this.#askOnce(call).catch((again: unknown) => explain(this.#place, again))
    }
  }

  async #askOnce<Answer>(call: (octokit: Calls) => Promise<Answer>): Promise<Answer> {
    const { jwt } = await this.#signed()
    const { apiUrl, signal, watch } = this.#ports
    return openForApp({ apiUrl, signal, token: jwt, ...(watch ? { watch } : {}) }).ask(call)
  }

  /** One signature for all requests of some minutes. */
  async #signed(): Promise<AppJwt> {
    const known = await this.#jwt
    const now = Date.now() + this.#aheadMs
    if (known && now < known.endsAt - 60_000) return known
    this.#jwt = appJwt(this.#place.id, now, this.#ports.sign)
    try {
      const made = await this.#jwt
      this.#ports.secrets.mask(made.jwt)
      return made
    } catch (error) {
      this.#jwt = undefined
      throw error
    }
  }
}

/** As GitHub says of `iat` and `exp` that it does not take. */
const TIMES = /'(?:Issued at|Expiration time)' claim/i

/** How far GitHub is before us, where that is why it refused. */
function clockOf(error: unknown): number | undefined {
  if (!(error instanceof GithubFailure) || !TIMES.test(error.said.join('\n'))) return undefined
  const { cause } = error
  const response = cause instanceof Error && 'response' in cause ? cause.response : undefined
  const date = Date.parse(String(fieldOf(response, 'headers', 'date')))
  return Number.isNaN(date) ? undefined : date - Date.now()
}

const wrongClock = (aheadMs: number): string =>
  `The clock of this runner is ${Math.round(Math.abs(aheadMs) / 1000)} s ${aheadMs > 0 ? 'behind' : 'ahead of'} that of GitHub: set it (NTP). The token is asked for with the time of GitHub.`

/** @throws StepError APP_KEY_REFUSED, or what was thrown, where GitHub refuses something else. */
function explain(place: AppPlace, error: unknown): never {
  if (!(error instanceof GithubFailure)) throw error
  const said = error.said.join('; ')
  if (/Integration not found/i.test(said)) return fail(noSuchApp(place), error)
  if (error.status !== 401) throw error
  return fail(
    TIMES.test(said) ? clockRefused(place, said) : keyRefused(place, said || 'it answered 401'),
    error,
  )
}
