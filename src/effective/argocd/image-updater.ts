import { splitReference } from '../../names/reference.ts'
import type { EffectiveImage } from '../image.ts'
import type { KubeObject } from '../object.ts'
import { textAt, valueUnder } from '../yaml/node.ts'
import { isApplication } from './applications.ts'

const LIST = 'argocd-image-updater.argoproj.io/image-list'

/** Names of images that Argo CD Image Updater keeps up to date, by the file of the Application that says so. */
export type Updaters = ReadonlyMap<string, readonly string[]>

export function updatersIn(objects: Iterable<KubeObject>): Updaters {
  const updaters = new Map<string, readonly string[]>()
  for (const object of objects) {
    if (!isApplication(object)) continue
    const lead = object.kind === 'Application' ? [] : ['spec', 'template']
    const list = textAt(valueUnder(object.root, [...lead, 'metadata', 'annotations']), LIST)
    if (list === undefined) continue
    const { path } = object.root.source
    updaters.set(path, [...(updaters.get(path) ?? []), ...list.split(',').map(nameIn)])
  }
  return updaters
}

/** `alias=registry/name:constraint` */
const nameIn = (item: string): string => splitReference(item.slice(item.indexOf('=') + 1).trim()).name

/** A name in it may leave out the registry, or be a template of an ApplicationSet. */
export const isUpdatedBy =
  (updaters: Updaters) =>
  ({ name, origins }: Pick<EffectiveImage, 'name' | 'origins'>): boolean =>
    origins.some(({ root }) =>
      updaters
        .get(root)
        ?.some((one) => one === name.text || name.text.endsWith(`/${one}`) || one.includes('{{')),
    )
