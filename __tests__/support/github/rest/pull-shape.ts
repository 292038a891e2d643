import { defaultBranch } from '../../git-repositories.ts'
import { nodeId } from '../graphql/node-id.ts'
import { commitsOf, fullHead, mergeStateOf, type Pull } from '../pulls.ts'
import type { RepositoryCall } from './call.ts'
import { labelShape } from './labels.ts'
import { repositoryShape, userShape } from './shapes.ts'

type Where = Pick<RepositoryCall, 'repository' | 'caller'>

const link = (href: string) => ({ href })

const LINKS = [
  'comments',
  'commits',
  'statuses',
  'html',
  'issue',
  'review_comments',
  'review_comment',
  'self',
]

/** As a list of pull requests has it. */
export async function simplePull({ repository, caller }: Where, pull: Pull) {
  const { serverUrl } = caller.state.settings
  const branch = await defaultBranch(repository.directory)
  const repo = repositoryShape(repository, { branch, serverUrl })
  const url = `${serverUrl}/${repository.fullName}/pull/${pull.number}`
  const side = (ref: string, sha: string) => ({
    label: fullHead(repository, ref),
    ref,
    sha,
    repo,
    user: repo.owner,
  })
  const { number, title, body, state, draft, merged, autoMerge } = pull
  return {
    ...{ id: 9_000_000 + number, number, title, body, state, draft, locked: false, html_url: url },
    node_id: nodeId('PR', repository.fullName, number),
    user: userShape(pull.login),
    // Here the description knows no label without a description.
    labels: pull.labels.map((name) => ({
      ...labelShape(repository, name),
      description: labelShape(repository, name).description ?? '',
    })),
    assignee: pull.assignees[0] === undefined ? null : userShape(pull.assignees[0]),
    assignees: pull.assignees.map(userShape),
    requested_reviewers: pull.reviewers.map(userShape),
    requested_teams: pull.teams.map(teamShape),
    head: side(pull.head, pull.headOid),
    base: side(pull.base, pull.baseOid),
    ...{ created_at: pull.createdAt, updated_at: pull.updatedAt, closed_at: pull.closedAt ?? null },
    ...{ merged_at: merged?.at ?? null, merge_commit_sha: merged?.oid ?? null, milestone: null },
    author_association: 'CONTRIBUTOR',
    auto_merge: autoMerge
      ? {
          enabled_by: userShape(autoMerge.by),
          ...{ merge_method: autoMerge.method, commit_title: '', commit_message: '' },
        }
      : null,
    _links: Object.fromEntries(LINKS.map((name) => [name, link(url)])),
  }
}

const teamShape = (slug: string, index: number) => ({
  ...{
    id: index + 1,
    name: slug,
    slug,
    description: null,
    privacy: 'closed',
    permission: 'push',
    parent: null,
  },
  ...{ notification_setting: 'notifications_enabled', members_url: '', type: 'organization' },
})

/** As it is when it is asked for by its number. */
export async function fullPull(where: Where, pull: Pull) {
  const state = await mergeStateOf(where.repository, pull)
  const commits = (await commitsOf(where.repository, pull)).length
  return {
    ...(await simplePull(where, pull)),
    requested_teams: pull.teams.map((slug, index) => {
      const { parent: _, ...simple } = teamShape(slug, index)
      return simple
    }),
    ...{ merged: pull.merged !== undefined, merged_by: pull.merged ? userShape(pull.merged.by) : null },
    mergeable: state === 'unknown' || pull.merged ? null : state !== 'dirty',
    mergeable_state: state,
    ...{ comments: pull.comments.length, review_comments: 0, maintainer_can_modify: false, commits },
    ...{ additions: 0, deletions: 0, changed_files: 1 },
  }
}
