import { commitUrl } from '../../config-repository/links.ts'
import { type ImagePlan, isPushed } from '../../plan/image.ts'
import { configOf } from '../../plan/plan.ts'
import { type DeployRecord, overlayResults, stepResult, tagOf } from './record.ts'

/** The outputs of action.yml, in its order; a test holds the two lists equal. */
export const OUTPUT_NAMES = [
  'image',
  'image-by-digest',
  'tag',
  'digest',
  'registry',
  'account-id',
  'repository-url',
  'images',
  'result',
  'config-commit',
  'config-commit-url',
  'changed-files',
  'pull-request-url',
  'pull-request-number',
  'deployment-id',
] as const

export type Outputs = Record<(typeof OUTPUT_NAMES)[number], string>

export function outputsOf(record: DeployRecord): Outputs {
  return {
    ...imageOutputs(record),
    images: JSON.stringify(imagesJson(record)),
    result: stepResult(record),
    'config-commit': record.commit ?? '',
    'config-commit-url': configCommitUrl(record) ?? '',
    'changed-files': changedFiles(record),
    'pull-request-url': record.pullRequest?.url ?? '',
    'pull-request-number': String(record.pullRequest?.number ?? ''),
    'deployment-id': String(record.deployment?.id ?? ''),
  }
}

/** Of the commit, or of the pull request. */
function changedFiles({ commit, isProposed, proposal }: DeployRecord): string {
  return proposal && (commit !== undefined || isProposed) ? [...proposal.files.keys()].join('\n') : ''
}

type ImageOutput =
  | 'image'
  | 'image-by-digest'
  | 'tag'
  | 'digest'
  | 'registry'
  | 'account-id'
  | 'repository-url'

/** The flat outputs are those of the first image; `images` has all. */
function imageOutputs(record: DeployRecord): Record<ImageOutput, string> {
  const image = record.plan?.images[0]
  const digest = (image && record.images.get(image.name)?.found?.digest) ?? ''
  const tag = image ? tagOf(record, image) : ''
  if (!image || !isPushed(image)) {
    return {
      image: '',
      'image-by-digest': '',
      tag,
      digest,
      registry: '',
      'account-id': '',
      'repository-url': '',
    }
  }
  const url = image.repositoryUrl
  const { host, account } = image.access.registry
  return {
    image: `${url}:${tag}`,
    'image-by-digest': digest && `${url}@${digest}`,
    tag,
    digest,
    registry: host,
    'account-id': account,
    'repository-url': url,
  }
}

function imagesJson(record: DeployRecord): object {
  const images = record.plan?.images ?? []
  return Object.fromEntries(
    images.map((image) => {
      const { how, found } = record.images.get(image.name) ?? {}
      const value = {
        repository: image.repository,
        repositoryUrl: repositoryUrl(image) ?? null,
        tag: tagOf(record, image),
        digest: found?.digest ?? null,
        reused: how === 'reused' || how === 'released',
        platforms: found?.platforms ?? [],
        overlays: Object.fromEntries(overlayResults(record, image)),
      }
      return [image.name, value]
    }),
  )
}

function repositoryUrl(image: ImagePlan): string | undefined {
  return isPushed(image) ? image.repositoryUrl : undefined
}

export function configCommitUrl({ plan, commit }: DeployRecord): string | undefined {
  const config = configOf(plan)
  return config && commit ? commitUrl(config.remote, commit) : undefined
}
