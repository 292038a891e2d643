import { parseReference } from '../../../../names/reference.ts'
import { examplePod } from '../example-pod.ts'
import { quote, rootsOf, softened, within } from '../found.ts'
import type { Rule } from '../rule.ts'
import { grammarFault } from '../tags/grammar.ts'
import { registryNames } from './other-host.ts'
import { registryIn } from './registry.ts'

export const registryNotAllowed: Rule = {
  id: 'registry-not-allowed',
  title: 'An image comes from another place than the allowed registries',
  severity: 'warning',
  off: true,
  needs: 'registries',
  why: 'For repositories all of whose images are to come from your own registries: public registries limit pulls, take images away, and are not reachable from private networks. Off unless you ask for it.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('docker.io/library/nginx:1.27.3'),
    good: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27.3'),
  },
  *check({ repository, settings }) {
    if (settings.registries.length === 0) return
    for (const { text, name, known, origins } of repository.images) {
      // Whatever is in ECR, and whatever is no reference at all, has rules of its own.
      const isOther = !registryIn(name.text) && grammarFault(text) === undefined
      const reference = isOther ? parseReference(text) : undefined
      if (!reference) continue
      const host = reference.repository.slice(0, reference.repository.indexOf('/'))
      yield {
        at: within(name.at, name.text),
        message: `${quote(name.text)} is pulled from ${quote(host)}, which is not among allowed-registries`,
        hint: `Copy the image to ${registryNames(settings.registries)}, and name it there.`,
        inheritedBy: rootsOf(origins),
        ...softened(known),
      }
    }
  },
}
