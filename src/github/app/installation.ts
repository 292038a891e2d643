import { fail } from '../../errors/errors.ts'
import { isRecord } from '../../names/text.ts'
import type { Calls } from '../client.ts'
import { GithubFailure } from '../failure.ts'
import {
  type AppPlace,
  type Found,
  notInstalled,
  repositoryMissing,
  suspended,
  withoutPermission,
} from './faults.ts'

/** What a token may do, by the names of GitHub's API. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>

/** The App where it is installed. */
export interface Installation extends Found {
  readonly id: number
}

export type AskAsApp = <Answer>(call: (octokit: Calls) => Promise<Answer>) => Promise<Answer>

/** @throws StepError APP_NOT_INSTALLED, APP_SUSPENDED or APP_PERMISSION_MISSING. */
export async function findInstallation(
  ask: AskAsApp,
  place: AppPlace,
  wanted: Permissions,
): Promise<Installation> {
  const { owner, name: repo } = place
  const answer = await ask((octokit) =>
    octokit.request('GET /repos/{owner}/{repo}/installation', { owner, repo }),
  ).catch(async (error: unknown) => {
    if (!(error instanceof GithubFailure) || error.status !== 404) throw error
    return fail(await explainMissing(ask, place), error)
  })
  return judged(answer.data, place, wanted)
}

function judged(data: unknown, place: AppPlace, wanted: Permissions): Installation {
  const { id, suspended_at: since, permissions } = recordOf(data)
  const found = foundIn(data, place)
  if (since !== null && since !== undefined) fail(suspended(place, found))
  const granted = recordOf(permissions)
  const missing = Object.keys(wanted).filter((name) => !covers(granted[name], wanted[name]))
  if (isRecord(permissions) && missing.length > 0) fail(withoutPermission(place, missing, found))
  if (typeof id !== 'number') throw new GithubFailure('answered without an installation', { retry: 'final' })
  return { id, ...found }
}

const covers = (granted: unknown, wanted: unknown): boolean =>
  granted === wanted || granted === 'write' || granted === 'admin'

/** Not there at all, or not for this repository: another question, and only of a run that fails. */
async function explainMissing(ask: AskAsApp, place: AppPlace) {
  const { owner } = place
  const elsewhere = await ask((octokit) =>
    octokit.request('GET /users/{username}/installation', { username: owner }),
  ).catch(() => undefined)
  if (elsewhere) return repositoryMissing(place, foundIn(elsewhere.data, place))
  const app = await ask((octokit) => octokit.request('GET /app')).catch(() => undefined)
  return notInstalled(place, { slug: slugIn(recordOf(app?.data).slug), page: undefined })
}

function foundIn(data: unknown, { serverUrl }: AppPlace): Found {
  const { app_slug: slug, html_url: page } = recordOf(data)
  return { slug: slugIn(slug), page: pageOn(serverUrl, page) }
}

const slugIn = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/.test(value) ? value : undefined

/** A link goes into logs, so that it is one of this server. */
function pageOn(serverUrl: string, value: unknown): string | undefined {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  return url?.origin === new URL(serverUrl).origin ? `${url.origin}${url.pathname}` : undefined
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> => (isRecord(value) ? value : {})

/** A token of an installation for one repository. */
export interface MintedToken {
  readonly token: string
  readonly endsAt: number
}

/** @throws StepError APP_NOT_INSTALLED, APP_SUSPENDED or APP_PERMISSION_MISSING. */
export async function mintToken(
  ask: AskAsApp,
  { place, installation, permissions }: MintOptions,
): Promise<MintedToken> {
  const answer = await ask((octokit) =>
    octokit.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: installation.id,
      repositories: [place.name],
      permissions,
    }),
  ).catch((error: unknown) => explainMint(error, { place, installation, permissions }))
  const { token, expires_at: until } = recordOf(answer.data)
  const endsAt = Date.parse(String(until))
  // It becomes a header of git, and a line of a mask.
  if (typeof token !== 'string' || !/^[\x21-\x7e]{20,4096}$/.test(token) || Number.isNaN(endsAt)) {
    throw new GithubFailure('answered without a token', { retry: 'final' })
  }
  return { token, endsAt }
}

interface MintOptions {
  readonly place: AppPlace
  readonly installation: Installation
  readonly permissions: Permissions
}

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
