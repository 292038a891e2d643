import { isInlinePatch } from '../../../render/graph/fields.ts'
import { type ScalarNode, textOf, type YamlNode } from '../../yaml/node.ts'
import type { Documents } from '../build/load.ts'
import type { Notes } from '../build/notes.ts'
import { fieldOf, isTrue, listIn, scalarIn } from '../read/field.ts'
import { inlineDocuments } from '../read/inline.ts'
import type { Patch } from './apply.ts'

/** Reads a file that a scalar names; what is in the way is noted there. */
export type ReadNamed = (at: ScalarNode) => Documents | undefined

export interface Reading {
  readonly read: ReadNamed
  readonly notes: Notes
}

export type PatchField = 'patches' | 'patchesStrategicMerge' | 'patchesJson6902' | 'paths'

/** The patches of a field, in their order. */
export function patchesIn(holder: YamlNode, field: PatchField, reading: Reading): readonly Patch[] {
  return listIn(holder, field).flatMap((item) => patchFrom(item, reading) ?? [])
}

export function patchFrom(item: YamlNode, { read, notes }: Reading): Patch | undefined {
  const found = documentsOf(item, read)
  if (!found) return undefined
  notes.add(found.unknown)
  const options = fieldOf(item, 'options')
  return {
    documents: found.documents,
    target: fieldOf(item, 'target'),
    at: item,
    mayRename: isTrue(fieldOf(options, 'allowNameChange')),
    mayChangeKind: isTrue(fieldOf(options, 'allowKindChange')),
  }
}

function documentsOf(item: YamlNode, read: ReadNamed): Documents | undefined {
  if (item.kind === 'scalar') {
    if (textOf(item) === undefined) return undefined
    return isInlinePatch(item.text) ? inlineDocuments(item) : read(item)
  }
  const inline = scalarIn(item, 'patch') ?? scalarIn(item, 'jsonOp')
  if (inline) return inlineDocuments(inline)
  const path = scalarIn(item, 'path')
  return path && read(path)
}
