import type { ConfigFile, Hold, ImageValues, Twin, WantedValues } from '../../edit/target.ts'
import type { Place } from '../../errors/errors.ts'
import { joinReference } from '../../names/reference.ts'
import { revisionOf } from '../../names/tag.ts'
import type { Deployment } from '../../plan/deployment.ts'
import type { OrderDecision } from '../order.ts'
import type { EntryVerdict, Policies } from '../proposal.ts'
import { pinnedBy, replicaIn } from './wanted-values.ts'

export interface Sought {
  readonly image: Deployment
  /** What the file knows it by. */
  readonly key: string
  /** The file was found by a glob: without the entry it is not concerned. */
  readonly optional: boolean
}

/** The verdict on one entry, what it makes of the image as it stands, and the text of its file afterwards. */
export type JudgedText = Omit<EntryVerdict, 'kind' | 'overlay' | 'key' | 'file' | 'optional'> & {
  readonly stands: string
  readonly text: string
}

/** An entry that may be written, as far as its file says it. */
export interface FoundEntry {
  /** What the order must be asked; undefined where it changes nothing. */
  readonly question: { readonly deployedTag: string | undefined; readonly where: string } | undefined
  readonly settle: (decision: OrderDecision) => JudgedText
  /** The same for every target that leads there. */
  readonly at: string
  readonly twins?: readonly Twin[] | undefined
}

/** Whatever the order says. */
export const settled = (judged: JudgedText, at: string): FoundEntry => ({
  question: undefined,
  settle: () => judged,
  at,
})

interface Edit {
  readonly place: Place
  /** What the entry says, and what it is to say. */
  readonly values: ImageValues
  readonly wanted: WantedValues
}

type Facts = Omit<JudgedText, 'outcome' | 'notices' | 'text' | 'rollback'>

/** What is true of an entry whether or not it is written. */
export function factsOf(
  { place, values, wanted }: Edit,
  image: Deployment,
  { replicas }: Pick<Policies, 'replicas'>,
): Facts {
  const named = (one: ImageValues) => ({ ...one, image: one.image ?? image.repositoryUrl ?? image.name })
  const reference = joinReference(named({ ...values, ...wanted }))
  return {
    image: image.name,
    place,
    previous: values.tag || values.digest,
    deployed: wanted.image === undefined ? revisionOf(values.tag ?? '') : undefined,
    stands: joinReference(named(values)),
    reference,
    // Whatever builds on the file matches images by what they are called behind it.
    renames:
      wanted.image === undefined || !values.image ? undefined : { from: values.image, to: wanted.image },
    replica: replicaIn(reference, image, replicas),
    pinned: pinnedBy(wanted, image),
  }
}

export function heldBy(
  { line, reason }: Hold,
  { name }: Deployment,
  { path }: ConfigFile,
): Pick<EntryVerdict, 'outcome' | 'notices'> {
  const why = reason ? `: ${reason}` : ''
  const notice = `${path}:${line} holds ${name}${why}. Remove the marker there to let deploys through again.`
  return { outcome: 'held', notices: [notice] }
}
