import type { Problem } from '../../errors/errors.ts'
import type { Source } from '../../source/source.ts'

/** What to change where a run must not get credentials. */
export const FOR_OTHERS =
  'Set push: false for such runs, or keep them from this job by an if; deploy from a run on the default branch.'

/** GitHub docs, "OpenID Connect": the permission `id-token: write`, which runs of strangers cannot have. */
export function noIdToken(source: Source): Problem {
  const message = 'GitHub gave this job no OIDC token to assume role-to-assume with'
  if (source.underAct) {
    return {
      code: 'ID_TOKEN_UNAVAILABLE',
      message:
        'act makes no OIDC tokens, whatever the permissions of the job are, and this run assumes role-to-assume with one',
      hint: 'Under act, set push: false to build only, or aws-credentials: ambient with AWS credentials in the environment of the step (act --env-file).',
    }
  }
  if (source.fromFork) {
    return {
      code: 'ID_TOKEN_UNAVAILABLE',
      message: `${message}: a pull request from a fork gets none`,
      hint: FOR_OTHERS,
    }
  }
  if (source.fromDependabot) {
    return {
      code: 'ID_TOKEN_UNAVAILABLE',
      message: `${message}: a run started by Dependabot gets none by default`,
      hint: `${FOR_OTHERS} If Dependabot's runs are meant to push, add "permissions: { id-token: write, contents: read }" to the job, with what else it needs: a permission that is not listed is none.`,
    }
  }
  return {
    code: 'ID_TOKEN_UNAVAILABLE',
    message: `${message}: the job lacks the permission`,
    hint: 'Add "permissions: { id-token: write, contents: read }" to the job, with what else it needs: a permission that is not listed is none. In a reusable workflow, also to the calling job.',
  }
}
