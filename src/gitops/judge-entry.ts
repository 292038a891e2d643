import { judgeRegistry } from '../edit/registry-guard.ts'
import type { ConfigFile, EditableFile, EditTarget, Entry, Hold } from '../edit/target.ts'
import { fail, StepError } from '../errors/errors.ts'
import { revisionOf } from '../names/tag.ts'
import type { ConfigPlan } from '../plan/config.ts'
import type { Deployment } from '../plan/deployment.ts'
import { type ProposalContext, type TargetProposal, targetKey } from './proposal.ts'
import { pinnedBy, referenceOf, wantedValues } from './wanted-values.ts'

export interface EntryTarget {
  readonly image: Deployment
  /** The file was found by a glob: without the entry it is not concerned. */
  readonly optional: boolean
}

/** The verdict on one entry, and the text of its file afterwards. */
export type EntryProposal = Omit<TargetProposal, 'overlay' | 'file' | 'optional'> & { readonly text: string }

/** undefined for an optional file without the entry. @throws StepError when it must not or cannot be written. */
export async function proposeEntry(
  file: ConfigFile,
  target: EntryTarget,
  context: ProposalContext,
): Promise<EntryProposal | undefined> {
  const { name } = target.image
  const kind = context.kindOf(file.path)
  if (target.optional) {
    const found = findOptional(kind, file, name)
    return found && judgeEntry(found, target, context)
  }
  const opened = kind.open(file)
  const entry = opened.find(name)
  if (entry) return judgeEntry(entry, target, context)
  if (!context.config.createMissing) fail(opened.absence(name))
  return newEntry({ kind, file, opened }, target.image, context.config)
}

/** A mistake in a file of somebody else, which only a pattern led to, is none of ours; unless the entry is in it. */
function findOptional(kind: EditTarget, file: ConfigFile, name: string): Entry | undefined {
  if (!kind.mayHave(file.text, name)) return undefined
  try {
    return kind.open(file).find(name)
  } catch (error) {
    if (error instanceof StepError && !kind.declares(file.text, name)) return undefined
    throw error
  }
}

async function judgeEntry(
  entry: Entry,
  target: EntryTarget,
  context: ProposalContext,
): Promise<EntryProposal> {
  const { config, orders } = context
  const { file, values, hold, line } = entry
  const { image } = target
  const wanted = wantedValues(values, image, config.pin)
  const common = {
    image: image.name,
    place: file.place(line),
    previous: values.tag ?? values.digest,
    deployed: wanted.image === undefined ? revisionOf(values.tag ?? '') : undefined,
    reference: referenceOf({ ...values, ...wanted }),
    pinned: pinnedBy(wanted, image),
  }
  const stays = { ...common, text: file.text }
  // Only a rollback may pass a hold, and whether it is one, the order says. What else may be wrong can wait.
  if (hold && config.onStale !== 'write' && !entry.has(wanted))
    return { ...stays, ...held(common, file, hold) }
  const notices = registryNotices(entry, target, config)
  const text = entry.edit(wanted)
  if (text === file.text) return { ...stays, outcome: 'unchanged', notices: [] }
  const untouched = context.untouched?.get(targetKey({ image: image.name, file: file.path }))
  if (untouched !== undefined)
    return { ...stays, reference: referenceOf(values), outcome: 'untouched', notices: [untouched] }
  const order = orders(image.source.name)
  const decision = await order.decide(common.previous, image, `${file.path}:${line}`)
  if (!decision.write) return { ...stays, outcome: 'superseded', notices: [decision.reason] }
  if (hold && !decision.rollback) return { ...stays, ...held(common, file, hold) }
  return {
    ...common,
    text: decision.rollback ? entry.edit(wanted, context.holdReason) : text,
    outcome: 'write',
    notices: [...notices, ...entry.notices, ...(decision.notice ? [decision.notice] : [])],
  }
}

interface Place {
  readonly kind: EditTarget
  readonly file: ConfigFile
  readonly opened: EditableFile
}

function newEntry({ kind, file, opened }: Place, image: Deployment, config: ConfigPlan): EntryProposal {
  const { name, repositoryUrl } = image
  const none = { image: name, tag: undefined, digest: undefined }
  const wanted = wantedValues(none, image, config.pin)
  const text = opened.create(name, wanted)
  const common = {
    image: name,
    place: file.place(),
    previous: undefined,
    deployed: undefined,
    reference: referenceOf({ ...none, ...wanted }),
    pinned: pinnedBy(wanted, image),
  }
  // A marker at the list holds what comes into it as well.
  const hold = kind.open({ ...file, text }).find(name)?.hold
  if (hold) return { ...common, text: file.text, ...held(common, file, hold) }
  return {
    ...common,
    text,
    outcome: 'write',
    notices: [`${file.path}: an images entry for ${name} is added, with ${repositoryUrl} (create-missing).`],
  }
}

function registryNotices(
  entry: Entry,
  { image, optional }: EntryTarget,
  { retarget }: ConfigPlan,
): readonly string[] {
  const { repositoryUrl: newName, registry } = image
  const verdict = judgeRegistry(entry, { registry, newName, retarget, optional })
  if ('code' in verdict) throw new StepError([verdict])
  return verdict.notice === undefined ? [] : [verdict.notice]
}

function held(
  { image }: Pick<TargetProposal, 'image'>,
  { path }: ConfigFile,
  { line, reason }: Hold,
): Pick<EntryProposal, 'outcome' | 'notices'> {
  const why = reason ? `: ${reason}` : ''
  const notice = `${path}:${line} holds ${image}${why}. Remove the marker there to let deploys through again.`
  return { outcome: 'held', notices: [notice] }
}
