import { isMap, isScalar, isSeq } from 'yaml'
import { nearest, theOnly } from '../../names/nearest.ts'
import { argocdAddress } from '../../names/paths/argocd-path.ts'
import { splitReference } from '../../names/reference.ts'
import { listed } from '../../names/text.ts'
import { formatPath, type Step } from '../../names/yaml-path.ts'
import { namedItems } from '../yaml/nodes.ts'
import type { YamlSource } from '../yaml/source.ts'
import { isExcess, readSyntax } from '../yaml/syntax.ts'

/** What looks like an image in a file, as helm-values names it. */
export function knownImages({ documents }: Pick<YamlSource, 'documents'>): readonly string[] {
  const [first, second] = documents
  if (!second) return imagesIn(first?.contents)
  // Of several documents each is an object, and values stand in those of Argo CD alone.
  return documents.flatMap(({ contents }) => {
    const name: unknown = isMap(contents) ? contents.getIn(['metadata', 'name']) : undefined
    if (typeof name !== 'string') return []
    const lead: Step = { kind: 'match', field: 'name', value: name }
    return imagesIn(contents, [lead]).filter((path) => argocdAddress(path))
  })
}

/** As a sentence; nothing where there are none. */
export const listImages = (known: readonly string[]): string =>
  known.length > 0 ? ` The file has images at: ${listed(known)}.` : ''

/** The image that a path which leads to none stands for. */
export function meantImage(key: string, known: readonly string[]): string | undefined {
  const inner = argocdAddress(key)?.inner || key
  // A pointer, or a path of a program that begins with what is the whole file.
  const path = inner.replace(/^(?:\$\.|\/|\.?Values\.)/, '').replaceAll('/', '.')
  // One step alone, such as image, ends the paths of all images, and the only one may be somebody else's.
  const isLong = /[.[]/.test(path)
  const isMeant = (one: string) =>
    one === path || (isLong && (one.endsWith(`.${path}`) || one.endsWith(`#${path}`)))
  return theOnly(known.filter(isMeant)) ?? nearest(key, known)
}

/** Nobody names a longer one. A name of others may be as long as their file, and stand above all of its images. */
const LONGEST_PATH = 500

/** Of a node that steps have led to, and below it. */
function imagesIn(node: unknown, steps: readonly Step[] = [], inner = INNER): readonly string[] {
  const path = formatPath(steps)
  if (path.length > LONGEST_PATH) return []
  const [name = '', holder = ''] = steps.slice(-2).map(nameOf).toReversed()
  const own = inner[`${holder}.${name}`]
  if (own && !isMap(node)) return own(node).map((one) => `${path}#${one}`)
  if (isScalar(node)) return /image$/i.test(name) && /[/:]/.test(String(node.value)) ? [path] : []
  const below = stepsInto(node).flatMap(({ step, value }) => imagesIn(value, [...steps, step], inner))
  return isMap(node) && path !== '' && node.has('tag') ? [path, ...below] : below
}

const nameOf = (step: Step): string => (step.kind === 'key' ? step.key : '')

type Inner = Readonly<Record<string, ((node: unknown) => readonly string[]) | undefined>>

/** What Argo CD has of its own below `helm` and `kustomize`, which it names behind a #. */
const INNER: Inner = {
  'helm.values': (node) => (isScalar(node) && typeof node.value === 'string' ? inText(node.value) : []),
  'helm.parameters': (node) => [...new Set(namedItems(node).flatMap(({ name }) => ofParameter(name)))],
  'kustomize.images': (node) => (isSeq(node) ? node.items.flatMap(ofOverride) : []),
}

/** Nothing is behind a second #, however deep texts of others stand in each other. */
function inText(text: string): readonly string[] {
  const syntax = readSyntax(text)
  const [document] = isExcess(syntax) ? [] : syntax.documents
  return document && document.errors.length === 0 ? imagesIn(document.contents, [], {}) : []
}

function ofParameter(name: string): readonly string[] {
  const [, path] = /^(.+)\.(?:repository|tag|digest)$/.exec(name) ?? []
  return path !== undefined ? [path] : /image$/i.test(name) ? [name] : []
}

function ofOverride(item: unknown): readonly string[] {
  if (!isScalar(item) || typeof item.value !== 'string') return []
  const [called = '', chosen] = item.value.split('=')
  return [chosen === undefined ? splitReference(called).name : called]
}

interface Into {
  readonly step: Step
  readonly value: unknown
}

function stepsInto(node: unknown): readonly Into[] {
  if (isSeq(node)) return node.items.map((value, index) => ({ step: itemStep(value, index), value }))
  if (!isMap(node)) return []
  return node.items.flatMap(({ key, value }) =>
    isScalar(key) ? [{ step: { kind: 'key', key: String(key.value) }, value }] : [],
  )
}

function itemStep(item: unknown, index: number): Step {
  const name: unknown = isMap(item) ? item.get('name') : undefined
  return typeof name === 'string' && name !== ''
    ? { kind: 'match', field: 'name', value: name }
    : { kind: 'index', index }
}
