import type { Problem } from '../errors/errors.ts'
import { isExactVersion, short } from '../names/tag.ts'
import { accessHint } from '../source/history/history.ts'
import type { KnownRefs } from '../source/history/revisions.ts'

export function hiddenHistory(wanted: string, { foreign }: KnownRefs): Problem {
  const where = foreign === undefined ? '' : `, in ${foreign}`
  if (isExactVersion(wanted)) return hiddenVersion(wanted, where, foreign)
  const otherwise =
    foreign === undefined
      ? 'or check out with fetch-depth: 0; for a commit of another repository (a submodule, a second checkout) name that in source-repository'
      : `correct source-repository if the commit is not from ${foreign}, or set on-diverged to write`
  return {
    code: 'ORDER_UNKNOWN',
    message: `the compare API of GitHub does not find ${short(wanted)}, the commit to deploy${where}`,
    hint: `${accessHint(foreign)}, ${otherwise}.`,
  }
}

/** In a monorepo the git tag of a version has a prefix, which only a run of such a tag knows. */
const hiddenVersion = (version: string, where: string, foreign: string | undefined): Problem => ({
  code: 'ORDER_UNKNOWN',
  message: `the compare API of GitHub does not find a git tag of the version ${version}, which is to be deployed${where}`,
  hint: `If the git tag has a prefix, as svc-${version} has, set the input tag to the full SHA of its commit, or run the workflow from that git tag; or set on-diverged to write. If it is there as it is: ${accessHint(foreign)}.`,
})

/** Neither commit leads to the other, and the default branch does not decide. */
export function offDefaultBranch(reason: string, { defaultBranch, foreign }: KnownRefs): Problem {
  if (foreign !== undefined) {
    return {
      code: 'ORDER_DIVERGED',
      message: `${reason}, and the default branch of ${foreign} is not known to this run`,
      hint: 'Set on-diverged to write if this commit should replace it, or to skip or fail: default-branch decides only for the repository of the run.',
    }
  }
  return {
    code: 'ORDER_DIVERGED',
    message: `${reason}, and the new commit is not on ${defaultBranch ?? 'a known default branch'}`,
    hint: 'Merge the commit to the default branch first, or set on-diverged to write. After a force-push, run again from the default branch.',
  }
}
