import { type Document, isScalar } from 'yaml'
import { DeployError, fail } from '../../errors.ts'
import { type EntryKey, findEntry, type ImageEntry, pairOf } from './entry.ts'
import { type ConfigFile, parseKustomization, refuse } from './kustomization.ts'
import { renderScalar } from './scalar.ts'
import { type Splice, splice } from './splice.ts'

/** The values that the entry is to have; a key that is absent here stays as it is. */
export type WantedValues = Partial<Record<Exclude<EntryKey, 'name'>, string>>

/** The text with the entry's values set: every other byte is as it was, which is proved before it is returned. */
export function editEntry(entry: ImageEntry, wanted: WantedValues): string {
  const { file } = entry.kustomization
  const keys = (['newName', 'newTag', 'digest'] as const).filter(
    (key) => wanted[key] !== undefined && wanted[key] !== entry[key],
  )
  if (keys.length === 0) return file.text
  const splices = keys.map((key) => spliceFor(entry, key, wanted[key] ?? ''))
  const text = splice(file.text, splices)
  proveEdit(entry, wanted, text)
  return text
}

function spliceFor(entry: ImageEntry, key: EntryKey, text: string): Splice {
  const pair = pairOf(entry.map, key)
  if (!pair) return insertion(entry, key, text)
  if (!isScalar(pair.value)) throw new Error('an entry value that is no scalar was let through')
  const [start = 0, end = 0] = pair.value.range ?? []
  if (end > start) return { start, end, text: renderScalar(text, pair.value.type ?? 'PLAIN') }
  // `newTag:` without a value: written right behind the colon, so that a comment keeps its distance.
  const colon = valueIndicator(entry, pair)
  return { start: colon, end: colon, text: ` ${renderScalar(text, 'PLAIN')}` }
}

/** The offset just behind the `:` of a pair. */
function valueIndicator(entry: ImageEntry, pair: NonNullable<ReturnType<typeof pairOf>>): number {
  const item = pair as { srcToken?: { sep?: readonly { type: string; offset: number }[] } }
  const indicator = item.srcToken?.sep?.find((token) => token.type === 'map-value-ind')
  if (indicator) return indicator.offset + 1
  const mend = `Write ${String(pair.key.value)} as key: value.`
  return refuse(entry.kustomization.file, entry.line, { what: 'has a key without a value', mend })
}

/** A new key goes right behind `name`, in the style of its entry. */
function insertion(entry: ImageEntry, key: EntryKey, text: string): Splice {
  const { file } = entry.kustomization
  const name = pairOf(entry.map, 'name')
  const [keyStart = 0] = name?.key.range ?? []
  const valueEnd = isScalar(name?.value) ? (name.value.range?.[1] ?? 0) : 0
  const quotedKeys = name?.key.type === 'QUOTE_DOUBLE'
  const pair = quotedKeys ? `"${key}": "${text}"` : `${key}: ${renderScalar(text, 'PLAIN')}`
  if (entry.map.flow) {
    if (file.text[entry.map.range?.[0] ?? 0] === '{')
      return { start: valueEnd, end: valueEnd, text: `, ${pair}` }
    return refuse(file, entry.line, {
      what: 'has an entry without braces in a flow list',
      mend: 'Write it in braces.',
    })
  }
  const lineStart = file.text.lastIndexOf('\n', keyStart - 1) + 1
  const indent = file.text.slice(lineStart, keyStart).replaceAll(/[^ ]/g, ' ')
  const newline = file.text.indexOf('\n', valueEnd)
  const lineEnd = newline < 0 ? file.text.length : newline
  const crlf = newline > 0 ? file.text[newline - 1] === '\r' : file.text.includes('\r\n')
  const at = crlf && newline > 0 ? lineEnd - 1 : lineEnd
  return { start: at, end: at, text: `${crlf ? '\r\n' : '\n'}${indent}${pair}` }
}

/** Parses the result again: the wanted values are there, and nothing else means anything else than before. */
function proveEdit(entry: ImageEntry, wanted: WantedValues, text: string): void {
  const before = entry.kustomization
  const edited: ConfigFile = { ...before.file, text }
  const expected = plainObject(before.document, before.file)
  const images = (expected as { images: Record<string, unknown>[] }).images
  const target = images.find((image) => image.name === entry.name)
  if (target) Object.assign(target, wanted)
  if (isSame(meaningOf(edited, entry.name), expected)) return
  refuse(before.file, entry.line, {
    what: 'cannot be edited exactly: the edited text does not mean what was asked for',
    mend: 'Write the images entry in plain block style, one key a line.',
  })
}

/** Equality of what YAML can say: scalars, lists and mappings, whose order means nothing. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isCollection(one) || !isCollection(other)) return Object.is(one, other)
  const [entries, others] = [Object.entries(one), new Map(Object.entries(other))]
  if (Array.isArray(one) !== Array.isArray(other) || entries.length !== others.size) return false
  return entries.every(([key, value]) => others.has(key) && isSame(value, others.get(key)))
}

const isCollection = (value: unknown): value is object => typeof value === 'object' && value !== null

/** undefined for a text that is no kustomization with that entry; its mistakes are ours and would mislead the reader. */
function meaningOf(file: ConfigFile, name: string): unknown {
  try {
    const kustomization = parseKustomization(file)
    findEntry(kustomization, name)
    return plainObject(kustomization.document, file)
  } catch (error) {
    if (error instanceof DeployError) return undefined
    throw error
  }
}

function plainObject(document: Document.Parsed, file: ConfigFile): unknown {
  try {
    // The limit refuses alias bombs instead of expanding them.
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    return fail(
      {
        code: 'EDIT_UNSAFE',
        message: `${file.path} cannot be read completely: ${error instanceof Error ? error.message : String(error)}`,
        hint: `Reduce the YAML aliases (*) in ${file.path}.`,
        configPlace: file.place(),
      },
      error,
    )
  }
}
