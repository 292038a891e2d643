import type { Problem } from '../../errors/errors.ts'
import type { EcrHost, Stated } from '../../names/host.ts'
import { oneLine } from '../../names/text.ts'
import type { ArchivedStatus } from './registry.ts'

/** An image that ECR did not hand over, and why: the code of an image failure, or the name of an exception. */
interface WithheldImage {
  readonly host: EcrHost
  readonly repository: string
  readonly tag: string
  readonly reason: string
  readonly detail: string
}

/** By how the reason begins: ECR API reference, ImageFailure, and the errors of BatchGetImage. */
const HINTS: readonly (readonly [string, (image: WithheldImage) => string])[] = [
  [
    'ImageInaccessible',
    (image) => `Look at its imageStatus: ${lookAt(image)}. If it is ARCHIVED: ${restore(image)}`,
  ],
  [
    'Kms',
    ({ repository }) =>
      `Enable the KMS key of the repository ${repository}, and allow ECR to use it in its key policy.`,
  ],
  [
    'UpstreamAccessDenied',
    ({ repository }) =>
      `Correct the credentials of the pull through cache rule for ${repository} in Secrets Manager: its upstream registry refuses them.`,
  ],
  [
    'UpstreamTooManyRequests',
    ({ repository }) =>
      `Run the job again later, or give the pull through cache rule for ${repository} credentials: its upstream registry limits requests.`,
  ],
  ['Upstream', silentUpstream],
  ['UnableToGetUpstream', silentUpstream],
]

function silentUpstream({ repository }: WithheldImage): string {
  return `Run the job again; if it stays, check the pull through cache rule for ${repository}: its upstream registry does not answer.`
}

/** undefined: the reason is none that keeps an image back. */
export function withheldProblem(image: WithheldImage): Problem | undefined {
  const { host, repository, tag, reason, detail } = image
  const said = oneLine(`${reason} ${detail}`).trim()
  const hint = isArchived(image) ? restore : HINTS.find(([beginning]) => reason.startsWith(beginning))?.[1]
  if (!hint) return undefined
  return {
    code: 'IMAGE_UNAVAILABLE',
    message: `${host.host}/${repository}:${tag} cannot be had from ECR: ${said}`,
    hint: hint(image),
  }
}

/**
 * Which code an archived image has is documented nowhere, so the reason of a failure counts as well; not the message
 * of an exception, which holds the names of roles and repositories.
 */
function isArchived({ reason, detail }: WithheldImage): boolean {
  return /archiv/i.test(reason) || (!reason.endsWith('Exception') && /\barchived\b/i.test(detail))
}

type ImagePlace = Pick<WithheldImage, 'host' | 'repository' | 'tag'>

/** ECR has the image, though no pull and no look-up finds it. */
export function archivedProblem(image: ImagePlace, status: ArchivedStatus): Problem {
  const { host, repository, tag } = image
  return {
    code: 'IMAGE_UNAVAILABLE',
    message: `${host.host}/${repository}:${tag} is archived (imageStatus ${status}): ECR keeps it, and hands it over to nobody`,
    hint:
      status === 'ARCHIVED'
        ? restore(image)
        : `Run the job again when its imageStatus is ACTIVE: ${lookAt(image)}.`,
  }
}

/** Without the filter only active images are described (API reference, DescribeImagesFilter). */
export const lookAt = (image: ImagePlace): string =>
  `aws ecr describe-images ${place(image)} --image-ids imageTag=${image.tag} --filter imageStatus=ANY`

/** ECR user guide, "Archiving an image"; API reference, UpdateImageStorageClass. */
function restore(image: ImagePlace): string {
  return `Restore it: aws ecr update-image-storage-class ${place(image)} --image-id imageTag=${image.tag} --target-storage-class STANDARD. Run the job again when its status is ACTIVE.`
}

const place = ({ host, repository }: ImagePlace): string =>
  `--region ${host.region} --registry-id ${host.account} --repository-name ${repository}`

/** The inputs of an address that is wrong somewhere, the likeliest first. */
function wherever({ repository, region, account }: Stated): string {
  const [first, ...rest] = new Set([repository, region, account])
  return `the input ${first} (or ${rest.join(' or ')})`
}

/** There is no such repository, and this step is not to create it. */
export function missingRepository(
  { account, region }: EcrHost,
  repository: string,
  stated?: Stated,
): Problem {
  const command = `aws ecr create-repository --region ${region} --repository-name ${repository} --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true`
  return {
    code: 'REPOSITORY_MISSING',
    message: `ECR repository ${repository} does not exist in account ${account}, region ${region}`,
    hint: `Correct ${stated ? wherever(stated) : 'the input repository or registry'}, or create it: set create-repository: true (a map with kms-key and tags where the organisation demands them, on-push where a repository creation template of the registry makes it), run ${command}, or add an aws_ecr_repository in Terraform.`,
  }
}

/** A push was to make the repository, and did not. */
export function noTemplate({ account, region }: EcrHost, repository: string): Problem {
  const prefix = repository.includes('/') ? repository.slice(0, repository.lastIndexOf('/')) : 'ROOT'
  return {
    code: 'REPOSITORY_MISSING',
    inputs: ['create-repository'],
    message: `create-repository is on-push, but the push did not make the ECR repository ${repository} in account ${account}, region ${region}`,
    hint: `Create a repository creation template there whose prefix ${repository} has, and that is applied for CREATE_ON_PUSH: aws ecr create-repository-creation-template --region ${region} --prefix ${prefix} --applied-for CREATE_ON_PUSH --image-tag-mutability IMMUTABLE; or set create-repository: true. Where there is one, allow ecr:CreateRepository on the repository in the policy of role-to-assume.`,
  }
}
