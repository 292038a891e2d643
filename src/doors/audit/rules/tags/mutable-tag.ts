import { globMatcher } from '../../../../names/paths/glob.ts'
import { globMeter } from '../../findings/globs.ts'
import { examplePod } from '../example-pod.ts'
import { quote, rootsOf, within } from '../found.ts'
import type { Rule } from '../rule.ts'
import { movingWord } from './moving-tag.ts'
import { isFilledInLater } from './reference.ts'

export const imageMutableTag: Rule = {
  id: 'image-mutable-tag',
  title: 'A tag names whatever was built last',
  severity: 'warning',
  why: 'A tag like main-latest or staging moves with every build. What runs then depends on when a node pulled: environments drift apart without a commit, and Argo CD sees no change to deploy.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web:main-latest'),
    good: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
  },
  *check({ repository, settings: { mutableTags = [] } }) {
    const isOwn = ownTags(mutableTags)
    for (const image of repository.images) {
      const { name, tag, digest, known, updated, origins } = image
      if (!tag || digest || isFilledInLater(image)) continue
      const word = isOwn(tag.text) ? tag.text : movingWord(tag.text)
      if (word === undefined) continue
      const isSoft = known !== 'certain' || updated
      const which = word === tag.text ? '' : `"${word}" in it says that `
      yield {
        at: within(tag.at, tag.text),
        message: `Tag ${quote(tag.text)} of ${quote(name.text)} can move: ${which}it names whatever was built last, so the same commit deploys different images`,
        hint: updated
          ? 'Let the updater write tags of single builds, as commits or versions.'
          : 'Name the tag of one build, as a commit or a version, or add the digest: TAG@sha256:...',
        inheritedBy: rootsOf(origins),
        ...(isSoft && { severity: 'notice' as const }),
      }
    }
  },
}

/** Whether the settings say that a tag moves. */
function ownTags(globs: readonly string[]): (tag: string) => boolean {
  const matchers = globs.map(globMatcher)
  const spend = globMeter('mutable-tags', globs)
  return (tag) => {
    spend()
    return matchers.some((matches) => matches(tag))
  }
}
