import { isNull, textAt, valueAt, type YamlNode } from '../../../src/effective/yaml/node.ts'

/** Keys of annotations that name a role. */
const ROLES = new Set([
  'eks.amazonaws.com/role-arn',
  'eks.amazonaws.com/ecr-role-arn',
  'iam.amazonaws.com/role',
])

/** What kustomize puts behind the name of what it generates: a hash that an audit does not work out. */
const HASH = /-[bcdfghkmt2456789]{10}$/

/** What of objects matters to an audit, a line each, sorted: `kind/name path: text`. */
export function effectiveIn(roots: Iterable<YamlNode>): readonly string[] {
  return [...roots].flatMap((root) => linesOf(root)).toSorted()
}

function linesOf(root: YamlNode): readonly string[] {
  const name = (textAt(valueAt(root, 'metadata'), 'name') ?? '').replace(HASH, '')
  const object = `${textAt(root, 'kind')}/${name}`
  const lines: string[] = []
  visit(root, [], (path, text) => lines.push(`${object} ${path.join('.')}: ${text}`))
  return lines
}

type Found = (path: readonly string[], text: string) => void

function visit(node: YamlNode, path: readonly string[], found: Found): void {
  if (node.kind === 'scalar') {
    if (!isNull(node) && matters(path)) found(path, node.text.replace(HASH, ''))
    return
  }
  const entries =
    node.kind === 'list'
      ? node.items.map((item, index) => [String(index), item] as const)
      : node.entries.map(({ key, value }) => [key.text, value] as const)
  for (const [key, value] of entries) visit(value, [...path, key], found)
}

function matters(path: readonly string[]): boolean {
  const last = path.at(-1) ?? ''
  if (last === 'image' || ROLES.has(last)) return true
  if (last === 'reference') return path.at(-2) === 'image'
  return last === 'name' && path.at(-3) === 'imagePullSecrets'
}
