import type { Rule } from '../rule.ts'
import { lookedUp, rootsOf } from './images.ts'

export const registryUnreadable: Rule = {
  id: 'registry-unreadable',
  title: 'A repository could not be looked up',
  severity: 'notice',
  needs: 'aws',
  why: 'ECR refused the question, most often because the role of this audit may not read that repository. Whether its images are there is not known, so nothing is said of them.',
  *check(audited) {
    for (const { image, repository, facts } of lookedUp(audited)) {
      if (facts.state !== 'unknown') continue
      yield {
        at: image.name.at,
        message: `Whether the images of ${repository} are there is not known: ${facts.why}`,
        hint: facts.hint,
        inheritedBy: rootsOf(image),
      }
    }
  },
}
