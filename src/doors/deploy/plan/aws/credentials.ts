import { FOR_OTHERS, noIdToken } from '../../../../aws/session/id-token.ts'
import type { Problem } from '../../../../errors/errors.ts'
import type { Source } from '../../../../source/source.ts'
import type { Inputs } from '../../inputs.ts'

/** What a run that pushes lacks to get credentials at all: all of it is known before any request. */
export function credentialProblems(inputs: Inputs, source: Source): readonly Problem[] {
  const ambient = inputs.awsCredentials === 'ambient'
  // Whatever the event and its permissions: what is built may be anybody's code.
  if (source.fromFork && (ambient || source.idTokenAvailable)) return [withheld(source)]
  if (ambient) return []
  const role: readonly Problem[] = inputs.roleToAssume
    ? []
    : [
        {
          code: 'INPUT_REQUIRED',
          inputs: ['role-to-assume'],
          message: 'role-to-assume is empty, and this run pushes',
          hint: 'Set the input role-to-assume to the full ARN of a role that may push, such as arn:aws:iam::465002806239:role/gitops-deploy, or set push: false.',
        },
      ]
  return source.idTokenAvailable ? role : [...role, noIdToken(source)]
}

function withheld({ event, fromAnybody }: Source): Problem {
  const what = fromAnybody
    ? `${event || 'no event'}, which does not say whose files are checked out`
    : 'a pull request from a fork'
  const way = fromAnybody
    ? 'Or check out the commit of the run with git, without submodules, and add no file to it, not even an ignored one; build from such folders and from images alone (context, file, build-contexts).'
    : ''
  return {
    code: 'CREDENTIALS_UNAVAILABLE',
    message: `this run is for ${what}, and gets no AWS credentials here, whatever its event and permissions`,
    hint: `${FOR_OTHERS} ${way}`.trim(),
  }
}
