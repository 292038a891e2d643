import { isMap, isSeq, LineCounter, parseDocument } from 'yaml'
import { rangeOf } from '../../edit/yaml/range.ts'
import { oneLine } from '../../names/text.ts'
import { imageName, type UnreachedField } from '../manifests/images.ts'

/** An `images` entry, as far as it explains what became of another one. */
export interface Entry {
  readonly name: string
  /** What it makes of a matching image. */
  readonly newName: string
  readonly line: number
}

/** The entries of a kustomization in their order, which is the order that kustomize applies them in. */
export function entriesOf(text: string): readonly Entry[] {
  const lines = new LineCounter()
  // Equal keys were looked for before the edit: the library compares each key with every other one.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'silent',
    uniqueKeys: false,
  })
  const images = isMap(document.contents) ? document.contents.get('images', true) : undefined
  if (!isSeq(images)) return []
  return images.items.filter(isMap).map((entry) => {
    const name = String(entry.get('name') ?? '')
    return {
      name,
      newName: imageName(String(entry.get('newName') ?? name)),
      line: lines.linePos(rangeOf(entry)[0]).line,
    }
  })
}

/** The file that the lines to paste go to, beside the kustomization. */
export const IMAGE_FIELDS = 'image-fields.yaml'

/**
 * Fields that a later kustomize reaches by itself (5.8, api/internal/konfig/builtinpluginconsts/images.go). It takes
 * them with the very `create` that it has there, or not at all ("conflicting fieldspecs"); it creates no list.
 */
const REACHED_LATER: ReadonlySet<string> = new Set(
  ['spec', 'spec/template/spec', 'spec/jobTemplate/spec/template/spec'].map(
    (pod) => `${pod}/volumes[]/image/reference`,
  ),
)

/**
 * A configuration that lets `images:` reach these fields (kustomize, "fieldSpecs"): `[]` behind the name of a list, and
 * a slash that is part of a key behind a backslash.
 */
export function imageFieldLines(fields: readonly UnreachedField[]): readonly string[] {
  const specs = fields.map(({ kind, path }) => {
    const spec = `  - kind: ${kind}\n    path: ${fieldPath(path)}`
    return REACHED_LATER.has(fieldPath(path)) ? `${spec}\n    create: true` : spec
  })
  return ['images:', ...[...new Set(specs)].flatMap((spec) => spec.split('\n'))]
}

/** `WorkflowTemplate build (spec.templates[].container.image)`, for people. */
export function fieldNames(fields: readonly UnreachedField[]): readonly string[] {
  const names = fields.map(({ kind, name, path }) => `${kind} ${name} (${joined(path, '.')})`)
  return [...new Set(names)]
}

function fieldPath(path: UnreachedField['path']): string {
  const keys = path.map((key) => (typeof key === 'string' ? key.replaceAll('/', '\\/') : key))
  return joined(keys, '/')
}

function joined(path: UnreachedField['path'], separator: string): string {
  const segments = path.map((key) => (typeof key === 'number' ? '[]' : `${separator}${key}`))
  return segments.join('').slice(separator.length)
}

/** At most twenty, each on one line: what containers are called is text of others. */
export function some(names: readonly string[], shown: (name: string) => string = (name) => name): string {
  const first = names
    .slice(0, 20)
    .map((name) => oneLine(shown(name)))
    .join(', ')
  return names.length > 20 ? `${first} and ${names.length - 20} more` : first
}
