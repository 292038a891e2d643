import { type Leaf, leavesOf, type Manifest, nameOf } from './manifests.ts'

/** A field with an image that `images:` does not reach. */
export interface UnreachedField {
  readonly kind: string
  readonly name: string
  readonly path: readonly (string | number)[]
}

/** A container that has no image, so that no entry can match it. */
export interface EmptyContainer {
  readonly kind: string
  readonly name: string
  readonly container: string
}

/** Lists that the transformer looks for at any depth (kustomize api, filters/imagetag/legacy.go). */
const CONTAINER_LISTS = new Set(['containers', 'initContainers'])

export type References = readonly [string, ...string[]]

/** What kustomize makes of an entry; before kustomize#4406 the tag was left out beside a digest. */
export function acceptedReferences(reference: string): References {
  const [, name, digest] = /^([^@]+):[^:/@]+(@.+)$/.exec(reference) ?? []
  return name === undefined ? [reference] : [reference, `${name}${digest}`]
}

/** Objects whose texts are documents of their own, not fields that somebody acts on. */
const HOLDS_TEXTS = /^kind: (?:ConfigMap|Secret)$/m

/**
 * Whether a field of any object is one of the references. `replacements` and `vars` may make a part of another value of
 * it (`--image=name:tag`), or carry on the tag alone (`spec.image.tag`).
 */
export function hasImage(manifests: readonly Manifest[], references: readonly string[]): boolean {
  const wanted = new Set<unknown>(references)
  const parts = [...references, ...tagsOf(references)]
  return manifests.some(({ text, content }) => {
    if (!parts.some((part) => text.includes(part))) return false
    if (leavesOf(content()).some(({ value }) => wanted.has(value))) return true
    return !HOLDS_TEXTS.test(text) && leavesOf(content()).some((leaf) => holdsPart(leaf, references))
  })
}

function holdsPart({ path, value }: Leaf, references: readonly string[]): boolean {
  if (typeof value !== 'string') return false
  if (references.some((reference) => holdsWhole(value, reference))) return true
  return /tag$/i.test(String(path.at(-1))) && tagsOf(references).includes(value)
}

/** As a word of its own: `web:1.2` is no part of `web:1.2.3`. */
function holdsWhole(value: string, reference: string): boolean {
  const [before = '', ...rest] = value.split(reference)
  const [after] = rest
  return after !== undefined && !/[\w./:@-]$/.test(before) && !/^[\w.:@-]/.test(after)
}

const tagsOf = (references: readonly string[]): readonly string[] =>
  references.flatMap((reference) => /^[^@]+:([^:/@]+)(?:@|$)/.exec(reference)?.[1] ?? [])

/** Fields that still hold the name of the entry, though every container of that name was changed. */
export function unreachedFields(
  manifests: readonly Manifest[],
  name: string,
  references: readonly string[],
): readonly UnreachedField[] {
  const known = new Set(references)
  const isOurs = (value: unknown) =>
    typeof value === 'string' && imageName(value) === name && !known.has(value)
  return imageManifests(manifests, name).flatMap(({ content }) =>
    leavesOf(content())
      .filter(({ path, value }) => isOurs(value) && isImageKey(path) && !isContainerImage(path))
      .map(({ path }) => ({ ...nameOf(content()), path })),
  )
}

/** The names of all images of containers, without tag and digest. */
export function containerNames(manifests: readonly Manifest[]): readonly string[] {
  const names = imageManifests(manifests).flatMap(({ content }) =>
    leavesOf(content()).flatMap(({ path, value }) =>
      isContainerImage(path) && typeof value === 'string' && value !== '' ? [imageName(value)] : [],
    ),
  )
  return [...new Set(names)].toSorted()
}

/** Containers whose image is there, but null or empty. */
export function emptyContainers(manifests: readonly Manifest[]): readonly EmptyContainer[] {
  return imageManifests(manifests).flatMap(({ content }) =>
    leavesOf(content())
      .filter(({ path, value }) => isContainerImage(path) && (value === null || value === ''))
      .map(({ path }) => ({ ...nameOf(content()), container: containerAt(content(), path) })),
  )
}

/** Fields in no list of containers whose image is there, but null or empty: no entry matches them, nor reaches them. */
export function emptyFields(manifests: readonly Manifest[]): readonly UnreachedField[] {
  return imageManifests(manifests).flatMap(({ content }) =>
    leavesOf(content())
      .filter(({ path, value }) => path.at(-1) === 'image' && (value === null || value === ''))
      .filter(({ path }) => !isContainerImage(path))
      .map(({ path }) => ({ ...nameOf(content()), path })),
  )
}

/** `web` for `web`, `web:1`, `web@sha256:...` and `web:1@sha256:...`. */
export function imageName(reference: string): string {
  const [tagged = ''] = reference.split('@')
  return tagged.replace(/:[^:/]*$/, '')
}

/** Objects that may say something of images; the schema in a definition of them looks like one and is none. */
function imageManifests(manifests: readonly Manifest[], name = ''): readonly Manifest[] {
  return manifests.filter(
    ({ text }) =>
      text.includes(name) &&
      /image(?:Name)?["']?:/i.test(text) &&
      !/^kind: CustomResourceDefinition$/m.test(text),
  )
}

/**
 * `image` and `runnerImage`, CloudNativePG's `imageName`, and the `reference` of an image volume (Kubernetes,
 * `ImageVolumeSource`) or of what others model on it.
 */
function isImageKey(path: Leaf['path']): boolean {
  const key = String(path.at(-1))
  return (
    /^image(?:Name)?$|Image$/.test(key) || (key === 'reference' && /^image$|Image$/.test(String(path.at(-2))))
  )
}

const isContainerImage = (path: Leaf['path']): boolean =>
  path.at(-1) === 'image' && typeof path.at(-2) === 'number' && CONTAINER_LISTS.has(String(path.at(-3)))

function containerAt(content: unknown, path: Leaf['path']): string {
  const held = path
    .slice(0, -1)
    .reduce((value, key) => (value as Record<string | number, unknown>)[key], content)
  const { name } = held as { readonly name?: unknown }
  return String(name ?? path.at(-2))
}
