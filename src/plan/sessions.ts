import type { RoleArn } from '../identity/role-arn.ts'
import type { Inputs } from '../inputs/inputs.ts'
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

  /** The session of a role; `write` is the ARN of a repository that it may write to besides. */
  of(role: RoleArn, write?: string): SessionPlan {
    const session = this.#known.get(role.arn) ?? this.#plan(role)
    this.#known.set(role.arn, session)
    if (write !== undefined && !session.writes.includes(write)) session.writes.push(write)
    return session
  }

  #plan(role: RoleArn): SessionPlan & { readonly writes: string[] } {
    const inputs = this.#inputs
    return {
      name: inputs.roleSessionName ?? sessionName(this.#source),
      durationSeconds: inputs.roleDurationSeconds,
      // IAM documents both audiences for China; the .cn form is what its console proposes.
      audience:
        inputs.audience ?? (role.partition === 'aws-cn' ? 'sts.amazonaws.com.cn' : 'sts.amazonaws.com'),
      writes: [],
    }
  }
}

/** RoleSessionName is 2 to 64 of `[\w+=,.@-]`: the repository is cut, never the run that CloudTrail should lead to. */
function sessionName(source: Source): string {
  const run = `-${source.runId}-${source.runAttempt}`
  const repository = source.repository.replaceAll(/[^\w+=,.@-]/g, '-')
  return `${repository.slice(0, 64 - run.length)}${run}`
}
