import type { YAMLMap } from 'yaml'
import { splitReference } from '../../names/reference.ts'
import { holdIn } from '../path/holds.ts'
import type { Twin } from '../target.ts'
import { contentEnd, pairIn } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'
import { containersIn, labelOf, type ManifestObject, textAt } from './containers.ts'

/** Far more than a pod has of one image; each costs a look at all markers of the file. */
const MOST_TWINS = 100

/** The other containers of an object that have the same image, but for those that a hold marker leaves as they are. */
export function twinsOf(
  source: YamlSource,
  object: ManifestObject,
  { map, image }: { readonly map: YAMLMap; readonly image: string },
): readonly Twin[] {
  const others = containersIn(source, object).filter(
    ({ map: other }) => other !== map && splitReference(textAt(other, ['image'])).name === image,
  )
  const free = others.slice(0, MOST_TWINS).filter(({ map: other }) => !isHeld(source, other))
  return free.map(({ name, map: other }) => {
    const pair = pairIn(other, 'image')
    return {
      line: source.lineAt(rangeOf(pair?.key)[0]),
      at: rangeOf(pair?.value)[0],
      reference: textAt(other, ['image']),
      what: `container ${name} of ${labelOf(object)}`,
      remedy: `Add ${source.file.path}#${labelOf(object)}/${name} to manifests, or a hold marker to the container.`,
    }
  })
}

const isHeld = (source: YamlSource, container: YAMLMap): boolean =>
  holdIn(source, { start: rangeOf(container)[0], end: contentEnd(container), around: [] }) !== undefined
