import { failOnAny, type Problem } from '../../../errors/errors.ts'
import type { RegistryAccess } from '../../../plan/access.ts'
import type { Allowance, EngineChoice } from '../../../plan/build.ts'
import type { ConfigPlan } from '../../../plan/config.ts'
import type { ImagePlan, PushedImage } from '../../../plan/image.ts'
import type { Plan } from '../../../plan/plan.ts'
import type { Source } from '../../../source/source.ts'
import type { Inputs, ParsedInputs } from '../inputs.ts'
import { allowanceOf } from './allowance.ts'
import { planAccess, planLogins } from './aws/access.ts'
import { credentialProblems } from './aws/credentials.ts'
import { Sessions } from './aws/sessions.ts'
import { tellsArgs } from './build/attestation.ts'
import { engineNeeds } from './build/build.ts'
import { cacheWarnings } from './build/cache.ts'
import { judgeCheckout, otherCommits } from './checkout.ts'
import { configMistakes, planConfig, rollbackWarnings } from './config.ts'
import { duplicateProblems, planImage } from './image.ts'
import { decideMode } from './mode.ts'
import { withheldNotice } from './withhold.ts'

/**
 * Inputs and facts to a plan. What can be refused without the network is refused here, all of it together.
 * @throws StepError with every mistake of inputs and plan.
 */
export function makePlan(parsed: ParsedInputs, source: Source): Plan {
  const { inputs } = parsed
  const problems: Problem[] = []
  const mode = decideMode(inputs, source)
  const may = allowanceOf(inputs, source)
  const warnings: string[] = []
  const [first, ...rest] = inputs.images
  const toPlan = (image: typeof first) =>
    planImage(image, { inputs, source, push: mode.push, may, problems, warnings })
  const images = [toPlan(first), ...rest.map(toPlan)] as const
  const sessions = new Sessions(inputs, source)
  const pushed = mode.push ? planPushes(images, { inputs, source, sessions, problems }) : undefined
  problems.push(...duplicateProblems(pushed ?? images))
  const logins = planLoginsOf(inputs, source, { push: mode.push, may, sessions, problems })
  const { repository } = inputs.config
  if (repository) problems.push(...configMistakes(inputs))
  const config = mode.deploy && repository ? planConfig({ inputs, repository }, source, problems) : undefined
  const checkout = judgeCheckout(inputs, source, problems)
  failOnAny([...parsed.problems, ...withoutEchoes(problems, parsed.problems)])
  const { engine, builder, maxParallel } = inputs.engine
  const choice = { engine, builder, may, ...engineFacts(images) }
  warnings.push(
    ...checkout.warnings,
    ...rollbackWarnings(config, source),
    ...repositoryWarnings(inputs),
    ...cacheWarnings(images),
    ...pathsWarnings(source),
  )
  const common = {
    reason: mode.reason,
    notices: [...checkout.notices, ...noticesOf(images, config, { inputs, source })],
    warnings: [...new Set(warnings)],
    logins,
    engine: choice,
    maxParallel,
    dryRun: inputs.dryRun,
  }
  if (!pushed) return { kind: 'check', ...common, images }
  return { kind: 'push', ...common, images: pushed, config, createRepository: createOf(inputs) }
}

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

function engineFacts(images: readonly ImagePlan[]): Pick<EngineChoice, 'needs' | 'commits' | 'tellsArgs'> {
  const builds = images.flatMap(({ build, commit = '' }) => (build ? [{ build, commit }] : []))
  return {
    needs: engineNeeds(builds.map(({ build }) => build)),
    commits: new Map(builds.map(({ build, commit }) => [commit, build.context])),
    tellsArgs: builds.some(({ build }) => tellsArgs(build)),
  }
}

/** A refused input reads as unset, and "is empty" about it would only confuse. */
function withoutEchoes(problems: readonly Problem[], earlier: readonly Problem[]): readonly Problem[] {
  const isRefused = (input: string) => earlier.some(({ inputs }) => inputs?.includes(input))
  return problems.filter((problem) => !problem.inputs?.some(isRefused))
}

interface Planning {
  readonly inputs: Inputs
  readonly source: Source
  readonly sessions: Sessions
  readonly problems: Problem[]
}

/** undefined when a registry could not be told, which is a problem already. */
function planPushes(
  [first, ...rest]: readonly [ImagePlan, ...ImagePlan[]],
  { inputs, source, sessions, problems }: Planning,
): PushPlanImages | undefined {
  problems.push(...credentialProblems(inputs, source))
  const toPush = (image: ImagePlan, index: number): PushedImage | undefined => {
    const registry = inputs.images[index]?.registry
    const access = planAccess({ ...image, registry }, inputs, { source, sessions, problems })
    return access && pushedImage(image, access)
  }
  const head = toPush(first, 0)
  const tail = rest.map((image, index) => toPush(image, index + 1))
  const known = tail.filter((image) => image !== undefined)
  return head && known.length === tail.length ? [head, ...known] : undefined
}

type PushPlanImages = readonly [PushedImage, ...PushedImage[]]

function pushedImage(image: ImagePlan, access: RegistryAccess): PushedImage {
  return { ...image, access, repositoryUrl: `${access.registry.host}/${image.repository}` }
}

/** A build that does not push may lack every credential, and needs one only where a base image is private. */
function planLoginsOf(
  inputs: Inputs,
  source: Source,
  options: {
    readonly push: boolean
    readonly may: Allowance
    readonly sessions: Sessions
    readonly problems: Problem[]
  },
): readonly RegistryAccess[] {
  const ambient = inputs.awsCredentials === 'ambient'
  const untrusted = source.fromDependabot || (!ambient && !source.idTokenAvailable)
  if (inputs.build === 'never' || !options.may.stepLogins || (!options.push && untrusted)) return []
  const all = inputs.loginRegistries
  // An empty secret is no mistake where nothing is pushed.
  const registries = options.push || ambient ? all : all.filter(({ role }) => role ?? inputs.roleToAssume)
  return planLogins({ ...inputs, loginRegistries: registries }, { source, ...options })
}

/** A typing error would leave the image as it is deployed for ever, and every run would be green. */
function pathsWarnings({ absentPaths }: Source): readonly string[] {
  return absentPaths.map(
    (pattern) =>
      `paths names ${pattern}, and there is no such folder or file in the checkout: no change will ever match it.`,
  )
}

/** There is no deployed commit to compare with. */
function pathsNotice({ images }: Inputs): readonly string[] {
  return images.some(({ paths }) => paths.length > 0)
    ? [
        'paths is not asked in this run, which deploys nothing: every image that is not in the registry is built.',
      ]
    : []
}

function createOf({ createRepository, pullAccounts }: Inputs) {
  return createRepository ? { pullAccounts } : undefined
}

function repositoryWarnings({ createRepository, pullAccounts }: Inputs): readonly string[] {
  if (createRepository || pullAccounts.length === 0) return []
  return [
    'pull-accounts has no effect without create-repository: true, and only on repositories that this step creates.',
  ]
}
