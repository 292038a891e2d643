import { splitReference } from '../../../../names/reference.ts'
import { quote } from '../found.ts'
import type { Found, Rule } from '../rule.ts'
import { inheritedBy, isEditable, type Service, servicesOf } from './service.ts'

export const tagEmpty: Rule = {
  id: 'helm-tag-empty',
  title: 'The tag of a service is empty, and nothing here says what stands in for it',
  severity: 'notice',
  why: 'An empty tag often means the appVersion of the chart, but not every chart has that. Where it does not, the image is pulled as latest, which moves, or its reference is none at all and the pods fail with InvalidImageName.',
  example: {
    path: 'values.yaml',
    bad: 'web:\n  image:\n    repository: quay.io/acme/web\n    tag: ""\n',
    good: 'web:\n  image:\n    repository: quay.io/acme/web\n    tag: "1.4.0"\n',
  },
  *check(audited) {
    for (const service of servicesOf(audited)) {
      const found = check(service)
      if (found) yield found
    }
  },
}

function check({ use, image }: Service): Found | undefined {
  const { key, tag, digest, rendered } = image
  if (tag?.text !== '' || digest?.text || !isEditable(tag)) return undefined
  if (rendered !== undefined) {
    const made = splitReference(rendered)
    if (made.tag || made.digest) return undefined
  }
  const what =
    rendered === undefined
      ? 'whether the chart then takes its appVersion is not known here'
      : `it is pulled as ${quote(rendered)}`
  return {
    at: tag,
    message: `The tag of ${quote(key)} is empty, and ${what}`,
    hint: `Write the tag under ${key}, or look at what helm template renders for it.`,
    ...inheritedBy(use),
  }
}
