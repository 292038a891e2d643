import type { Random } from '../random.ts'
import { writtenAs } from './texts.ts'
import { digestFrom, ECR, type Fields, type Json, NAMES, type Workload } from './workloads.ts'

/** What a kustomization gets, and the files beside it. */
export interface Part {
  readonly fields: Fields
  readonly files: Readonly<Record<string, string>>
}

const REGEXES = [
  '.*',
  'web.*',
  'my.app',
  'we(b|c)',
  'r\\.example/.*',
  '[a-z]+',
  '.*/web',
  'web|api',
  `${ECR}/.+`,
]
const NEW_NAMES = [
  `${ECR}/team/web`,
  `${ECR}/team/api`,
  'web',
  'mirror.example/web',
  'web:9',
  'localhost:5000/x',
]

export const imagesFrom = (random: Random): readonly Json[] =>
  Array.from({ length: 1 + random.below(4) }, () => imageFrom(random))

function imageFrom(random: Random): Fields {
  const name = random.chance(0.12) ? random.pick(REGEXES) : random.pick(NAMES)
  const newTag = random.pick(['1.10', '2026', '4f2b8c1', 'main-latest', '007', '1e5', 'v2'])
  const digest = digestFrom(random)
  return random.pick<Fields>([
    { name, newTag },
    { name, newTag },
    { name, newName: random.pick(NEW_NAMES), newTag },
    { name, newName: random.pick(NEW_NAMES), newTag },
    { name, newName: random.pick(NEW_NAMES) },
    { name, digest },
    { name, newName: random.pick(NEW_NAMES), digest },
    { name, newTag, digest },
    { name, newName: random.pick(NEW_NAMES), newTag, digest },
    { name },
    { name, newTag: '' },
    { name, newName: '' },
    { name, tagSuffix: '-eu' },
    { name, newTag, tagSuffix: '-eu' },
    { name, newName: null, newTag },
  ])
}

const PATHS = [
  { path: 'spec/templates/container/image', kind: 'WorkflowTemplate' },
  { path: 'spec/templates[]/container/image' },
  { path: 'spec/templates/script/image' },
  { path: 'spec/workflowSpec/templates/container/image', group: 'argoproj.io' },
  { path: 'spec/template/spec/image', kind: 'RunnerDeployment' },
  { path: 'spec/steps[]/image', version: 'v1', kind: 'Task' },
  { path: 'spec/image' },
  { path: 'data/image', kind: 'ConfigMap' },
  { path: 'spec/template/spec/containers/image' },
  { path: 'spec/template/spec/containers/image', kind: 'Deployment' },
  { path: 'spec/templates[]/sidecars[]/image', create: true },
]

/** Not what kustomize looks at by itself: such a path counts twice then, or three times, and a suffix as often. */
const isOwn = ({ path }: { path: string }): boolean => path !== 'spec/template/spec/containers/image'

/** `configurations:` with more fields for `images:`. */
export function configurationsFrom(random: Random, file: string): Part {
  return {
    fields: { configurations: [file] },
    files: { [file]: writtenAs(random, [{ images: random.some(PATHS.filter(isOwn)) }]) },
  }
}

/** The transformer of `images:` in a file of its own, and others of the built-in ones. */
export function transformersFrom(random: Random, file: string): Part {
  const transformer = random.pick<Fields>([
    { kind: 'ImageTagTransformer', imageTag: imageFrom(random), fieldSpecs: random.some(PATHS) },
    {
      kind: 'ImageTagTransformer',
      imageTag: imageFrom(random),
      fieldSpecs: [{ path: 'spec/template/spec/containers[]/image', create: true }],
    },
    { kind: 'ImageTagTransformer', imageTag: imageFrom(random) },
    {
      kind: 'NamespaceTransformer',
      unsetOnly: true,
      fieldSpecs: [{ path: 'metadata/namespace', create: true }],
    },
    { kind: 'PrefixTransformer', prefix: 'pt-', fieldSpecs: [{ path: 'metadata/name' }] },
  ])
  const metadata = {
    name: 'made',
    ...(transformer.kind === 'NamespaceTransformer' ? { namespace: 'moved' } : {}),
  }
  const value = { apiVersion: 'builtin', metadata, ...transformer }
  const text = writtenAs(random, [value])
  if (random.chance(0.2)) return { fields: { transformers: [text] }, files: {} }
  return { fields: { transformers: [file] }, files: { [file]: text } }
}

export const generatorsFrom = (random: Random, name: string): Fields => ({
  configMapGenerator: [{ name: `${name}-settings`, literals: ['mode=on', 'a=b'] }],
  ...(random.chance(0.4)
    ? {
        secretGenerator: [{ name: `${name}-login`, type: 'Opaque', literals: ['password=x'] }],
        ...(random.chance(0.5) ? { generatorOptions: { disableNameSuffixHash: true } } : {}),
      }
    : {}),
})

export const METADATA: readonly Fields[] = [
  { namespace: 'prod' },
  { namespace: 'team-a' },
  { namePrefix: 'p-' },
  { nameSuffix: '-s' },
  { commonLabels: { part: 'all' } },
  { labels: [{ pairs: { part: 'one' }, includeSelectors: true }] },
  { commonAnnotations: { note: 'made' } },
  { buildMetadata: ['originAnnotations'] },
  { sortOptions: { order: 'fifo' } },
  { replicas: [] },
]

/** The image of one object, or a part of it, put into another. */
export function replacementsFrom(
  random: Random,
  { workloads, file }: { workloads: readonly Workload[]; file: string },
): Part {
  const podded = workloads.filter(({ pod }) => pod)
  if (podded.length === 0) return { fields: {}, files: {} }
  const [from, to] = [random.pick(podded), random.pick(podded)]
  const pathOf = ({ pod, containers }: Workload) =>
    `${pod?.join('.')}.containers.${random.pick(['0', `[name=${containers[0]}]`])}.image`
  const options = random.pick<Fields>([
    {},
    {},
    { options: { delimiter: ':', index: 1 } },
    { options: { delimiter: '/', index: 0 } },
    { options: { delimiter: ':', index: 1, create: true } },
    { options: { delimiter: ':', index: -1 } },
  ])
  // A number on its own, as a part of a tag may be, would be written as kustomize writes numbers.
  const sourceOptions =
    options.options && random.chance(0.6) ? { options: { delimiter: ':', index: random.below(2) } } : {}
  const select = random.pick<Fields>([{ kind: to.kind, name: to.name }, { name: to.name }, { kind: to.kind }])
  // Where its source is among its targets, kustomize goes by what it has written there already.
  const reject = { reject: [{ name: from.name }] }
  const paths = [random.pick([pathOf(to), `${to.pod?.join('.')}.containers.*.image`])]
  const replacement = {
    source: { kind: from.kind, name: from.name, fieldPath: pathOf(from), ...sourceOptions },
    targets: [{ select, ...reject, fieldPaths: paths, ...options }],
  }
  if (random.chance(0.4)) {
    return {
      fields: { replacements: [{ path: file }] },
      files: { [file]: writtenAs(random, [random.chance(0.5) ? [replacement] : replacement]) },
    }
  }
  return { fields: { replacements: [replacement] }, files: {} }
}
