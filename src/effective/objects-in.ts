import type { AuditFile } from './file.ts'
import type { KubeObject } from './object.ts'
import { isNull, itemsAt, textAt, valueAt, type YamlNode } from './yaml/node.ts'

/** The objects of a file, with those of lists; nothing of what is a patch or values, which names no kind or nobody. */
export function objectsIn(file: AuditFile): readonly KubeObject[] {
  return file.kind === 'yaml' ? file.documents.flatMap(objectsOf) : []
}

function objectsOf(root: YamlNode): readonly KubeObject[] {
  const kind = textAt(root, 'kind')
  const apiVersion = textAt(root, 'apiVersion')
  if (root.kind !== 'map' || kind === undefined || apiVersion === undefined) return []
  // Lists hold no lists: what claims to be one within another is no object.
  if (kind.endsWith('List') && valueAt(root, 'items')?.kind === 'list') {
    return itemsAt(root, 'items').flatMap((item) =>
      textAt(item, 'kind')?.endsWith('List') ? [] : objectsOf(item),
    )
  }
  const metadata = valueAt(root, 'metadata')
  const name = textAt(metadata, 'name') ?? textAt(metadata, 'generateName')
  if (name === undefined) return []
  return [{ root, apiVersion, kind, namespace: namespaceOf(metadata), name }]
}

function namespaceOf(metadata: YamlNode | undefined): string | undefined {
  const node = valueAt(metadata, 'namespace')
  return node?.kind === 'scalar' && !isNull(node) && node.text !== '' ? node.text : undefined
}
