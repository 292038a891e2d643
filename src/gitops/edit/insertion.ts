import { isScalar } from 'yaml'
import { type EntryKey, type ImageEntry, pairOf } from './entry.ts'
import { columnOf } from './images.ts'
import { rangeOf, refuse } from './kustomization.ts'
import { insertLines } from './lines.ts'
import { renderPair } from './scalar.ts'
import type { Splice } from './splice.ts'

/** A new key goes right behind `name`, in the style of its entry. */
export function insertion(entry: ImageEntry, key: EntryKey, value: string): Splice {
  const { kustomization, map, line } = entry
  const { file } = kustomization
  const name = pairOf(map, 'name')
  const nameEnd = rangeOf(name?.value)[1]
  const pair = renderPair(key, value, { quoted: name?.key.type === 'QUOTE_DOUBLE' })
  const start = rangeOf(map)[0]
  if (map.flow) {
    if (file.text[start] === '{') return { start: nameEnd, end: nameEnd, text: `, ${pair}` }
    return refuse(file, line, {
      what: 'has an entry without braces in a flow list',
      mend: 'Write it in braces.',
    })
  }
  if (isScalar(name?.value) && name.value.type?.startsWith('BLOCK_')) {
    return refuse(file, line, { what: 'has a name of several lines', mend: 'Write name on one line.' })
  }
  return insertLines(file.text, nameEnd, [' '.repeat(columnOf(file.text, start)) + pair])
}
