import type { Problem } from '../../errors/errors.ts'
import { nearest } from '../../names/nearest.ts'
import { listed } from '../../names/text.ts'
import { knownImages, listImages } from '../known/images.ts'
import { overlayHint } from '../known/kustomization.ts'
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
  const { why, hint } =
    object && !holder
      ? { why: `no container in ${labelOf(object)}.`, hint: elsewhere(source, named, holders) }
      : whyNot(source, named, { holder, holders })
  return {
    code: 'ENTRY_MISSING',
    inputs: ['manifests'],
    message: `${file.path} has ${why}`,
    hint,
    configPlace: file.place(object && source.lineAt(rangeOf(object.map)[0])),
  }
}

interface Chosen {
  readonly holder: Holder | undefined
  readonly holders: readonly Holder[]
}

function whyNot(source: YamlSource, named: Named, chosen: Chosen): { why: string; hint: string } {
  const { holder } = chosen
  if (holder?.containers.includes(named.container)) {
    return {
      why: `no image for the container "${named.container}" of ${holder.label}`,
      hint: 'Write an image for it, or set create-missing: true.',
    }
  }
  return { why: otherwise(named, chosen), hint: instead(source, named, chosen) }
}

function otherwise({ kind, name, container }: Named, { holder, holders }: Chosen): string {
  const known = holder?.containers ?? holders.map(({ label }) => label)
  const has = known.length > 0 ? `It has: ${listed(known)}.` : 'It has none.'
  const close = nearest(holder ? container : `${kind}/${name}`, known)
  const meant = close === undefined ? '' : ` Did you mean "${close}"?`
  const what = holder ? `container "${container}" in ${holder.label}` : `${kind}/${name} with containers`
  return `no ${what}. ${has}${meant}`
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
  const overlay = overlayHint(path)
  if (overlay !== undefined) return overlay
  const known = knownImages(source)
  const best = known.find((one) => one.split(/[.#[\]=]/).includes(container)) ?? known[0]
  if (best !== undefined)
    return `Name the image in the input helm-values: ${path}#${best}.${listImages(known)}`
  return corrected(`${path}#${other ? `${other.label}/${other.containers[0]}` : 'Deployment/web/web'}`)
}
