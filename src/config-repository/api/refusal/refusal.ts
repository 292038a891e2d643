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
  const problem: Problem = {
    code,
    message: [`${what}: ${said.replace(/\.$/, '')}`, ...rules].join('. '),
    hint,
  }
  return fail(problem, failure)
}

const describe = (refused: Refused, said: string): Record<RefusalKind, Described> => ({
  ...ofCredential(refused),
  ...ofBranch(refused, said),
  ...ofServer(refused),
})
