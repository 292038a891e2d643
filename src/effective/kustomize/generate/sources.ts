import { isNull, type MapEntry, type ScalarNode, type Source, type YamlNode } from '../../yaml/node.ts'
import { scalarAt } from '../build/rewrite.ts'
import type { Work } from '../build/work.ts'
import { fieldOf, isScalar, listIn } from '../read/field.ts'

/** The data of a generated object, each value at the place that decides it (kustomize api, kv/kv.go). */
export function dataOf(generator: YamlNode, work: Work): readonly MapEntry[] {
  const envs = [...listIn(generator, 'envs'), fieldOf(generator, 'env')].filter((node) => node !== undefined)
  return [
    ...named(envs).flatMap((at) => linesOf(at, work)),
    ...named(listIn(generator, 'literals')).flatMap(literalOf),
    ...named(listIn(generator, 'files')).flatMap((at) => fileOf(at, work)),
  ]
}

const named = (nodes: readonly YamlNode[]): readonly ScalarNode[] =>
  nodes.filter(isScalar).filter((node) => !isNull(node))

/** A part of a scalar, at its very place where that can be told. */
export function partOf(scalar: ScalarNode, from: number, to: number): ScalarNode {
  const { source, start, end, text, style } = scalar
  const quote = style === 'single' || style === 'double' ? 1 : 0
  const isAsWritten = source.exact && source.text.slice(start + quote, end - quote) === text
  const part = scalarAt(scalar, text.slice(from, to))
  return isAsWritten ? { ...part, start: start + quote + from, end: start + quote + to } : part
}

function literalOf(literal: ScalarNode): readonly MapEntry[] {
  const equals = literal.text.indexOf('=')
  if (equals <= 0) return []
  const value = unquoted(literal.text, equals + 1)
  return [{ key: partOf(literal, 0, equals), value: partOf(literal, value.from, value.to) }]
}

/** Quotation marks around all of a value are not part of it. */
function unquoted(text: string, from: number): { readonly from: number; readonly to: number } {
  const [first, last] = [text[from], text.at(-1)]
  const isQuoted = text.length - from >= 2 && first === last && (first === '"' || first === "'")
  return isQuoted ? { from: from + 1, to: text.length - 1 } : { from, to: text.length }
}

function fileOf(at: ScalarNode, work: Work): readonly MapEntry[] {
  const equals = at.text.indexOf('=')
  const file = work.readText(at, at.text.slice(equals + 1))
  if (!file) return []
  const key = equals < 0 ? at.text.slice(at.text.lastIndexOf('/') + 1) : at.text.slice(0, equals)
  const source = { ...file, exact: true }
  return [{ key: scalarAt(at, key), value: textAt(source, 0, file.text.length) }]
}

const textAt = (source: Source, start: number, end: number): ScalarNode => ({
  kind: 'scalar',
  source,
  start,
  end,
  text: source.text.slice(start, end),
  style: 'double',
  tag: undefined,
})

/** `KEY=value` line by line. */
function linesOf(at: ScalarNode, work: Work): readonly MapEntry[] {
  const file = work.readText(at)
  if (!file) return []
  const source = { ...file, exact: true }
  return [...file.text.matchAll(/^\uFEFF?[^\S\n]*([^#=\s][^=\n]*)(=?)([^\n]*)/gm)].map((line) => {
    const [whole, key = '', equals = '', value = ''] = line
    const end = line.index + whole.length
    const start = end - value.length
    const written = value.endsWith('\r') ? 1 : 0
    const keyStart = start - equals.length - key.length
    return {
      key: textAt(source, keyStart, keyStart + key.length),
      value: textAt(source, start, end - written),
    }
  })
}
