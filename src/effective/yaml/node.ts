/**
 * A text of the repository that is audited. What is read from a text within it (a patch, Helm values) names the file
 * itself, so that everything is reported, and changed, where it stands.
 */
export interface Source {
  readonly path: string
  readonly text: string
  /** Whether offsets are exact to the character: not within a text that is folded or quoted, whose nodes are all at its place. */
  readonly exact: boolean
}

/** Where something stands: zero-based UTF-16 offsets into the text, the end exclusive; quotes belong to a scalar. */
export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

export interface ScalarNode extends Span {
  readonly kind: 'scalar'
  /** As YAML's failsafe schema has it: no type, escapes resolved. Empty for a value that is not there. */
  readonly text: string
  readonly style: ScalarStyle
  readonly tag: string | undefined
}

export interface MapEntry {
  readonly key: ScalarNode
  readonly value: YamlNode
}

/** With what is merged into it (`<<`), each entry once, at the place where it is written. */
export interface MapNode extends Span {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
  readonly flow: boolean
  readonly tag: string | undefined
}

export interface ListNode extends Span {
  readonly kind: 'list'
  readonly items: readonly YamlNode[]
  readonly flow: boolean
  readonly tag: string | undefined
}

/** An alias is the very node that it stands for: a walk sees its place, and meets it as often as it is named. */
export type YamlNode = ScalarNode | MapNode | ListNode

/** The value of a key; undefined where there is none, or no mapping to look in. */
export function valueAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return entryAt(node, key)?.value
}

export function entryAt(node: YamlNode | undefined, key: string): MapEntry | undefined {
  return node?.kind === 'map' ? node.entries.find((entry) => entry.key.text === key) : undefined
}

/** The value at the end of keys. */
export function valueUnder(node: YamlNode | undefined, keys: readonly string[]): YamlNode | undefined {
  return keys.reduce((held, key) => valueAt(held, key), node)
}

/** The text of a scalar that says something; undefined for null, a mapping or a list. */
export function textOf(node: YamlNode | undefined): string | undefined {
  return node?.kind === 'scalar' && !isNull(node) ? node.text : undefined
}

export function textAt(node: YamlNode | undefined, key: string): string | undefined {
  return textOf(valueAt(node, key))
}

export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : []
}

export function itemsAt(node: YamlNode | undefined, key: string): readonly YamlNode[] {
  return itemsOf(valueAt(node, key))
}

export function entriesOf(node: YamlNode | undefined): readonly MapEntry[] {
  return node?.kind === 'map' ? node.entries : []
}

/** Null by YAML 1.1 and 1.2 alike. */
export function isNull(node: ScalarNode): boolean {
  return node.style === 'plain' && node.tag === undefined && /^(?:~|null|Null|NULL|)$/.test(node.text)
}
