import type { ConfigFile, Twin } from '../../edit/target.ts'
import type { EntryVerdict } from '../proposal.ts'
import type { JudgedText } from './judged-text.ts'
import { placeAmongAll, placeOf } from './one-place.ts'

/** An entry, and what has the same image beside it. */
interface WithTwins {
  readonly file: Pick<ConfigFile, 'path'>
  readonly at: string
  readonly twins: readonly Twin[]
  readonly judged: JudgedText
  readonly verdict: EntryVerdict
}

/** Says what keeps the old image beside one that gets the new one, once: a pod would run both. */
export function sayLeftBeside<Entry extends WithTwins>(entries: readonly Entry[]): readonly Entry[] {
  const known = new Set(entries.map(placeAmongAll))
  return entries.map((entry) => {
    const { file, judged, verdict } = entry
    if (judged.outcome !== 'write') return entry
    const left = entry.twins.filter((twin) => {
      const place = placeAmongAll({ file, at: placeOf(twin) })
      const isLeft = !known.has(place) && twin.reference !== judged.reference
      known.add(place)
      return isLeft
    })
    if (left.length === 0) return entry
    const notices = [...judged.notices, ...left.map((twin) => said(file.path, twin))]
    return { ...entry, judged: { ...judged, notices }, verdict: { ...verdict, notices } }
  })
}

const said = (path: string, { line, what, reference, remedy }: Twin): string =>
  `${path}:${line}: ${what} has the same image and keeps ${reference}, because it is not named. ${remedy}`
