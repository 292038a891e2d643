import type { EffectiveImage } from '../../../../effective/image.ts'
import type { ImagesEntry } from '../../../../effective/kustomize/kustomization.ts'
import { parseEcrHost } from '../../../../names/host.ts'
import { registryOf } from '../../../../names/reference.ts'
import { commitIn } from '../../../../names/tag.ts'
import { examplePod } from '../example-pod.ts'
import { lineOf, quote, rootsOf, softened } from '../found.ts'
import type { Audited, Found, Rule } from '../rule.ts'
import { exampleOverlay, type Owned, ownedEntries, placeOf } from './entry.ts'

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
    const owned = ownedEntries(repository)
    const lacking = owned.filter(({ entry }) => entry.name && !entry.newName && entry.matched.length > 0)
    for (const one of lacking) {
      const bare = repository.images.filter((image) => isBare(image) && isFrom(image, one.entry))
      const named = siblingNames(one, owned, audited)
      const [image] = bare
      // A name of Docker Hub may be meant; not where others say otherwise, or where the tag is a commit of one's own.
      if (!image || (named.length === 0 && !isOwnTag(image))) continue
      yield found(one.entry, bare, named)
    }
  },
}

const isBare = ({ name, text }: EffectiveImage): boolean => text !== '' && registryOf(name.text) === undefined

const isFrom = ({ entries }: EffectiveImage, { node }: ImagesEntry): boolean =>
  entries.some(
    ({ source, start, end }) => source.path === node.source.path && start >= node.start && end <= node.end,
  )

const isOwnTag = ({ name, tag }: EffectiveImage): boolean =>
  !name.text.includes('/') && tag !== undefined && commitIn(tag.text) !== undefined

/** Entries of the same name that say an allowed registry. */
function siblingNames(
  { entry }: Owned,
  owned: readonly Owned[],
  { settings }: Audited,
): readonly ImagesEntry[] {
  const accounts = new Set(settings.registries.map(({ account }) => account))
  return owned
    .map((one) => one.entry)
    .filter(({ name, newName }) => {
      const host = name?.text === entry.name?.text && parseEcrHost(registryOf(newName?.text ?? '') ?? '')
      return host ? accounts.has(host.account) : false
    })
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
