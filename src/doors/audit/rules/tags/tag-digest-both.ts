import { examplePod } from '../example-pod.ts'
import { quote, rootsOf, within } from '../found.ts'
import type { Rule } from '../rule.ts'

const DIGEST = 'sha256:3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e72d6b480c35f9e1a7d2b6c84'

export const tagDigestBoth: Rule = {
  id: 'tag-digest-both',
  title: 'An image has a tag and a digest, of which the digest alone counts',
  severity: 'notice',
  off: true,
  why: 'The digest decides what is pulled; the tag beside it is for people. Who changes the tag alone deploys nothing. It is a good way to pin an image, so the rule is off unless you ask for it.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod(`465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2@${DIGEST}`),
    good: examplePod(`465002806239.dkr.ecr.us-east-1.amazonaws.com/web@${DIGEST}`),
  },
  *check({ repository }) {
    for (const { tag, digest, origins } of repository.images) {
      if (!tag || !digest) continue
      yield {
        at: within(tag.at, tag.text),
        message: `Tag ${quote(tag.text)} is ignored at the pull: the digest beside it decides`,
        hint: 'Change both together, or leave the tag out.',
        inheritedBy: rootsOf(origins),
      }
    }
  },
}
