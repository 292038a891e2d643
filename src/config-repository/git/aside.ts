import { fail } from '../../errors/errors.ts'
import { wantsSignatures } from './remote/host-hints.ts'

const INSTEAD = 'or name another branch: pull-request: {branch: ...}.'

interface Aside {
  readonly label: string
  readonly branch: string
  readonly reason: string
}

/** The same of the branch of a pull request, which is made anew by every newer commit. */
export function failRefusedAside({ label, branch, reason }: Aside): never {
  return fail({
    code: 'CONFIG_REFUSED',
    message: `config-repository ${label} refused the commit on ${branch}: ${reason}`,
    hint: wantsSignatures(reason)
      ? `Set commit-via: api, with config-app-id or the token of an App in config-token: GitHub signs what an App commits, and git makes commits without a signature here. Or take ${branch} out of the rule that wants signatures, ${INSTEAD}`
      : `Allow the credential to create ${branch} and to force it: take it out of the branch protection or ruleset that matches it, or let its app bypass that; ${INSTEAD}`,
  })
}

/**
 * What a server says of a branch that cannot be beside one which is called as its folder (git's refs.c on a line of its own;
 * GitHub's words come second).
 */
export const standsInTheWay = (result: {
  readonly stdout: string
  readonly stderr: string
}): string | undefined =>
  /'refs\/heads\/[^'\n]{1,300}' exists; cannot create|directory file conflict/i.exec(
    result.stdout + result.stderr,
  )?.[0]

/** No race: it stays so until somebody renames one of the two. */
export function failInTheWay({ label, branch, reason }: Aside): never {
  return fail({
    code: 'PULL_REQUEST_BRANCH',
    message: `config-repository ${label} cannot have the branch ${branch}, because of another one: ${reason}`,
    hint: `Rename the branch that is called as a folder of ${branch}, or set another name for this one: pull-request: {branch: ...}.`,
  })
}
