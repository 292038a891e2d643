import type { YamlNode } from '../../effective/yaml/node.ts'
import { type Literal, WORKED_OUT } from './literal.ts'

/** Functions of CloudFormation by which a text is put together (its user guide, "Intrinsic function reference"). */
const SUB = '!Sub'

/** A document of JSON or YAML as literals, with what CloudFormation works out as what is not known. */
export function literalOf(node: YamlNode): Literal {
  if (node.kind === 'list') return node.tag === undefined ? listOf(node) : unknownAt(node)
  if (node.kind === 'map') return intrinsicOf(node) ?? mapOf(node)
  if (node.tag === SUB) return substituted(node.text, node)
  if (node.tag !== undefined) return unknownAt(node)
  return { kind: 'text', text: node.text, exact: true, at: node }
}

const listOf = (node: Extract<YamlNode, { kind: 'list' }>): Literal => ({
  kind: 'list',
  items: node.items.map(literalOf),
  at: node,
})

const mapOf = (node: Extract<YamlNode, { kind: 'map' }>): Literal => ({
  kind: 'map',
  entries: node.entries.map(({ key, value }) => [key.text, literalOf(value)] as const),
  at: node,
})

/** The long form of a function: a mapping of the one key that names it. */
function intrinsicOf(node: Extract<YamlNode, { kind: 'map' }>): Literal | undefined {
  const [entry, ...others] = node.entries
  if (!entry || others.length > 0) return undefined
  const { key, value } = entry
  if (key.text === 'Fn::Sub' && value.kind === 'scalar') return substituted(value.text, value)
  if (key.text === 'Fn::GetAtt' || key.text === 'Fn::Join') return joined(key.text, value)
  return key.text === 'Ref' || key.text.startsWith('Fn::') ? unknownAt(node) : undefined
}

/** What is joined begins with its first part. */
function joined(name: string, value: YamlNode): Literal {
  const [between, parts] = value.kind === 'list' ? value.items : []
  if (name !== 'Fn::Join' || between?.kind !== 'scalar' || parts?.kind !== 'list') return unknownAt(value)
  const texts = parts.items.map(literalOf).map((part) => (part.kind === 'text' ? part.text : WORKED_OUT))
  const text = texts.join(between.text)
  return { kind: 'text', text, exact: !text.includes('${'), at: value }
}

const substituted = (text: string, at: YamlNode): Literal => ({
  kind: 'text',
  text,
  exact: !/\$\{[^!]/.test(text),
  at,
})

const unknownAt = (at: YamlNode): Literal => ({ kind: 'unknown', at })
