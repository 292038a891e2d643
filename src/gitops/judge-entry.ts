import { lineBefore } from '../edit/line-before.ts'
import { judgeRegistry } from '../edit/registry-guard.ts'
import type { ConfigFile, EditableFile, EditTarget, Entry, Hold, WantedValues } from '../edit/target.ts'
import { fail, StepError } from '../errors/errors.ts'
import { revisionOf } from '../names/tag.ts'
import type { Deployment } from '../plan/deployment.ts'
import type { OrderDecision } from './order.ts'
import type { EntryVerdict, Policies } from './proposal.ts'
import { addressFor, pinnedBy, referenceOf, replicaIn, wantedValues } from './wanted-values.ts'

export interface Sought {
  readonly image: Deployment
  /** The file was found by a glob: without the entry it is not concerned. */
  readonly optional: boolean
}

export interface EntryOptions {
  readonly kind: EditTarget
  readonly policies: Policies
}

/** The verdict on one entry, what it makes of the image as it stands, and the text of its file afterwards. */
export type JudgedText = Omit<EntryVerdict, 'overlay' | 'file' | 'optional'> & {
  readonly stands: string
  readonly text: string
}

/** An entry that may be written, as far as its file says it. */
export interface FoundEntry {
  /** What the order must be asked; undefined where it changes nothing. */
  readonly question: { readonly deployedTag: string | undefined; readonly where: string } | undefined
  readonly settle: (decision: OrderDecision) => JudgedText
}

/** undefined for an optional file without the entry. @throws StepError when it must not or cannot be written. */
export function seekEntry(file: ConfigFile, sought: Sought, options: EntryOptions): FoundEntry | undefined {
  if (!sought.optional) return requireEntry(file, sought, options)
  const found = findOptional(options.kind, file, sought.image.name)
  return found && judgeEntry(found, sought, options.policies)
}

/** The same where the entry is there, or has to be. */
export function requireEntry(file: ConfigFile, sought: Sought, { kind, policies }: EntryOptions): FoundEntry {
  const { image } = sought
  const opened = kind.open(file)
  const entry = opened.find(image.name)
  if (entry) return judgeEntry(entry, sought, policies)
  if (!policies.createMissing) fail(opened.absence(image.name, image.repositoryUrl))
  return settled(newEntry({ kind, file, opened }, image, policies))
}

/** A mistake in a file of somebody else, which only a pattern led to, is none of ours; unless the entry is in it. */
function findOptional(kind: EditTarget, file: ConfigFile, name: string): Entry | undefined {
  if (!kind.mayHave(file.text, name)) return undefined
  try {
    return kind.open(file).find(name)
  } catch (error) {
    if (error instanceof StepError && (isOtherKind(error) || !kind.declares(file.text, name)))
      return undefined
    throw error
  }
}

/** What is no overlay at all has no entry, whatever it has of that name. */
const isOtherKind = ({ code }: StepError): boolean => code === 'OVERLAY_INVALID'

const settled = (judged: JudgedText): FoundEntry => ({ question: undefined, settle: () => judged })

function judgeEntry(entry: Entry, sought: Sought, policies: Policies): FoundEntry {
  const { file, values, hold, line } = entry
  const { image } = sought
  const wanted = wantedValues(values, image, policies)
  const reference = referenceOf({ ...values, ...wanted })
  const deployedTag = values.tag || values.digest
  const common = {
    image: image.name,
    place: file.place(line),
    previous: deployedTag,
    deployed: wanted.image === undefined ? revisionOf(values.tag ?? '') : undefined,
    stands: referenceOf(values),
    reference,
    ...renaming(values.image, wanted),
    replica: replicaIn(reference, image, policies.replicas),
    pinned: pinnedBy(wanted, image),
  }
  const stays = { ...common, text: file.text }
  const onHold = hold && { ...stays, ...heldBy(hold, image, file) }
  // Only a rollback may pass a hold, and whether it is one, the order says. What else may be wrong can wait.
  if (onHold && policies.onStale !== 'write' && !entry.has(wanted)) return settled(onHold)
  const notices = [...registryNotices(entry, sought, policies), ...entry.notices]
  const text = entry.edit(wanted)
  if (text === file.text) return settled({ ...stays, outcome: 'unchanged', notices: [] })
  const where = `${file.path}:${line}`
  return {
    question: { deployedTag, where },
    settle: (decision) => {
      if (!decision.write) return { ...stays, outcome: 'superseded', notices: [decision.reason] }
      const { rollback, notice } = decision
      if (onHold && !rollback) return onHold
      const written = rollback ? entry.edit(wanted, policies.holdReason) : text
      return {
        ...common,
        text: written,
        outcome: 'write',
        ...(rollback ? { rollback: { reason: reasonOf(notice, where), hold: policies.holdReason } } : {}),
        notices: [...notices, ...(notice ? [notice] : [])],
      }
    },
  }
}

/** Whatever builds on the file matches images by what they are called behind it. */
const renaming = (from: string, { image: to }: WantedValues): Pick<EntryVerdict, 'renames'> =>
  to === undefined ? {} : { renames: { from, to } }

/** The notice begins with the place, which whoever reads on has before them. */
const reasonOf = (notice: string, where: string): string => notice.replace(`${where}: `, '')

interface MissingFrom {
  readonly kind: EditTarget
  readonly file: ConfigFile
  readonly opened: EditableFile
}

function newEntry({ kind, file, opened }: MissingFrom, image: Deployment, policies: Policies): JudgedText {
  const { name, repositoryUrl } = image
  const none = { image: name, tag: undefined, digest: undefined }
  const wanted = wantedValues(none, image, policies)
  const text = opened.create(name, wanted)
  const common = {
    image: name,
    place: file.place(),
    previous: undefined,
    deployed: undefined,
    stands: name,
    reference: referenceOf({ ...none, ...wanted }),
    ...renaming(name, wanted),
    pinned: pinnedBy(wanted, image),
  }
  // A marker at the list holds what comes into it as well.
  const hold = kind.open({ ...file, text }).find(name)?.hold
  if (hold) {
    const line = lineBefore(hold.line, { original: file.text, edited: text })
    return { ...common, text: file.text, ...heldBy({ ...hold, line }, image, file) }
  }
  return {
    ...common,
    text,
    outcome: 'write',
    notices: [
      `${file.path}: an images entry for ${name} is added${repositoryUrl === undefined ? '' : `, with ${repositoryUrl}`} (create-missing).`,
    ],
  }
}

function registryNotices(
  entry: Entry,
  { image, optional }: Sought,
  { retarget, replicas }: Policies,
): readonly string[] {
  const { registry, stated } = image
  const newName = addressFor(entry.values, image, replicas)
  if (newName === undefined || !registry) return []
  const { patterns } = replicas
  const verdict = judgeRegistry(entry, { registry, stated, replicas: patterns, newName, retarget, optional })
  if ('code' in verdict) throw new StepError([verdict])
  return verdict.notice === undefined ? [] : [verdict.notice]
}

function heldBy(
  { line, reason }: Hold,
  { name }: Deployment,
  { path }: ConfigFile,
): Pick<EntryVerdict, 'outcome' | 'notices'> {
  const why = reason ? `: ${reason}` : ''
  const notice = `${path}:${line} holds ${name}${why}. Remove the marker there to let deploys through again.`
  return { outcome: 'held', notices: [notice] }
}
