/** Content digest of a manifest, `sha256:` and 64 hex digits (OCI image-spec, descriptor). */
export type Digest = string & { readonly brand: 'Digest' }

export function isDigest(text: string): text is Digest {
  return /^sha256:[0-9a-f]{64}$/.test(text)
}

/** OCI distribution-spec: a tag is at most 128 characters and begins with a word character. */
export function isTag(text: string): boolean {
  return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text)
}

/** ECR API reference, CreateRepository, `repositoryName`: 2-256 characters of this pattern. */
export function isRepositoryName(text: string): boolean {
  const segments = text.split('/')
  return (
    text.length >= 2 &&
    text.length <= 256 &&
    segments.every((segment) => /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(segment))
  )
}

/** The last segment of a repository, which an image is called by when it has no name of its own. */
export const lastSegment = (repository: string): string => repository.slice(repository.lastIndexOf('/') + 1)

/** The registry part of an image name, by Docker's rule: the first segment, if it looks like a host. */
export function registryOf(imageName: string): string | undefined {
  const [first = '', ...rest] = imageName.split('/')
  const isHost = first === 'localhost' || /[.:]/.test(first)
  return rest.length > 0 && isHost ? first : undefined
}

/** The name of an image and what stands behind it, whether that is well-formed or not. */
export interface ImageParts {
  readonly name: string
  readonly tag: string | undefined
  readonly digest: string | undefined
}

/** Takes a reference apart where kustomize does (api/image, `Split`); nothing is checked, and nothing is lost. */
export function splitReference(text: string): ImageParts {
  const [named = '', ...rest] = text.split('@')
  const digest = rest.length > 0 ? rest.join('@') : undefined
  const colon = named.lastIndexOf(':')
  if (colon <= named.lastIndexOf('/')) return { name: named, tag: undefined, digest }
  return { name: named.slice(0, colon), tag: named.slice(colon + 1), digest }
}

interface NamedImage {
  readonly image?: string | undefined
  readonly tag?: string | undefined
  readonly digest?: string | undefined
}

/** kustomize, api/filters/imagetag: tag and digest are both written since kustomize#4406. */
export const joinReference = ({ image = '', tag, digest }: NamedImage): string =>
  `${image}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`

export interface ImageReference {
  /** With its registry, which is Docker Hub where the name says none. */
  readonly repository: string
  readonly tag: string | undefined
  readonly digest: Digest | undefined
}

/** The name of an image as docker reads it (distribution/reference, `ParseNormalizedNamed`), or undefined for anything else. */
export function parseReference(text: string): ImageReference | undefined {
  const { name, tag, digest } = splitReference(text)
  const isPlain = name.length <= LONGEST_NAME && /^[\w./:-]+$/.test(name) && (tag === undefined || isTag(tag))
  if (!isPlain || (digest !== undefined && !isDigest(digest))) return undefined
  return { repository: fullName(name), tag, digest }
}

/** distribution/reference, `NameTotalLengthMax`. */
const LONGEST_NAME = 255
const DOCKER_HUB = 'docker.io'

function fullName(name: string): string {
  const host = registryOf(name)
  const path = host === undefined ? name : name.slice(host.length + 1)
  const registry = host === undefined || host === 'index.docker.io' ? DOCKER_HUB : host
  return `${registry}/${registry === DOCKER_HUB && !path.includes('/') ? 'library/' : ''}${path}`
}
