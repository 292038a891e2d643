import { type Document, isAlias, isMap, isScalar, isSeq, type YAMLMap } from 'yaml'
import { fail } from '../../errors/errors.ts'
import { refuse } from '../refuse.ts'
import type { ConfigFile } from '../target.ts'
import { failOnErrors, failOnFaults, openYaml } from '../yaml/open.ts'
import { rangeOf } from '../yaml/range.ts'
import type { Syntax } from '../yaml/syntax.ts'
import { foldKey } from './fold-key.ts'
import { foreignIn } from './foreign.ts'

/** A kustomization that is understood well enough to be edited byte by byte. */
export interface Kustomization extends Omit<Syntax, 'documents'> {
  readonly file: ConfigFile
  readonly document: Document.Parsed
  readonly root: YAMLMap
}

/** @throws StepError YAML_INVALID or EDIT_UNSAFE, with the line and what to change. */
export function parseKustomization(file: ConfigFile): Kustomization {
  const { documents, ...rest } = openYaml(file, 'overlays')
  const document = onlyDocument(file, { documents, ...rest })
  return { ...rest, file, document, root: rootOf(file, document, rest.lineAt) }
}

function onlyDocument(file: ConfigFile, { documents, lineAt }: Syntax): Document.Parsed {
  const [document, second] = documents
  if (!document) {
    return refuse(file, 1, { message: 'is empty', hint: 'Add an images entry, or remove it from overlays.' })
  }
  failOnErrors(file, document, { lineAt, program: 'kustomize build' })
  if (second) {
    failOnForeign(file, document.contents)
    const message = 'holds more than one YAML document, and kustomize reads only one'
    refuse(file, lineAt(second.range[0]), { message, hint: 'Keep one document in a kustomization file.' })
  }
  failOnFaults(file, document, { lineAt, program: 'kustomize build' })
  return document
}

function rootOf(file: ConfigFile, document: Document.Parsed, lineAt: Syntax['lineAt']): YAMLMap {
  const root = document.contents
  if (!isMap(root)) {
    return refuse(file, 1, {
      message: 'is not a mapping',
      hint: 'Name a kustomization file or its folder in overlays.',
    })
  }
  failOnSpelling(file, root, { known: ['images', 'kind', 'apiVersion'], lineAt })
  if (root.has('sops')) {
    const message = 'is encrypted with SOPS, and an edit would break its checksum'
    refuse(file, undefined, { message, hint: 'Keep the images list in a plain kustomization file.' })
  }
  failOnForeign(file, root)
  const kind: unknown = root.get('kind', true)
  if (kind === undefined || isScalar(kind)) return root
  return refuse(file, lineAt(rangeOf(kind)[0]), {
    message: 'has a kind that is no text',
    hint: 'Write kind: Kustomization.',
  })
}

function failOnForeign(file: ConfigFile, root: unknown): void {
  const foreign = foreignIn(file, root)
  if (foreign) fail(foreign)
}

const ENTRY_KEYS = ['name', 'newName', 'newTag', 'digest', 'tagSuffix']

/** What kustomize still reads under the name of its first versions: entries that come behind those of `images`. */
const OLD_KEYS: Readonly<Record<string, string>> = { imagetags: 'images' }

/** kustomize takes `NewTag` for `newTag` (Go's encoding/json), and of two spellings the last: here they would be missed. */
function failOnSpelling(
  file: ConfigFile,
  { items }: YAMLMap,
  { known, lineAt }: { readonly known: readonly string[]; readonly lineAt: Syntax['lineAt'] },
): void {
  for (const { key } of items) {
    const written = isScalar(key) ? String(key.value) : ''
    const folded = foldKey(written)
    const meant = known.find((name) => foldKey(name) === (OLD_KEYS[folded] ?? folded))
    if (meant === undefined || meant === written) continue
    const line = lineAt(rangeOf(key)[0])
    refuse(file, line, {
      message: `has the key ${written}, which kustomize takes for ${meant}`,
      hint: `Write ${meant} on line ${line}.`,
    })
  }
}

/** The entries of `images`, each a plain mapping; what cannot be one is refused. */
export function imageEntries(kustomization: Kustomization): readonly YAMLMap[] {
  const { file, root, lineAt } = kustomization
  const images: unknown = root.get('images', true)
  if (images === undefined || (isScalar(images) && images.value === null)) return []
  const line = lineAt(rangeOf(images)[0])
  if (!isSeq(images)) {
    return refuse(file, line, {
      message: 'has an images field that is not a list',
      hint: 'Write images as a list of entries.',
    })
  }
  return images.items.flatMap((item) => {
    if (isMap(item)) {
      failOnSpelling(file, item, { known: ENTRY_KEYS, lineAt })
      return [item]
    }
    // An alias repeats an entry that stands elsewhere; what it names is judged there or not at all.
    if (isAlias(item)) return []
    return refuse(file, lineAt(rangeOf(item)[0]), {
      message: 'has an images item that is not a mapping',
      hint: 'Write it as - name: ...',
    })
  })
}
