import { isScalar } from 'yaml'
import { commentText } from '../hold-marker.ts'
import { refuse } from '../refuse.ts'
import { insertLines, type Splice, splice } from '../yaml/lines.ts'
import { colonEnd, columnOf, type TokenPair } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import { renderPair, renderScalar } from '../yaml/scalar.ts'
import { type EntryKey, type ImageEntry, misreadValue, pairOf } from './entry.ts'
import { holdSplices } from './hold.ts'
import { proveEdit } from './proof.ts'

/** The values that the entry is to have; a key that is absent here stays as it is. */
export type EntryValues = Partial<Record<Exclude<EntryKey, 'name' | 'tagSuffix'>, string>>

/**
 * The text with the entry's values set and, where a reason is given, a hold marker: every other byte is as it was,
 * which is proved before it is returned.
 */
export function editEntry(entry: ImageEntry, wanted: EntryValues, hold?: string): string {
  const { file } = entry.kustomization
  const changes = changesTo(entry, wanted)
  const reason = hold === undefined ? undefined : commentText(hold)
  const splices = [
    ...(reason === undefined ? [] : holdSplices(entry, reason)),
    ...changes.map(([key, value]) => spliceFor(entry, key, value)),
  ]
  if (splices.length === 0) return file.text
  const text = splice(file.text, splices)
  proveEdit(entry, { wanted: Object.fromEntries(changes), hold: reason }, text)
  return text
}

/** Whether there is nothing to edit. */
export function hasValues(entry: ImageEntry, wanted: EntryValues): boolean {
  return changesTo(entry, wanted).length === 0
}

type Change = readonly [key: keyof EntryValues, value: string]

function changesTo(entry: ImageEntry, wanted: EntryValues): readonly Change[] {
  return (['newName', 'newTag', 'digest'] as const).flatMap((key): Change[] => {
    const value = wanted[key]
    return value === undefined || holdsAlready(entry, key, value) ? [] : [[key, value]]
  })
}

/** A number that is spelled like the wanted tag is none: it is written again, in quotes. */
function holdsAlready(entry: ImageEntry, key: keyof EntryValues, value: string): boolean {
  return entry[key] === value && misreadValue(entry.map, key) === undefined
}

function spliceFor(entry: ImageEntry, key: EntryKey, text: string): Splice {
  const pair = pairOf(entry.map, key)
  if (!pair) return insertion(entry, key, text)
  const { value } = pair
  const [start, end] = rangeOf(value)
  if (isScalar(value) && end > start) return { start, end, text: renderScalar(text, value.type) }
  return emptyValue(pair, text)
}

/** `newTag:` without a value: written right behind the colon, so that a comment keeps its distance. */
function emptyValue(pair: TokenPair, text: string): Splice {
  const colon = colonEnd(pair)
  return { start: colon, end: colon, text: ` ${renderScalar(text, pair.key.type)}` }
}

/** A new key goes right behind `name`, in the style of its entry. */
function insertion(entry: ImageEntry, key: EntryKey, value: string): Splice {
  const { kustomization, map, line } = entry
  const { file } = kustomization
  const name = pairOf(map, 'name')
  const nameEnd = rangeOf(name?.value)[1]
  const pair = renderPair(key, value, { quoted: name?.key.type === 'QUOTE_DOUBLE' })
  const start = rangeOf(map)[0]
  if (map.flow) {
    if (file.text[start] === '{') return { start: nameEnd, end: nameEnd, text: `, ${pair}` }
    return refuse(file, line, {
      message: 'has an entry without braces in a flow list',
      hint: 'Write it in braces.',
    })
  }
  if (isScalar(name?.value) && name.value.type?.startsWith('BLOCK_')) {
    return refuse(file, line, { message: 'has a name of several lines', hint: 'Write name on one line.' })
  }
  return insertLines(file.text, nameEnd, [' '.repeat(columnOf(file.text, start)) + pair])
}
