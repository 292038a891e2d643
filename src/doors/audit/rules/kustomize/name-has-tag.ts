import type { ImagesEntry } from '../../../../effective/kustomize/kustomization.ts'
import { splitReference } from '../../../../names/reference.ts'
import { examplePod } from '../example-pod.ts'
import { quote } from '../found.ts'
import type { Fix, Rule } from '../rule.ts'
import { exampleOverlay } from './entry.ts'

export const nameHasTag: Rule = {
  id: 'kustomize-name-has-tag',
  title: 'The name of an entry of images: has a tag in it',
  severity: 'warning',
  why: 'The name of an entry is compared without a tag. With one in it the entry matches images of exactly that tag, if any, and stops to as soon as the base names another: from then on nothing is changed, in silence.',
  example: {
    path: 'apps/web/kustomization.yaml',
    beside: { 'apps/web/pod.yaml': examplePod('web:v1') },
    bad: exampleOverlay(`  - name: web:v1
    newTag: v1.4.2
`),
    good: exampleOverlay(`  - name: web
    newTag: v1.4.2
`),
  },
  *check({ repository }) {
    for (const { images, folder } of repository.kustomizations.values()) {
      for (const entry of images) {
        const at = entry.name
        const { name, tag, digest } = splitReference(at?.text ?? '')
        if (!at || name === '' || (tag === undefined && digest === undefined)) continue
        yield {
          at,
          message: `The name ${quote(at.text)} has a tag in it, so the entry matches that tag alone`,
          hint: `Write the name without it: ${quote(name)}.`,
          inheritedBy: [folder],
          fix: {
            safety: safetyOf(entry, { name, images }),
            title: 'Take the tag out of the name',
            changes: [{ kind: 'set', at, to: name }],
          },
        }
      }
    }
  },
}

/** Without the tag it may match images of other tags, what another entry is for, or what nobody can see here. */
function safetyOf(
  { complete, besides }: ImagesEntry,
  { name, images }: { readonly name: string; readonly images: readonly ImagesEntry[] },
): Fix['safety'] {
  const same = images.filter((entry) => splitReference(entry.name?.text ?? '').name === name)
  return complete && besides.length === 0 && same.length === 1 ? 'safe' : 'unsafe'
}
