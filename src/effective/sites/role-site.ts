import { readNested } from '../yaml/nested.ts'
import { entriesOf, type MapEntry, type ScalarNode, valueAt, type YamlNode } from '../yaml/node.ts'
import { isEncrypted } from './encrypted.ts'
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

/** Roles of a node: an object, values of a chart, a patch. */
export function roleSitesIn(root: YamlNode): readonly RoleSite[] {
  const sites: RoleSite[] = []
  placesIn(root, (placed) => sites.push(...roleSitesAt(placed)))
  return sites
}

export function roleSitesAt(placed: Placed): readonly RoleSite[] {
  const { key, value } = placed.entry
  if (value.kind === 'scalar') return placed.group === 'argoproj.io' ? rolesInText(value, placed) : []
  return isAnnotations(key.text) ? rolesIn(value) : []
}

/** `annotations`, and what charts call theirs: `podAnnotations`, `serviceAccountAnnotations`. */
const isAnnotations = (key: string): boolean => key === 'annotations' || key.endsWith('Annotations')

/** Those of a mapping of annotations, which a patch may replace as a whole. */
export function rolesIn(annotations: YamlNode): readonly RoleSite[] {
  return entriesOf(annotations).flatMap(roleAt)
}

const roleAt = ({ key, value }: MapEntry): readonly RoleSite[] =>
  ROLE_KEYS.has(key.text) && value.kind === 'scalar' && value.text !== '' && !isEncrypted(value)
    ? [{ at: value, key: key.text }]
    : []

/** Values that an Application gives to Helm: as a text in YAML, or as a parameter whose name escapes its dots. */
function rolesInText(value: ScalarNode, { entry, holder }: Placed): readonly RoleSite[] {
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
