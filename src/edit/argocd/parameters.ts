import { joinReference, registryOf } from '../../names/reference.ts'
import { formatPath } from '../../names/yaml-path.ts'
import { holdIn } from '../path/holds.ts'
import { setValues } from '../path/set.ts'
import { refuse } from '../refuse.ts'
import type { ConfigFile, Entry, WantedValues } from '../target.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'
import { type Located, locate, openApplications } from './locate.ts'
import {
  allOf,
  nameOf,
  type Parameter,
  type Parameters,
  type Part,
  readParameters,
  valuesOf,
} from './parameter-list.ts'
import { judgeWhole } from './whole-parameter.ts'

/** An image in `helm.parameters`. */
export function parametersEntry(
  at: Located,
  again: (file: ConfigFile) => Entry | undefined,
): Entry | undefined {
  const found = readParameters(at)
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

/** The parameters to set, by name. */
function settings(
  at: Located,
  found: Parameters,
  wanted: WantedValues,
): readonly (readonly [string, string])[] {
  const { whole, parts, prefix } = found
  if (whole) {
    const text = joinReference({ ...valuesOf(found), ...wanted })
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
  const found = at && readParameters(at)
  const one = found && allOf(found).find((each) => nameOf(found, each) === parameter)
  if (!at || !one) throw new Error('a parameter was lost')
  const values = one.text === text ? [] : [['value', text] as const]
  return setValues(
    source,
    { place: { map: one.map }, values, scope: one.scope, hold: reason },
    { before: again(file)?.hold, reopen: openApplications, holdAgain: (edited) => again(edited)?.hold },
  )
}
