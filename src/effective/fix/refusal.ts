import type { AuditFile, RepositoryFiles } from '../file.ts'
import { filledInAt } from '../filled-in.ts'
import { keptFor } from '../kept.ts'
import { objectsIn } from '../objects-in.ts'
import type { Change } from '../yaml/change.ts'
import type { Source } from '../yaml/node.ts'

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
  if (file.kind === 'template' || isFilledIn(file))
    return refusal('the file is a template, which a program fills in')
  if (file.faults.length > 0) return refusal('the file cannot be read in full')
  if (!source.exact) return refusal('it stands within a text in quotation marks, or one that is folded')
  return file
}

/** Asked for each change of a file. */
const isFilledIn = keptFor((file: AuditFile) => filledInAt(file.text, objectsIn(file)) !== undefined)

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
