import { placeKey } from '../../../../effective/places.ts'
import type { EffectiveRepository } from '../../../../effective/repository.ts'
import { examplePod } from '../example-pod.ts'
import { quote, rootsOf } from '../found.ts'
import type { Rule } from '../rule.ts'
import { grammarFault } from './grammar.ts'
import { isFilledInLater, isInjected } from './reference.ts'

export const imageNoTagOrDigest: Rule = {
  id: 'image-no-tag-or-digest',
  title: 'An image has neither a tag nor a digest',
  severity: 'warning',
  why: 'Without a tag the kubelet pulls :latest, whatever that is on the day on which the node starts the pod: two pods of one deployment may run different builds, and a rollback brings nothing back. With the immutable tags that ECR recommends there mostly is no tag "latest" at all.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web'),
    good: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
  },
  *check({ repository, isProduction }) {
    const unreached = unreachedPlaces(repository)
    for (const image of repository.images) {
      const { text, name, tag, digest, known, updated, origins } = image
      if (text === '' || tag || digest || isFilledInLater(image) || isInjected(image)) continue
      // What is no reference is pulled by no tag either.
      if (grammarFault(text) !== undefined) continue
      if (unreached.has(placeKey(image.written))) continue
      const roots = rootsOf(origins)
      const isSoft = known !== 'certain' || updated
      const isWorse = !isSoft && isProduction(roots)
      yield {
        at: name.at,
        message: `${quote(text)} has neither a tag nor a digest, so whatever is :latest on that day is pulled`,
        hint: 'Name the tag of one build, as a commit or a version, or its digest.',
        inheritedBy: roots,
        ...(isSoft && { severity: 'notice' as const }),
        ...(isWorse && { severity: 'error' as const }),
      }
    }
  },
}

/** Fields for which an entry of `images:` has a tag that does not get there: another rule says that. */
function unreachedPlaces({ kustomizations }: EffectiveRepository): ReadonlySet<string> {
  const entries = [...kustomizations.values()].flatMap(({ images }) => images)
  return new Set(entries.flatMap(({ unreachable }) => unreachable.map(({ at }) => placeKey(at))))
}
