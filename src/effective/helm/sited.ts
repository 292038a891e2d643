import { splitReference } from '../../names/reference.ts'
import type { SitedImage } from '../images.ts'
import type { ComposedScalar, Origin } from '../object.ts'
import type { ScalarNode, Span } from '../yaml/node.ts'
import type { Service } from './services.ts'
import type { Piece } from './template/value.ts'

/** Where the images of a release are decided, with the lines that decide their parts. */
export function sitedImages(
  services: readonly Service[],
  { origin, certain }: { readonly origin: Origin; readonly certain: boolean },
): readonly SitedImage[] {
  return services.flatMap(({ image, written }) => {
    if (image.rendered === undefined) return []
    const at = composed(image.rendered, written.value, image.repository)
    if (!at) return []
    const object = written.name === '' ? image.key : `${written.kind}/${written.name}`
    return [
      {
        site: { at, field: image.key, reach: 'none', known: certain ? 'certain' : 'assumed' },
        object,
        namespace: origin.namespace,
        origins: [origin],
      } satisfies SitedImage,
    ]
  })
}

function composed(
  text: string,
  pieces: readonly Piece[],
  repository: ScalarNode | undefined,
): ComposedScalar | undefined {
  const { name, tag, digest } = splitReference(text)
  const host = name.includes('/') ? name.indexOf('/') : name.length
  const spans = { from: 0, to: host }
  const behind = name.length + 1 + (tag?.length ?? 0)
  const tagAt = tag === undefined ? undefined : placeOf(pieces, { from: name.length + 1, to: behind })
  const digestFrom = text.length - (digest?.length ?? 0)
  const digestAt = digest === undefined ? undefined : placeOf(pieces, { from: digestFrom, to: text.length })
  const nameAt = placeOf(pieces, spans)
  if (!nameAt) return undefined
  const written = placeOf(pieces, { from: 0, to: name.length }, repository) ?? nameAt
  return {
    ...written,
    text,
    image: { name: nameAt, tag: tagAt, digest: digestAt, written, entries: [] },
  }
}

interface Range {
  readonly from: number
  readonly to: number
}

/** The value that a part of the reference comes from; else the template itself, where that says it. */
function placeOf(
  pieces: readonly Piece[],
  { from, to }: Range,
  preferred?: ScalarNode,
): ScalarNode | undefined {
  let at = 0
  const within = pieces.filter(({ text = '' }) => {
    const start = at
    at += text.length
    return text !== '' && start < Math.max(to, from + 1) && at > from
  })
  const values = within.flatMap((piece) => piece.from)
  const found = values.find((node) => node === preferred) ?? values[0]
  if (found) return found
  const written = within.find((piece) => piece.at)
  return written?.at && literal(written.at, written.text ?? '')
}

/** What a template says itself, as a scalar in its place. */
const literal = ({ source, start, end }: Span, text: string): ScalarNode => ({
  kind: 'scalar',
  source,
  start,
  end,
  text,
  style: 'plain',
  tag: undefined,
})
