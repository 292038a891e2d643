import type { EditTarget, Entry, WantedValues } from '../target.ts'
import { createEntry } from './create.ts'
import { type EntryValues, editEntry, hasValues } from './edit.ts'
import { absentEntry, type ImageEntry, matchEntry } from './entry.ts'
import { holdOf } from './hold.ts'
import { parseKustomization } from './kustomization.ts'

/** The entries of `images` in a kustomization, each known by its `name`. */
export const kustomizeImages: EditTarget = {
  open: (file) => {
    const kustomization = parseKustomization(file)
    return {
      find: (name) => {
        const entry = matchEntry(kustomization, name)
        return entry && entryOver(entry)
      },
      absence: (name) => absentEntry(kustomization, name),
      create: (name, values) => createEntry(kustomization, { name, ...keysOf(values) }),
    }
  },
  mayHave: (text, name) => text.includes(name),
  declares,
}

function entryOver(entry: ImageEntry): Entry {
  const { name, newName, newTag, digest } = entry
  return {
    file: entry.kustomization.file,
    line: entry.line,
    values: { image: newName ?? name, tag: newTag, digest },
    name: {
      line: entry.lineOf(newName === undefined ? 'name' : 'newName'),
      chosen: newName !== undefined,
    },
    hold: holdOf(entry),
    notices: suffixNotices(entry),
    has: (wanted) => hasValues(entry, keysOf(wanted)),
    edit: (wanted, hold) => editEntry(entry, keysOf(wanted), hold),
  }
}

const KEYS = { image: 'newName', tag: 'newTag', digest: 'digest' } as const

function keysOf(values: WantedValues): EntryValues {
  const wanted = Object.entries(values) as [keyof WantedValues, string][]
  return Object.fromEntries(wanted.map(([value, text]) => [KEYS[value], text]))
}

function suffixNotices(entry: ImageEntry): readonly string[] {
  if (entry.tagSuffix === undefined) return []
  const where = `${entry.kustomization.file.path}:${entry.lineOf('tagSuffix')}`
  return [`${where}: tagSuffix has no effect, because kustomize ignores it beside newTag or digest.`]
}

/** Whether a text has a `name:` of that value. */
function declares(text: string, name: string): boolean {
  return [...text.matchAll(/\bname["']?\s*:\s*["']?/g)].some(({ 0: key, index }) => {
    const start = index + key.length
    const end = start + name.length
    return text.startsWith(name, start) && /^["']?\s*(?:[,}#\n]|$)/.test(text.slice(end))
  })
}
