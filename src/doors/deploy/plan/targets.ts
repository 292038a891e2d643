import type { Problem } from '../../../errors/errors.ts'
import type { ImageInputs } from '../../../inputs/images.ts'
import { argocdAddress } from '../../../names/argocd-path.ts'
import { overlayPath } from '../../../names/path.ts'
import type { ImagePlan } from '../../../plan/image.ts'
import { TARGET_INPUTS, type Target, targetName } from '../../../plan/target.ts'

/** The inputs that say where an image goes. */
export const TARGETS = ['overlays', 'helm-values', 'manifests'] as const

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

export const hasTargets = ({ overlays, helmValues, manifests }: ImageInputs): boolean =>
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
