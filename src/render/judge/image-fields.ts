import type { UnreachedField } from '../manifests/images.ts'

/** The file that the lines to paste go to, beside the kustomization. */
export const IMAGE_FIELDS = 'image-fields.yaml'

/**
 * A configuration that lets `images:` reach these fields (kustomize, "fieldSpecs"): `[]` behind the name of a list, and
 * a slash that is part of a key behind a backslash.
 */
export function imageFieldLines(fields: readonly UnreachedField[]): readonly string[] {
  const specs = fields.map(({ kind, path }) => `  - kind: ${kind}\n    path: ${fieldPath(path)}`)
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
