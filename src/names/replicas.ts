import picomatch from 'picomatch'
import type { AccountId, EcrHost } from './host.ts'

/** Where a registry may be replicated to. */
export interface ReplicaPattern {
  /** As it was given. */
  readonly written: string
  /** undefined: that of whatever registry is pushed to. */
  readonly account: AccountId | undefined
  /** A region, or a pattern over regions: `eu-*`. */
  readonly region: string
}

/** Whether ECR fills one registry with the images of the other; that replication is set up, nothing here can know. */
export function isReplica(host: EcrHost, of: EcrHost, patterns: readonly ReplicaPattern[]): boolean {
  const { account, partition, region } = host
  if (account !== of.account || partition !== of.partition || region === of.region) return false
  return patterns.some(
    (pattern) => (pattern.account ?? account) === account && picomatch.isMatch(region, pattern.region),
  )
}
