import type { RoleArn } from '../identity/role-arn.ts'
import type { Inputs } from '../inputs/inputs.ts'
import type { AccountId } from '../registry/host.ts'
import type { Source } from '../source/source.ts'
import type { SessionPlan } from './plan.ts'

/** One session per role, whatever it is used for: its policy allows the writes of all uses together. */
export class Sessions {
  readonly #inputs: Inputs
  readonly #source: Source
  readonly #known = new Map<string, SessionPlan & { readonly writes: string[] }>()

  constructor(inputs: Inputs, source: Source) {
    this.#inputs = inputs
    this.#source = source
  }

  /**
   * The session of a role, or of the runner's own credentials where there is none; `write` is the ARN of a repository
   * that it may write to besides.
   */
  of(role: RoleArn | undefined, write?: string): SessionPlan {
    const key = role?.arn ?? ''
    const session = this.#known.get(key) ?? this.#plan(role)
    this.#known.set(key, session)
    if (write !== undefined && !session.writes.includes(write)) session.writes.push(write)
    return session
  }

  #plan(role: RoleArn | undefined): SessionPlan & { readonly writes: string[] } {
    const inputs = this.#inputs
    return {
      name: inputs.roleSessionName ?? sessionName(this.#source),
      durationSeconds: inputs.roleDurationSeconds,
      // IAM documents both audiences for China; the .cn form is what its console proposes.
      audience:
        inputs.audience ?? (role?.partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'),
      writes: [],
      ...(inputs.awsCredentials === 'ambient' ? { ambient: { accounts: ownAccounts(inputs) } } : {}),
    }
  }
}

/** The accounts that credentials without a role may be of: that of the registry, else of those that are only read. */
function ownAccounts({ registry, loginRegistries, allowedAccountIds }: Inputs): readonly AccountId[] {
  const hosts = registry ? [registry] : loginRegistries.map(({ host }) => host)
  return [...new Set([...hosts.map(({ account }) => account), ...allowedAccountIds])]
}

/** RoleSessionName is 2 to 64 of `[\w+=,.@-]`: the repository is cut, never the run that CloudTrail should lead to. */
function sessionName(source: Source): string {
  const run = `-${source.runId}-${source.runAttempt}`
  const repository = source.repository.replaceAll(/[^\w+=,.@-]/g, '-')
  return `${repository.slice(0, 64 - run.length)}${run}`
}
