import { inFolder, KUSTOMIZATION_NAMES, parentOf } from '../../../names/path.ts'
import type { AuditFile, RepositoryFiles } from '../../file.ts'
import type { Unknown } from '../../object.ts'
import type { MapNode, Span } from '../../yaml/node.ts'
import { textIn } from './field.ts'

/** The kustomization of a folder, as far as it can be read. */
export interface Opened {
  readonly folder: string
  readonly file: AuditFile
  readonly root: MapNode
  readonly isComponent: boolean
  /** What is wrong with the file itself. */
  readonly unknown: readonly Unknown[]
}

const NAMES: ReadonlySet<string> = new Set(KUSTOMIZATION_NAMES)

/** All folders with a kustomization that can be read, sorted. */
export function findKustomizations(files: RepositoryFiles): ReadonlyMap<string, Opened> {
  const paths = files.paths.filter((path) => NAMES.has(path.slice(path.lastIndexOf('/') + 1)))
  const folders = [...new Set(paths.map(parentOf))].toSorted()
  const opened = folders.flatMap((folder) => {
    const one = open(folder, files)
    return one ? [[folder, one] as const] : []
  })
  return new Map(opened)
}

function open(folder: string, files: RepositoryFiles): Opened | undefined {
  const found = KUSTOMIZATION_NAMES.flatMap((name) => files.file(inFolder(folder, name)) ?? [])
  const [file, second] = found
  const root = file?.documents.find((document) => document.kind === 'map')
  if (!file || root?.kind !== 'map') return undefined
  const doubled = second ? [{ message: `${where(folder)} has two kustomizations`, at: startOf(second) }] : []
  return { folder, file, root, isComponent: isComponent(root), unknown: [...doubled, ...faultsIn(file)] }
}

/** Where it has no kind, its version says what it is (kustomize api, types/kustomization.go). */
function isComponent(root: MapNode): boolean {
  const kind = textIn(root, 'kind')
  return (
    kind === 'Component' || (kind === '' && textIn(root, 'apiVersion') === 'kustomize.config.k8s.io/v1alpha1')
  )
}

/** Of a file that others name, too. */
export function faultsIn(file: AuditFile): readonly Unknown[] {
  if (file.kind === 'template') {
    return [
      { message: `${file.path} is a template, and what it says is decided elsewhere`, at: startOf(file) },
    ]
  }
  return file.faults.map(({ message, offset }) => ({
    message: `${file.path} cannot be read: ${message}`,
    at: { source: file, start: offset, end: offset },
  }))
}

const startOf = (file: AuditFile): Span => ({ source: file, start: 0, end: 0 })

export const where = (folder: string): string => folder || 'the root of the repository'
