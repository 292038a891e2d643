import { planEndpoints } from '../../../aws/trusted-endpoints.ts'
import { type Judged, judgedTogether } from '../../../errors/judged.ts'
import type { EcrHost, RoleArn } from '../../../names/host.ts'
import type { RegistryAccess, SessionPlan } from '../../../plan/access.ts'
import type { Source } from '../../../source/source.ts'

/** Shorter than any job that could still need it: an audit asks at once. */
const DURATION_SECONDS = 900

/** What the look-ups ask besides what every session may (src/aws/session/policy.ts). */
const READS = ['ecr:GetLifecyclePolicy']

/**
 * How each registry is asked: with the role of its account, else with the first role that is given, which may be allowed
 * to read there. Registries of one role share its session.
 */
export function planAccesses(
  hosts: readonly EcrHost[],
  roles: readonly RoleArn[],
  source: Source,
): Judged<ReadonlyMap<string, RegistryAccess>> {
  const sessions = new Map(roles.map((role) => [role, sessionOf(role, source)]))
  const [first] = roles
  const planned = hosts.flatMap((registry) => {
    const role = roles.find(({ account }) => account === registry.account) ?? first
    const session = role && sessions.get(role)
    // Credentials of one partition mean nothing in another.
    if (!session || role.partition !== registry.partition) return []
    const inputs = { trustedEndpoints: [], awsCredentials: 'oidc' } as const
    const { value: endpoints, problems } = planEndpoints(registry, { inputs, source })
    return [{ value: { registry, role, session, endpoints }, problems }]
  })
  const { value, problems } = judgedTogether(planned)
  return { value: new Map(value.map((access) => [access.registry.host, access])), problems }
}

/** Reads, and nothing else: whatever the role may do. */
function sessionOf(role: RoleArn, { runId, runAttempt }: Source): SessionPlan {
  return {
    name: `ecr-gitops-audit-${runId}-${runAttempt}`.slice(0, 64),
    durationSeconds: DURATION_SECONDS,
    audience: role.partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com',
    ...{ writes: [], creates: [], tags: [], keys: [], signs: [], onDemand: [] },
    reads: READS,
  }
}
