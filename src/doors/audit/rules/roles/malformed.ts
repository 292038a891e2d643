import { isTemplateText } from '../../../../effective/filled-in.ts'
import type { EffectiveRole } from '../../../../effective/image.ts'
import { substitutions } from '../../../../effective/substitution.ts'
import { parseRoleArn } from '../../../../names/host.ts'
import { isStandIn } from '../accounts/registry.ts'
import { quote, rootsOf } from '../found.ts'
import type { Rule } from '../rule.ts'
import { exampleAccount } from './example-account.ts'
import { aboutRole, brokenBy } from './role.ts'

export const roleMalformed: Rule = {
  id: 'role-malformed',
  title: 'A role is no ARN of a role',
  severity: 'error',
  why: 'EKS puts the text of the annotation into the pods as it is. What is no ARN of a role, or has a text in it that stands for an account, is refused by AWS with a ValidationError at the first call.',
  example: {
    path: 'apps/account.yaml',
    bad: exampleAccount('arn:aws:iam::ACCOUNT_ID:role/web'),
    good: exampleAccount('arn:aws:iam::465002806239:role/web'),
  },
  *check({ repository }) {
    const malformed = repository.roles.filter(isMalformed)
    if (malformed.length === 0) return
    const isFilledIn = substitutions(repository.files)
    for (const role of malformed) {
      const { at, arn, key, origins } = role
      if (arn.includes('$') && isFilledIn(rootsOf(origins))) continue
      yield {
        at,
        message: `${key} is ${quote(arn)}, ${faultOf(arn)}: ${brokenBy(key)}`,
        hint: 'Write the ARN of the role: arn:aws:iam::ACCOUNT:role/NAME, with the twelve digits of its account.',
        ...aboutRole(role),
      }
    }
  },
}

/** kube2iam and kiam take the name of a role as well, and fill in the account of their own. */
function isMalformed({ arn, key, known }: EffectiveRole): boolean {
  if (parseRoleArn(arn)) return false
  if (key.startsWith('iam.') && !arn.startsWith('arn:')) return false
  // In values of a chart, or in a template of another program, it is no slip: somebody fills it in.
  return known === 'certain' || !(isTemplateText(arn) || arn.includes('$'))
}

function faultOf(arn: string): string {
  const parts = arn.split(':')
  if (parts[0] !== 'arn' || parts.length < 6) return 'which is no ARN'
  const account = parts[4] ?? ''
  if (isStandIn(account)) return `in which ${quote(account)} only stands for an account`
  if (!/^\d{12}$/.test(account)) return 'whose account is not made of twelve digits'
  return 'which is not the ARN of a role'
}
