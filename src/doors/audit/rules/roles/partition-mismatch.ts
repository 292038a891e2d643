import { parseRoleArn, partitionOfRegion } from '../../../../names/host.ts'
import { within } from '../found.ts'
import type { Rule } from '../rule.ts'
import { exampleAccount } from './example-account.ts'
import { aboutRole, brokenBy } from './role.ts'

export const rolePartitionMismatch: Rule = {
  id: 'role-partition-mismatch',
  title: 'A role is of another partition of AWS than the registries',
  severity: 'error',
  needs: 'registries',
  why: 'The partitions of AWS (aws, aws-cn, aws-us-gov) share neither accounts nor identities. A role of one cannot be assumed from another, so an ARN that was copied across them never works.',
  example: {
    path: 'apps/account.yaml',
    bad: exampleAccount('arn:aws-cn:iam::465002806239:role/web'),
    good: exampleAccount('arn:aws:iam::465002806239:role/web'),
  },
  *check({ repository, settings }) {
    const partitions = new Set(settings.registries.map(({ region }) => partitionOfRegion(region)))
    const [expected] = partitions
    // With registries in several, nothing tells which of them a cluster is in.
    if (expected === undefined || partitions.size > 1) return
    for (const role of repository.roles) {
      const partition = parseRoleArn(role.arn)?.partition
      if (partition === undefined || partition === expected) continue
      yield {
        at: within(role.at, `arn:${partition}`),
        message: `${role.key} names a role of partition ${partition}, and allowed-registries are of ${expected}: ${brokenBy(role.key)}`,
        hint: `Write the ARN of a role in this partition: it begins with arn:${expected}:iam.`,
        ...aboutRole(role),
      }
    }
  },
}
