import type { ComposedScalar, ImageOrigin } from '../../object.ts'
import type { ScalarNode, Span } from '../../yaml/node.ts'
import { originOf, splitImage } from '../images/origin.ts'

/** A stretch of a text that came from elsewhere. */
export interface Stretch {
  readonly from: number
  readonly to: number
  readonly by: ScalarNode
}

/** A text into which others were put: each part of an image is decided by what reaches into it. */
export function composed(old: ScalarNode, text: string, stretches: readonly Stretch[]): ComposedScalar {
  const before = originOf(old)
  const { name, tag, digest } = splitImage(text)
  const tagStart = name.length + 1
  const digestStart = tag === '' ? tagStart : tagStart + tag.length + 1
  const decided = (from: number, to: number): Span | undefined =>
    stretches.find((stretch) => stretch.from < to && from < stretch.to)?.by
  const image: ImageOrigin = {
    name: decided(0, name.length) ?? before.name,
    tag: tag === '' ? undefined : (decided(tagStart, tagStart + tag.length) ?? before.tag ?? old),
    digest: digest === '' ? undefined : (decided(digestStart, text.length) ?? before.digest ?? old),
    written: before.written,
    entries: before.entries,
  }
  return { ...old, text, image }
}
