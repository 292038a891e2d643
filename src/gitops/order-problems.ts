import type { Problem } from '../errors.ts'

/** Seven digits of a commit; other revisions as they are. */
export const short = (revision: string): string =>
  /^[0-9a-f]{40,}$/.test(revision) ? revision.slice(0, 7) : revision

export function policyProblem(code: Problem['code'], message: string, hint: string): Problem {
  return { code, message, hint }
}

export function hiddenHistory(wanted: string): Problem {
  return policyProblem(
    'ORDER_UNKNOWN',
    `the compare API of GitHub does not find ${short(wanted)}, the commit to deploy`,
    'Give the job "permissions: contents: read" and leave github-token at its default, or check out with fetch-depth: 0; to deploy a commit of another repository, set on-diverged to write.',
  )
}
