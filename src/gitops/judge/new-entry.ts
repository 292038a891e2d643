import { lineBefore } from '../../edit/line-before.ts'
import type { ConfigFile, EditableFile, EditTarget } from '../../edit/target.ts'
import type { Deployment } from '../../plan/deployment.ts'
import type { Policies } from '../proposal.ts'
import { type FoundEntry, factsOf, heldBy, settled } from './judged-text.ts'
import { placeOf } from './one-place.ts'
import { wantedValues } from './wanted-values.ts'

interface MissingFrom {
  readonly kind: EditTarget
  readonly file: ConfigFile
  readonly opened: EditableFile
  readonly key: string
}

/** The verdict on an entry that is not there, and that create-missing adds. */
export function newEntry(
  { kind, file, opened, key }: MissingFrom,
  image: Deployment,
  policies: Policies,
): FoundEntry {
  // What nobody has named yet is given its whole name.
  const values = { image: kind.called(key) ?? '', tag: undefined, digest: undefined }
  const wanted = wantedValues(values, image, policies)
  const text = opened.create(key, wanted)
  const facts = { ...factsOf({ place: file.place(), values, wanted }, image, policies), replica: undefined }
  // A marker at the list holds what comes into it as well.
  const made = kind.open({ ...file, text }).find(key)
  // Entries with names of their own come to one list, each where the other one would.
  const at = `new ${values.image} ${made && placeOf(made)}`
  const hold = made?.hold
  if (hold) {
    const line = lineBefore(hold.line, { original: file.text, edited: text })
    return settled({ ...facts, text: file.text, ...heldBy({ ...hold, line }, image, file) }, at)
  }
  return settled({ ...facts, text, outcome: 'write', notices: [added(kind.describe(key), image, file)] }, at)
}

function added(what: string, { repositoryUrl }: Deployment, { path }: ConfigFile): string {
  const address = repositoryUrl === undefined ? '' : `, with ${repositoryUrl}`
  return `${path}: ${what} is added${address} (create-missing).`
}
