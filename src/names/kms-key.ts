import type { AccountId } from './host.ts'

/** A key of KMS that signs, or the alias of one. */
export interface KmsKeyArn {
  readonly arn: string
  readonly partition: string
  readonly region: string
  readonly account: AccountId
  /** `alias/name`, where it is one: policies know keys alone, and name an alias in a condition. */
  readonly alias: string | undefined
}
