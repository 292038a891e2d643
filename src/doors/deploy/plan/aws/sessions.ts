import type { AccountId, RoleArn } from '../../../../names/host.ts'
import type { SessionPlan } from '../../../../plan/access.ts'
import type { Source } from '../../../../source/source.ts'
import type { Inputs } from '../../inputs.ts'

/** One session per role, whatever it is used for: its policy allows the writes of all uses together. */
export class Sessions {
  readonly #inputs: Inputs
  readonly #source: Source
  readonly #known = new Map<string | undefined, GrowingSession>()

  constructor(inputs: Inputs, source: Source) {
    this.#inputs = inputs
    this.#source = source
  }

  /** The session of a role, or of the runner's own credentials where there is none, with what this use may do besides. */
  of(role: RoleArn | undefined, allowed: Partial<Allowed> = {}): SessionPlan {
    const key = role?.arn
    const session = this.#known.get(key) ?? this.#plan(role)
    this.#known.set(key, session)
    for (const list of LISTS) addMissing(session[list], allowed[list] ?? [])
    return session
  }

  #plan(role: RoleArn | undefined): GrowingSession {
    const inputs = this.#inputs
    return {
      name: inputs.roleSessionName ?? sessionName(this.#source),
      durationSeconds: inputs.roleDurationSeconds,
      // IAM documents both audiences for China; the .cn form is what its console proposes.
      audience:
        inputs.audience ?? (role?.partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'),
      writes: [],
      creates: [],
      tags: [],
      keys: [],
      signs: [],
      onDemand: [],
      ...(inputs.awsCredentials === 'ambient' ? { ambient: { accounts: ownAccounts(inputs) } } : {}),
    }
  }
}

const LISTS = ['writes', 'creates', 'tags', 'keys', 'signs', 'onDemand'] as const

type Allowed = Pick<SessionPlan, (typeof LISTS)[number]>
type GrowingSession = SessionPlan & Record<keyof Allowed, string[]>

function addMissing(known: string[], arns: readonly string[]): void {
  for (const arn of arns) if (!known.includes(arn)) known.push(arn)
}

/** The accounts that credentials without a role may be of: that of the registry, else of those that are only read. */
function ownAccounts({ images, loginRegistries, allowedAccountIds }: Inputs): readonly AccountId[] {
  const registries = images.flatMap(({ registry }) => registry ?? [])
  const hosts = registries.length > 0 ? registries : loginRegistries.map(({ host }) => host)
  return [...new Set([...hosts.map(({ account }) => account), ...allowedAccountIds])]
}

/** RoleSessionName is 2 to 64 of `[\w+=,.@-]`: the repository is cut, never the run that CloudTrail should lead to. */
function sessionName(source: Source): string {
  const run = `-${source.runId}-${source.runAttempt}`
  const repository = source.repository.replaceAll(/[^\w+=,.@-]/g, '-')
  return `${repository.slice(0, 64 - run.length)}${run}`
}
