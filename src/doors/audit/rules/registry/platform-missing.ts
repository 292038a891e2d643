import { listed } from '../../../../names/text.ts'
import type { Rule } from '../rule.ts'
import { knownImages, rootsOf } from './images.ts'

export const platformMissing: Rule = {
  id: 'platform-missing',
  title: 'An image is built for another platform than those beside it',
  severity: 'warning',
  needs: 'aws',
  why: 'A node pulls an image for its own platform. An image that is built for another one ends in "no match for platform in manifest" or "exec format error". Which nodes there are is not known here, so images are compared with those that are deployed beside them.',
  *check(audited) {
    const known = [...knownImages(audited)].flatMap((looked) => {
      const wanted = looked.image.digest ?? looked.image.tag
      const platforms = wanted && looked.facts.images.get(wanted.text)?.platforms
      return wanted && platforms && platforms.length > 0 ? [{ ...looked, wanted, platforms }] : []
    })
    const usual = usualAmong(known.map(({ platforms }) => platforms))
    if (usual === undefined) return
    for (const { image, repository, wanted, platforms } of known) {
      if (platforms.includes(usual)) continue
      yield {
        at: wanted.at,
        message: `${repository}:${wanted.text} is built for ${listed(platforms)} alone, and most images here are for ${usual}`,
        hint: `Build it for ${usual} as well (the input platforms of the deploy step), or keep its pods to nodes of ${listed(platforms)} by a nodeSelector on kubernetes.io/arch.`,
        inheritedBy: rootsOf(image),
      }
    }
  },
}

/** What more than half of the images are for is what nodes are of; without that nothing is said. */
function usualAmong(images: readonly (readonly string[])[]): string | undefined {
  const counts = Map.groupBy(images.flat(), (platform) => platform)
  const [most] = [...counts].toSorted(([, one], [, other]) => other.length - one.length)
  return most && most[1].length * 2 > images.length ? most[0] : undefined
}
