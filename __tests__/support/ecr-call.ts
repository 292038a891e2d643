import {
  findRepository,
  type ImageStore,
  type Mutability,
  type Place,
  type RegistryHome,
  type StoredRepository,
} from './image-store.ts'
import type { Session } from './sessions.ts'

/** A refusal in the words of AWS. */
export class EcrRefusal extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export interface ImageId {
  imageTag?: string
  imageDigest?: string
}

export interface EcrInput {
  registryId?: string
  registryIds?: string[]
  repositoryName?: string
  repositoryNames?: string[]
  imageIds?: ImageId[]
  acceptedMediaTypes?: string[]
  imageManifest?: string
  imageManifestMediaType?: string
  imageTag?: string
  imageDigest?: string
  layerDigest?: string
  filter?: { imageStatus?: 'ACTIVE' | 'ARCHIVED' | 'ACTIVATING' | 'ANY' }
  imageTagMutability?: Mutability
  imageTagMutabilityExclusionFilters?: { filter: string }[]
  imageScanningConfiguration?: { scanOnPush?: boolean }
  encryptionConfiguration?: { encryptionType: string; kmsKey?: string }
  tags?: { Key: string; Value: string }[]
  policyText?: string
  lifecyclePolicyText?: string
}

export interface ImageFailure {
  failureCode: string
  failureReason: string
}

export interface EcrBehaviour {
  proxyEndpoint: (home: RegistryHome) => string
  /** What BatchGetImage says of a tag in place of its image, as for an archived one. */
  withheld: Map<string, ImageFailure>
  /** Another address of a blob than the one where it is. */
  layerUrl?: (place: Place, digest: string) => string | undefined
  /** Tags of archived images: they are taken, and nobody is given one. */
  archived: Set<string>
}

export interface EcrCall {
  input: EcrInput
  home: RegistryHome
  session: Session
  store: ImageStore
  settings: EcrBehaviour
  documents: { kind: string; account: string; repository: string; text: string }[]
  /** A signed address of a blob. */
  layerUrl: (place: Place, digest: string) => string
  issuePassword: (session: Session) => { password: string; expiresAt: Date }
}

/** The place that a call names; a refusal when there is no such repository. */
export async function placeOf({ input, home, store }: EcrCall): Promise<Place> {
  const place = { ...home, repository: input.repositoryName ?? '' }
  await knownRepository(store, place)
  return place
}

export async function knownRepository(store: ImageStore, place: Place): Promise<StoredRepository> {
  const repository = await findRepository(store, place)
  if (repository) return repository
  throw new EcrRefusal(
    'RepositoryNotFoundException',
    `The repository with name '${place.repository}' does not exist in the registry with id '${place.account}'`,
  )
}
