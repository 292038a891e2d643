import { failOnAny, type Problem } from '../errors.ts'
import type { Inputs, ParsedInputs } from '../inputs/inputs.ts'
import type { Source } from '../source/source.ts'
import { planAccess, planLogins } from './access.ts'
import { planBuild } from './build.ts'
import { planConfig, rollbackWarnings } from './config.ts'
import { decideMode } from './mode.ts'
import { overlayPath } from './overlay-path.ts'
import type { ImagePlan, Plan, PushedImage, RegistryAccess } from './plan.ts'
import { Sessions } from './sessions.ts'
import { judgeTag } from './tags.ts'

/**
 * Inputs and facts to a plan. What can be refused without the network is refused here, all of it together.
 * @throws DeployError with every mistake of inputs and plan.
 */
export function makePlan(parsed: ParsedInputs, source: Source): Plan {
  const { inputs } = parsed
  const problems: Problem[] = []
  const mode = decideMode(inputs, source)
  const image = planImage(inputs, source, problems)
  const sessions = new Sessions(inputs, source)
  const access = mode.push ? planAccess(inputs, source, { sessions, problems }) : undefined
  const logins = planLoginsOf(inputs, source, { push: mode.push, sessions, problems })
  const config = mode.deploy ? planConfig(inputs, source, problems) : undefined
  const checkout = judgeCheckout(inputs, source, problems)
  failOnAny([...parsed.problems, ...withoutEchoes(problems, parsed.problems)])
  const { engine, builder, platforms } = inputs.buildOptions
  const choice = { engine, builder, multiPlatform: platforms.length > 1 }
  const warnings = [...checkout.warnings, ...rollbackWarnings(config, source)]
  const common = { reason: mode.reason, ...checkout, warnings, logins, engine: choice, dryRun: inputs.dryRun }
  if (!access) return { kind: 'check', ...common, images: [image] }
  return { kind: 'push', ...common, images: [pushed(image, access)], config }
}

/** A refused input reads as unset, and "is empty" about it would only confuse. */
function withoutEchoes(problems: readonly Problem[], earlier: readonly Problem[]): readonly Problem[] {
  const refused = new Set(earlier.flatMap((problem) => problem.inputs ?? []))
  return problems.filter((problem) => !problem.inputs?.some((input) => refused.has(input)))
}

function planImage(inputs: Inputs, source: Source, problems: Problem[]): ImagePlan {
  const repository = inputs.repository ?? ''
  if (!repository) {
    problems.push({
      code: 'INPUT_REQUIRED',
      inputs: ['repository'],
      message: 'repository is empty',
      hint: 'Set the input repository to the name of the ECR repository, for example kubeadm_ec2_cluster/identity-service.',
    })
  }
  const head = source.checkout?.head ?? source.sha
  const mustExist = inputs.build === 'never'
  const tag = inputs.tag ?? head
  const meaning = judgeTag({ tag, commit: head, ref: source.ref, mustExist })
  if ('code' in meaning) problems.push(meaning)
  const commit = 'code' in meaning ? undefined : meaning.commit
  return {
    name: inputs.name ?? repository.slice(repository.lastIndexOf('/') + 1),
    repository,
    tag,
    commit,
    build: mustExist ? undefined : planBuild(inputs, source, head),
    overlays: [...new Set(inputs.config.overlays.flatMap((overlay) => overlayPath(overlay) ?? []))],
  }
}

function pushed(image: ImagePlan, access: RegistryAccess): PushedImage {
  return { ...image, access, repositoryUrl: `${access.registry.host}/${image.repository}` }
}

/** A build that does not push may lack every credential, and needs one only where a base image is private. */
function planLoginsOf(
  inputs: Inputs,
  source: Source,
  options: { readonly push: boolean; readonly sessions: Sessions; readonly problems: Problem[] },
): readonly RegistryAccess[] {
  // A fork's Dockerfile is anybody's: even where a token is to be had, it is built without credentials.
  const ambient = inputs.awsCredentials === 'ambient'
  const untrusted = source.fromDependabot || (!ambient && !source.idTokenAvailable)
  if (inputs.build === 'never' || source.fromFork || (!options.push && untrusted)) return []
  const all = inputs.loginRegistries
  // An empty secret is no mistake where nothing is pushed.
  const registries = options.push || ambient ? all : all.filter(({ role }) => role ?? inputs.roleToAssume)
  return planLogins({ ...inputs, loginRegistries: registries }, options.sessions, options.problems)
}

function judgeCheckout(
  inputs: Inputs,
  source: Source,
  problems: Problem[],
): { warnings: readonly string[]; notices: readonly string[] } {
  if (inputs.build === 'never') return { warnings: [], notices: [] }
  if (!source.checkout) {
    const notice =
      'git could not read a repository at the build context: the tag is taken from GITHUB_SHA, unchecked.'
    if (!inputs.requireClean) return { warnings: [], notices: [notice] }
    problems.push({
      code: 'CHECKOUT_MODIFIED',
      inputs: ['require-clean'],
      message: 'require-clean is set, but git could not read a repository at the build context',
      hint: 'Run actions/checkout before this step and have git on the runner, or set require-clean: false.',
    })
    return { warnings: [], notices: [] }
  }
  const { modified } = source.checkout
  if (modified.length === 0) return { warnings: [], notices: [] }
  const files = `${modified.slice(0, 5).join(', ')}${modified.length > 5 ? ` and ${modified.length - 5} more` : ''}`
  const message = `The checkout is modified, so the image is not what the commit says: ${files}`
  if (!inputs.requireClean) return { warnings: [message], notices: [] }
  problems.push({
    code: 'CHECKOUT_MODIFIED',
    inputs: ['require-clean'],
    message,
    hint: 'Commit the change, write generated files to ignored paths, or set require-clean: false.',
  })
  return { warnings: [], notices: [] }
}
