import type { Problem } from '../../../../errors/errors.ts'
import { PLACEHOLDERS, unknownPlaceholders } from '../../../../gitops/message/template.ts'
import type { ConfigInputs } from '../../../../inputs/config-inputs.ts'
import { PLAIN_PULL_REQUEST, type PullRequestOptions } from '../../../../inputs/pull-request.ts'
import { yamlProblem } from '../../../../inputs/yaml-map.ts'
import type { ConfigPlan } from '../../../../plan/config.ts'

/** How a change reaches the branch that Argo CD deploys from. */
export const planDelivery = ({
  delivery,
  pullRequest = PLAIN_PULL_REQUEST,
}: ConfigInputs): Pick<ConfigPlan, 'pullRequest'> => ({
  pullRequest: delivery === 'pull-request' ? pullRequest : undefined,
})

/** Options of a pull request that no server needs to be asked about. */
export function pullRequestProblems(config: ConfigInputs): readonly Problem[] {
  const { delivery, pullRequest } = config
  if (delivery !== 'pull-request' || !pullRequest) return []
  return [
    ...unknownPlaceholders(pullRequest.title ?? '').map(noPlaceholder),
    ...(pullRequest.branch !== undefined && pullRequest.branch === config.branch ? [OWN_BRANCH] : []),
    ...otherOrganisation(pullRequest, config),
  ]
}

const noPlaceholder = (name: string): Problem =>
  yamlProblem(
    'pull-request',
    `pull-request.title has the unknown placeholder {${name}}`,
    `The placeholders of pull-request.title are ${PLACEHOLDERS.map((one) => `{${one}}`).join(' ')}.`,
  )

const OWN_BRANCH = yamlProblem(
  'pull-request',
  'pull-request.branch is the branch of config-branch, which the pull request is to be merged into',
  'Give pull-request.branch a name of its own, such as deploys/web, or leave it out.',
)

/** Only teams of the organisation that owns the repository can be asked. */
function otherOrganisation(
  { teamReviewers }: PullRequestOptions,
  { repository }: ConfigInputs,
): readonly Problem[] {
  const [owner] = repository?.slug?.split('/') ?? []
  return teamReviewers.flatMap(({ organisation, slug }) => {
    if (!owner || !organisation || owner.toLowerCase() === organisation.toLowerCase()) return []
    const message = `pull-request.team-reviewers names ${organisation}/${slug}, but the config repository is of ${owner}`
    return [yamlProblem('pull-request', message, `Name teams of ${owner} in pull-request.team-reviewers.`)]
  })
}

export const pullRequestWarnings = ({ delivery, pullRequest }: ConfigInputs): readonly string[] =>
  delivery === 'push' && pullRequest
    ? [
        'pull-request has no effect with delivery: push. Set delivery: pull-request, or take pull-request out.',
      ]
    : []
