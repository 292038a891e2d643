import { fail, StepError } from '../../errors/errors.ts'
import type { Secrets } from '../../runner/secrets.ts'
import type { BuildOutcome } from '../engine/engine.ts'
import type { AttemptedBuild } from '../failure/build-problem.ts'
import { kindOf } from '../failure/kind.ts'
import { hasBegun, readFailure } from '../failure/read.ts'
import { type AttemptPorts, Attempts } from './attempts.ts'

/** What there is after a run of the engine; `trouble` is why it could not be found out. */
export interface Judgement<T> {
  readonly result?: T
  readonly trouble?: StepError
}

export interface SettlePorts extends AttemptPorts {
  readonly secrets: Secrets
}

interface Settling<T> {
  readonly attempted: AttemptedBuild
  readonly run: (from: 'build' | 'push') => Promise<BuildOutcome>
  readonly judge: (outcome: BuildOutcome) => Promise<Judgement<T>>
  readonly ports: SettlePorts
}

/** Runs the engine until there is a result, or a failure that another attempt would not change. */
export async function untilSettled<T>({ attempted, run, judge, ports }: Settling<T>): Promise<T> {
  const attempts = new Attempts(ports)
  const hide = (text: string) => ports.secrets.hide(text)
  let from: 'build' | 'push' = 'build'
  for (;;) {
    const outcome = await run(from)
    ports.signal.throwIfAborted()
    const { result, trouble } = await judge(outcome)
    if (result !== undefined) return result
    if (outcome.ok) return vanished(attempted)
    const failure = readFailure(outcome.output, attempted.dockerfile.text, hide)
    // The export of a build that pushes nothing looks like a push to one who only reads the output.
    const stage = attempted.target === undefined ? 'build' : outcome.stage
    const kind = kindOf(failure, stage)
    if (!(await attempts.another(kind, hasBegun(outcome.output)))) {
      // What may be wrong with a build is much to read, and nobody asks where builds succeed.
      const { explainFailure } = await import('../failure/build-problem.ts')
      const problem = explainFailure({ ...failure, kind, stage, attempts: attempts.count }, attempted)
      // Of a failed build the reader must hear alone, and not that the registry could not be asked about it as well.
      const others = stage === 'push' && trouble ? trouble.problems : []
      throw new StepError([problem, ...others], trouble)
    }
    from = stage
  }
}

function vanished({ image, target }: AttemptedBuild): never {
  return fail({
    code: 'PUSH_FAILED',
    message: `the engine pushed ${target}, but the registry does not have it`,
    hint: `Look at the repository ${image.repository} in the ECR console: a lifecycle policy or another job may have deleted the image. Else check that no mirror or proxy answers in the place of the registry.`,
  })
}
