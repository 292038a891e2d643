import { isAccountId } from './host.ts'

/** Accounts of AWS's documentation, which reach overlays by copy and paste. */
const DOCUMENTATION_ACCOUNTS = new Set([
  '123456789012',
  '111122223333',
  '444455556666',
  '777788889999',
  '012345678901',
  '210987654321',
  '987654321098',
])

/** Whether an account is nobody's: of documentation, made up, or a text that stands for one. */
export function isPlaceholder(account: string): boolean {
  return !isAccountId(account) || DOCUMENTATION_ACCOUNTS.has(account) || /^(\d)\1+$/.test(account)
}

/**
 * Whether nothing but texts that stand for a name are in a repository: `<team>/<service>`, `${REPOSITORY}`. What stands
 * for a part of it alone (`${ENV}/billing`) may be filled in when it is applied.
 */
export const isPlaceholderRepository = (repository: string): boolean =>
  repository.split('/').every((part) => /^(?:<[^>]*>|\$?\{.*\}|[A-Z][A-Z0-9_-]*|x{2,})$/.test(part))
