import type { Problem } from '../../../errors/errors.ts'
import type { GitRemote } from '../../../inputs/config-inputs.ts'
import type { ConfigPlan } from '../../../plan/config.ts'
import type { ImagePlan, InspectedImage } from '../../../plan/image.ts'
import type { Inspection } from '../../../plan/plan.ts'
import type { Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'
import { defaultRegistry, planAccess } from './aws/access.ts'
import { statedBy } from './aws/pushes.ts'
import { Sessions } from './aws/sessions.ts'
import { planConfig } from './config.ts'
import type { Mode } from './mode.ts'

/** A mistake in a run that is not refused for it. */
export const wouldFail = ({ code, message, hint, configPlace }: Problem): string =>
  `A deploy would fail with ${code}: ${message}\nWhat to change: ${hint}${configPlace?.url ? `\nSee ${configPlace.url}` : ''}`

interface InspectionOptions {
  readonly inputs: Inputs
  readonly source: Source
  readonly mode: Mode
}

interface PlannedInspection {
  readonly inspection: Inspection | undefined
  /** What a deploy would be refused for. */
  readonly mistakes: readonly Problem[]
  readonly unchecked: readonly string[]
}

const NOTHING: PlannedInspection = { inspection: undefined, mistakes: [], unchecked: [] }

/**
 * What a run that does not deploy looks at of a deploy. A dry run looks at everything that it can; a pull request, or any
 * other run that pushes nothing, at its overlays; what is pushed beside is the business of a run that deploys.
 */
export function planInspection(images: readonly ImagePlan[], options: InspectionOptions): PlannedInspection {
  const { inputs, source, mode } = options
  const looks = inputs.dryRun || !mode.push || source.fromPullRequest
  if (mode.deploy || !looks) return NOTHING
  const { repository } = inputs.config
  const overlays = repository ? inspectOverlays(images, repository, options) : NOTHING
  return {
    ...overlays,
    mistakes: [...overlays.mistakes, ...accessMistakes(images, options)],
    unchecked: [
      ...overlays.unchecked,
      ...(inputs.dryRun && overlays.inspection ? [withoutOrder(mode)] : []),
      ...(inputs.dryRun && !mode.push ? [withoutPush(mode)] : []),
    ],
  }
}

function inspectOverlays(
  images: readonly ImagePlan[],
  repository: GitRemote,
  { inputs, source }: InspectionOptions,
): PlannedInspection {
  const { value: config, problems } = planConfig({ inputs, repository }, source)
  const concerned = images
    .map((image, index) => ({
      ...image,
      registry: inputs.images[index]?.registry ?? defaultRegistry(inputs, source),
      stated: statedBy(inputs.images[index] ?? inputs.images[0], { inputs, source }),
    }))
    .filter(({ targets }) => targets.length > 0)
  const empty = problems.filter((problem) => problem.inputs?.includes('overlays'))
  const hidden = whyHidden(config, repository, source)
  if (hidden !== undefined) {
    const unchecked = concerned.length > 0 ? [`The overlays are not checked: ${hidden}.`] : []
    return { inspection: undefined, mistakes: inputs.dryRun ? empty : [], unchecked }
  }
  // A workflow may leave them empty where it does not deploy; nobody asks for a dry run of that.
  const mistakes = inputs.dryRun ? problems : problems.filter((problem) => !empty.includes(problem))
  if (concerned.length === 0) return { inspection: undefined, mistakes, unchecked: [] }
  if (mistakes.length > 0) return { inspection: undefined, mistakes, unchecked: [UNREADABLE] }
  const unnamed = concerned.filter(({ registry }) => registry === undefined)
  return {
    inspection: { config, images: concerned },
    mistakes,
    unchecked: unnamed.length > 0 ? [withoutRegistry(unnamed)] : [],
  }
}

/** Why the config repository cannot be read; undefined where it can. */
function whyHidden(config: ConfigPlan, { transport }: GitRemote, source: Source): string | undefined {
  const { credential } = config
  if (credential.kind !== 'none') {
    if (source.fromFork) {
      return `the files of this run may be anybody's, so ${INPUTS[credential.kind]} is not used beside them`
    }
    return credential.kind === 'app' && credential.key.kind === 'kms' ? NO_SESSION : undefined
  }
  if (transport === 'file') return undefined
  return `config-repository needs ${NEEDED[transport]}, which is empty in this run`
}

const INPUTS = { token: 'config-token', ssh: 'config-ssh-key', app: 'config-app-id' } as const
const NO_SESSION =
  'the key of the App is in KMS, and a run that does not deploy gets no session of role-to-assume to sign with it'
const NEEDED = {
  https: 'config-token',
  ssh: 'config-ssh-key',
  slug: 'config-token, config-ssh-key or config-app-id',
} as const

const UNREADABLE =
  'The overlays are not checked: the config repository is not read before its inputs are right.'

const withoutRegistry = (images: readonly InspectedImage[]): string =>
  `Whether the entries name the right registry is not checked (${images.map(({ name }) => name).join(', ')}): neither registry nor role-to-assume with aws-region says it in this run.`

const withoutOrder = ({ reason }: Mode): string =>
  `The order of the commits is not checked, as this run would not deploy: ${reason}.`

const withoutPush = ({ reason }: Mode): string =>
  `The role and the registry are not asked, as this run would not push: ${reason}.`

/** What role, region and registry say against each other, where a run that pushes would be refused for it. */
function accessMistakes(
  images: readonly ImagePlan[],
  { inputs, source, mode }: InspectionOptions,
): readonly Problem[] {
  if (mode.push) return []
  // Sessions of their own: nothing of this run may write to what it does not push to.
  const sessions = new Sessions(inputs, source)
  const problems = images.flatMap((image, index) => {
    const { registry } = inputs.images[index] ?? { registry: undefined }
    return planAccess({ ...image, registry }, inputs, { source, sessions }).problems
  })
  return inputs.dryRun ? problems : problems.filter(({ code }) => code === 'ACCOUNT_MISMATCH')
}
