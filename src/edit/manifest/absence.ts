import type { Problem } from '../../errors/errors.ts'
import { nearest } from '../../names/nearest.ts'
import { folderOf, isKustomization } from '../../names/path.ts'
import { knownImages, listImages } from '../known/images.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'
import { containersIn, isNamed, labelOf, type Named, objectsIn, parseKey } from './containers.ts'

/** What has containers in a file. */
interface Holder {
  readonly label: string
  readonly containers: readonly string[]
}

/** Why a file has no such container, and what it has instead. */
export function absence(source: YamlSource, key: string): Problem {
  const { file } = source
  const named = parseKey(key)
  const objects = objectsIn(source)
  const holders = objects
    .map((object) => ({
      label: labelOf(object),
      containers: containersIn(source, object).map(({ name }) => name),
    }))
    .filter(({ containers }) => containers.length > 0)
  const object = objects.find((one) => isNamed(one, named))
  const holder = object && holders.find(({ label }) => label === labelOf(object))
  return {
    code: 'ENTRY_MISSING',
    inputs: ['manifests'],
    configPlace: file.place(object && source.lineAt(rangeOf(object.map)[0])),
    ...(holder?.containers.includes(named.container)
      ? {
          message: `${file.path} has no image for the container "${named.container}" of ${holder.label}`,
          hint: 'Write an image for it, or set create-missing: true.',
        }
      : {
          message: `${file.path} has ${object && !holder ? `no container in ${labelOf(object)}.` : otherwise(named, holder, holders)}`,
          hint:
            object && !holder
              ? elsewhere(source, named, holders)
              : instead(source, named, { holder, holders }),
        }),
  }
}

function otherwise(
  { kind, name, container }: Named,
  holder: Holder | undefined,
  holders: readonly Holder[],
): string {
  const known = holder?.containers ?? holders.map(({ label }) => label)
  const has = known.length > 0 ? `It has: ${known.slice(0, 20).join(', ')}.` : 'It has none.'
  const close = nearest(holder ? container : `${kind}/${name}`, known)
  const meant = close === undefined ? '' : ` Did you mean "${close}"?`
  const what = holder ? `container "${container}" in ${holder.label}` : `${kind}/${name} with containers`
  return `no ${what}. ${has}${meant}`
}

interface Chosen {
  readonly holder: Holder | undefined
  readonly holders: readonly Holder[]
}

/** A container that is there, as near as can be to the one that is not. */
function instead(source: YamlSource, named: Named, { holder, holders }: Chosen): string {
  const { kind, name, container } = named
  const close = nearest(
    `${kind}/${name}`,
    holders.map(({ label }) => label),
  )
  const one =
    holder ??
    holders.find(({ label }) => label === close) ??
    holders.find(({ containers }) => containers.includes(container)) ??
    holders[0]
  if (!one) return elsewhere(source, named, holders)
  const known = one.containers
  const its = known.includes(container) ? container : (nearest(container, known) ?? known[0])
  return corrected(`${source.file.path}#${one.label}/${its}`)
}

const corrected = (example: string): string =>
  `Correct what follows the # in manifests: kind/name/container, for example ${example}.`

/** A file without that, or an object without containers, may name images in the way of another input. */
function elsewhere(source: YamlSource, { container }: Named, [other]: readonly Holder[]): string {
  const { path } = source.file
  if (isKustomization(path)) {
    return `A kustomization belongs in the input overlays: ${folderOf(path) || path}`
  }
  const known = knownImages(source)
  const best = known.find((one) => one.split(/[.#[\]=]/).includes(container)) ?? known[0]
  if (best !== undefined)
    return `Name the image in the input helm-values: ${path}#${best}.${listImages(known)}`
  return corrected(`${path}#${other ? `${other.label}/${other.containers[0]}` : 'Deployment/web/web'}`)
}
