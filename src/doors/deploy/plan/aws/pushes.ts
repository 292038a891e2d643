import { FOR_OTHERS, noIdToken } from '../../../../aws/session/id-token.ts'
import type { Problem } from '../../../../errors/errors.ts'
import { type Judged, judgedTogether } from '../../../../errors/judged.ts'
import type { ImageInputs } from '../../../../inputs/images.ts'
import type { Stated } from '../../../../names/host.ts'
import type { RegistryAccess } from '../../../../plan/access.ts'
import type { ImagePlan, PushedImage } from '../../../../plan/image.ts'
import type { Source } from '../../../../source/source.ts'
import type { Inputs } from '../../inputs.ts'
import { EMPTY_SECRET } from '../empty-secret.ts'
import { planAccess } from './access.ts'
import type { Sessions } from './sessions.ts'

interface PushOptions {
  readonly inputs: Inputs
  readonly source: Source
  readonly sessions: Sessions
}

/** undefined when a registry is not known, which is a problem already. */
export function planPushes(
  images: readonly ImagePlan[],
  { inputs, source, sessions }: PushOptions,
): Judged<PushPlanImages | undefined> {
  const accesses = images.map((image, index) =>
    planAccess({ ...image, registry: inputs.images[index]?.registry }, inputs, { source, sessions }),
  )
  const { value, problems } = judgedTogether(accesses)
  const [first, ...rest] = images.flatMap((image, index) => {
    const access = value[index]
    const stated = statedBy(inputs.images[index] ?? inputs.images[0], { inputs, source })
    return access ? [pushedImage(image, access, stated)] : []
  })
  return {
    value: first && rest.length === images.length - 1 ? [first, ...rest] : undefined,
    problems: [...credentialProblems(inputs, source), ...problems],
  }
}

type PushPlanImages = readonly [PushedImage, ...PushedImage[]]

function pushedImage(image: ImagePlan, access: RegistryAccess, stated: Stated): PushedImage {
  return { ...image, access, stated, repositoryUrl: `${access.registry.host}/${image.repository}` }
}

/** What decided where an image goes: a registry that is given says both account and region. */
export function statedBy(
  { registry, registryInput, repositoryInput: repository }: ImageInputs,
  { inputs, source }: Omit<PushOptions, 'sessions'>,
): Stated {
  if (registry) return { account: registryInput, region: registryInput, repository }
  const region = inputs.awsRegion === undefined ? `the variable ${source.regionVariable}` : 'aws-region'
  return { account: 'role-to-assume', region, repository }
}

/** What a run that pushes lacks to get credentials at all: all of it is known before any request. */
function credentialProblems(inputs: Inputs, source: Source): readonly Problem[] {
  const ambient = inputs.awsCredentials === 'ambient'
  // Whatever the event and its permissions: what is built may be anybody's code.
  if (source.fromFork && (ambient || source.idTokenAvailable)) return [withheld(source)]
  if (ambient) return []
  const role: readonly Problem[] = inputs.roleToAssume
    ? []
    : [
        {
          code: 'INPUT_REQUIRED',
          inputs: ['role-to-assume'],
          message: 'role-to-assume is empty, and this run pushes',
          hint: `Set the input role-to-assume to the full ARN of a role that may push, such as arn:aws:iam::465002806239:role/gitops-deploy, or set push: false. ${EMPTY_SECRET}`,
        },
      ]
  return source.idTokenAvailable ? role : [...role, noIdToken(source)]
}

function withheld({ event, fromAnybody }: Source): Problem {
  const what = fromAnybody
    ? `${event || 'no event'}, which does not say whose files are checked out`
    : 'a pull request from a fork'
  const way = fromAnybody
    ? 'Or check out the commit of the run with git, without submodules, and add no file to it, not even an ignored one; build from such folders and from images alone (context, file, build-contexts).'
    : ''
  return {
    code: 'CREDENTIALS_UNAVAILABLE',
    message: `this run is for ${what}, and gets no AWS credentials here, whatever its event and permissions`,
    hint: `${FOR_OTHERS} ${way}`.trim(),
  }
}
