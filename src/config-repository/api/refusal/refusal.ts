import { fail, type Problem } from '../../../errors/errors.ts'
import type { GithubFailure } from '../../../github/failure.ts'
import type { Described, Refused } from './described.ts'
import { kindOf, type RefusalKind } from './kind.ts'
import { ofBranch } from './of-branch.ts'
import { ofCredential } from './of-credential.ts'
import { ofServer } from './of-server.ts'

/** @throws StepError */
export function failRefused(failure: GithubFailure, refused: Refused): never {
  const kind = kindOf(failure)
  const { rules = [] } = refused
  const said = failure.said.length > 0 ? failure.said.slice(0, 6).join('; ') : failure.message
  const { code, what, hint } = describe(refused, said)[kind]
  const whole = SAID_ALREADY.has(kind) ? what : `${what}: ${said.replace(/\.$/, '')}`
  const problem: Problem = { code, message: [whole, ...rules].join('. '), hint }
  return fail(problem, failure)
}

/** GitHub's words say the same as those of this step. */
const SAID_ALREADY: ReadonlySet<RefusalKind> = new Set(['branch-missing', 'archived'])

const describe = (refused: Refused, said: string): Record<RefusalKind, Described> => ({
  ...ofCredential(refused),
  ...ofBranch(refused, said),
  ...ofServer(refused),
})
