import { isPlaceholder } from '../../../../names/placeholder.ts'
import { within } from '../found.ts'
import type { Rule } from '../rule.ts'
import { exampleAccount } from './example-account.ts'
import { aboutRole, accountIn, brokenBy, ofAccount, onlyAccount } from './role.ts'

export const roleAccountPlaceholder: Rule = {
  id: 'role-account-placeholder',
  title: 'A role is of an account that only documentation has',
  severity: 'error',
  why: 'Nobody can assume a role of an account that is not theirs. The pods start, and every call of AWS fails with AccessDenied on AssumeRoleWithWebIdentity. Image pulls go on: they use the role of the node.',
  example: {
    path: 'apps/account.yaml',
    bad: exampleAccount('arn:aws:iam::123456789012:role/web'),
    good: exampleAccount('arn:aws:iam::465002806239:role/web'),
  },
  *check({ repository, settings }) {
    for (const role of repository.roles) {
      const account = accountIn(role)
      if (account === undefined || settings.roleAccounts.includes(account)) continue
      if (!isPlaceholder(account) && !settings.placeholderAccounts.includes(account)) continue
      const to = onlyAccount(settings)
      yield {
        at: within(role.at, account),
        message: `${role.key} names a role of account ${account}, a placeholder of documentation: ${brokenBy(role.key)}`,
        hint:
          to === undefined
            ? 'Write the ARN of the role, with the account that has it.'
            : `Write account ${to}, which allowed-role-accounts names.`,
        ...aboutRole(role),
        ...(to !== undefined && ofAccount(role, { from: account, to, safety: 'safe' })),
      }
    }
  },
}
