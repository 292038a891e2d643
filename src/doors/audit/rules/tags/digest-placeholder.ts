import { isDigest } from '../../../../names/reference.ts'
import { examplePod } from '../example-pod.ts'
import { quote, rootsOf, softened, within } from '../found.ts'
import type { Rule } from '../rule.ts'

const REAL = 'sha256:3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e72d6b480c35f9e1a7d2b6c84'

export const digestPlaceholder: Rule = {
  id: 'digest-placeholder',
  title: 'A digest is none that an image can have',
  severity: 'error',
  why: 'A digest is the checksum of one manifest. One that is made up, all zeros or cut off, names nothing: the kubelet refuses the reference, or the registry answers "not found".',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod(`465002806239.dkr.ecr.us-east-1.amazonaws.com/web@sha256:${'0'.repeat(64)}`),
    good: examplePod(`465002806239.dkr.ecr.us-east-1.amazonaws.com/web@${REAL}`),
  },
  *check({ repository }) {
    for (const { digest, name, known, origins } of repository.images) {
      // Without a name it is no reference at all, which is said by the rule of those.
      if (name.text === '') continue
      const fault = digest && faultOf(digest.text)
      if (!digest || fault === undefined || (known === 'assumed' && /[${}<>]/.test(digest.text))) continue
      yield {
        at: within(digest.at, digest.text),
        message: `Digest ${quote(digest.text)} ${fault}, so nothing can be pulled by it`,
        hint: 'Write the digest that the registry has for the tag: aws ecr describe-images shows it as imageDigest.',
        inheritedBy: rootsOf(origins),
        ...softened(known),
      }
    }
  },
}

/** What SHA-256 makes of nothing. */
const OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

function faultOf(digest: string): string | undefined {
  if (/^sha512:[0-9a-f]{128}$/.test(digest)) return undefined
  if (!isDigest(digest)) return 'is not "sha256:" and 64 hex digits in lower case'
  const hex = digest.slice('sha256:'.length)
  if (hex === OF_NOTHING) return 'is that of an empty file'
  const isMadeUp = [1, 2, 4, 8, 16].some((length) => hex === hex.slice(0, length).repeat(64 / length))
  return isMadeUp ? 'is made up' : undefined
}
