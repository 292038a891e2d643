import type { ScalarNode, Source, YamlNode } from '../../../src/effective/yaml/node.ts'

/** A text as a file of its own. */
export const sourceOf = (text: string): Source => ({ path: 'a.yaml', text, exact: true })

type Shown = string | readonly Shown[] | { readonly [key: string]: Shown }

/** What a tree says, without places and styles. */
export function said(node: YamlNode | undefined): Shown {
  if (node === undefined) return '(nothing)'
  if (node.kind === 'scalar') return node.text
  if (node.kind === 'list') return node.items.map(said)
  return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, said(value)]))
}

/** What the file has at the place of a node. */
export const written = ({ source, start, end }: YamlNode): string => source.text.slice(start, end)

/** All scalars of a tree, keys too, in the order of the text. */
export function scalarsOf(node: YamlNode | undefined): readonly ScalarNode[] {
  if (node === undefined) return []
  if (node.kind === 'scalar') return [node]
  if (node.kind === 'list') return node.items.flatMap(scalarsOf)
  return node.entries.flatMap(({ key, value }) => [key, ...scalarsOf(value)])
}
