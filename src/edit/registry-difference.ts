import type { Problem } from '../errors/errors.ts'
import type { EcrHost, Stated } from '../names/host.ts'

/** Where an entry leads, and where the step pushes to. */
export interface TwoAddresses {
  readonly where: string
  /** What the entry calls the image. */
  readonly current: string
  readonly found: Address
  readonly wanted: Address
  /** What the entry would be called then. */
  readonly newName: string
  readonly stated: Stated
  /** What names the file of the entry. */
  readonly input: string
}

export interface Address {
  readonly registry: EcrHost
  readonly repository: string
}

/** One part of an address that is not the same. */
interface Difference {
  readonly part: keyof Stated
  readonly found: string
  readonly wanted: string
}

/** Names what differs and the input that holds it; where it is one thing, that one alone is spoken of. */
export function differentAddress(addresses: TwoAddresses): Pick<Problem, 'message' | 'hint' | 'inputs'> {
  const differences = differencesOf(addresses)
  const { where, current, newName, stated, input } = addresses
  const [only, ...more] = differences
  if (only && more.length === 0) return { ...oneDifference(only, addresses), inputs: [stated[only.part]] }
  const inputs = [...new Set(differences.map(({ part }) => stated[part]))]
  const found = differences.map((one) => `${one.part} ${one.found}`).join(', ')
  const wanted = differences.map((one) => `${one.part} ${one.wanted} (${stated[one.part]})`).join(', ')
  return {
    message: `${where} names ${current}, in ${found}, but this step pushes to ${wanted}`,
    hint: `If the entry is right, correct ${inputs.join(' and ')}, or ${input}. If this step is right, retarget: true moves the entry to ${newName}.`,
  }
}

function differencesOf({ found, wanted }: TwoAddresses): readonly Difference[] {
  const parts: readonly Difference[] = [
    { part: 'account', found: found.registry.account, wanted: wanted.registry.account },
    { part: 'region', found: found.registry.region, wanted: wanted.registry.region },
    { part: 'repository', found: found.repository, wanted: wanted.repository },
  ]
  return parts.filter((one) => one.found !== one.wanted)
}

function oneDifference(
  { part, found, wanted }: Difference,
  { where, current, newName, stated, input: fileInput, ...addresses }: TwoAddresses,
): Pick<Problem, 'message' | 'hint'> {
  const input = stated[part]
  const fix = correction(part, input, addresses.found)
  return {
    message: `${where} names ${current}, in ${part} ${found}, but this step pushes to ${part} ${wanted}, as ${input} says; ${SAME[part]} are the same`,
    hint: isReplicable(part, addresses)
      ? `If ECR replicates ${addresses.wanted.repository} to ${found}, list ${addresses.found.registry.host} in the input replicas: the entry keeps its host, and the commit waits until the image is there. If ${input} is wrong, set ${fix}. retarget: true would move the entry to ${newName}, and its cluster would pull from ${wanted}.`
      : `If the entry is right, set ${fix}. If ${input} is right, correct ${fileInput}, or have the entry moved to ${newName} with retarget: true, after which its cluster pulls from there.`,
  }
}

/** ECR replicates to other regions of a partition, under the same name. */
const isReplicable = (
  part: keyof Stated,
  { found, wanted }: Pick<TwoAddresses, 'found' | 'wanted'>,
): boolean => part === 'region' && found.registry.partition === wanted.registry.partition

const SAME: Readonly<Record<keyof Stated, string>> = {
  account: 'region and repository',
  region: 'account and repository',
  repository: 'account and region',
}

/** What to set so that the step pushes to where the entry leads. */
function correction(part: keyof Stated, input: string, { registry, repository }: Address): string {
  if (part === 'repository') return `${input} to ${repository}`
  const { host, account, region } = registry
  const isHost = input.endsWith('registry')
  if (part === 'region') return isHost ? `${input} to ${host}` : `the input aws-region to ${region}`
  const role = `role-to-assume to a role of account ${account}`
  return isHost ? `${input} to ${host}, and ${role}` : role
}
