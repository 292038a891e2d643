import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createEntry } from '../../../../src/edit/kustomize/create.ts'
import { type EntryValues, editEntry } from '../../../../src/edit/kustomize/edit.ts'
import { findEntry, type ImageEntry } from '../../../../src/edit/kustomize/entry.ts'
import { parseKustomization } from '../../../../src/edit/kustomize/kustomization.ts'
import { aFile, digestOf, HOST, REPOSITORY, SHA } from '../../builders.ts'

export const entryOf = (text: string, name = 'web'): ImageEntry =>
  findEntry(parseKustomization(aFile(text)), name)

export const edit = (text: string, wanted: EntryValues, name = 'web'): string =>
  editEntry(entryOf(text, name), wanted)

export const editAndHold = (text: string, hold: string, wanted: EntryValues = {}): string =>
  editEntry(entryOf(text), wanted, hold)

export const create = (text: string, wanted: EntryValues, name = 'web'): string =>
  createEntry(parseKustomization(aFile(text)), { name, ...wanted })

const FOLDER = join(import.meta.dirname, '../../../fixtures/kustomizations')

/** A kustomization as somebody wrote it, and what becomes of it: its text, or the refusal. */
export interface KustomizationCase {
  readonly title: string
  readonly before: string
  readonly after: string | undefined
  readonly refusal: string | undefined
}

export function kustomizationCases(): readonly KustomizationCase[] {
  return readdirSync(FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted()
    .map((title) => {
      const read = (name: string) => readFileSync(join(FOLDER, title, name), 'utf8')
      const refused = title.startsWith('refused-')
      return {
        title,
        before: read('before.yaml'),
        after: refused ? undefined : read('after.yaml'),
        refusal: refused ? read('refusal.txt').trim() : undefined,
      }
    })
}

export const WANTED: EntryValues = { newName: `${HOST}/${REPOSITORY}`, newTag: SHA }

/** What the title of a case asks for: `create-` and `hold-`, also behind `refused-`, else an edit. */
export function treat({ title, before }: KustomizationCase): string {
  const action = title.replace('refused-', '')
  if (action.startsWith('create-')) return create(before, WANTED)
  if (action.startsWith('hold-')) return editAndHold(before, 'rollback of 4f2b8c1', WANTED)
  const { digest } = entryOf(before)
  return edit(before, digest === undefined ? WANTED : { ...WANTED, digest: digestOf('d') })
}
