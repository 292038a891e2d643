import type { Level } from '../grants.ts'
import * as apps from './apps.ts'
import * as branches from './branches.ts'
import type { Answer, RepositoryCall } from './call.ts'
import * as deployments from './deployments.ts'
import * as data from './git-data.ts'
import * as issues from './issues.ts'
import * as labels from './labels.ts'
import * as pulls from './pulls.ts'
import { getRateLimit } from './rate-limit.ts'
import * as refs from './refs.ts'
import * as rulesets from './rulesets.ts'
import { getUser } from './users.ts'

export interface Route {
  answer(call: RepositoryCall): Promise<Answer>
  /** What in the log and for faults. */
  action: string
  needs?: [permission: string, level: Level]
  /** Asked with the JWT of an App. */
  asApp?: boolean
}

const REPOSITORY = '/repos/{owner}/{repo}'
const GIT = `${REPOSITORY}/git`
const PULL = `${REPOSITORY}/pulls/{pull_number}`
const ISSUE = `${REPOSITORY}/issues/{issue_number}`
const DEPLOYMENT = `${REPOSITORY}/deployments/{deployment_id}`
const READ: Route['needs'] = ['contents', 'read']
const SEE_PULLS: Route['needs'] = ['pull_requests', 'read']
const PROPOSE: Route['needs'] = ['pull_requests', 'write']
const SEE_ISSUES: Route['needs'] = ['issues|pull_requests', 'read']
const DRESS: Route['needs'] = ['issues|pull_requests', 'write']
const DEPLOY: Route['needs'] = ['deployments', 'write']
const SEE_DEPLOYMENTS: Route['needs'] = ['deployments', 'read']
const WRITE: Route['needs'] = ['contents', 'write']

/** Every operation that is answered, by GitHub's name for it. */
export const ROUTES: Record<string, Route> = {
  [`GET ${REPOSITORY}`]: {
    action: 'repository',
    answer: branches.getRepository,
    needs: ['metadata', 'read'],
  },
  [`GET ${REPOSITORY}/compare/{basehead}`]: {
    action: 'compare',
    answer: branches.compareCommits,
    needs: READ,
  },
  [`GET ${REPOSITORY}/commits/{ref}`]: { action: 'commit', answer: branches.getCommitOf, needs: READ },
  [`GET ${REPOSITORY}/branches/{branch}`]: { action: 'branch', answer: branches.getBranch, needs: READ },
  [`GET ${REPOSITORY}/branches/{branch}/protection`]: {
    action: 'protection',
    answer: branches.getProtection,
    needs: ['administration', 'read'],
  },
  [`GET ${REPOSITORY}/rules/branches/{branch}`]: {
    action: 'rules',
    answer: rulesets.getRules,
    needs: ['metadata', 'read'],
  },
  [`GET ${REPOSITORY}/rulesets/{ruleset_id}`]: {
    action: 'ruleset',
    answer: rulesets.getRuleset,
    needs: ['metadata', 'read'],
  },
  [`POST ${GIT}/blobs`]: { action: 'create-blob', answer: data.createBlob, needs: WRITE },
  [`GET ${GIT}/blobs/{file_sha}`]: { action: 'blob', answer: data.getBlob, needs: READ },
  [`POST ${GIT}/trees`]: { action: 'create-tree', answer: data.createTree, needs: WRITE },
  [`GET ${GIT}/trees/{tree_sha}`]: { action: 'tree', answer: data.getTree, needs: READ },
  [`POST ${GIT}/commits`]: { action: 'create-commit', answer: data.createCommit, needs: WRITE },
  [`GET ${GIT}/commits/{commit_sha}`]: { action: 'git-commit', answer: data.getCommit, needs: READ },
  [`POST ${GIT}/refs`]: { action: 'create-ref', answer: refs.createRef, needs: WRITE },
  [`GET ${GIT}/ref/{ref}`]: { action: 'ref', answer: refs.getRef, needs: READ },
  [`GET ${GIT}/matching-refs/{ref}`]: { action: 'refs', answer: refs.matchingRefs, needs: READ },
  [`PATCH ${GIT}/refs/{ref}`]: { action: 'update-ref', answer: refs.updateRef, needs: WRITE },
  [`DELETE ${GIT}/refs/{ref}`]: { action: 'delete-ref', answer: refs.deleteRef, needs: WRITE },
  [`GET ${REPOSITORY}/pulls`]: { action: 'pulls', answer: pulls.listPulls, needs: SEE_PULLS },
  [`POST ${REPOSITORY}/pulls`]: { action: 'create-pull', answer: pulls.createPull, needs: PROPOSE },
  [`GET ${PULL}`]: { action: 'pull', answer: pulls.getPull, needs: SEE_PULLS },
  [`PATCH ${PULL}`]: { action: 'update-pull', answer: pulls.updatePull, needs: PROPOSE },
  [`PUT ${PULL}/merge`]: { action: 'merge-pull', answer: pulls.mergePull, needs: WRITE },
  [`GET ${PULL}/commits`]: { action: 'pull-commits', answer: pulls.listCommits, needs: SEE_PULLS },
  [`GET ${PULL}/reviews`]: { action: 'reviews', answer: pulls.listReviews, needs: SEE_PULLS },
  [`POST ${PULL}/requested_reviewers`]: {
    action: 'reviewers',
    answer: pulls.requestReviewers,
    needs: PROPOSE,
  },
  [`GET ${REPOSITORY}/labels/{name}`]: { action: 'label', answer: labels.getLabel, needs: SEE_ISSUES },
  [`GET ${REPOSITORY}/labels`]: { action: 'labels', answer: labels.listLabels, needs: SEE_ISSUES },
  [`POST ${REPOSITORY}/labels`]: { action: 'create-label', answer: labels.createLabel, needs: DRESS },
  [`GET ${ISSUE}/labels`]: { action: 'pull-labels', answer: issues.listOf, needs: SEE_ISSUES },
  [`POST ${ISSUE}/labels`]: { action: 'add-labels', answer: issues.addLabels, needs: DRESS },
  [`POST ${ISSUE}/assignees`]: { action: 'assignees', answer: issues.addAssignees, needs: DRESS },
  [`GET ${ISSUE}/comments`]: { action: 'comments', answer: issues.listComments, needs: SEE_ISSUES },
  [`POST ${ISSUE}/comments`]: { action: 'comment', answer: issues.createComment, needs: DRESS },
  'GET /app': { action: 'app', answer: apps.getApp, asApp: true },
  'GET /app/installations/{installation_id}': {
    action: 'installation',
    answer: apps.getInstallation,
    asApp: true,
  },
  [`GET ${REPOSITORY}/installation`]: {
    action: 'find-installation',
    answer: apps.installationOfRepository,
    asApp: true,
  },
  'POST /app/installations/{installation_id}/access_tokens': {
    action: 'create-token',
    answer: apps.createToken,
    asApp: true,
  },
  'GET /users/{username}/installation': {
    action: 'find-installation-of-owner',
    answer: apps.installationOfOwner,
    asApp: true,
  },
  'GET /users/{username}': { action: 'user', answer: getUser },
  'DELETE /installation/token': { action: 'revoke-token', answer: apps.revokeToken },
  [`GET ${REPOSITORY}/deployments`]: {
    action: 'deployments',
    answer: deployments.listDeployments,
    needs: SEE_DEPLOYMENTS,
  },
  [`POST ${REPOSITORY}/deployments`]: {
    action: 'create-deployment',
    answer: deployments.createDeployment,
    needs: DEPLOY,
  },
  [`GET ${DEPLOYMENT}`]: { action: 'deployment', answer: deployments.getDeployment, needs: SEE_DEPLOYMENTS },
  [`GET ${DEPLOYMENT}/statuses`]: {
    action: 'statuses',
    answer: deployments.listStatuses,
    needs: SEE_DEPLOYMENTS,
  },
  [`POST ${DEPLOYMENT}/statuses`]: {
    action: 'create-status',
    answer: deployments.createStatus,
    needs: DEPLOY,
  },
  'GET /rate_limit': { action: 'rate-limit', answer: getRateLimit },
}
