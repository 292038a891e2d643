import { failOnAny, type Problem, withoutEchoes } from '../../../errors/errors.ts'
import { type Judged, sound } from '../../../errors/judged.ts'
import type { Allowance } from '../../../plan/build.ts'
import type { ConfigPlan } from '../../../plan/config.ts'
import type { ImagePlan } from '../../../plan/image.ts'
import type { Plan } from '../../../plan/plan.ts'
import type { Source } from '../../../source/source.ts'
import type { Inputs, ParsedInputs } from '../inputs.ts'
import { allowanceOf, withheldNotice } from './allowance.ts'
import { creationWarnings, excludedTags, planCreation } from './aws/creation.ts'
import { planLogins } from './aws/logins.ts'
import { planPushes } from './aws/pushes.ts'
import { Sessions } from './aws/sessions.ts'
import { engineFacts } from './build/build.ts'
import { cacheWarnings } from './build/cache.ts'
import { judgeCheckout, otherCommits } from './checkout.ts'
import { configMistakes, planConfig, rollbackWarnings } from './config.ts'
import { githubDeploymentWarnings, planGithubDeployment } from './delivery/github-deployment.ts'
import { pullRequestWarnings } from './delivery/pull-request.ts'
import { duplicateProblems, planImage } from './image.ts'
import { planInspection, wouldFail } from './inspection.ts'
import { decideMode, type Mode } from './mode.ts'
import { pathsNotice, pathsWarnings } from './paths-input.ts'
import { sharedTargets } from './targets.ts'

/**
 * Inputs and facts to a plan. What can be refused without the network is refused here, all of it together.
 *
 * @param onWarning Hears of the warnings that there are beside a mistake.
 * @throws StepError with every mistake of inputs and plan.
 */
export function makePlan(
  parsed: ParsedInputs,
  source: Source,
  onWarning: (warning: string) => void = () => {},
): Plan {
  const { inputs } = parsed
  const mode = decideMode(inputs, source)
  const may = allowanceOf(inputs, source)
  const { value: parts, problems } = planParts(inputs, source, { mode, may })
  const { images, pushed, logins, config, checkout } = parts
  const { engine, builder, maxParallel } = inputs.engine
  const warnings = [
    ...parts.warnings,
    ...checkout.warnings,
    ...rollbackWarnings(config, source),
    ...(isRefused('create-repository', parsed.problems) ? [] : creationWarnings(inputs)),
    ...cacheWarnings(images),
    ...(isRefused('delivery', parsed.problems) ? [] : pullRequestWarnings(inputs.config)),
    ...pathsWarnings(source),
    ...(config && pushed ? githubDeploymentWarnings(inputs, pushed, source) : []),
  ]
  // A refused input reads as unset, and "is empty" about it would only confuse.
  const refusals = [...parsed.problems, ...withoutEchoes(problems, parsed.problems)]
  if (refusals.length > 0) for (const warning of new Set(warnings)) onWarning(warning)
  failOnAny(refusals)
  const common = {
    reason: mode.reason,
    notices: [...checkout.notices, ...noticesOf(images, config, { inputs, source })],
    warnings: [...new Set(warnings)],
    logins,
    engine: { engine, builder, may, ...engineFacts(images) },
    maxParallel,
    dryRun: inputs.dryRun,
    ...parts.inspected,
  }
  if (!pushed) return { kind: 'check', ...common, images }
  const history = { checkout: inputs.images[0].build.context, token: inputs.githubToken }
  const githubDeployment = config && planGithubDeployment(inputs, pushed, source)
  return {
    kind: 'push',
    ...common,
    images: pushed,
    config,
    createRepository: planCreation(inputs),
    history,
    githubDeployment,
  }
}

/** Everything that may be refused. */
function planParts(
  inputs: Inputs,
  source: Source,
  { mode, may }: { readonly mode: Mode; readonly may: Allowance },
) {
  const { push, deploy } = mode
  const { repository } = inputs.config
  const [first, ...rest] = inputs.images
  const toPlan = (image: typeof first) => planImage(image, { inputs, source, push, may })
  const planned = [toPlan(first), ...rest.map(toPlan)] as const
  const images = values(planned)
  const sessions = new Sessions(inputs, source)
  const pushes = push ? planPushes(images, { inputs, source, sessions }) : sound(undefined)
  const pushed = pushes.value
  const logins = planLogins(inputs, { source, push, may, sessions })
  const aws = { sessions, access: pushed?.[0].access }
  const config = deploy && repository ? planConfig({ inputs, repository, aws }, source) : sound(undefined)
  const checkout = judgeCheckout(inputs, source)
  const { mistakes, ...inspected } = planInspection(images, { inputs, source, mode })
  const warnings = [
    ...planned.flatMap((image) => image.warnings),
    ...(inputs.dryRun ? [] : mistakes.map(wouldFail)),
  ]
  return {
    value: { images, pushed, logins: logins.value, config: config.value, checkout, warnings, inspected },
    problems: [
      ...planned.flatMap((image) => image.problems),
      ...pushes.problems,
      ...duplicateProblems(pushed ?? images),
      ...sharedTargets(images),
      ...(push ? excludedTags(inputs, images) : []),
      ...logins.problems,
      ...(repository ? configMistakes(inputs) : []),
      ...config.problems,
      ...checkout.problems,
      ...(inputs.dryRun ? mistakes : []),
    ],
  }
}

const values = <T>([first, ...rest]: readonly [Judged<T>, ...Judged<T>[]]): readonly [T, ...T[]] => [
  first.value,
  ...rest.map(({ value }) => value),
]

function noticesOf(
  images: readonly ImagePlan[],
  config: ConfigPlan | undefined,
  { inputs, source }: { readonly inputs: Inputs; readonly source: Source },
): readonly string[] {
  return [
    ...(config ? otherCommits(images, source) : pathsNotice(inputs)),
    ...withheldNotice(images, inputs, source),
  ]
}

const isRefused = (input: string, problems: readonly Problem[]): boolean =>
  problems.some(({ inputs }) => inputs?.includes(input))
