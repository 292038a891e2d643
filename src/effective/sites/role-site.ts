import type { KubeObject } from '../object.ts'
import { readNested } from '../yaml/nested.ts'
import { entriesOf, type MapEntry, type ScalarNode, valueAt, type YamlNode } from '../yaml/node.ts'
import { type Placed, placesIn } from './place.ts'

/** Annotations that name an IAM role: for the pods of a service account, for pulls of the kubelet, for kube2iam and kiam. */
export const ROLE_KEYS: ReadonlySet<string> = new Set([
  'eks.amazonaws.com/role-arn',
  'eks.amazonaws.com/ecr-role-arn',
  'iam.amazonaws.com/role',
])

/** An annotation that names a role. */
export interface RoleSite {
  readonly at: ScalarNode
  readonly key: string
}

/** Where roles stand in an object. Each is walked once, however many overlays deploy it. */
export function openRoleSites(): (object: KubeObject) => readonly RoleSite[] {
  const known = new WeakMap<YamlNode, readonly RoleSite[]>()
  return ({ root }) => {
    const sites = known.get(root) ?? roleSitesIn(root)
    known.set(root, sites)
    return sites
  }
}

/** The same for any other node: values of a chart, a patch. */
export function roleSitesIn(root: YamlNode): readonly RoleSite[] {
  const sites: RoleSite[] = []
  placesIn(root, (placed) => {
    const { key, value } = placed.entry
    if (isAnnotations(key.text)) sites.push(...rolesIn(value))
    else if (value.kind === 'scalar') sites.push(...rolesInText(value, placed))
  })
  return sites
}

/** `annotations`, and what charts call theirs: `podAnnotations`, `serviceAccountAnnotations`. */
const isAnnotations = (key: string): boolean => key === 'annotations' || key.endsWith('Annotations')

/** Those of a mapping of annotations, which a patch may replace as a whole. */
export function rolesIn(annotations: YamlNode): readonly RoleSite[] {
  return entriesOf(annotations).flatMap(roleAt)
}

const roleAt = ({ key, value }: MapEntry): readonly RoleSite[] =>
  ROLE_KEYS.has(key.text) && value.kind === 'scalar' && value.text !== ''
    ? [{ at: value, key: key.text }]
    : []

/** Values that an Application gives to Helm: as a text in YAML, or as a parameter whose name escapes its dots. */
function rolesInText(value: ScalarNode, { entry, holder, group }: Placed): readonly RoleSite[] {
  if (group !== 'argoproj.io') return []
  if (entry.key.text === 'values' && mentionsRole(value.text)) {
    return readNested(value).documents.flatMap(({ root }) => (root ? roleSitesIn(root) : []))
  }
  if (entry.key.text !== 'name' || !mentionsRole(value.text.replaceAll('\\', ''))) return []
  const given = valueAt(holder, 'value')
  const name = value.text.replaceAll('\\.', '.')
  const key = [...ROLE_KEYS].find((one) => name.endsWith(`nnotations.${one}`))
  return key !== undefined && given?.kind === 'scalar' && given.text !== '' ? [{ at: given, key }] : []
}

/** Reading costs more than looking. */
export const mentionsRole = (text: string): boolean =>
  text.includes('role-arn') || text.includes('iam.amazonaws.com/role')
