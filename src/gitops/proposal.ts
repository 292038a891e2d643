import type { PlaceIn } from '../config-repository/overlay.ts'
import type { EditTarget } from '../edit/target.ts'
import type { Place } from '../errors/errors.ts'
import type { EcrHost } from '../names/host.ts'
import type { ConfigPlan } from '../plan/config.ts'
import type { Target, TargetKind } from '../plan/target.ts'
import type { AskedOrder } from './order.ts'

/** A digest beside an entry: that of the image, or what stands for it so that the edit can be tried. */
export interface PinnedDigest {
  readonly digest: string
  readonly isStandIn: boolean
}

export interface Renaming {
  readonly from: string
  readonly to: string
}

/** `unchanged`: every wanted value is there; `untouched`: nothing under the paths of the image changed. */
export type EntryOutcome = 'write' | 'unchanged' | 'untouched' | 'superseded' | 'held'

/** What would happen to one image in one target. */
export interface EntryVerdict {
  readonly image: string
  readonly kind: TargetKind
  /** What the target is called: an overlay by its path. */
  readonly overlay: string
  /** What the entry is known by in its file. */
  readonly key: string
  readonly file: string
  /** Found by a pattern, not named. */
  readonly optional: boolean
  readonly outcome: EntryOutcome
  /** The entry, at the commit that was read. */
  readonly place: Place
  /** The tag that stood there. */
  readonly previous: string | undefined
  /** The revision that the entry deploys of the very repository of the image; undefined when it says none. */
  readonly deployed: string | undefined
  /** The image reference that the edited entry makes: `name:tag`, `name@digest` or `name:tag@digest`. */
  readonly reference: string
  /** What containers are called behind the entry, before and after an edit that changes it. */
  readonly renames?: Renaming | undefined
  /** The registry that the edited entry names, where it is one that ECR fills with the images of the step. */
  readonly replica?: EcrHost | undefined
  /** undefined where the edited entry has no digest. */
  readonly pinned: PinnedDigest | undefined
  /** An older commit goes over a newer one, because this run was asked to. */
  readonly rollback?: Rollback
  readonly notices: readonly string[]
}

export interface Rollback {
  /** What the history says of the two. */
  readonly reason: string
  /** What the marker says that the entry is held by from now on. */
  readonly hold: string
}

/** The one target of an entry, also where a pattern found it. */
export const targetOf = ({ kind, overlay, file, key }: EntryVerdict): Target =>
  kind === 'kustomize' ? { kind, path: overlay, key: undefined } : { kind, path: file, key }

/** An entry among all those of a proposal. */
export const entryKey = ({ image, file, key }: Pick<EntryVerdict, 'image' | 'file' | 'key'>): string =>
  JSON.stringify([image, file, key])

/** What one commit on this tip would change. */
export interface Proposal {
  readonly tip: string
  readonly verdicts: readonly EntryVerdict[]
  readonly before: ReadonlyMap<string, string>
  /** Only files whose text differs. */
  readonly files: ReadonlyMap<string, string>
}

/** The verdicts that the commit writes. */
export const writtenBy = ({ verdicts }: Pick<Proposal, 'verdicts'>): readonly EntryVerdict[] =>
  verdicts.filter(({ outcome }) => outcome === 'write')

/** Whether something that is not known yet is written, so that this cannot be what is committed. */
export const hasStandIn = (proposal: Proposal): boolean =>
  writtenBy(proposal).some(({ pinned }) => pinned?.isStandIn === true)

/** What may be written over, and how. */
export interface Policies
  extends Pick<ConfigPlan, 'pin' | 'retarget' | 'replicas' | 'onStale' | 'createMissing'> {
  /** Behind `hold`, in the marker that a rollback leaves. */
  readonly holdReason: string
}

/** What a judgement asks. */
export interface JudgePorts {
  /** What the file of a target is, so that its entries can be found and edited. */
  readonly kindOf: (target: Target) => EditTarget | Promise<EditTarget>
  /** By the source repository of an image. */
  readonly orders: (repository: string) => AskedOrder
  readonly placeAt: (tip: string) => PlaceIn
  /** Between two files: ends a run that was cancelled. */
  readonly onFile?: () => Promise<void>
}
