import type { Step } from '../../../action.ts'
import { openGithub } from '../../../github/client.ts'
import { type DeploymentTracker, trackDeployment } from '../../../github/deployment.ts'
import type { GithubDeploymentPlan } from '../../../plan/github-deployment.ts'

/** A run that is cancelled has a few seconds to say so, and its own signal lets no request out any more. */
const LONGEST_MS = 30_000
const AFTER_CANCEL_MS = 3_000

export function openTracker(
  { token, ...options }: GithubDeploymentPlan,
  { environment, log, signal, watch }: Pick<Step, 'environment' | 'log' | 'signal' | 'watch'>,
): DeploymentTracker {
  const apiUrl = environment.variables.GITHUB_API_URL || 'https://api.github.com'
  const late = new AbortController()
  const end = () => setTimeout(() => late.abort(), AFTER_CANCEL_MS).unref()
  if (signal.aborted) end()
  else signal.addEventListener('abort', end, { once: true })
  const github = openGithub({ apiUrl, token, signal: late.signal, watch })
  const bounded: typeof github = {
    ...github,
    ask: (call, terms) => github.ask(call, { ...terms, budgetMs: LONGEST_MS }),
  }
  return trackDeployment(options, { github: bounded, onWarning: (warning) => log.warning(warning) })
}
