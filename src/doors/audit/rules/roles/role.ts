import type { EffectiveRole } from '../../../../effective/image.ts'
import { parseRoleArn } from '../../../../names/host.ts'
import type { Settings } from '../../plan/settings.ts'
import { rootsOf, scalarAt, softened } from '../found.ts'
import type { Fix, Found } from '../rule.ts'

/** What does not work with a wrong role, by the annotation that names it. */
export function brokenBy(key: string): string {
  if (key.endsWith('/ecr-role-arn')) {
    return 'the kubelet gets no credentials for pulls of this service account, where nodes pull with its role'
  }
  const how = key.startsWith('iam.')
    ? 'the pods get no credentials'
    : 'the pods get no credentials of AWS (IRSA)'
  return `${how}; image pulls use the role of the node and are not affected`
}

/** The account of an ARN of a role that could be one, or undefined: what is no ARN has a rule of its own. */
export const accountIn = ({ arn }: EffectiveRole): string | undefined => parseRoleArn(arn)?.account

/** What findings about a role have in common. */
export const aboutRole = ({ known, origins }: EffectiveRole): Pick<Found, 'severity' | 'inheritedBy'> => ({
  inheritedBy: rootsOf(origins),
  ...softened(known),
})

/** The account that roles are to be of, where only one can be meant. */
export function onlyAccount({ roleAccounts }: Settings): string | undefined {
  return roleAccounts.length === 1 ? roleAccounts[0] : undefined
}

export function ofAccount(
  { at, arn }: EffectiveRole,
  { from, to, safety }: { readonly from: string; readonly to: string; readonly safety: Fix['safety'] },
): Pick<Found, 'fix'> {
  const scalar = scalarAt(at)
  if (!scalar || scalar.text !== arn) return {}
  const text = arn.replace(`:${from}:`, () => `:${to}:`)
  return { fix: { safety, title: `Name account ${to}`, changes: [{ kind: 'set', at: scalar, to: text }] } }
}
