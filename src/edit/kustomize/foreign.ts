import { isMap, isScalar, type YAMLMap } from 'yaml'
import type { Problem } from '../../errors/errors.ts'
import { isKustomization } from '../../names/path.ts'
import { oneLine } from '../../names/text.ts'
import type { ConfigFile } from '../target.ts'

/** What a text is that kustomize does not build, and what to name instead of it. */
interface Foreign {
  readonly what: string
  readonly hint: string
  /** What is said of it behind that. */
  readonly besides?: string
}

const GROUP = 'kustomize.config.k8s.io'
const KINDS = ['Kustomization', 'Component']
const WRITE_OWN = `If kustomize is to build it, write kind: Kustomization and apiVersion: ${GROUP}/v1beta1 (of a component, kind: Component and ${GROUP}/v1alpha1).`
const NAME_ONE = 'Name a kustomization file or its folder in overlays'

/** Objects that lead to a kustomization: by the group of their apiVersion, and where they have its path. */
const LEADING = [
  { group: 'kustomize.toolkit.fluxcd.io', product: 'Flux', paths: [['spec', 'path']] },
  {
    group: 'argoproj.io',
    product: 'Argo CD',
    paths: [
      ['spec', 'source', 'path'],
      ['spec', 'template', 'spec', 'source', 'path'],
      ['spec', 'sources', 0, 'path'],
    ],
  },
] as const

const inValues = (path: string): string =>
  `, or name the image in this file in helm-values: ${path}#image, where image is its path`

/** A file that others read by its name, and that does not say what it is. */
interface Shape {
  readonly name: RegExp
  readonly what: string
  /** What may be done instead with the file of that path. */
  readonly besides?: (path: string) => string
}

const SHAPES: readonly Shape[] = [
  { name: /^Chart\.ya?ml$/, what: 'the description of a Helm chart' },
  { name: /^values.*\.(?:ya?ml|json)$/, what: 'a file of values for a Helm chart', besides: inValues },
  { name: /^\.argocd-source.*\.yaml$/, what: 'a file of parameters for Argo CD' },
]

/**
 * Why a file is no kustomization, though it may look like one; undefined where kustomize takes it for one, or may: without
 * kind and apiVersion it is one by its name alone (see `unmarked`).
 *
 * @param root The first document of the file.
 */
export function foreignIn(file: ConfigFile, root: unknown): Problem | undefined {
  if (!isMap(root)) return undefined
  const [apiVersion, kind] = [textAt(root, ['apiVersion']), textAt(root, ['kind'])]
  const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
  const isOurGroup = apiVersion === '' || group === GROUP
  const isUnsaid = kind === '' && group !== GROUP
  const name = file.path.slice(file.path.lastIndexOf('/') + 1)
  const shape = isUnsaid ? SHAPES.find((one) => one.name.test(name)) : undefined
  if (shape) {
    const besides = shape.besides?.(file.path) ?? ''
    return invalid(file, { what: shape.what, hint: `${NAME_ONE}${besides}.` })
  }
  if (isOurGroup && (kind === '' || KINDS.includes(kind))) return undefined
  return invalid(file, objectOf(root, { apiVersion, kind, group }))
}

interface ObjectType {
  readonly apiVersion: string
  readonly kind: string
  readonly group: string
}

function objectOf(root: YAMLMap, { apiVersion, kind, group }: ObjectType): Foreign {
  const article = /^[AEIOU]/i.test(kind) || kind === '' ? 'an' : 'a'
  const object = `${article} ${kind || 'object'}${apiVersion === '' ? '' : ` (${apiVersion})`}`
  const leading = LEADING.find((one) => one.group === group)
  if (!leading && KINDS.includes(kind.charAt(0).toUpperCase() + kind.slice(1).toLowerCase()))
    return { what: object, besides: ', which kustomize does not take for one of its own', hint: WRITE_OWN }
  if (!leading)
    return { what: object, hint: `${NAME_ONE}: for a manifest, the one that has it in resources.` }
  const paths = leading.paths.map((keys) => textAt(root, keys).replace(/^\.?\//, ''))
  const path = paths.find((found) => found !== '')
  const hint = `Name the folder that it leads to in overlays${path === undefined ? '' : `: ${path}`}.`
  return { what: `${object} of ${leading.product}`, hint }
}

/** Whether a file says of itself that it is a kustomization. */
const isMarked = (root: YAMLMap): boolean =>
  textAt(root, ['kind']) !== '' || textAt(root, ['apiVersion']) !== ''

/** A file of any other name may be anything: nothing is added to it unless it says that it is a kustomization. */
export function unmarked(file: ConfigFile, root: YAMLMap): Problem | undefined {
  if (isKustomization(file.path) || isMarked(root)) return undefined
  const what =
    'not known to be a kustomization: it has neither the file name, nor a kind or apiVersion of one'
  return invalid(file, {
    what,
    besides: '',
    hint: `${NAME_ONE}. If it is one, add to it: kind: Kustomization`,
  })
}

function invalid(file: ConfigFile, { what, hint, besides = ', not a kustomization' }: Foreign): Problem {
  return {
    code: 'OVERLAY_INVALID',
    inputs: ['overlays'],
    message: oneLine(`${file.path} is ${what}${besides}`),
    hint: oneLine(hint),
    configPlace: file.place(),
  }
}

function textAt(root: YAMLMap, keys: readonly (string | number)[]): string {
  const held: unknown = root.getIn(keys, true)
  return isScalar(held) && held.value !== null ? String(held.value).slice(0, 200) : ''
}
