import type { Level } from '../grants.ts'
import * as branches from './branches.ts'
import type { Answer, RepositoryCall } from './call.ts'
import * as data from './git-data.ts'
import * as refs from './refs.ts'

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
const READ: Route['needs'] = ['contents', 'read']
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
    answer: branches.getRules,
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
}
