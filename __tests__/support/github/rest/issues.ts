import { defaultBranch } from '../../git-repositories.ts'
import { timeOf } from '../state.ts'
import { type Answer, created, invalid, ok, pageOf, type RepositoryCall } from './call.ts'
import { labelShape } from './labels.ts'
import { newPullOf, pullOf } from './pulls.ts'
import { repositoryShape, userShape } from './shapes.ts'

export async function listOf(call: RepositoryCall): Promise<Answer> {
  const { labels } = await pullOf(call)
  return ok(pageOf(labels, call.given).map((name) => labelShape(call.repository, name)))
}

/** A label that does not exist yet is made, with GitHub's grey. */
export async function addLabels(call: RepositoryCall): Promise<Answer> {
  const { repository, body } = call
  const pull = await newPullOf(call)
  const asked = (Array.isArray(body) ? body : (body.labels ?? [])) as (string | { name: string })[]
  for (const each of asked) {
    const name = typeof each === 'string' ? each : each.name
    const known = repository.labels.get(name.toLowerCase())
    if (!known) repository.labels.set(name.toLowerCase(), { name })
    const label = known?.name ?? name
    if (!pull.labels.includes(label)) pull.labels.push(label)
  }
  return ok(pull.labels.map((name) => labelShape(repository, name)))
}

/** Whoever cannot be assigned is left out without a word (GitHub docs, "Add assignees to an issue"). */
export async function addAssignees(call: RepositoryCall): Promise<Answer> {
  const { repository, body, caller } = call
  const pull = await newPullOf(call)
  const { assignees = [] } = body as { assignees?: string[] }
  for (const login of assignees) {
    if (repository.people.has(login) && !pull.assignees.includes(login)) pull.assignees.push(login)
  }
  const branch = await defaultBranch(repository.directory)
  const { serverUrl } = caller.state.settings
  return created({
    ...{
      id: 8_000_000 + pull.number,
      number: pull.number,
      title: pull.title,
      state: pull.state,
      locked: false,
    },
    html_url: `${serverUrl}/${repository.fullName}/pull/${pull.number}`,
    user: userShape(pull.login),
    labels: pull.labels.map((name) => labelShape(repository, name)),
    assignee: pull.assignees[0] === undefined ? null : userShape(pull.assignees[0]),
    assignees: pull.assignees.map(userShape),
    repository: repositoryShape(repository, { branch, serverUrl }),
    ...{ comments: pull.comments.length, milestone: null, author_association: 'CONTRIBUTOR' },
    ...{ created_at: pull.createdAt, updated_at: pull.updatedAt, closed_at: pull.closedAt ?? null },
  })
}

const MOST_COMMENT = 65_536

export async function createComment(call: RepositoryCall): Promise<Answer> {
  const pull = await pullOf(call)
  const message = `body is too long (maximum is ${MOST_COMMENT} characters)`
  if (call.body.body.length > MOST_COMMENT)
    invalid({ resource: 'IssueComment', code: 'unprocessable', field: 'data', message })
  const { state, grant } = call.caller
  const comment = {
    id: pull.number * 1000 + pull.comments.length,
    login: grant.login,
    body: call.body.body,
    at: timeOf(state),
  }
  pull.comments.push(comment)
  return created(commentShape(call, comment))
}

export async function listComments(call: RepositoryCall): Promise<Answer> {
  const { comments } = await pullOf(call)
  return ok(pageOf(comments, call.given).map((comment) => commentShape(call, comment)))
}

const commentShape = (
  { caller, repository, given }: RepositoryCall,
  comment: { id: number; login: string; body: string; at: string },
) => ({
  id: comment.id,
  html_url: `${caller.state.settings.serverUrl}/${repository.fullName}/pull/${given.issue_number}#issuecomment-${comment.id}`,
  user: userShape(comment.login),
  body: comment.body,
  ...{ created_at: comment.at, updated_at: comment.at, author_association: 'CONTRIBUTOR' },
})
