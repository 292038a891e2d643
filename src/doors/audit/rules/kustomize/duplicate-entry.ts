import type { ImagesEntry } from '../../../../effective/kustomize/kustomization.ts'
import { examplePod } from '../example-pod.ts'
import { lineOf, quote } from '../found.ts'
import type { Rule } from '../rule.ts'
import { exampleOverlay, placeOf } from './entry.ts'

export const duplicateEntry: Rule = {
  id: 'kustomize-duplicate-entry',
  title: 'Two entries of images: have the same name',
  severity: 'warning',
  why: 'kustomize applies entries one after another: the second one sees what the first has made. Where the first sets newName the second matches nothing any more; where it does not, the second wins. A tool that changes the first one it finds deploys nothing.',
  example: {
    path: 'apps/web/kustomization.yaml',
    beside: { 'apps/web/pod.yaml': examplePod('web') },
    bad: exampleOverlay(`  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
  - name: web
    newTag: v1.4.2
`),
    good: exampleOverlay(`  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: v1.4.2
`),
  },
  *check({ repository }) {
    for (const { images, folder } of repository.kustomizations.values()) {
      const known = new Map<string, ImagesEntry>()
      for (const entry of images) {
        const name = entry.name?.text ?? ''
        const first = known.get(name)
        if (!first) known.set(name, entry)
        else if (name !== '') {
          const outcome = first.newName
            ? 'which renames the image, so this one matches nothing'
            : 'and this one wins'
          yield {
            at: placeOf(entry),
            message: `${quote(name)} has an entry already, at ${lineOf(placeOf(first))}, ${outcome}`,
            hint: 'Put both into one entry.',
            inheritedBy: [folder],
          }
        }
      }
    }
  },
}
