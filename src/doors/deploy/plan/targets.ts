import type { Problem } from '../../../errors/errors.ts'
import type { ImageInputs } from '../../../inputs/images.ts'
import { isKustomization, overlayPath } from '../../../names/path.ts'
import { argocdAddress } from '../../../names/paths/argocd-path.ts'
import type { ImagePlan } from '../../../plan/image.ts'
import { TARGET_INPUTS, type Target, targetName } from '../../../plan/target.ts'
import type { Inputs } from '../inputs.ts'

/** The inputs that say where an image goes. */
const TARGETS = ['overlays', 'helm-values', 'manifests'] as const

/** Where an image called that is to go, each once. What is no path is refused elsewhere. */
export function targetsOf({ overlays, helmValues, manifests }: ImageInputs, name: string): readonly Target[] {
  const targets: readonly Target[] = [
    ...overlays.flatMap((given) => {
      const path = overlayPath(given)
      return path === undefined ? [] : [{ kind: 'kustomize' as const, path, key: name }]
    }),
    ...helmValues.map((one) => ({ kind: kindOf(one.key), ...one })),
    ...manifests.map((one) => ({ kind: 'manifest' as const, ...one })),
  ]
  return [...new Map(targets.map((target) => [identityOf(target), target])).values()]
}

/** Values may stand in an Application of Argo CD. */
const kindOf = (key: string) => (argocdAddress(key) ? ('argocd' as const) : ('helm-values' as const))

/** Kinds of manifests are the same in any case. */
function identityOf(target: Target): string {
  const name = targetName(target)
  const isManifest = target.kind === 'manifest'
  return `${target.kind} ${isManifest ? name.replace(/#[^/]*/, (kind) => kind.toLowerCase()) : name}`
}

const hasTargets = ({ overlays, helmValues, manifests }: ImageInputs): boolean =>
  overlays.length + helmValues.length + manifests.length > 0

/** An overlay has an entry for each image, by its name; one place in a file has one image. */
export function sharedTargets(images: readonly ImagePlan[]): readonly Problem[] {
  const owners = new Map<string, ImagePlan>()
  const problems: Problem[] = []
  for (const image of images) {
    for (const target of image.targets.filter(({ kind }) => kind !== 'kustomize')) {
      const owner = owners.get(identityOf(target))
      if (owner) problems.push(sharedBy(target, owner, image))
      else owners.set(identityOf(target), image)
    }
  }
  return problems
}

function sharedBy(target: Target, one: ImagePlan, other: ImagePlan): Problem {
  const input = TARGET_INPUTS[target.kind]
  return {
    code: 'INPUT_INVALID',
    inputs: [input, 'images'],
    message: `${input} has ${targetName(target)} for two images, ${one.name} and ${other.name}`,
    hint: `Name it in ${input} of the one image that is deployed there.`,
  }
}

/** An image without targets would be built for nobody. */
export function missingTargets({ images }: Pick<Inputs, 'images'>): readonly Problem[] {
  const without = images.filter((image) => !hasTargets(image))
  if (without.length === 0) return []
  const names = without.flatMap(({ name, repository }) => name ?? repository ?? [])
  return [targetsRequired(images.length > 1 && names.length > 0 ? ` for ${names.join(', ')}` : '')]
}

function targetsRequired(which: string): Problem {
  return {
    code: 'INPUT_REQUIRED',
    inputs: [...TARGETS, 'images'],
    message: `config-repository is set, but overlays, helm-values and manifests are empty${which}`,
    hint: 'Say where the image goes, in an input or in that key of the image, one a line: overlays names folders of kustomizations (apps/web/overlays/prod), helm-values a place in values or in an Application of Argo CD (charts/web/values.yaml#image), manifests a container (apps/web/deployment.yaml#Deployment/web/web).',
  }
}

/** Several images may share a mistake, which is reported once. */
export function overlayMistakes(images: Inputs['images']): readonly Problem[] {
  const named = [...new Set(images.flatMap(({ overlays }) => overlays))]
  return named.flatMap((overlay) => {
    if (overlayPath(overlay) === undefined) return [overlayOutside(overlay)]
    return PLACE_IN_FILE.test(overlay) ? [overlayInFile(overlay)] : []
  })
}

function overlayOutside(overlay: string): Problem {
  return {
    code: 'OVERLAY_INVALID',
    inputs: ['overlays'],
    message: `overlays names "${overlay}", which is not a path inside the config repository`,
    hint: 'Write overlays from the root of the config repository, with / and without .., for example apps/identity-service/overlays/prod or apps/*/overlays/prod.',
  }
}

/** What other inputs take. */
const PLACE_IN_FILE = /\.(?:ya?ml|json)#./i
const CONTAINER = /#[A-Za-z][A-Za-z0-9]*\/[^/]+\/[^/]+$/

function overlayInFile(overlay: string): Problem {
  const file = overlay.slice(0, overlay.indexOf('#'))
  return {
    code: 'OVERLAY_INVALID',
    inputs: ['overlays'],
    message: `overlays names "${overlay}", a file and a place in it, not a folder of kustomizations`,
    hint: isKustomization(file)
      ? `Leave out the # and what follows it, because the entry is found by the input name: ${file}`
      : `A place in a file belongs in the input ${CONTAINER.test(overlay) ? 'manifests' : 'helm-values'}: ${overlay}`,
  }
}
