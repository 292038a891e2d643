import { isMap, isSeq, type YAMLMap } from 'yaml'
import { registryOf, splitReference } from '../../names/reference.ts'
import { withoutLastSlashes } from '../../names/text.ts'
import { formatPath } from '../../names/yaml-path.ts'
import type { Way } from '../path/find.ts'
import { type HoldScope, holdIn } from '../path/holds.ts'
import { pairIn, setValues, textOf } from '../path/set.ts'
import { refuse } from '../refuse.ts'
import type { ConfigFile, Entry, ImageValues, WantedValues } from '../target.ts'
import { contentEnd, dashesOf } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'
import { type Located, locate, openApplications } from './locate.ts'
import { judgeWhole } from './whole-parameter.ts'

const PARTS = ['registry', 'repository', 'tag', 'digest'] as const
type Part = (typeof PARTS)[number]

interface Parameter {
  readonly map: YAMLMap
  readonly text: string | undefined
  readonly scope: HoldScope
}

/** Parameters of one image: `image.repository`, `image.tag` and so on, or one `image` that has all. */
interface Parameters {
  readonly prefix: string
  readonly whole: Parameter | undefined
  readonly parts: Readonly<Partial<Record<Part, Parameter>>>
}

/** An image in `helm.parameters`. */
export function parametersEntry(
  at: Located,
  again: (file: ConfigFile) => Entry | undefined,
): Entry | undefined {
  const found = read(at)
  const first = found && (found.whole ?? found.parts.tag ?? found.parts.digest ?? found.parts.repository)
  if (!found || !first) return undefined
  const { source } = at
  const values = valuesOf(found)
  const line = source.lineAt(first.scope.start)
  const hold = holdOf(source, [first, ...allOf(found)])
  const name = found.parts.repository ?? first
  return {
    file: source.file,
    line,
    at: rangeOf(first.map)[0],
    values,
    name: { line: source.lineAt(name.scope.start), chosen: values.image !== undefined },
    input: 'helm-values',
    hold,
    notices: found.whole ? judgeWhole(at, { name: found.prefix, text: found.whole.text ?? '', line }) : [],
    has: (wanted) => settings(at, found, wanted).length === 0,
    edit: (wanted, reason) => {
      let { file } = source
      for (const setting of ordered(found, first, { wants: settings(at, found, wanted), reason })) {
        file = { ...file, text: setOne(file, at, setting, again) }
      }
      return file.text
    },
  }
}

const allOf = ({ whole, parts }: Parameters): readonly Parameter[] =>
  whole ? [whole] : PARTS.flatMap((part) => parts[part] ?? [])

/** A marker at one of its parameters holds the image. */
function holdOf(source: YamlSource, parameters: readonly Parameter[]): Entry['hold'] {
  return parameters.map(({ scope }) => holdIn(source, scope)).find((hold) => hold !== undefined)
}

interface Wants {
  readonly wants: readonly (readonly [string, string])[]
  readonly reason: string | undefined
}

/** The one that a hold is written at comes first. */
function ordered(found: Parameters, first: Parameter, { wants, reason }: Wants): readonly Setting[] {
  const name = nameOf(found, first)
  const own = wants.find(([parameter]) => parameter === name)?.[1] ?? first.text ?? ''
  const rest = wants.filter(([parameter]) => parameter !== name)
  return [
    { parameter: name, text: own, reason },
    ...rest.map(([parameter, text]) => ({ parameter, text, reason: undefined })),
  ]
}

function read({ source, ways, address }: Located): Parameters | undefined {
  const list = ways.at(-1)?.node
  if (!isSeq(list)) return undefined
  const prefix = withoutPart(address.inner)
  const dashes = list.flow ? [] : dashesOf(list)
  const around = [...ways].toReversed().map((way: Way) => way.start)
  const one = (name: string): Parameter | undefined => {
    const matches = list.items.flatMap((item, index) =>
      isMap(item) && item.get('name') === name ? [{ item, index }] : [],
    )
    const [match, second] = matches
    if (!match) return undefined
    const { item: map, index } = match
    if (second) {
      return refuse(source.file, source.lineAt(rangeOf(second.item)[0]), {
        message: `has the parameter ${name} twice`,
        hint: 'Keep one of them: Argo CD takes the last.',
      })
    }
    const start = dashes[index] ?? rangeOf(map)[0]
    const text = textOf(source, pairIn(map, 'value')?.value, `the parameter ${name}`)
    return { map, text, scope: { start, end: contentEnd(map), around } }
  }
  const parts = PARTS.flatMap((part) => {
    const parameter = one(`${prefix}.${part}`)
    return parameter ? [[part, parameter] as const] : []
  })
  return { prefix, whole: one(prefix), parts: Object.fromEntries(parts) }
}

function valuesOf({ whole, parts }: Parameters): ImageValues {
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

/** The parameters to set, by name. */
function settings(
  at: Located,
  found: Parameters,
  wanted: WantedValues,
): readonly (readonly [string, string])[] {
  const { whole, parts, prefix } = found
  if (whole) {
    const next = { ...valuesOf(found), ...wanted }
    const text = `${next.image ?? ''}${next.tag ? `:${next.tag}` : ''}${next.digest ? `@${next.digest}` : ''}`
    return text === whole.text ? [] : [[prefix, text]]
  }
  const { image, tag, digest } = wanted
  const host = image === undefined ? undefined : registryOf(image)
  const apart = parts.registry && host !== undefined
  const all: readonly (readonly [Part, string | undefined])[] = [
    ['registry', apart ? host : undefined],
    ['repository', apart ? image?.slice(host.length + 1) : image],
    ['tag', tag],
    ['digest', digest],
  ]
  return all.flatMap(([part, text]) => {
    if (text === undefined || parts[part]?.text === text) return []
    return [[parts[part] ? `${prefix}.${part}` : missing(at, found, part), text] as const]
  })
}

function missing({ source, ways, address }: Located, { prefix }: Parameters, part: Part): never {
  return refuse(source.file, source.lineAt(ways.at(-1)?.start ?? 0), {
    message: `has no parameter ${prefix}.${part} in ${formatPath(address.holder)}, which is to be set`,
    hint: `Add it: - name: ${prefix}.${part}, with any value. Where the chart does not take it, change pin or the values instead.`,
  })
}

function nameOf({ whole, parts, prefix }: Parameters, parameter: Parameter): string {
  const part = whole === parameter ? undefined : PARTS.find((one) => parts[one] === parameter)
  return part === undefined ? prefix : `${prefix}.${part}`
}

interface Setting {
  readonly parameter: string
  readonly text: string
  readonly reason: string | undefined
}

/** Each is set on what the one before it has made, and proved on its own. */
function setOne(
  file: ConfigFile,
  { address }: Located,
  { parameter, text, reason }: Setting,
  again: (file: ConfigFile) => Entry | undefined,
): string {
  const source: YamlSource = openApplications(file)
  const at = locate(source, address)
  const found = at && read(at)
  const one =
    found &&
    [found.whole, ...PARTS.map((part) => found.parts[part])].find(
      (each) => each && nameOf(found, each) === parameter,
    )
  if (!at || !one) throw new Error('a parameter was lost')
  const values = one.text === text ? [] : [['value', text] as const]
  return setValues(
    source,
    { place: { map: one.map }, values, scope: one.scope, hold: reason },
    { before: again(file)?.hold, reopen: openApplications, holdAgain: (edited) => again(edited)?.hold },
  )
}

/** The path of the image, where its part is named. */
function withoutPart(path: string): string {
  const part = PARTS.find((one) => path.endsWith(`.${one}`))
  return part === undefined ? path : path.slice(0, -part.length - 1)
}
