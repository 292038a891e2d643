import { isSeq, type YAMLMap } from 'yaml'
import { splitReference } from '../../names/reference.ts'
import { withoutLastSlashes } from '../../names/text.ts'
import type { HoldScope } from '../path/holds.ts'
import { textOf } from '../path/text.ts'
import { refuse } from '../refuse.ts'
import type { ImageValues } from '../target.ts'
import { contentEnd, itemStart, namedItems, pairIn } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { Located } from './locate.ts'

/** What may be in parameters of their own. */
export const PARTS = ['registry', 'repository', 'tag', 'digest'] as const
export type Part = (typeof PARTS)[number]

export interface Parameter {
  readonly map: YAMLMap
  readonly text: string | undefined
  readonly scope: HoldScope
}

/** Parameters of one image: `image.repository`, `image.tag` and so on, or one `image` that has all. */
export interface Parameters {
  readonly prefix: string
  readonly whole: Parameter | undefined
  readonly parts: Readonly<Partial<Record<Part, Parameter>>>
}

/** The parameters of the image that an address names; undefined where there is no list of them. */
export function readParameters({ source, ways, address }: Located): Parameters | undefined {
  const list = ways.at(-1)?.node
  if (!isSeq(list)) return undefined
  const prefix = withoutPart(address.inner)
  const around = ways.toReversed().map((way) => way.start)
  const items = namedItems(list)
  const one = (name: string): Parameter | undefined => {
    const [match, second] = items.filter((item) => item.name === name)
    if (!match) return undefined
    const { map, index } = match
    if (second) {
      return refuse(source.file, source.lineAt(rangeOf(second.map)[0]), {
        message: `has the parameter ${name} twice`,
        hint: 'Keep one of them: Argo CD takes the last.',
      })
    }
    const text = textOf(source, pairIn(map, 'value')?.value, `the parameter ${name}`)
    return { map, text, scope: { start: itemStart(list, index), end: contentEnd(map), around } }
  }
  const parts = PARTS.flatMap((part) => {
    const parameter = one(`${prefix}.${part}`)
    return parameter ? [[part, parameter] as const] : []
  })
  return { prefix, whole: one(prefix), parts: Object.fromEntries(parts) }
}

/** The path of the image, where its part is named. */
function withoutPart(path: string): string {
  const part = PARTS.find((one) => path.endsWith(`.${one}`))
  return part === undefined ? path : path.slice(0, -part.length - 1)
}

export function valuesOf({ whole, parts }: Parameters): ImageValues {
  if (whole) {
    const { name, tag, digest } = splitReference(whole.text ?? '')
    return { image: name, tag, digest }
  }
  const { registry, repository, tag, digest } = parts
  const lead = registry?.text ? `${withoutLastSlashes(registry.text)}/` : ''
  return {
    image: repository?.text === undefined ? undefined : `${lead}${repository.text}`,
    tag: tag?.text,
    digest: digest?.text,
  }
}

/** One that has all has no others beside it. */
export const allOf = ({ whole, parts }: Parameters): readonly Parameter[] =>
  whole ? [whole] : PARTS.flatMap((part) => parts[part] ?? [])

/** What the list calls it. */
export function nameOf({ whole, parts, prefix }: Parameters, parameter: Parameter): string {
  const part = whole === parameter ? undefined : PARTS.find((one) => parts[one] === parameter)
  return part === undefined ? prefix : `${prefix}.${part}`
}
