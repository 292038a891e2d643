import { type AccountId, isAccountId } from './host.ts'

export interface RoleArn {
  readonly arn: string
  readonly partition: string
  readonly account: AccountId
}

const ROLE_ARN = /^arn:(aws(?:-[a-z]+)*):iam::(\d*):role\/((?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/

/** IAM role ARN (IAM reference, "IAM identifiers"); undefined for anything else. */
export function parseRoleArn(text: string): RoleArn | undefined {
  const [, partition, account] = ROLE_ARN.exec(text) ?? []
  if (!partition || !account || !isAccountId(account)) return undefined
  return { arn: text, partition, account }
}
