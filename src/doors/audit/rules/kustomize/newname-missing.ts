import type { EffectiveImage } from '../../../../effective/image.ts'
import type { ImagesEntry } from '../../../../effective/kustomize/kustomization.ts'
import { placeKey } from '../../../../effective/places.ts'
import { parseEcrHost } from '../../../../names/host.ts'
import { registryOf } from '../../../../names/reference.ts'
import { commitIn } from '../../../../names/tag.ts'
import { examplePod } from '../example-pod.ts'
import { lineOf, quote, rootsOf, softened } from '../found.ts'
import type { Audited, Found, Rule } from '../rule.ts'
import { exampleOverlay, ownedEntries, placeOf } from './entry.ts'
import { isHubImage } from './hub-images.ts'

export const newNameMissing: Rule = {
  id: 'kustomize-newname-missing',
  title: 'An entry of images: changes the tag, and nothing says the registry',
  severity: 'error',
  needs: 'registries',
  why: 'A base mostly names an image by a short name, and each overlay says by newName where it is. Without it the short name reaches the cluster, where it means an image of Docker Hub: the pull is refused, or gets the image of a stranger.',
  example: {
    path: 'apps/web/kustomization.yaml',
    beside: { 'apps/web/pod.yaml': examplePod('web') },
    bad: exampleOverlay(`  - name: web
    newTag: 3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e
`),
    good: exampleOverlay(`  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: 3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e
`),
  },
  *check(audited) {
    const { repository, settings } = audited
    if (settings.registries.length === 0) return
    const entries = ownedEntries(repository).map(({ entry }) => entry)
    const named = Map.groupBy(entries.filter(namesAllowed(audited)), ({ name }) => name?.text)
    const bareOf = bareImages(repository.images)
    for (const entry of entries) {
      if (!entry.name || entry.newName) continue
      const siblings = named.get(entry.name.text) ?? []
      const bare = bareOf.get(placeKey(entry.node)) ?? []
      const [image] = bare
      if (!image || !(isOwnTag(image) || (siblings.length > 0 && !isHubImage(image.name.text)))) continue
      yield found(entry, bare, siblings)
    }
  },
}

/** Images that name no registry, by the entries that were applied to them. */
function bareImages(images: readonly EffectiveImage[]): ReadonlyMap<string, readonly EffectiveImage[]> {
  const bare = images.filter(({ name, text }) => text !== '' && registryOf(name.text) === undefined)
  const applied = bare.flatMap((image) => image.entries.map((entry) => ({ key: placeKey(entry), image })))
  const groups = Map.groupBy(applied, ({ key }) => key)
  return new Map([...groups].map(([key, all]) => [key, all.map(({ image }) => image)]))
}

/** No image of Docker Hub has a commit for a tag. */
const isOwnTag = ({ name, tag }: EffectiveImage): boolean =>
  !name.text.includes('/') && tag !== undefined && commitIn(tag.text) !== undefined

/** Says of entries whether their newName is in an allowed registry. */
function namesAllowed({ settings }: Audited): (entry: ImagesEntry) => boolean {
  const accounts = new Set(settings.registries.map(({ account }) => account))
  return ({ newName }) => {
    const host = parseEcrHost(registryOf(newName?.text ?? '') ?? '')
    return host !== undefined && accounts.has(host.account)
  }
}

function found(entry: ImagesEntry, bare: readonly EffectiveImage[], named: readonly ImagesEntry[]): Found {
  const [image] = bare
  const [sibling] = named
  const names = new Set(named.map(({ newName }) => newName?.text ?? ''))
  const [only] = names
  const isCertain = bare.some(({ known }) => known === 'certain')
  return {
    at: placeOf(entry),
    message: `${quote(entry.name?.text ?? '')} reaches the cluster as ${quote(image?.text ?? '')}, an image of Docker Hub, because nothing sets newName`,
    hint: sibling?.newName
      ? `Add newName to this entry, as ${lineOf(sibling.newName)} does: ${quote(sibling.newName.text)}.`
      : 'Add newName to this entry: the registry and the repository of the image.',
    inheritedBy: rootsOf(bare.flatMap(({ origins }) => origins)),
    ...softened(isCertain ? 'certain' : 'assumed'),
    ...(only !== undefined &&
      names.size === 1 && {
        fix: {
          safety: 'unsafe',
          title: `Add newName: ${only}`,
          changes: [{ kind: 'add', to: entry.node, key: 'newName', value: only }],
        },
      }),
  }
}
