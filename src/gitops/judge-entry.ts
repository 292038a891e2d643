import { createEntry } from '../edit/kustomize/create.ts'
import { editEntry, hasValues } from '../edit/kustomize/edit.ts'
import { findEntry, type ImageEntry, matchEntry } from '../edit/kustomize/entry.ts'
import { type Hold, holdOf } from '../edit/kustomize/hold.ts'
import { type ConfigFile, type Kustomization, parseKustomization } from '../edit/kustomize/kustomization.ts'
import { judgeRegistry } from '../edit/kustomize/registry-guard.ts'
import { StepError } from '../errors/errors.ts'
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
  if (target.optional) {
    const found = findOptional(file, name)
    return found && judgeEntry(found, target, context)
  }
  const kustomization = parseKustomization(file)
  const entry = matchEntry(kustomization, name)
  if (entry) return judgeEntry(entry, target, context)
  return context.config.createMissing
    ? newEntry(kustomization, target.image, context.config)
    : judgeEntry(findEntry(kustomization, name), target, context)
}

/** A mistake in a file of somebody else, which only a pattern led to, is none of ours; unless the entry is in it. */
function findOptional(file: ConfigFile, name: string): ImageEntry | undefined {
  try {
    return matchEntry(parseKustomization(file), name)
  } catch (error) {
    if (error instanceof StepError && !declares(file.text, name)) return undefined
    throw error
  }
}

/** Whether a text that cannot be parsed has a `name:` of that value. */
function declares(text: string, name: string): boolean {
  return [...text.matchAll(/\bname["']?\s*:\s*["']?/g)].some(({ 0: key, index }) => {
    const start = index + key.length
    const end = start + name.length
    return text.startsWith(name, start) && /^["']?\s*(?:[,}#\n]|$)/.test(text.slice(end))
  })
}

async function judgeEntry(
  entry: ImageEntry,
  target: EntryTarget,
  context: ProposalContext,
): Promise<EntryProposal> {
  const { config, orders } = context
  const { file } = entry.kustomization
  const wanted = wantedValues(entry, target.image, config.pin)
  const common = {
    image: entry.name,
    place: file.place(entry.line),
    previous: entry.newTag ?? entry.digest,
    deployed: wanted.newName === undefined ? revisionOf(entry.newTag ?? '') : undefined,
    reference: referenceOf({ ...entry, ...wanted }),
    pinned: pinnedBy(wanted, target.image),
  }
  const stays = { ...common, text: file.text }
  const hold = holdOf(entry)
  // Only a rollback may pass a hold, and whether it is one, the order says. What else may be wrong can wait.
  if (hold && config.onStale !== 'write' && !hasValues(entry, wanted))
    return { ...stays, ...held(entry, hold) }
  const notices = registryNotices(entry, target, config)
  const text = editEntry(entry, wanted)
  if (text === file.text) return { ...stays, outcome: 'unchanged', notices: [] }
  const untouched = context.untouched?.get(targetKey({ image: entry.name, file: file.path }))
  if (untouched !== undefined)
    return { ...stays, reference: referenceOf(entry), outcome: 'untouched', notices: [untouched] }
  const order = orders(target.image.source.name)
  const decision = await order.decide(common.previous, target.image, `${file.path}:${entry.line}`)
  if (!decision.write) return { ...stays, outcome: 'superseded', notices: [decision.reason] }
  if (hold && !decision.rollback) return { ...stays, ...held(entry, hold) }
  return {
    ...common,
    text: decision.rollback ? editEntry(entry, wanted, context.holdReason) : text,
    outcome: 'write',
    notices: [...notices, ...suffixNotices(entry), ...(decision.notice ? [decision.notice] : [])],
  }
}

function newEntry(kustomization: Kustomization, image: Deployment, config: ConfigPlan): EntryProposal {
  const { name, repositoryUrl } = image
  const { file } = kustomization
  const wanted = wantedValues({ name }, image, config.pin)
  const entry = { name, ...wanted }
  const text = createEntry(kustomization, entry)
  const common = {
    image: name,
    place: file.place(),
    previous: undefined,
    deployed: undefined,
    reference: referenceOf(entry),
    pinned: pinnedBy(wanted, image),
  }
  // A marker at the list holds what comes into it as well.
  const created = findEntry(parseKustomization({ ...file, text }), name)
  const hold = holdOf(created)
  if (hold) return { ...common, text: file.text, ...held(created, hold) }
  return {
    ...common,
    text,
    outcome: 'write',
    notices: [`${file.path}: an images entry for ${name} is added, with ${repositoryUrl} (create-missing).`],
  }
}

function registryNotices(
  entry: ImageEntry,
  { image, optional }: EntryTarget,
  { retarget }: ConfigPlan,
): readonly string[] {
  const { repositoryUrl: newName, registry } = image
  const verdict = judgeRegistry(entry, { registry, newName, retarget, optional })
  if ('code' in verdict) throw new StepError([verdict])
  return verdict.notice === undefined ? [] : [verdict.notice]
}

function held({ kustomization, name }: ImageEntry, hold: Hold): Pick<EntryProposal, 'outcome' | 'notices'> {
  const where = `${kustomization.file.path}:${hold.line}`
  const why = hold.reason ? `: ${hold.reason}` : ''
  const notice = `${where} holds ${name}${why}. Remove the marker there to let deploys through again.`
  return { outcome: 'held', notices: [notice] }
}

function suffixNotices(entry: ImageEntry): readonly string[] {
  if (entry.tagSuffix === undefined) return []
  const where = `${entry.kustomization.file.path}:${entry.lineOf('tagSuffix')}`
  return [`${where}: tagSuffix has no effect, because kustomize ignores it beside newTag or digest.`]
}
