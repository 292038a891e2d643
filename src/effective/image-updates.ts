import type { EffectiveImage } from './image.ts'
import type { Deployed } from './object.ts'
import { groupOf } from './sites/place.ts'
import { entriesOf, textOf, valueUnder, type YamlNode } from './yaml/node.ts'

const UPDATER = 'argocd-image-updater.argoproj.io'

/** Says of an image whether Argo CD Image Updater keeps it up to date: an Application that deploys it names it. */
export function imageUpdates(
  deployed: readonly Deployed[],
): (image: Pick<EffectiveImage, 'name' | 'origins'>) => boolean {
  const listed = new Map<string, readonly string[]>()
  let all = false
  for (const { root, kind, apiVersion } of deployed.flatMap(({ objects }) => objects)) {
    // Its own kind of object names Applications by patterns, in any namespace.
    if (groupOf(apiVersion) === UPDATER) all = true
    if (kind !== 'Application' && kind !== 'ApplicationSet') continue
    const names = namesIn(root)
    if (names.length > 0) listed.set(root.source.path, [...(listed.get(root.source.path) ?? []), ...names])
  }
  return ({ name, origins }) =>
    origins.some(({ kind, root }) => kind === 'argocd' && (all || isListed(name.text, listed.get(root))))
}

function isListed(name: string, names: readonly string[] = []): boolean {
  return names.some((one) => name === one || name.endsWith(`/${one}`))
}

/** `alias=name:constraint, name` of the annotation; of an ApplicationSet that of its template. */
function namesIn(root: YamlNode): readonly string[] {
  const holders = [
    ['metadata', 'annotations'],
    ['spec', 'template', 'metadata', 'annotations'],
  ]
  return holders
    .flatMap((keys) => entriesOf(valueUnder(root, keys)))
    .filter(({ key }) => key.text === `${UPDATER}/image-list`)
    .flatMap(({ value }) => (textOf(value) ?? '').split(','))
    .map((item) => nameOf(item.trim()))
    .filter((name) => name !== '')
}

function nameOf(item: string): string {
  const name = item.slice(item.indexOf('=') + 1)
  const colon = name.lastIndexOf(':')
  return colon > name.lastIndexOf('/') ? name.slice(0, colon) : name
}
