import { joinReference, splitReference } from '../../names/reference.ts'
import { withoutLastSlashes } from '../../names/text.ts'
import type { ComposedScalar } from '../object.ts'
import { type MapNode, type ScalarNode, textOf, valueAt, type YamlNode } from '../yaml/node.ts'
import type { HelmImage } from './use.ts'

/** An image as values without a template name it. */
export interface ShapedImage {
  readonly image: HelmImage
  /** What most charts would make of it; undefined where its repository is elsewhere. */
  readonly at: ScalarNode | undefined
}

/** Nobody nests values deeper. */
const DEEPEST = 40

/**
 * Images by the shape of their keys: `image: {registry, repository, tag, digest}`, `image: name:tag`, `imageName`.
 * Templates would say what becomes of them.
 */
export function shapedImages(values: YamlNode | undefined): readonly ShapedImage[] {
  const found: ShapedImage[] = []
  walk(values, [], found)
  return found
}

function walk(node: YamlNode | undefined, path: readonly string[], found: ShapedImage[]): void {
  if (path.length > DEEPEST) return
  if (node?.kind === 'list')
    for (const [at, item] of node.items.entries()) walk(item, [...path, String(at)], found)
  if (node?.kind !== 'map') return
  const parts = path.at(-1) === 'global' ? undefined : partsOf(node, path)
  if (parts) found.push(shaped(parts, path.join('.')))
  for (const { key, value } of node.entries) {
    const at = [...path, key.text]
    if (value.kind === 'scalar') {
      if (isImageText(key.text, value)) found.push(whole(value, at.join('.')))
    } else walk(value, at, found)
  }
}

type Parts = Pick<HelmImage, 'registry' | 'repository' | 'tag' | 'digest'>

/** A mapping that is an image: it says a repository and one thing more, or is called so. */
function partsOf(node: MapNode, path: readonly string[]): Parts | undefined {
  const at = (key: string): ScalarNode | undefined => {
    const value = valueAt(node, key)
    return value?.kind === 'scalar' && textOf(value) !== undefined ? value : undefined
  }
  const isCalled = /image$/i.test(path.at(-1) ?? '')
  const repository = at('repository') ?? (isCalled ? at('name') : undefined)
  const parts = { registry: at('registry'), repository, tag: at('tag'), digest: at('digest') }
  const isImage = parts.tag ?? parts.digest ?? parts.registry ?? (isCalled ? repository : undefined)
  if (!isImage || (repository === undefined && !isCalled)) return undefined
  return /^(?:https?|oci|git|ssh):\/\//.test(repository?.text ?? '') ? undefined : parts
}

const isImageText = (key: string, { text }: ScalarNode): boolean =>
  /^image$|Image$|^imageName$/.test(key) &&
  /^[\w.${}:@/-]+$/.test(text) &&
  /[/:]/.test(text) &&
  !text.includes('://')

function shaped(parts: Parts, key: string): ShapedImage {
  const { registry, repository, tag, digest } = parts
  const image: HelmImage = {
    key,
    ...parts,
    rendered: undefined,
    evidence: 'none',
    wins: undefined,
    decidedAt: undefined,
  }
  if (!repository?.text) return { image, at: undefined }
  const lead = registry?.text ? `${withoutLastSlashes(registry.text)}/` : ''
  const own = splitReference(repository.text)
  const text = joinReference({
    image: `${lead}${own.name}`,
    tag: tag?.text || own.tag,
    digest: digest?.text || own.digest,
  })
  const at: ComposedScalar = {
    ...repository,
    text,
    image: {
      name: registry?.text ? registry : repository,
      tag: tag?.text ? tag : own.tag === undefined ? undefined : repository,
      digest: digest?.text ? digest : own.digest === undefined ? undefined : repository,
      written: repository,
      entries: [],
    },
  }
  return { image, at }
}

const whole = (node: ScalarNode, key: string): ShapedImage => ({
  image: {
    key,
    registry: undefined,
    repository: node,
    tag: undefined,
    digest: undefined,
    rendered: undefined,
    evidence: 'none',
    wins: undefined,
    decidedAt: undefined,
  },
  at: node,
})
