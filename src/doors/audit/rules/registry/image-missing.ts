import { nearest } from '../../../../names/nearest.ts'
import { listed } from '../../../../names/text.ts'
import type { KnownRepository } from '../../plan/registry-facts.ts'
import type { Found, Rule } from '../rule.ts'
import { type LookedUpImage, lookedUp, rootsOf } from './images.ts'

export const imageMissing: Rule = {
  id: 'image-missing',
  title: 'An image is not in its registry',
  severity: 'error',
  needs: 'aws',
  why: 'ECR was asked for the tag or digest, and has no such image. A pod that starts with it stays in ImagePullBackOff; pods that run it from the cache of a node go on until they are moved. A lifecycle policy removes images whether they are deployed or not.',
  *check(audited) {
    for (const looked of lookedUp(audited)) {
      const found = looked.facts.state === 'missing' ? withoutRepository(looked) : withoutImage(looked)
      if (found) yield found
    }
  },
}

function withoutRepository({ image, repository, facts }: LookedUpImage): Found {
  const { account, region } = facts.host
  return {
    at: image.name.at,
    message: `ECR has no repository ${repository} in account ${account}, ${region}, so ${image.text} cannot be pulled`,
    hint: `Correct the name in this line, or create the repository and push the image.`,
    inheritedBy: rootsOf(image),
  }
}

function withoutImage({ image, repository, facts }: LookedUpImage): Found | undefined {
  const wanted = image.digest ?? image.tag
  if (facts.state !== 'known' || !wanted || facts.images.has(wanted.text)) return undefined
  return {
    at: wanted.at,
    message: `${repository} has no image ${wanted.text} in account ${facts.host.account}, ${facts.host.region}${expired(facts)}`,
    hint: `${instead(wanted.text, facts)} Nothing else has to change where the image is pushed again under this ${image.digest ? 'digest' : 'tag'}.`,
    inheritedBy: rootsOf(image),
  }
}

const expired = ({ expires }: KnownRepository): string =>
  expires.length === 0 ? '' : `; its lifecycle policy may have removed it (${expires.join('; ')})`

function instead(wanted: string, { newest }: KnownRepository): string {
  if (newest.length === 0) return 'The repository has no tag at all: push the image.'
  const close = nearest(wanted, newest)
  const meant = close === undefined ? '' : `Did you mean ${close}? `
  return `${meant}Set a tag that is there; the newest are ${listed(newest.slice(0, 5))}.`
}
