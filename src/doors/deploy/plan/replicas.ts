import type { Problem } from '../../../errors/errors.ts'
import { isRegion, partitionOfRegion } from '../../../names/host.ts'
import { isPlaceholder } from '../../../names/placeholder.ts'
import type { ReplicaPattern } from '../../../names/replicas.ts'
import type { Inputs } from '../inputs.ts'

/** Replicas that no image of the step can get to, as far as inputs say where images go. */
export function replicaProblems({ images, roleToAssume, config }: Inputs): readonly Problem[] {
  const pushedTo = images.flatMap(({ registry }) => registry ?? roleToAssume ?? [])
  const [first] = pushedTo
  if (!first) return []
  const accounts = [...new Set(pushedTo.map(({ account }) => account))]
  const partitions = new Set(pushedTo.map(({ partition }) => partition))
  return config.replicas.patterns.flatMap((pattern) => {
    const { account, region } = pattern
    if (account !== undefined && !accounts.includes(account))
      return [otherAccount(pattern, account, accounts)]
    const partition = isRegion(region) ? partitionOfRegion(region) : first.partition
    return partitions.has(partition) ? [] : [otherPartition(pattern, partition, first.partition)]
  })
}

function otherAccount({ written }: ReplicaPattern, account: string, accounts: readonly string[]): Problem {
  const right = accounts.join(' or ')
  return {
    code: 'ACCOUNT_MISMATCH',
    inputs: ['replicas'],
    message: `replicas names ${written}, in account ${account}, but this step pushes to account ${right}`,
    hint: isPlaceholder(account)
      ? `Write the host in replicas with the account ${right}: ${account} is a placeholder, as documentation has them.`
      : `Correct the account of ${written} in replicas to ${right}, or leave it out: overlays of another account need a step that pushes there.`,
  }
}

function otherPartition({ written }: ReplicaPattern, found: string, pushed: string): Problem {
  return {
    code: 'ACCOUNT_MISMATCH',
    inputs: ['replicas'],
    message: `replicas names ${written}, in partition ${found}, but this step pushes to partition ${pushed}`,
    hint: `Leave ${written} out of replicas: ECR replicates within a partition alone.`,
  }
}
