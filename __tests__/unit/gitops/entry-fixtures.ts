import { editEntry, type WantedValues } from '../../../src/gitops/edit/edit.ts'
import { findEntry, type ImageEntry } from '../../../src/gitops/edit/entry.ts'
import { parseKustomization } from '../../../src/gitops/edit/kustomization.ts'
import { aFile } from '../builders.ts'

export const entryOf = (text: string, name = 'web'): ImageEntry =>
  findEntry(parseKustomization(aFile(text)), name)

export const edit = (text: string, wanted: WantedValues, name = 'web'): string =>
  editEntry(entryOf(text, name), wanted)
