import { failOnAny } from '../../errors/errors.ts'
import type { EditTarget, Entry } from '../target.ts'
import { hasName } from '../yaml/mentions.ts'
import { rangeOf } from '../yaml/range.ts'
import { createEntry } from './create.ts'
import { editEntry, hasValues } from './edit.ts'
import { absentEntry, type ImageEntry, matchEntry } from './entry.ts'
import { unmarked } from './foreign.ts'
import { formNotice, keysFor, keysOf, valuesOf } from './forms.ts'
import { holdOf } from './hold.ts'
import { parseKustomization } from './kustomization.ts'

/** The entries of `images` in a kustomization, each known by its `name`. */
export const kustomizeImages: EditTarget = {
  describe: (name) => `an images entry for ${name}`,
  called: (name) => name,
  open: (file) => {
    const kustomization = parseKustomization(file)
    return {
      find: (name) => {
        const entry = matchEntry(kustomization, name)
        return entry && entryOver(entry)
      },
      absence: (name, repositoryUrl) =>
        unmarked(file, kustomization.root) ?? absentEntry(kustomization, name, repositoryUrl),
      create: (name, values) => {
        failOnAny([unmarked(file, kustomization.root) ?? []].flat())
        return createEntry(kustomization, { name, ...keysOf(values) })
      },
    }
  },
  mayHave: (text, name) => text.includes(name),
  declares: hasName,
}

function entryOver(entry: ImageEntry): Entry {
  const { newName } = entry
  return {
    file: entry.kustomization.file,
    line: entry.line,
    at: rangeOf(entry.map)[0],
    values: valuesOf(entry),
    name: {
      line: entry.lineOf(newName === undefined ? 'name' : 'newName'),
      chosen: newName !== undefined,
    },
    input: 'overlays',
    hold: holdOf(entry),
    notices: [...suffixNotices(entry), formNotice(entry) ?? []].flat(),
    has: (wanted) => hasValues(entry, keysFor(entry, wanted)),
    edit: (wanted, hold) => editEntry(entry, keysFor(entry, wanted), hold),
  }
}

function suffixNotices(entry: ImageEntry): readonly string[] {
  if (entry.tagSuffix === undefined) return []
  const where = `${entry.kustomization.file.path}:${entry.lineOf('tagSuffix')}`
  return [`${where}: tagSuffix has no effect, because kustomize ignores it beside newTag or digest.`]
}
