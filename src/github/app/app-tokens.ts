import { AsApp, type AsAppPorts, openForApp } from './as-app.ts'
import { type Author, findAuthor } from './author.ts'
import { type AppPlace, failToken, withoutWish } from './faults.ts'
import { findInstallation, type Installation, type Permissions } from './installation.ts'
import { mintToken } from './mint.ts'

// Whoever makes tokens signs: one module is loaded for both.
export { signWithPem } from './jwt.ts'

export interface AppOptions {
  readonly place: AppPlace
  readonly permissions: Permissions
  /** What only an option needs: without it there is a warning, and a token all the same. */
  readonly wished?: Permissions
}

/** Another token is made this long before one ends: a transfer that begins now takes three minutes at most. */
const MARGIN_MS = 10 * 60_000
/** A token is not known everywhere at once. */
const SETTLING_MS = 5_000
const REVOKE_MS = 4_000

interface Minted {
  readonly token: string
  /** By performance.now(). */
  readonly newUntil: number
  readonly renewAt: number
}

/** Tokens of an App for one repository: made when one is needed, masked at once, and revoked at the end. */
export class AppTokens {
  readonly #options: AppOptions
  readonly #ports: AsAppPorts
  readonly #asApp: AsApp
  #installation: Promise<Installation> | undefined
  #current: Promise<Minted> | undefined
  #author: Promise<Author | undefined> | undefined
  readonly #made: string[] = []
  /** What was warned of. */
  readonly #warned = new Set<string>()

  constructor(options: AppOptions, ports: AsAppPorts) {
    this.#options = options
    this.#ports = ports
    this.#asApp = new AsApp(options.place, ports)
  }

  /** @throws StepError of the App, of KMS, or APP_TOKEN_FAILED. */
  async token(): Promise<string> {
    const known = this.#current
    const current = await known
    if (current && Date.now() < current.renewAt) return current.token
    // Else whoever asked before us has begun to make another one.
    if (this.#current === known) this.#current = undefined
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
    const { newUntil = 0 } = (await this.#current?.catch(() => undefined)) ?? {}
    return performance.now() < newUntil
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
      await openForApp({ apiUrl, token, signal }).ask(
        (octokit) => octokit.request('DELETE /installation/token'),
        { budgetMs: REVOKE_MS / 2 },
      )
    })
    const failed = (await Promise.allSettled(revoked)).some(({ status }) => status === 'rejected')
    if (failed) log.info('A token of the App could not be revoked; it ends by itself within an hour.')
  }

  async #mint(): Promise<Minted> {
    const { place, permissions, wished = {} } = this.#options
    const { secrets, log, signal } = this.#ports
    const { ask } = this.#asApp
    try {
      this.#installation ??= findInstallation(ask, place, permissions)
      const installation = await this.#installation
      const { token, endsAt, without } = await mintToken(ask, { place, installation, permissions, wished })
      secrets.mask(token)
      this.#made.push(token)
      if (without.length > 0) this.#warn(withoutWish(place, without, installation))
      const now = Date.now()
      const left = endsAt - this.#asApp.aheadMs - now
      log.info(
        `Acts in ${place.owner}/${place.name} as the GitHub App ${installation.slug ?? place.id}, by a token of its own.`,
      )
      const renewMs = Math.max(left - MARGIN_MS, left / 2)
      // One that is made again before it is known everywhere would be new for ever, and what it is refused, asked for ever.
      const newUntil = renewMs > 2 * SETTLING_MS ? performance.now() + SETTLING_MS : 0
      return { token, newUntil, renewAt: now + renewMs }
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

  async #findAuthor(): Promise<Author | undefined> {
    await this.token()
    const { slug } = (await this.#installation) ?? {}
    if (slug === undefined) return undefined
    const { apiUrl, signal } = this.#ports
    const ports = { apiUrl, signal, token: () => this.token(), isNew: () => this.isNew() }
    return findAuthor(slug, this.#options.place.serverUrl, ports)
  }
}
