import { shortTag } from '../../../../names/tag.ts'
import type { GithubDeploymentPlan } from '../../../../plan/github-deployment.ts'
import type { PushedImage } from '../../../../plan/image.ts'
import { isOwnRepository, runUrl, type Source } from '../../../../source/source.ts'
import type { Inputs } from '../../inputs.ts'

/** One for all images: those of this repository, whose token is the only one there is. */
export function planGithubDeployment(
  { githubDeployment: environment, githubToken: token, dryRun }: Inputs,
  images: readonly PushedImage[],
  source: Source,
): GithubDeploymentPlan | undefined {
  const own = images.filter(({ sourceRepository }) => isOwnRepository(sourceRepository, source))
  if (environment === undefined || dryRun || token === undefined || own.length === 0) return undefined
  const [first] = own
  return {
    repository: source.repository,
    environment,
    // Without one the image is no commit's that is known, and the run's own comes the closest.
    commit: first?.commit ?? source.sha,
    description: describe(own),
    logUrl: runUrl(source),
    token,
  }
}

/** GitHub REST API, "Create a deployment status": at most 140 characters. */
const LONGEST = 140

function describe(images: readonly PushedImage[]): string {
  const [first, ...others] = images.map(({ name, tag }) => `${name} ${shortTag(tag)}`)
  const text = `${first}${others.length > 0 ? ` and ${others.length} more` : ''}`
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text
}

export function githubDeploymentWarnings(
  { githubDeployment: environment, githubToken: token }: Inputs,
  images: readonly PushedImage[],
  source: Source,
): readonly string[] {
  if (environment === undefined) return []
  const own = images.some(({ sourceRepository }) => isOwnRepository(sourceRepository, source))
  if (!own)
    return [
      `github-deployment has no effect: no image of this step is of ${source.repository}, and github-token reaches no other repository.`,
    ]
  return token === undefined
    ? [
        'github-deployment has no effect without github-token: leave that input out, so that it is the token of the job.',
      ]
    : []
}
