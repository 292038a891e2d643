import type { AuditFile, RepositoryFiles } from '../file.ts'
import type { Change } from '../yaml/change.ts'
import { readNested } from '../yaml/nested.ts'
import type { ScalarNode, Source, YamlNode } from '../yaml/node.ts'
import { placeOf } from './expected.ts'

/** Why a change is not made; a sentence that goes on from "not changed, because". */
export interface Refusal {
  readonly reason: string
}

export const refusal = (reason: string): Refusal => ({ reason })

export const isRefusal = (value: object): value is Refusal => 'reason' in value

/** The file that a source is of, where it may be changed. */
export function changeable(files: RepositoryFiles, source: Source): AuditFile | Refusal {
  const file = files.file(source.path)
  if (!file || file.text !== source.text) return refusal('the file has changed since it was read')
  if (file.sops) return refusal('the file is encrypted with SOPS, whose checksum an edit would break')
  if (file.generated) return refusal('the file says that it is generated')
  if (file.kind === 'template') return refusal('the file is a template, which a program fills in')
  if (file.faults.length > 0) return refusal('the file cannot be read in full')
  if (!source.exact) return refusal('it stands within a text in quotation marks, or one that is folded')
  return file
}

/** Whether anchors or merges make a node the value of several keys. */
export function isShared({ documents }: AuditFile, wanted: YamlNode): boolean {
  let found = 0
  const open: YamlNode[] = [...documents]
  for (let node = open.pop(); node !== undefined && found < 2; node = open.pop()) {
    if (placeOf(node) === placeOf(wanted)) found += 1
    else open.push(...within(node, wanted))
  }
  return found > 1
}

/** What may hold the wanted node; in a block of text, what that says. */
function within(node: YamlNode, wanted: YamlNode): readonly YamlNode[] {
  if (node.kind === 'list') return node.items
  if (node.kind === 'map') return node.entries.map(({ value }) => value)
  return holds(node, wanted) ? readNested(node).documents.flatMap(({ root }) => root ?? []) : []
}

/** Whether a place is within a block of text. */
export const holds = (block: ScalarNode, { start, end }: Pick<YamlNode, 'start' | 'end'>): boolean =>
  block.style === 'literal' && block.start <= start && end <= block.end

export const sourceOf = (change: Exclude<Change, { kind: 'create' }>): Source => {
  switch (change.kind) {
    case 'set':
      return change.at.source
    case 'add':
      return change.to.source
    case 'remove':
      return change.from.source
    case 'comment':
    case 'splice':
      return change.source
  }
}
