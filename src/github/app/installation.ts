import { fail } from '../../errors/errors.ts'
import { recordOf } from '../../names/parsed.ts'
import { isRecord } from '../../names/text.ts'
import { GithubFailure } from '../failure.ts'
import type { AskAsApp } from './as-app.ts'
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
  /** What it may do; undefined where GitHub does not say. */
  readonly granted: Readonly<Record<string, unknown>> | undefined
}

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
  const granted = isRecord(permissions) ? permissions : undefined
  const missing = missingIn(granted, wanted)
  if (missing.length > 0) fail(withoutPermission(place, missing, found))
  if (typeof id !== 'number') throw new GithubFailure('answered without an installation', { retry: 'final' })
  return { id, granted, ...found }
}

/** The names of those that it is known not to have. */
export const missingIn = (granted: Installation['granted'], wanted: Permissions): readonly string[] =>
  granted ? Object.keys(wanted).filter((name) => !covers(granted[name], wanted[name])) : []

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
