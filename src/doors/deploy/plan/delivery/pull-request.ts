import type { Problem } from '../../../../errors/errors.ts'
import { type Judged, sound } from '../../../../errors/judged.ts'
import { PLACEHOLDERS, unknownPlaceholders } from '../../../../gitops/message/template.ts'
import type { ConfigInputs } from '../../../../inputs/config-inputs.ts'
import { PLAIN_PULL_REQUEST, type PullRequestOptions } from '../../../../inputs/pull-request.ts'
import { yamlProblem } from '../../../../inputs/yaml-map.ts'
import type { ConfigPlan } from '../../../../plan/config.ts'
import type { Source } from '../../../../source/source.ts'
import { impossible, type Obstacle, obstacleTo, placeOf, type ViaOptions } from '../commit-via.ts'

interface DeliveryOptions extends Pick<ViaOptions, 'remote' | 'credential'> {
  readonly config: Pick<ConfigInputs, 'delivery' | 'pullRequest'>
}

/** How a change reaches the branch that Argo CD deploys from: pull requests are opened on the GitHub of the run. */
export function planDelivery(
  { config: { delivery, pullRequest = PLAIN_PULL_REQUEST }, ...place }: DeliveryOptions,
  source: Source,
): Judged<Pick<ConfigPlan, 'pullRequest'>> {
  if (delivery === 'push') return sound({ pullRequest: undefined })
  const obstacle = place.credential.kind === 'ssh' ? DEPLOY_KEY : obstacleTo(place, source)
  const { repository, apiUrl } = placeOf(place.remote, source)
  return {
    value: { pullRequest: { ...pullRequest, repository, apiUrl } },
    problems: obstacle ? [impossible(obstacle, ASKED, 'delivery: push')] : [],
  }
}

const ASKED = { input: 'delivery', is: 'pull-request' }

const DEPLOY_KEY: Obstacle = {
  why: 'config-ssh-key is a key of git alone, and no pull request is opened with one',
  inputs: ['config-ssh-key', 'config-token'],
  hint: (otherwise) =>
    `In place of config-ssh-key, set config-app-id and its key, or config-token, with config-repository as owner/name; or set ${otherwise}.`,
}

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
