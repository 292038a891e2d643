import type { EffectiveImage } from '../../../../effective/image.ts'
import type { Deployed } from '../../../../effective/object.ts'
import type { EffectiveRepository } from '../../../../effective/repository.ts'
import type { PullSecrets } from '../../../../effective/sites/pull-secret.ts'
import { pullSecretsOf } from '../../../../effective/sites/pull-secret-sites.ts'

/** What pulls with secrets in what one place deploys, and what makes them there. */
export interface Pulls extends PullSecrets {
  readonly deployed: Deployed
}

const known = new WeakMap<EffectiveRepository, readonly Pulls[]>()

/** Of every root that has to do with pull secrets, worked out once for all rules. */
export function pullsIn(repository: EffectiveRepository): readonly Pulls[] {
  const before = known.get(repository)
  if (before) return before
  const pulls = mentionsPullSecrets(repository)
    ? repository.deployed
        .map((deployed) => ({ deployed, ...pullSecretsOf(deployed) }))
        .filter(({ uses, secrets, refreshers }) => uses.length + secrets.length + refreshers.length > 0)
    : []
  known.set(repository, pulls)
  return pulls
}

/** Words that each of them needs. Looking for them costs far less than a walk through every object. */
const WORDS = ['imagePullSecrets', 'dockerconfigjson', 'dockercfg', 'docker-registry']

function mentionsPullSecrets({ files }: EffectiveRepository): boolean {
  return files.paths.some((path) => {
    const text = files.file(path)?.text ?? ''
    return WORDS.some((word) => text.includes(word))
  })
}

/** Where an object or a secret is in the cluster; undefined where somebody else says so. */
export function namespaceOf(one: {
  readonly namespace: string | undefined
  readonly origin: Deployed['origin']
}): string | undefined {
  return one.namespace ?? one.origin.namespace
}

/** The images of an object, by what deploys it. */
export function imagesByObject(
  repository: EffectiveRepository,
): (of: { readonly object: string; readonly origin: Deployed['origin'] }) => readonly EffectiveImage[] {
  const images = Map.groupBy(repository.images, ({ object }) => object)
  return ({ object, origin }) =>
    (images.get(object) ?? []).filter(({ origins }) => origins.some(({ root }) => root === origin.root))
}
