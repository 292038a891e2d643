import type { ImagesEntry, Kustomization } from '../../../../effective/kustomize/kustomization.ts'
import type { EffectiveRepository } from '../../../../effective/repository.ts'
import { parseEcrHost } from '../../../../names/host.ts'
import { isPlaceholder } from '../../../../names/placeholder.ts'
import { lastSegment, registryOf } from '../../../../names/reference.ts'
import { examplePod } from '../example-pod.ts'
import { lineOf, quote } from '../found.ts'
import type { Audited, Found, Rule } from '../rule.ts'
import { shownFolder } from './entry.ts'

export const overlayDrift: Rule = {
  id: 'overlay-drift',
  title: 'Overlays of one base take an image from different places',
  severity: 'warning',
  why: 'Overlays of one base deploy the same service. Where one of them names another account than all of its siblings, or another repository, what was tested in staging is not what production runs.',
  example: {
    path: 'apps/web/overlays/prod/kustomization.yaml',
    beside: {
      'apps/web/base/kustomization.yaml': 'resources:\n  - pod.yaml\n',
      'apps/web/base/pod.yaml': examplePod('web'),
      'apps/web/overlays/staging/kustomization.yaml': `resources:
  - ../../base
images:
  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: v1.4.2
`,
    },
    bad: `resources:
  - ../../base
images:
  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/old-web
    newTag: v1.4.2
`,
    good: `resources:
  - ../../base
images:
  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: v1.4.1
`,
  },
  *check(audited) {
    for (const siblings of siblingsIn(audited.repository)) {
      yield* drift(siblings, repositoryOf)
      if (!allowsAll(siblings, audited)) yield* drift(siblings, accountOf, 3)
    }
  },
}

interface Sibling {
  readonly entry: ImagesEntry
  readonly newName: NonNullable<ImagesEntry['newName']>
  readonly folder: string
}

/** Entries of one name, of all overlays that use one base. */
function siblingsIn({ kustomizations }: EffectiveRepository): readonly (readonly Sibling[])[] {
  const overlays = [...kustomizations.values()].filter(({ isComponent }) => !isComponent)
  const based = overlays.flatMap((overlay) =>
    basesOf(overlay).flatMap((base) => namesIn(overlay).map((sibling) => ({ base, sibling }))),
  )
  const groups = Map.groupBy(based, ({ base, sibling }) => `${base}\n${sibling.entry.name?.text}`)
  return [...groups.values()]
    .map((group) => group.map(({ sibling }) => sibling))
    .filter(({ length }) => length > 1)
}

function namesIn({ images, folder }: Kustomization): readonly Sibling[] {
  return images.flatMap((entry) => {
    const { newName, name, matched } = entry
    return newName && name && matched.length > 0 ? [{ entry, newName, folder }] : []
  })
}

const basesOf = ({ uses }: Kustomization): readonly string[] => [
  ...new Set(uses.flatMap(({ kind, path }) => (kind === 'folder' && path !== undefined ? [path] : []))),
]

/** Environments often have prefixes or accounts of their own: the name of the service is the last part. */
const repositoryOf = ({ newName }: Sibling): string | undefined => lastSegment(newName.text)

function accountOf({ newName }: Sibling): string | undefined {
  const account = parseEcrHost(registryOf(newName.text) ?? '')?.account
  return account === undefined || isPlaceholder(account) ? undefined : account
}

/** Several accounts are no drift where all of them are allowed. */
function allowsAll(siblings: readonly Sibling[], { settings }: Audited): boolean {
  const accounts = siblings.map(accountOf)
  return accounts.every((account) => settings.registries.some((one) => one.account === account))
}

/** The one that differs from all others; of two, the second. Where there is no such one, they are meant to differ. */
function* drift(
  siblings: readonly Sibling[],
  partOf: (sibling: Sibling) => string | undefined,
  least = 2,
): Generator<Found> {
  const groups = Map.groupBy(siblings, (sibling) => partOf(sibling) ?? '')
  const [one, other, third] = [...groups].toSorted(([, a], [, b]) => b.length - a.length)
  if (!one || !other || third || siblings.length < least) return
  const [usual, [model]] = one
  const [strange, [odd, ...more]] = other
  if (!model || !odd || more.length > 0 || usual === '' || strange === '') return
  yield {
    at: odd.newName,
    message: `${shownFolder(odd.folder)} takes ${quote(odd.entry.name?.text ?? '')} from ${quote(strange)}, and ${shownFolder(model.folder)} (${lineOf(model.newName)}) from ${quote(usual)}`,
    hint: 'Name the same place in both, or ignore this line if they are meant to differ.',
    inheritedBy: [odd.folder],
  }
}
