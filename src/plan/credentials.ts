import type { Problem } from '../errors.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { Source } from '../source/source.ts'

/** What a run that pushes lacks to get credentials at all: all of it is known before any request. */
export function missingCredentials(inputs: Inputs, source: Source): readonly Problem[] {
  if (inputs.awsCredentials === 'ambient') return withheld(source)
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

const FOR_OTHERS =
  'Set push: false for such runs, or keep them from this job by an if; deploy from a run on the default branch.'

/** GitHub keeps tokens and secrets from the runs of strangers; what a runner has by itself is kept from them here. */
function withheld(source: Source): readonly Problem[] {
  const stranger = strangerIn(source)
  if (!stranger) return []
  return [
    {
      code: 'CREDENTIALS_UNAVAILABLE',
      inputs: ['aws-credentials'],
      message: `aws-credentials is ambient, and ${stranger} does not get the credentials of the runner`,
      hint: FOR_OTHERS,
    },
  ]
}

/** GitHub docs, "OpenID Connect": the permission `id-token: write`, which runs of strangers cannot have. */
export function noIdToken(source: Source): Problem {
  const message = 'GitHub gave this job no OIDC token to assume role-to-assume with'
  const stranger = strangerIn(source)
  if (stranger) {
    return {
      code: 'ID_TOKEN_UNAVAILABLE',
      message: `${message}: ${stranger} never gets one`,
      hint: FOR_OTHERS,
    }
  }
  return {
    code: 'ID_TOKEN_UNAVAILABLE',
    message: `${message}: the job lacks the permission`,
    hint: 'Add "permissions: { id-token: write, contents: read }" to the job; in a reusable workflow, also to the calling job.',
  }
}

function strangerIn({ fromFork, fromDependabot }: Source): string | undefined {
  if (fromFork) return 'a pull request from a fork'
  return fromDependabot ? 'a run started by Dependabot' : undefined
}
