import { isScalar, isSeq } from 'yaml'
import { refuse } from '../refuse.ts'
import { type Splice, splice } from '../yaml/lines.ts'
import { rangeOf } from '../yaml/range.ts'
import { blockItem, blockKey, blockList, flowItem, flowKey, flowList } from './create-list.ts'
import { matchEntry } from './entry.ts'
import { imagesList, imagesPair } from './image-list.ts'
import type { Kustomization } from './kustomization.ts'
import { type NewEntry, newPairs } from './new-entry.ts'
import { proveCreation } from './proof.ts'

/** The text with a new last `images` entry: every other byte is as it was, which is proved before it is returned. */
export function createEntry(kustomization: Kustomization, entry: NewEntry): string {
  const { file } = kustomization
  const known = matchEntry(kustomization, entry.name)
  if (known) throw new Error('an entry of that name was to be created again')
  const splices = splicesFor(kustomization, entry)
  const text = splices && splice(file.text, splices)
  if (text !== undefined && proveCreation(kustomization, { ...entry }, text)) return text
  const pair = imagesPair(kustomization)
  const line = pair && kustomization.lineAt(rangeOf(pair.key)[0])
  return refuse(file, line, {
    message: `cannot take a new images entry exactly`,
    hint: `Add it by hand, below images: ${pasteable(entry)}.`,
  })
}

const pasteable = (entry: NewEntry): string => `- {${newPairs(entry).join(', ')}}`

/** Where the entry goes; undefined where no place is known. */
function splicesFor(kustomization: Kustomization, entry: NewEntry): readonly Splice[] | undefined {
  const pair = imagesPair(kustomization)
  const inFlow = kustomization.root.flow === true
  if (!pair) return inFlow ? flowKey(kustomization, entry) : blockKey(kustomization, entry)
  const { value } = pair
  if ((isScalar(value) || isSeq(value)) && (value.anchor || value.tag)) return undefined
  const list = imagesList(kustomization)
  const last = list?.items.at(-1)
  if (!list || !last) {
    const place = { ...kustomization, pair }
    return inFlow ? flowList(place, entry) : blockList(place, entry)
  }
  if (list.seq.flow) return flowItem(kustomization, last, entry)
  return blockItem(kustomization, { last, sectionEnd: list.sectionEnd }, entry)
}
