import { goMisreading } from '../../../../edit/yaml/go-scalar.ts'
import type { ImagesEntry } from '../../../../effective/kustomize/kustomization.ts'
import type { ScalarNode } from '../../../../effective/yaml/node.ts'
import { examplePod } from '../example-pod.ts'
import { quote } from '../found.ts'
import type { Found, Rule } from '../rule.ts'
import { exampleOverlay, ownedEntries } from './entry.ts'

export const tagNotString: Rule = {
  id: 'kustomize-tag-not-string',
  title: 'A tag without quotes is read as a number',
  severity: 'error',
  why: 'YAML reads 1.10, 20241105 and 1e5 as numbers, and kustomize refuses a tag that is no text: "cannot unmarshal number into Go struct field Image.newTag of type string". Nothing of the overlay is deployed until that is mended.',
  example: {
    path: 'apps/web/kustomization.yaml',
    beside: { 'apps/web/pod.yaml': examplePod('web') },
    bad: exampleOverlay(`  - name: web
    newTag: 1.10
`),
    good: exampleOverlay(`  - name: web
    newTag: "1.10"
`),
  },
  *check({ repository }) {
    for (const { entry, kustomization } of ownedEntries(repository)) {
      for (const [field, at] of fieldsOf(entry)) {
        const taken = at.style === 'plain' && at.tag === undefined ? goMisreading(at.text) : undefined
        if (taken) yield found(field, at, { taken, folder: kustomization.folder })
      }
    }
  },
}

function fieldsOf({
  name,
  newName,
  newTag,
  digest,
}: ImagesEntry): readonly (readonly [string, ScalarNode])[] {
  const fields = { name, newName, newTag, digest }
  return Object.entries(fields).flatMap(([field, at]) => (at ? [[field, at] as const] : []))
}

function found(
  field: string,
  at: ScalarNode,
  { taken, folder }: { readonly taken: string; readonly folder: string },
): Found {
  return {
    at,
    message: `${field} ${quote(at.text)} is read as a ${taken}, and kustomize takes nothing but text there: the build fails`,
    hint: `Quote it: ${field}: "${at.text}".`,
    inheritedBy: [folder],
    fix: {
      safety: 'safe',
      title: `Quote ${field}`,
      changes: [{ kind: 'set', at, to: at.text, string: true }],
    },
  }
}
