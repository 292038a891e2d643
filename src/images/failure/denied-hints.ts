import { isRepositoryName } from '../../names/reference.ts'
import type { Subject } from './subject.ts'

/** ECR user guide, "IAM permissions for pushing an image". */
const WRITE =
  'ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and ecr:PutImage'
/** What a layer is read with, wherever it is taken from. */
const READ = 'ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage'

/** ECR names the action, and the kind of policy that denies it. */
export function actionHint(subject: Subject): string {
  const { reason } = subject
  const [, action = ''] = /not authorized to perform: (\S+)/.exec(reason) ?? []
  const [, named] =
    /on resource: arn:[\w-]{1,20}:ecr:[\w-]{1,40}:\d{12}:repository\/([a-z0-9._/-]{1,256})/.exec(reason) ?? []
  const repository = named ?? subject.repository
  if (/explicit deny/.test(reason)) return denyHint(action, repository ?? 'it names')
  const from = mountedFrom(subject) ?? (isForeignRead(action, named, subject) ? named : undefined)
  if (from !== undefined) return mountHint(from)
  return `Allow ${action} on the repository ${repository} in the policy of role-to-assume; a push needs ${WRITE}.`
}

/** Whatever is allowed besides. */
export const denyHint = (action: string, repository: string): string =>
  `Change the policy that denies ${action} on the repository ${repository}: the message says of what kind it is, and a deny overrules what role-to-assume allows.`

/** A push reads in its own repository, and where it takes layers over from. */
const isForeignRead = (action: string, named: string | undefined, { repository }: Subject): boolean =>
  READ.includes(action) && named !== repository

/** A push was refused, and the registry's reason is not known. */
export function pushHint(subject: Subject): string {
  const { repository } = subject
  const from = mountedFrom(subject)
  if (from !== undefined) return mountHint(from)
  return `Allow ${WRITE} on the repository ${repository} in the policy of role-to-assume, and check the registry's own message above.`
}

/** A layer that the registry has in another repository is taken over from there (ECR user guide, "Blob mounting"). */
function mountedFrom({ reason, repository }: Subject): string | undefined {
  const [, encoded = ''] = /\/blobs\/uploads\/\?(?:\S{0,300}&)?from=([\w.%/-]{1,400})/.exec(reason) ?? []
  const from = encoded.replaceAll(/%2f/gi, '/')
  return isRepositoryName(from) && from !== repository ? from : undefined
}

function mountHint(from: string): string {
  return `Allow ${READ} on the repository ${from} to role-to-assume: the push takes over layers of a base image that are there. The repository that is pushed to was not refused.`
}
