import type { ImagesEntry, Kustomization } from '../../../../effective/kustomize/kustomization.ts'
import { plugins, substitutions } from '../../../../effective/substitution.ts'
import { nearest } from '../../../../names/nearest.ts'
import { splitReference } from '../../../../names/reference.ts'
import { listed, oneLine } from '../../../../names/text.ts'
import { examplePod } from '../example-pod.ts'
import { quote } from '../found.ts'
import type { Found, Rule } from '../rule.ts'
import { exampleOverlay, ownedEntries, placeOf, shownFolder } from './entry.ts'

export const imageDead: Rule = {
  id: 'kustomize-image-dead',
  title: 'An entry of images: matches no image',
  severity: 'warning',
  why: 'kustomize says nothing when an entry matches nothing. A pipeline that writes a new tag into it ends green, and the cluster goes on with the old image: mostly the base has renamed its image, or names it with its registry.',
  example: {
    path: 'apps/web/kustomization.yaml',
    beside: { 'apps/web/pod.yaml': examplePod('web:placeholder') },
    bad: exampleOverlay(`  - name: webb
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: v1.4.2
`),
    good: exampleOverlay(`  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: v1.4.2
`),
  },
  *check({ repository }) {
    const dead = ownedEntries(repository).filter(({ entry, kustomization }) => isDead(entry, kustomization))
    if (dead.length === 0) return
    const isPlugged = plugins(repository.files)
    const isFilledIn = substitutions(repository.files)
    for (const { entry, kustomization } of dead) {
      const name = entry.name?.text ?? ''
      // What a plug-in makes beside this cannot be counted here, nor what a variable will be.
      const roots = [kustomization.folder]
      if (isPlugged(roots) || (entry.candidates.some((one) => one.includes('$')) && isFilledIn(roots)))
        continue
      yield found(name, entry, kustomization)
    }
  },
}

function isDead(entry: ImagesEntry, { images }: Kustomization): boolean {
  const { complete, matched, unreachable, name } = entry
  if (!complete || matched.length > 0 || unreachable.length > 0 || !name) return false
  // A tag in the name, and a second entry of one name, have rules of their own that say why.
  const { tag, digest } = splitReference(name.text)
  const first = images.find((one) => one.name?.text === name.text)
  return tag === undefined && digest === undefined && first === entry
}

function found(name: string, entry: ImagesEntry, { folder }: Kustomization): Found {
  const others = [...new Set(entry.candidates)].toSorted()
  const close = nearest(name, others)
  const held =
    others.length === 0 ? 'has no image that an entry could match' : `has ${listed(others.map(oneLine))}`
  return {
    at: placeOf(entry),
    message: `No image of ${shownFolder(folder)} is named ${quote(name)}, so this entry changes nothing`,
    hint:
      close === undefined
        ? `Name an image as the manifests do (what is deployed from here ${held}), or remove the entry.`
        : `Write ${quote(close)} if that is meant, which the manifests name, or remove the entry.`,
    inheritedBy: [folder],
  }
}
