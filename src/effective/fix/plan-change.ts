import type { Splice } from '../../edit/yaml/lines.ts'
import { isOfGit, overlayPath } from '../../names/path.ts'
import type { AuditFile, RepositoryFiles } from '../file.ts'
import type { Change } from '../yaml/change.ts'
import { addSplice, removeSplice } from './keys.ts'
import { changeable, isRefusal, type Refusal, refusal, sourceOf } from './refusal.ts'
import { setSplice } from './set.ts'
import { Sharing } from './sharing.ts'

/** A change as a splice of its file; without a file, the whole text of a new one. */
export interface PlannedChange {
  readonly change: Change
  readonly path: string
  readonly file: AuditFile | undefined
  readonly splice: Splice
}

/** Plans changes of some files, of which it knows what each has been asked before. */
export function changePlanner(files: RepositoryFiles): (change: Change) => PlannedChange | Refusal {
  const known = new Map<AuditFile, Sharing>()
  const sharingIn = (file: AuditFile): Sharing => {
    const sharing = known.get(file) ?? new Sharing(file.documents)
    known.set(file, sharing)
    return sharing
  }
  return (change) => planChange(files, change, sharingIn)
}

type SharingIn = (file: AuditFile) => Sharing

function planChange(files: RepositoryFiles, change: Change, sharingIn: SharingIn): PlannedChange | Refusal {
  if (change.kind === 'create') return planFile(files, change)
  const file = changeable(files, sourceOf(change))
  if (isRefusal(file)) return file
  const splice = isAmongShared(change, sharingIn(file)) ? SHARED : spliceFor(file, change)
  return isRefusal(splice) ? splice : { change, path: file.path, file, splice }
}

type Create = Extract<Change, { kind: 'create' }>
type Part = Extract<Change, { kind: 'comment' | 'splice' }>

function planFile(files: RepositoryFiles, change: Create): PlannedChange | Refusal {
  const { path, text } = change
  const isInside = path !== '' && overlayPath(path) === path && !isOfGit(path)
  if (!isInside) return refusal('the path of the new file leads out of the repository')
  if (files.has(path)) return refusal('the file is there already')
  return { change, path, file: undefined, splice: { start: 0, end: 0, text } }
}

function spliceFor(file: AuditFile, change: Exclude<Change, Create>): Splice | Refusal {
  switch (change.kind) {
    case 'set':
      return setSplice(change.at, change.to, change.string === true)
    case 'add':
      return addSplice(change.to, change.key, change.value)
    case 'remove':
      return removeSplice(change.from, change.key)
    case 'comment':
      return spliceOf(file, change)
    case 'splice':
      if (file.kind === 'yaml' && !file.path.endsWith('.json')) return refusal('the file is YAML')
      return spliceOf(file, change)
  }
}

function spliceOf(file: AuditFile, { start, end, to }: Part): Splice | Refusal {
  const isWithin = start >= 0 && start <= end && end <= file.text.length
  return isWithin ? { start, end, text: to } : refusal('the place is not in the file')
}

function isAmongShared(change: Exclude<Change, Create>, sharing: Sharing): boolean {
  switch (change.kind) {
    case 'set':
      return !change.shared && sharing.isShared(change.at)
    case 'add':
      return sharing.isShared(change.to)
    case 'remove':
      return sharing.isShared(change.from)
    case 'comment':
    case 'splice':
      return false
  }
}

const SHARED = refusal('an anchor makes it the value of several keys, of which not all are meant')
