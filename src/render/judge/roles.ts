import { accountOf, isRoleKey, strange } from '../../edit/roles.ts'
import { oneLine } from '../../names/text.ts'
import { leavesOf, type Manifest, nameOf } from '../manifests/manifests.ts'
import { describeRole } from '../role-advice.ts'
import type { Evidence } from './judge.ts'

export interface RoleOptions {
  readonly knownAccounts: ReadonlySet<string>
  /** The kustomization: what it names itself is reported with its line. */
  readonly text: string
}

/** Each is looked for in the kustomization, and nobody reads more. */
const MOST_ROLES = 100

/** Service accounts of the rendered overlays whose role is in an account that this step does not know. */
export function roleWarnings(
  evidence: readonly Evidence[],
  { knownAccounts, text }: RoleOptions,
): readonly string[] {
  const named = new Map<string, boolean>()
  const isNamed = (arn: string): boolean => {
    const known = named.get(arn) ?? (named.size >= MOST_ROLES || text.includes(arn))
    if (named.size < MOST_ROLES) named.set(arn, known)
    return known
  }
  return evidence.flatMap((one) =>
    one.ok
      ? one.manifests.flatMap((manifest) =>
          strange(rolesIn(manifest), knownAccounts)
            .filter(({ arn }) => !isNamed(arn))
            .map((role) => {
              const gives = `gives ${role.kind} ${role.name} ${describeRole(role)}`
              return oneLine(`${one.folder || '.'}, when it is rendered, ${gives}`)
            }),
        )
      : [],
  )
}

function rolesIn({ text, content }: Manifest) {
  // Only what may name a role is parsed.
  if (!text.includes('role-arn')) return []
  return leavesOf(content()).flatMap(({ path, value }) => {
    const arn = String(value).trim()
    const account = isRoleKey(String(path.at(-1))) ? accountOf(arn) : undefined
    return account === undefined ? [] : [{ arn, account, ...nameOf(content()) }]
  })
}
