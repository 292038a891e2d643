import type { ConfigFile, EditTarget, Entry } from '../../edit/target.ts'
import { fail, StepError } from '../../errors/errors.ts'
import type { Policies } from '../proposal.ts'
import { judgeEntry } from './judge-entry.ts'
import type { FoundEntry, Sought } from './judged-text.ts'
import { newEntry } from './new-entry.ts'

export interface EntryOptions {
  readonly kind: EditTarget
  readonly policies: Policies
}

/** undefined for an optional file without the entry. @throws StepError when it must not or cannot be written. */
export function seekEntry(file: ConfigFile, sought: Sought, options: EntryOptions): FoundEntry | undefined {
  if (!sought.optional) return requireEntry(file, sought, options)
  const found = findOptional(options.kind, file, sought.key)
  return found && judgeEntry(found, sought, options.policies)
}

/** The same where the entry is there, or has to be. */
export function requireEntry(file: ConfigFile, sought: Sought, { kind, policies }: EntryOptions): FoundEntry {
  const { image, key } = sought
  const opened = kind.open(file)
  const entry = opened.find(key)
  if (entry) return judgeEntry(entry, sought, policies)
  if (!policies.createMissing) fail(opened.absence(key, image.repositoryUrl))
  return newEntry({ kind, file, opened, key }, image, policies)
}

/** A mistake in a file of somebody else, which only a pattern led to, is none of ours; unless the entry is in it. */
function findOptional(kind: EditTarget, file: ConfigFile, key: string): Entry | undefined {
  if (!kind.mayHave(file.text, key)) return undefined
  try {
    return kind.open(file).find(key)
  } catch (error) {
    if (error instanceof StepError && (isOtherKind(error) || !kind.declares(file.text, key))) return undefined
    throw error
  }
}

/** What is no overlay at all has no entry, whatever it has of that name. */
const isOtherKind = ({ code }: StepError): boolean => code === 'OVERLAY_INVALID'
