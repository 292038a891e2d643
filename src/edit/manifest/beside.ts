import type { YAMLMap } from 'yaml'
import { splitReference } from '../../names/reference.ts'
import { holdIn } from '../path/holds.ts'
import { pairIn } from '../path/set.ts'
import type { Twin } from '../target.ts'
import { contentEnd } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'
import { containersIn, labelOf, type ManifestObject, textAt } from './containers.ts'

/** The other containers of an object that have the same image, but for those that a hold marker leaves as they are. */
export function twinsOf(
  source: YamlSource,
  object: ManifestObject,
  { map, image }: { readonly map: YAMLMap; readonly image: string },
): readonly Twin[] {
  return containersIn(source, object).flatMap(({ name, map: other }) => {
    const reference = textAt(other, ['image'])
    if (other === map || splitReference(reference).name !== image) return []
    const pair = pairIn(other, 'image')
    const start = rangeOf(other)[0]
    if (holdIn(source, { start, end: contentEnd(other), around: [] })) return []
    return [
      {
        line: source.lineAt(rangeOf(pair?.key)[0]),
        at: rangeOf(pair?.value)[0],
        reference,
        what: `container ${name} of ${labelOf(object)}`,
        remedy: `Add ${source.file.path}#${labelOf(object)}/${name} to manifests, or a hold marker to the container.`,
      },
    ]
  })
}
