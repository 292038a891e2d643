import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type YAMLMap,
} from 'yaml'
import { fail, type Place, type Problem } from '../../errors.ts'

/** A text file of the config repository; `place` builds the link to a line of it. */
export interface ConfigFile {
  readonly path: string
  readonly text: string
  readonly place: (line?: number) => Place
}

/** A kustomization that is understood well enough to be edited byte by byte. */
export interface Kustomization {
  readonly file: ConfigFile
  readonly document: Document.Parsed
  readonly lineAt: (offset: number) => number
}

/** Far above any kustomization that people write; a parser is no place to find out how much above. */
const LARGEST_FILE = 1024 * 1024
const KINDS = ['Kustomization', 'Component']

/** @throws DeployError YAML_INVALID or EDIT_UNSAFE, with the line and what to change. */
export function parseKustomization(file: ConfigFile): Kustomization {
  if (file.text.length > LARGEST_FILE) {
    refuse(file, undefined, {
      what: 'is larger than 1 MiB',
      mend: 'Split the file, or name the right one in overlays.',
    })
  }
  const lines = new LineCounter()
  const documents = parseAllDocuments(file.text, {
    lineCounter: lines,
    keepSourceTokens: true,
    prettyErrors: false,
  })
  const lineAt = (offset: number) => lines.linePos(offset).line
  const [document, second] = Array.isArray(documents) ? documents : []
  if (!document)
    refuse(file, 1, { what: 'is empty', mend: 'Add an images entry, or remove it from overlays.' })
  failOnSyntax(file, document, lineAt)
  if (second) {
    const what = 'holds more than one YAML document, and kustomize reads only one'
    refuse(file, lineAt(second.range[0]), { what, mend: 'Keep one document in a kustomization file.' })
  }
  failOnKind(file, document, lineAt)
  return { file, document, lineAt }
}

function failOnSyntax(file: ConfigFile, document: Document.Parsed, lineAt: (offset: number) => number): void {
  const error = document.errors[0] ?? document.warnings[0]
  if (!error) return
  const line = lineAt(error.pos[0])
  fail({
    code: 'YAML_INVALID',
    message: `${file.path}:${line} is not valid YAML: ${error.message}`,
    hint: `Correct line ${line} of ${file.path}; "kustomize build" shows the same mistake.`,
    configPlace: file.place(line),
  })
}

function failOnKind(file: ConfigFile, document: Document.Parsed, lineAt: (offset: number) => number): void {
  const root = document.contents
  if (!isMap(root)) {
    refuse(file, 1, {
      what: 'is not a mapping',
      mend: 'Name a kustomization file or its folder in overlays.',
    })
  }
  if (root.has('sops')) {
    const what = 'is encrypted with SOPS, and an edit would break its checksum'
    refuse(file, undefined, { what, mend: 'Keep the images list in a plain kustomization file.' })
  }
  const kind = root.get('kind', true)
  if (kind === undefined) return
  if (isScalar(kind) && KINDS.includes(String(kind.value))) return
  const line = lineAt(kind.range?.[0] ?? 0)
  const what = `has the kind ${isScalar(kind) ? String(kind.value) : 'of a mapping'}, not Kustomization or Component`
  refuse(file, line, { what, mend: 'Name a kustomization file or its folder in overlays.' })
}

/** The entries of `images`, each a plain mapping; what cannot be one is refused. */
export function imageEntries(kustomization: Kustomization): readonly YAMLMap[] {
  const { file, document, lineAt } = kustomization
  const root = document.contents
  const images = isMap(root) ? root.get('images', true) : undefined
  if (images === undefined || (isScalar(images) && images.value === null)) return []
  const line = lineAt(images.range?.[0] ?? 0)
  if (!isSeq(images) || isAlias(images)) {
    refuse(file, line, {
      what: 'has an images field that is not a list',
      mend: 'Write images as a list of entries.',
    })
  }
  return images.items.flatMap((item) => {
    if (isMap(item)) return [item]
    // An alias repeats an entry that stands elsewhere; what it names is judged there or not at all.
    if (isAlias(item) && item.resolve(document) !== undefined) return []
    const at = lineAt((item as { range?: [number, number, number] }).range?.[0] ?? 0)
    return refuse(file, at, {
      what: 'has an images item that is not a mapping',
      mend: 'Write it as - name: ...',
    })
  })
}

interface Refusal {
  readonly what: string
  readonly mend: string
}

export function refuse(file: ConfigFile, line: number | undefined, refusal: Refusal): never {
  const problem: Problem = {
    code: 'EDIT_UNSAFE',
    message: `${file.path}${line === undefined ? '' : `:${line}`} ${refusal.what}`,
    hint: refusal.mend,
    configPlace: file.place(line),
  }
  return fail(problem)
}
