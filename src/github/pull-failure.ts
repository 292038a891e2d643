import { fail } from '../errors/errors.ts'
import { GithubFailure } from './failure.ts'

/** Where pull requests are asked for, and the input whose token asks. */
export interface Asked {
  readonly repository: string
  readonly input: string
}

/** @throws StepError PULL_REQUEST_REFUSED, with what would change it. */
export async function asking<T>(
  { repository, input }: Asked,
  what: string,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof GithubFailure)) throw error
    const said = error.said.join('; ')
    return fail(
      {
        code: 'PULL_REQUEST_REFUSED',
        message: `the pull request of the deploy could not ${what} in ${repository}: GitHub ${error.message}${said ? `: ${said}` : ''}`,
        hint: hintOf(error, said, input),
      },
      error,
    )
  }
}

const NOT_ALLOWED = /not permitted to create or approve/i
const NOTHING_DONE =
  'Nothing is lost: the images are in the registry, and the branch is found by the next run.'

/** GitHub docs, "Managing GitHub Actions settings for a repository": the setting, and that such pull requests start no workflows. */
function hintOf({ status }: GithubFailure, said: string, input: string): string {
  if (NOT_ALLOWED.test(said)) {
    return 'Allow it in the settings of that repository or its organisation (Actions, General, "Allow GitHub Actions to create and approve pull requests"), or give config-token the token of an App: pull requests of GITHUB_TOKEN start no workflows either.'
  }
  if (status === 401) return `Give ${input} a token that is still good.`
  if (status === 403 || status === 404) {
    return input === 'github-token'
      ? 'Give the job "pull-requests: write" beside "contents: write": github-token opens the pull request, as config-repository is the repository of this run.'
      : `Give ${input} pull_requests: write on the config repository, beside contents: write (a fine-grained token, or the App and its installation); for the token of the job: "permissions: pull-requests: write".`
  }
  return `${NOTHING_DONE} Look at what GitHub says, or at its status, and run the job again.`
}
