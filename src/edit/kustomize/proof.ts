import { StepError } from '../../errors/errors.ts'
import { refuse } from '../refuse.ts'
import { emptyMap, isSameMeaning, meaningOfMap, withImages, withValues } from '../yaml/meaning.ts'
import { findEntry, type ImageEntry } from './entry.ts'
import { holdOf, holdReasons } from './hold.ts'
import { type Kustomization, parseKustomization } from './kustomization.ts'

type Values = Readonly<Record<string, string>>

export interface EditClaim {
  readonly wanted: Values
  /** The reason that the marker of the entry is to give. */
  readonly hold: string | undefined
}

/** Parses the result again: the wanted values are there, and nothing else means anything else than before. */
export function proveEdit(entry: ImageEntry, claim: EditClaim, text: string): void {
  const before = entry.kustomization
  const edited = withValues(meaningOfMap(entry.map), claim.wanted)
  const expected = withImages(meaningOfMap(before.root), (items) =>
    items.map((item, index) => (index === entry.index ? edited : item)),
  )
  const after = parsedAgain(before, text)
  if (after && isSameMeaning(meaningOfMap(after.root), expected) && keepsHolds(entry, after, claim.hold))
    return
  refuse(before.file, entry.line, {
    message: 'cannot be edited exactly: the edited text does not mean what was asked for',
    hint: 'Write the images entry in plain block style, one key a line.',
  })
}

/** The same for a new last entry. */
export function proveCreation(
  before: Kustomization,
  entry: { readonly name: string } & Values,
  text: string,
): boolean {
  const added = withValues(emptyMap, entry)
  const expected = withImages(meaningOfMap(before.root), (items) => [...items, added])
  const after = parsedAgain(before, text)
  if (!after || !isSameMeaning(meaningOfMap(after.root), expected)) return false
  const reasons = holdReasons(after)
  return holdReasons(before).every((reason, index) => reason === reasons[index])
}

function keepsHolds(entry: ImageEntry, after: Kustomization, hold: string | undefined): boolean {
  const edited = findEntry(after, entry.name)
  const wanted = hold ?? holdOf(entry)?.reason
  if (holdOf(edited)?.reason !== wanted) return false
  const [reasons, others] = [holdReasons(entry.kustomization), holdReasons(after)]
  return reasons.every((reason, index) => index === edited.index || reason === others[index])
}

/** undefined for a text that is no kustomization; its mistakes are ours and would mislead the reader. */
function parsedAgain({ file }: Kustomization, text: string): Kustomization | undefined {
  try {
    return parseKustomization({ ...file, text })
  } catch (error) {
    if (error instanceof StepError) return undefined
    throw error
  }
}
