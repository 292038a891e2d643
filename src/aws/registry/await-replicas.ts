import { setTimeout as sleep } from 'node:timers/promises'
import { failOnAny, type Problem } from '../../errors/errors.ts'
import { allOrProblems } from '../../errors/together.ts'
import type { EcrHost } from '../../names/host.ts'
import type { Digest } from '../../names/reference.ts'
import { isServiceHost } from '../../names/service-hosts.ts'
import type { Endpoints, RegistryAccess } from '../../plan/access.ts'
import { duration } from '../../runner/duration.ts'
import type { Watch } from '../../runner/waiting.ts'
import type { ConnectRegistry } from './connect-registries.ts'

/** An image that ECR is to bring to another registry. */
export interface ReplicatedImage {
  /** Of the registry that it was pushed to: the session may read everywhere. */
  readonly access: RegistryAccess
  readonly replica: EcrHost
  readonly repository: string
  readonly tag: string
  readonly digest: Digest
}

interface AwaitPorts {
  readonly connect: ConnectRegistry
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly watch: Watch
  /** From one look to the next, at first. */
  readonly pauseMs?: number
}

/** What is not there yet, and the image that has its tag instead, if one has. */
type Missing = ReplicatedImage & { readonly other: Digest | undefined }

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000

/** Waits until replicas have images; those that were seen there are not asked for again. */
export function awaitReplicas(ports: AwaitPorts): (expected: readonly ReplicatedImage[]) => Promise<void> {
  const arrived = new Set<string>()
  return async (expected) => {
    const open = new Map(expected.map((one) => [keyOf(one), one]))
    for (const key of arrived) open.delete(key)
    if (open.size === 0) return
    const waited = [...open.values()]
    await ports.watch(
      () => ({ what: `ECR, which replicates ${placesOf(waited)}` }),
      () => arrival(waited, ports),
    )
    for (const key of open.keys()) arrived.add(key)
  }
}

const keyOf = ({ replica, repository, tag, digest }: ReplicatedImage): string =>
  `${replica.host}/${repository}:${tag}@${digest}`

const placesOf = (expected: readonly ReplicatedImage[]): string =>
  [...new Set(expected.map(({ repository, replica }) => `${repository} to ${replica.region}`))].join(', ')

/** @throws StepError REPLICA_MISSING with all that have not come in time. */
async function arrival(expected: readonly ReplicatedImage[], ports: AwaitPorts): Promise<void> {
  const { timeoutMs, signal, pauseMs = FIRST_PAUSE_MS } = ports
  const deadline = performance.now() + timeoutMs
  let open: readonly ReplicatedImage[] = expected
  for (let pause = pauseMs; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const missing = await lookFor(open, ports)
    if (missing.length === 0) return
    const left = deadline - performance.now()
    if (left <= 0) failOnAny(missing.map((one) => notReplicated(one, timeoutMs)))
    await sleep(Math.min(pause, Math.max(left, 0)), undefined, { signal })
    open = missing
  }
}

/** One question for each repository of a replica. */
async function lookFor(
  expected: readonly ReplicatedImage[],
  { connect }: Pick<AwaitPorts, 'connect'>,
): Promise<readonly Missing[]> {
  const groups = Map.groupBy(expected, ({ replica, repository }) => `${replica.host}/${repository}`)
  const found = await allOrProblems(
    [...groups.values()].map(async (group) => {
      const [first] = group
      if (!first) return []
      const { access, replica, repository } = first
      const registry = connect(accessTo(replica, access))
      // No such repository: ECR makes it when the first image comes.
      const images = await registry.find(repository, [...new Set(group.map(({ tag }) => tag))])
      return group.map((one) => ({ ...one, other: images?.get(one.tag)?.digest }))
    }),
  )
  return found.flat().filter(({ other, digest }) => other !== digest)
}

const accessTo = (replica: EcrHost, access: RegistryAccess): RegistryAccess => ({
  ...access,
  registry: replica,
  endpoints: endpointsIn(replica, access.endpoints),
})

/** An endpoint of AWS itself answers for its own region alone; any other one may answer for all. */
function endpointsIn({ region, partition }: EcrHost, endpoints: Endpoints): Endpoints {
  if (!endpoints.ECR) return endpoints
  const { host } = new URL(endpoints.ECR.url)
  const isElsewhere = isServiceHost(host, 'ECR', partition) && !host.split('.').includes(region)
  return isElsewhere ? { ...endpoints, ECR: undefined } : endpoints
}

function notReplicated(
  { access, replica, repository, tag, digest, other }: Missing,
  timeoutMs: number,
): Problem {
  const { account, region: from } = access.registry
  const { host, region: to } = replica
  const instead = other === undefined ? '' : `, where ${other} has that tag`
  const status = `aws ecr describe-image-replication-status --region ${from} --registry-id ${account} --repository-name ${repository} --image-id imageTag=${tag}`
  return {
    code: 'REPLICA_MISSING',
    inputs: ['replicas'],
    message: `${repository}:${tag} (${digest}) did not get from ${from} to ${host} within ${duration(timeoutMs)}${instead}; nothing was committed`,
    hint: `Look at the replication settings of the registry (ECR console in ${from}, account ${account}: Private registry > Settings > Replication): a rule must have ${to} as its destination, and its filters must let ${repository} through. An image that was pushed before the rule was made does not follow: push it under another tag. How far it is: ${status}. If it only takes longer, raise timeout in the input replicas and run the job again.`,
  }
}
