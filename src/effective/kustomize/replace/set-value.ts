import { isComposed } from '../../object.ts'
import { type ScalarNode, textOf, type YamlNode } from '../../yaml/node.ts'
import { checkLength } from '../build/size.ts'
import { partOf } from '../generate/sources.ts'
import { Misfit } from '../patch/misfit.ts'
import { fieldOf, isTrue, textIn } from '../read/field.ts'
import { composed } from './compose.ts'

/** How a value is cut, of a source or a target (kustomize api, types/replacement.go, `FieldOptions`). */
export interface Options {
  readonly delimiter: string
  readonly index: number
  readonly create: boolean
}

export function optionsOf(node: YamlNode | undefined): Options {
  const options = fieldOf(node, 'options')
  const index = Number(textIn(options, 'index') || '0')
  return {
    delimiter: textIn(options, 'delimiter'),
    index: Number.isInteger(index) ? index : 0,
    create: isTrue(fieldOf(options, 'create')),
  }
}

/** The part of a source that is meant. @throws Misfit */
export function refined(value: YamlNode, { delimiter, index }: Options): YamlNode {
  if (delimiter === '') return value
  if (value.kind !== 'scalar') throw new Misfit('only a text can be cut at a delimiter', value)
  const parts = value.text.split(delimiter)
  const part = index < 0 ? undefined : parts[index]
  if (part === undefined) throw new Misfit(`there is no part ${index} in ${value.text.slice(0, 100)}`, value)
  const from = parts.slice(0, index).reduce((length, one) => length + one.length + delimiter.length, 0)
  if (isComposed(value)) return { ...partOf(value, from, from + part.length), ...decider(value, from) }
  return partOf(value, from, from + part.length)
}

/** Of a text that several places decided, the one that decides where a part begins. */
function decider(value: ScalarNode, from: number): Pick<ScalarNode, 'source' | 'start' | 'end'> {
  if (!isComposed(value)) return value
  const { name, tag, digest } = value.image
  const at = value.text.indexOf('@')
  const colon = value.text.indexOf(':', value.text.indexOf('/') + 1)
  const span = at >= 0 && from > at ? digest : colon >= 0 && from > colon ? tag : name
  const { source, start, end } = span ?? value
  return { source, start, end }
}

/** What a target becomes. A text keeps the type that it has. @throws Misfit */
export function replaced(target: YamlNode, value: YamlNode, { delimiter, index }: Options): YamlNode {
  if (delimiter !== '') {
    if (target.kind !== 'scalar') throw new Misfit('only a text can be cut at a delimiter', target)
    return joined(target, textScalar(value), { delimiter, index })
  }
  if (target.kind !== 'scalar' || value.kind !== 'scalar') return value
  return { ...value, style: target.style, tag: target.tag }
}

function textScalar(value: YamlNode): ScalarNode {
  if (value.kind === 'scalar' && textOf(value) !== undefined) return value
  throw new Misfit('only a text can be put between delimiters', value)
}

function joined(
  target: ScalarNode,
  value: ScalarNode,
  { delimiter, index }: Omit<Options, 'create'>,
): ScalarNode {
  const parts = target.text.split(delimiter)
  const place = index < 0 ? 0 : Math.min(index, parts.length)
  const before = parts.slice(0, place)
  const after = parts.slice(index < 0 ? 0 : place + 1)
  const text = checkLength([...before, value.text, ...after].join(delimiter), target)
  const from = before.reduce((length, one) => length + one.length + delimiter.length, 0)
  return composed(target, text, [{ from, to: from + value.text.length, by: value }])
}
