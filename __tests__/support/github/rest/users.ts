import { notFound } from '../refusal.ts'
import { type Answer, type Call, ok } from './call.ts'
import { userShape } from './shapes.ts'

const BEGINNING = '2026-01-01T00:00:00Z'

/** People whom the tests name, and the accounts of Apps that are there. */
export async function getUser({ caller, given }: Call): Promise<Answer> {
  const { username = '' } = given
  const isBot = username.endsWith('[bot]')
  const isApp = [...caller.state.apps.values()].some(({ slug }) => username === `${slug}[bot]`)
  if (isBot && !isApp) notFound()
  return ok({
    ...userShape(username),
    ...{ name: null, company: null, blog: '', location: null, email: null, hireable: null, bio: null },
    ...{ public_repos: 0, public_gists: 0, followers: 0, following: 0 },
    ...{ created_at: BEGINNING, updated_at: BEGINNING },
  })
}
