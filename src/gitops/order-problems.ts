import type { Problem } from '../errors.ts'
import type { KnownRefs } from './revisions.ts'

/** Seven digits of a commit; other revisions as they are. */
export const short = (revision: string): string =>
  /^[0-9a-f]{40,}$/.test(revision) ? revision.slice(0, 7) : revision

export function policyProblem(code: Problem['code'], message: string, hint: string): Problem {
  return { code, message, hint }
}

/** How the token comes to read the history of a repository; the token of a job reads its own one and public ones. */
export const accessHint = (foreign: string | undefined): string =>
  foreign === undefined
    ? 'Give the job "permissions: contents: read" and leave github-token at its default'
    : `Give github-token a token that may read ${foreign} ("Contents: read")`

export function hiddenHistory(wanted: string, { foreign }: KnownRefs): Problem {
  const otherwise =
    foreign === undefined
      ? 'or check out with fetch-depth: 0; for a commit of another repository (a submodule, a second checkout) name that in source-repository'
      : `correct source-repository if the commit is not from ${foreign}, or set on-diverged to write`
  return policyProblem(
    'ORDER_UNKNOWN',
    `the compare API of GitHub does not find ${short(wanted)}, the commit to deploy${foreign === undefined ? '' : `, in ${foreign}`}`,
    `${accessHint(foreign)}, ${otherwise}.`,
  )
}

/** Neither commit leads to the other, and the default branch does not decide. */
export function offDefaultBranch(reason: string, { defaultBranch, foreign }: KnownRefs): Problem {
  if (foreign !== undefined) {
    return policyProblem(
      'ORDER_DIVERGED',
      `${reason}, and the default branch of ${foreign} is not known to this run`,
      'Set on-diverged to write if this commit should replace it, or to skip or fail: default-branch decides only for the repository of the run.',
    )
  }
  return policyProblem(
    'ORDER_DIVERGED',
    `${reason}, and the new commit is not on ${defaultBranch ?? 'a known default branch'}`,
    'Merge the commit to the default branch first, or set on-diverged to write. After a force-push, run again from the default branch.',
  )
}
