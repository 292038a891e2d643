import { oneLine } from '../../one-line.ts'
import { describeRole } from '../advice.ts'
import { accountOf, isRoleKey, strange } from '../edit/irsa.ts'
import { leavesOf, type Manifest, nameOf } from './manifests.ts'
import type { Evidence } from './verdict.ts'

export interface RoleContext {
  readonly knownAccounts: ReadonlySet<string>
  /** The kustomization: what it names itself is told with its line. */
  readonly text: string
}

/** Service accounts of the rendered overlays whose role is in an account that this step does not know. */
export function roleWarnings(evidence: readonly Evidence[], context: RoleContext): readonly string[] {
  return evidence.flatMap((one) =>
    one.ok ? one.manifests.flatMap((manifest) => warningsOf(manifest, one.folder || '.', context)) : [],
  )
}

function warningsOf({ text, content }: Manifest, folder: string, context: RoleContext): readonly string[] {
  // Only what may name a role is parsed.
  if (!text.includes('role-arn')) return []
  return leavesOf(content()).flatMap(({ path, value }) => {
    const arn = String(value).trim()
    const account = isRoleKey(String(path.at(-1))) ? accountOf(arn) : undefined
    if (account === undefined || context.text.includes(arn)) return []
    const { kind, name } = nameOf(content())
    return strange([{ arn, account }], context.knownAccounts).map((role) =>
      oneLine(`${folder}, when it is rendered, gives ${kind} ${name} ${describeRole(role)}`),
    )
  })
}
