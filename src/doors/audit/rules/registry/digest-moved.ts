import type { Rule } from '../rule.ts'
import { knownImages, rootsOf } from './images.ts'

export const digestMoved: Rule = {
  id: 'digest-moved',
  title: 'A digest is not that of the tag beside it',
  severity: 'warning',
  needs: 'aws',
  why: 'Where a reference has a tag and a digest, the digest alone decides what is pulled. The tag says something else to whoever reads it: it was moved after the digest was written, or only one of the two was changed.',
  *check(audited) {
    for (const { image, repository, facts } of knownImages(audited)) {
      const { tag, digest } = image
      const now = tag && facts.images.get(tag.text)
      if (!digest || !now || now.digest === digest.text || !facts.images.has(digest.text)) continue
      yield {
        at: digest.at,
        message: `The tag ${tag.text} of ${repository} is ${now.digest} in the registry, but ${digest.text} is what runs`,
        hint: `Look which of the two is meant. If it is the tag, set the digest to ${now.digest}; if it is the digest, correct the tag or leave it out.`,
        inheritedBy: rootsOf(image),
      }
    }
  },
}
