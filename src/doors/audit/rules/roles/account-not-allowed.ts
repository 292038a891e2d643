import { isPlaceholder } from '../../../../names/placeholder.ts'
import { within } from '../found.ts'
import type { Rule } from '../rule.ts'
import { exampleAccount } from './example-account.ts'
import { aboutRole, accountIn, brokenBy, ofAccount, onlyAccount } from './role.ts'

export const roleAccountNotAllowed: Rule = {
  id: 'role-account-not-allowed',
  title: 'A role is of an account that is not one of yours',
  severity: 'error',
  needs: 'roleAccounts',
  why: 'A service account assumes its role by the identity provider of its cluster, which only accounts know that trust it. A role of another account, mostly left from a copied overlay, answers every call with AccessDenied.',
  example: {
    path: 'apps/account.yaml',
    bad: exampleAccount('arn:aws:iam::831926600000:role/web'),
    good: exampleAccount('arn:aws:iam::465002806239:role/web'),
  },
  *check({ repository, settings }) {
    const { roleAccounts, placeholderAccounts } = settings
    if (roleAccounts.length === 0) return
    for (const role of repository.roles) {
      const account = accountIn(role)
      if (account === undefined || roleAccounts.includes(account)) continue
      if (isPlaceholder(account) || placeholderAccounts.includes(account)) continue
      const to = onlyAccount(settings)
      yield {
        at: within(role.at, account),
        message: `${role.key} names a role of account ${account}, expected ${roleAccounts.join(' or ')}: ${brokenBy(role.key)}`,
        hint: `Write the role of account ${roleAccounts.join(' or ')}, or add ${account} to allowed-role-accounts if it is right.`,
        ...aboutRole(role),
        ...(to !== undefined && ofAccount(role, { from: account, to, safety: 'unsafe' })),
      }
    }
  },
}
