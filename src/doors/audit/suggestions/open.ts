import type { Step } from '../../../action.ts'
import { fail } from '../../../errors/errors.ts'
import { openGithub } from '../../../github/client.ts'
import { GithubFailure } from '../../../github/failure.ts'
import { openReview } from '../../../github/review.ts'
import { fieldOf, textOf } from '../../../names/parsed.ts'
import { readPayload } from '../../../source/read-payload.ts'
import type { Deliver } from '../ports.ts'
import { suggest } from './suggest.ts'

/** Puts fixes on the pull request of the run as suggestions: each has a button that commits it. */
export function deliverSuggestions({ environment, signal, watch, log }: Step): Deliver {
  return async (fixed, { findings, githubToken: token }) => {
    const { variables: env } = environment
    const payload = await readPayload(env.GITHUB_EVENT_PATH)
    const number = fieldOf(payload, 'pull_request', 'number')
    const head = textOf(fieldOf(payload, 'pull_request', 'head', 'sha'))
    const repository = env.GITHUB_REPOSITORY
    if (typeof number !== 'number' || head === undefined || !repository) return noPullRequest()
    const apiUrl = env.GITHUB_API_URL || 'https://api.github.com'
    const review = openReview(openGithub({ apiUrl, token, credential: 'github-token', signal, watch }), {
      repository,
      number,
    })
    try {
      const [files, said] = await Promise.all([review.files(), review.comments()])
      const { comments, known, elsewhere } = suggest({ fixed, findings }, files, said)
      for (let from = 0; from < comments.length; from += MOST_COMMENTS) {
        await review.say(head, comments.slice(from, from + MOST_COMMENTS))
      }
      return { suggestions: { made: comments.length + known, elsewhere } }
    } catch (error) {
      if (!(error instanceof GithubFailure)) throw error
      // The token of a fork may only read: what was found is reported all the same.
      log.warning(
        `GitHub took no suggestions: it ${error.message}. They need pull-requests: write, which runs of forks do not have.`,
      )
      return { suggestions: { made: 0, elsewhere: fixed.length } }
    }
  }
}

/** A review with many comments takes GitHub long, and one with too many is refused. */
const MOST_COMMENTS = 50

function noPullRequest(): never {
  return fail({
    code: 'INPUT_INVALID',
    inputs: ['fix-as'],
    message: 'fix-as is suggestions, and this run is for no pull request to make them on',
    hint: 'Run on the event pull_request, or set fix-as to files, patch or pull-request.',
  })
}
