import { fail } from '../../errors/errors.ts'
import { recordOf } from '../../names/parsed.ts'
import { GithubFailure } from '../failure.ts'
import type { AskAsApp } from './as-app.ts'
import { type AppPlace, repositoryMissing, suspended, withoutPermission } from './faults.ts'
import { type Installation, missingIn, type Permissions } from './installation.ts'

/** A token of an installation for one repository. */
export interface MintedToken {
  readonly token: string
  readonly endsAt: number
  /** The wished permissions that it has not. */
  readonly without: readonly string[]
}

export interface MintOptions {
  readonly place: AppPlace
  readonly installation: Installation
  /** What a run cannot be without. */
  readonly permissions: Permissions
  /** What only an option needs: a token comes without it as well. */
  readonly wished: Permissions
}

/** @throws StepError APP_NOT_INSTALLED, APP_SUSPENDED or APP_PERMISSION_MISSING. */
export async function mintToken(ask: AskAsApp, options: MintOptions): Promise<MintedToken> {
  const { installation, permissions, wished } = options
  const names = Object.keys(wished)
  const refused = missingIn(installation.granted, wished)
  const without = (missing: readonly string[]) =>
    Object.fromEntries(Object.entries(wished).filter(([name]) => !missing.includes(name)))
  const first = { ...permissions, ...without(refused) }
  try {
    return { ...(await mint(ask, options, first)), without: refused }
  } catch (error) {
    if (refused.length === names.length || !isOfPermission(error)) return explainMint(error, options)
    // GitHub does not say which: those that are needed tell.
    const token = await mint(ask, options, permissions).catch((again: unknown) => explainMint(again, options))
    return { ...token, without: names }
  }
}

async function mint(
  ask: AskAsApp,
  { place, installation }: MintOptions,
  permissions: Permissions,
): Promise<Omit<MintedToken, 'without'>> {
  const answer = await ask((octokit) =>
    octokit.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: installation.id,
      repositories: [place.name],
      permissions,
    }),
  )
  const { token, expires_at: until } = recordOf(answer.data)
  const endsAt = Date.parse(String(until))
  // It becomes a header of git, and a line of a mask.
  if (typeof token !== 'string' || !/^[\x21-\x7e]{20,4096}$/.test(token) || Number.isNaN(endsAt)) {
    throw new GithubFailure('answered without a token', { retry: 'final' })
  }
  return { token, endsAt }
}

const isOfPermission = (error: unknown): boolean =>
  error instanceof GithubFailure && error.status === 422 && /permission/i.test(error.said.join('\n'))

/** GitHub docs, "Create an installation access token for an app": 403, 404 and 422. */
function explainMint(error: unknown, { place, installation, permissions }: MintOptions): never {
  if (!(error instanceof GithubFailure)) throw error
  const said = error.said.join('\n')
  if (error.status === 403 && /suspended/i.test(said)) return fail(suspended(place, installation), error)
  if (error.status !== 422 && error.status !== 404) throw error
  return /permission/i.test(said)
    ? fail(withoutPermission(place, Object.keys(permissions), installation), error)
    : fail(repositoryMissing(place, installation), error)
}
