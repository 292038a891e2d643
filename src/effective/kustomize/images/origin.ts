import { joinReference } from '../../../names/reference.ts'
import { type ComposedScalar, type ImageOrigin, isComposed } from '../../object.ts'
import type { ScalarNode, Span } from '../../yaml/node.ts'
import type { Entry } from './entry.ts'

/** An image taken apart where kustomize does, and what decided each part. */
interface Parts {
  readonly name: string
  readonly tag: string
  readonly digest: string
  readonly origin: ImageOrigin
}

/** The name up to the first colon or `@` behind the first slash (kustomize api, internal/image/image.go, `Split`). */
export function splitImage(text: string): Pick<Parts, 'name' | 'tag' | 'digest'> {
  const slash = Math.max(0, text.indexOf('/'))
  const at = text.indexOf('@', slash)
  const colon = text.indexOf(':', slash)
  if (at >= 0 && (at < colon || colon < 0))
    return { name: text.slice(0, at), tag: '', digest: text.slice(at + 1) }
  if (colon < 0) return { name: text, tag: '', digest: '' }
  const end = at < 0 ? text.length : at
  return { name: text.slice(0, colon), tag: text.slice(colon + 1, end), digest: text.slice(end + 1) }
}

export function originOf(scalar: ScalarNode): ImageOrigin {
  if (isComposed(scalar)) return scalar.image
  const { tag, digest } = splitImage(scalar.text)
  return {
    name: scalar,
    tag: tag === '' ? undefined : scalar,
    digest: digest === '' ? undefined : scalar,
    written: scalar,
    entries: [],
  }
}

/** An image as an entry leaves it that matches it. A tag or a digest takes the place of both. */
export function rewritten(scalar: ScalarNode, entry: Entry): ComposedScalar {
  const { name, tag, digest } = splitImage(scalar.text)
  const old = originOf(scalar)
  const parts = tagged({ name, tag, digest, origin: old }, entry)
  const image = {
    ...parts.origin,
    name: entry.newName ?? old.name,
    entries: old.entries.includes(entry.node) ? old.entries : [...old.entries, entry.node],
  }
  const text = joinReference({
    image: entry.newName?.text ?? parts.name,
    tag: parts.tag || undefined,
    digest: parts.digest || undefined,
  })
  return { ...scalar, text, image }
}

function tagged(parts: Parts, { newTag, digest, tagSuffix }: Entry): Parts {
  if (newTag || digest) {
    const origin = { ...parts.origin, tag: newTag, digest }
    return { ...parts, tag: newTag?.text ?? '', digest: digest?.text ?? '', origin }
  }
  if (!tagSuffix) return parts
  const origin = { ...parts.origin, tag: tagSuffix as Span, digest: undefined }
  return { ...parts, tag: `${parts.tag}${tagSuffix.text}`, digest: '', origin }
}
