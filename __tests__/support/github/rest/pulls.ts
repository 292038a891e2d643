import { allows, isOfApp } from '../grants.ts'
import { nodeId } from '../graphql/node-id.ts'
import { mergePull as land } from '../merging.ts'
import { addPull, closePull, commitsOf, follow, isAncestor, type Pull } from '../pulls.ts'
import { notFound, refuse } from '../refusal.ts'
import { type Caller, demand, tipOf } from '../state.ts'
import { takeSwitch } from '../switches.ts'
import { type Answer, created, invalid, ok, pageOf, type RepositoryCall } from './call.ts'
import { fullCommit } from './commit-shape.ts'
import { fullPull, simplePull } from './pull-shape.ts'
import { userShape } from './shapes.ts'

export async function pullOf({ repository, given, caller }: RepositoryCall): Promise<Pull> {
  await follow(caller.state, repository)
  return repository.pulls.get(Number(given.pull_number ?? given.issue_number)) ?? notFound()
}

/** For a moment not all of GitHub knows what was just made. */
export async function newPullOf(call: RepositoryCall): Promise<Pull> {
  const pull = await pullOf(call)
  const late = takeSwitch(call.caller.state.switches, 'lateNodes')
  if (!late) return pull
  const message = unresolved(nodeId('PR', call.repository.fullName, pull.number))
  return invalid({ resource: 'Label', code: 'unprocessable', field: 'data', message })
}

const seesTeams = ({ grant }: Caller): boolean =>
  grant.kind !== 'actions' && (!isOfApp(grant) || allows(grant, 'members', 'read'))

const unresolved = (id: string): string => `Could not resolve to a node with the global id of '${id}'.`

export async function listPulls(call: RepositoryCall): Promise<Answer> {
  const { repository, given, caller } = call
  await follow(caller.state, repository)
  const { state = 'open', head, base, direction = 'desc' } = given
  const owner = repository.fullName.split('/')[0]
  const found = [...repository.pulls.values()].filter(
    (pull) =>
      (state === 'all' || pull.state === state) &&
      // A head without its owner is no filter: GitHub lists them all then.
      (!head?.includes(':') || head === `${owner}:${pull.head}`) &&
      (base === undefined || pull.base === base),
  )
  const ordered = direction === 'desc' ? found.reverse() : found
  return ok(await Promise.all(pageOf(ordered, given).map((pull) => simplePull(call, pull))))
}

export async function createPull(call: RepositoryCall): Promise<Answer> {
  const { repository, body, caller } = call
  const { state, grant } = caller
  if (grant.kind === 'actions' && !repository.options.actionsMayPropose) {
    const message = 'GitHub Actions is not permitted to create or approve pull requests.'
    refuse({ status: 403, message })
  }
  const { title, base, draft = false } = body
  const head = body.head.replace(`${repository.fullName.split('/')[0]}:`, '')
  checkTexts(body)
  if (draft && !repository.options.drafts) {
    refuse({ status: 422, message: 'Draft pull requests are not supported in this repository.' })
  }
  if (!title?.trim()) invalid({ resource: 'PullRequest', code: 'missing_field', field: 'title' })
  const baseOid = await branch(call, base, 'base')
  const headOid = await branch(call, head, 'head')
  await follow(state, repository)
  const [open] = [...repository.pulls.values()].filter(
    (pull) => pull.state === 'open' && pull.head === head && pull.base === base,
  )
  const refused = (message: string) => invalid({ resource: 'PullRequest', code: 'custom', message })
  if (open) refused(`A pull request already exists for ${repository.fullName.split('/')[0]}:${head}.`)
  if (await isAncestor(repository, headOid, baseOid)) refused(`No commits between ${base} and ${head}`)
  const asked = { title, body: body.body ?? null, head, base, draft, login: grant.login, headOid, baseOid }
  return created(await fullPull(call, await addPull(state, repository, asked)))
}

async function branch({ repository }: RepositoryCall, name: string, field: 'head' | 'base'): Promise<string> {
  const oid = await tipOf(repository, `refs/heads/${name}`)
  return oid ?? invalid({ resource: 'PullRequest', field, code: 'invalid' })
}

const MOST_TEXT = { title: 256, body: 65_536 }

function checkTexts(body: Record<string, string | null | undefined>): void {
  for (const [field, most] of Object.entries(MOST_TEXT)) {
    const message = `${field} is too long (maximum is ${most} characters)`
    const { length } = [...(body[field] ?? '')]
    if (length > most) invalid({ resource: 'Issue', code: 'custom', field, message })
  }
}

export const getPull = async (call: RepositoryCall): Promise<Answer> =>
  ok(await fullPull(call, await pullOf(call)))

export async function updatePull(call: RepositoryCall): Promise<Answer> {
  const { repository, body, caller } = call
  const pull = await pullOf(call)
  checkTexts(body)
  if (body.base !== undefined) {
    pull.baseOid = await branch(call, body.base, 'base')
    pull.base = body.base
  }
  if (body.state === 'closed' && pull.state === 'open') closePull(caller.state, pull)
  if (body.state === 'open' && pull.state === 'closed') await reopen(call, pull)
  if (body.title !== undefined) pull.title = body.title
  if (body.body !== undefined) pull.body = body.body
  pull.updatedAt = new Date(caller.state.settings.now()).toISOString().replace(/\.\d+/, '')
  await follow(caller.state, repository)
  return ok(await fullPull(call, pull))
}

async function reopen(call: RepositoryCall, pull: Pull): Promise<void> {
  const head = await tipOf(call.repository, `refs/heads/${pull.head}`)
  const refused = (message: string) =>
    invalid({ resource: 'PullRequest', code: 'invalid', field: 'state', message })
  if (pull.merged || !head) refused('state cannot be changed. The pull request cannot be reopened.')
  pull.state = 'open'
  pull.closedAt = undefined
}

export async function mergePull(call: RepositoryCall): Promise<Answer> {
  const { repository, body, caller } = call
  const pull = await pullOf(call)
  demand(caller, 'contents', 'write')
  if (body.sha !== undefined && body.sha !== pull.headOid) {
    refuse({ status: 409, message: 'Head branch was modified. Review and try the merge again.' })
  }
  const merge = {
    method: body.merge_method ?? 'merge',
    title: body.commit_title,
    message: body.commit_message,
  }
  const sha = await land({ state: caller.state, repository, grant: caller.grant }, pull, merge)
  return ok({ sha, merged: true, message: 'Pull Request successfully merged' })
}

export async function listCommits(call: RepositoryCall): Promise<Answer> {
  const oids = await commitsOf(call.repository, await pullOf(call))
  return ok(await Promise.all(pageOf(oids, call.given).map((oid) => fullCommit(call.repository, oid))))
}

export async function listReviews(call: RepositoryCall): Promise<Answer> {
  const { repository, given, caller } = call
  const pull = await pullOf(call)
  const url = `${caller.state.settings.serverUrl}/${repository.fullName}/pull/${pull.number}`
  const shapes = pull.reviews.map(({ login, state, at, oid }, index) => ({
    ...{ id: pull.number * 1000 + index, user: userShape(login), body: '', state, commit_id: oid },
    html_url: `${url}#pullrequestreview-${index}`,
    ...{ pull_request_url: url, author_association: 'MEMBER', submitted_at: at },
    _links: { html: { href: url }, pull_request: { href: url } },
  }))
  return ok(pageOf(shapes, given))
}

export async function requestReviewers(call: RepositoryCall): Promise<Answer> {
  const { repository, body, caller } = call
  const pull = await newPullOf(call)
  const { reviewers = [], team_reviewers: teams = [] } = body as Record<string, string[]>
  const refused = (message: string) => refuse({ status: 422, message })
  if (reviewers.includes(pull.login)) refused('Review cannot be requested from pull request author.')
  const strangers = reviewers.filter((login) => !repository.people.has(login))
  if (strangers.length > 0) {
    refused(
      'Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ' +
        `${repository.fullName} repository.`,
    )
  }
  // Teams are the organisation's: GITHUB_TOKEN never sees one (peter-evans/create-pull-request#155).
  const [unseen] = teams.filter((slug) => !repository.teams.has(slug) || !seesTeams(caller))
  if (unseen !== undefined) {
    const errors = [unresolved(nodeId('T', unseen))]
    refuse({ status: 422, message: 'Validation Failed', more: { errors } })
  }
  pull.reviewers = [...new Set([...pull.reviewers, ...reviewers])]
  pull.teams = [...new Set([...pull.teams, ...teams])]
  return created(await simplePull(call, pull))
}
