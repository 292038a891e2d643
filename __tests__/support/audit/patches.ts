import type { Random } from '../random.ts'
import { writtenAs } from './texts.ts'
import { type Fields, type Json, ROLE_KEY, referenceFrom, type Workload } from './workloads.ts'

/** A patch as a kustomization has it, and the file that it may stand in. */
export interface Patch {
  readonly field: 'patches' | 'patchesStrategicMerge' | 'patchesJson6902'
  readonly entry: Json
  readonly files: Readonly<Record<string, string>>
}

/** One that most likely fits: objects by the names that they are written with. */
export function patchFrom(random: Random, workload: Workload, file: string): Patch {
  return random.chance(0.6) ? mergePatch(random, workload, file) : jsonPatch(random, workload, file)
}

function mergePatch(random: Random, workload: Workload, file: string): Patch {
  const { apiVersion, kind, name, namespace } = workload
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }) }
  const value = { apiVersion, kind, ...merging(random, workload, metadata) }
  const text = writtenAs(random, [value])
  const isOld = random.chance(0.2)
  const field = isOld ? 'patchesStrategicMerge' : 'patches'
  if (random.chance(0.5)) {
    return {
      field,
      entry: isOld ? file : { path: file, ...targetFor(random, workload) },
      files: { [file]: text },
    }
  }
  return { field, entry: isOld ? text : { patch: text, ...targetFor(random, workload) }, files: {} }
}

function merging(random: Random, workload: Workload, metadata: Fields): Fields {
  const { pod } = workload
  if (!pod)
    return {
      metadata: { ...metadata, annotations: { 'example.com/patched': 'yes', ...roleOf(random, workload) } },
    }
  const under = (spec: Json): Fields =>
    pod.toReversed().reduce<Json>((held, key) => ({ [key]: held }), spec) as Fields
  const name = random.pick(workload.containers)
  const image = referenceFrom(random)
  return random.pick<() => Fields>([
    () => ({ metadata, ...under({ containers: [{ name, image }] }) }),
    () => ({ metadata, ...under({ containers: [{ name, image }] }) }),
    () => ({
      metadata,
      ...under({
        containers: [
          { name: 'extra', image },
          { name, env: [{ name: 'A', value: 'b' }] },
        ],
      }),
    }),
    () => ({ metadata, ...under({ initContainers: [{ name: 'init', image }] }) }),
    () => ({ metadata, ...under({ containers: [{ name, $patch: 'delete' }] }) }),
    () => ({ metadata, ...under({ containers: [{ $patch: 'replace' }, { name: 'only', image }] }) }),
    () => ({ metadata, ...under({ $patch: 'replace', containers: [{ name: 'sole', image }] }) }),
    () => ({ metadata, ...under({ initContainers: null }) }),
    () => ({ metadata, ...under({ imagePullSecrets: [{ name: 'more' }] }) }),
    () => ({ metadata, ...under({ containers: [{ name, image: null }] }) }),
    () => ({ metadata, $patch: 'delete' }),
    () => ({
      metadata: { ...metadata, labels: { tier: 'patched' } },
      ...under({ serviceAccountName: 'web' }),
    }),
  ])()
}

const roleOf = (random: Random, { kind }: Workload): Fields =>
  kind === 'ServiceAccount'
    ? { [ROLE_KEY]: `arn:aws:iam::709825985651:role/${random.pick(['patched', 'other'])}` }
    : {}

function targetFor(random: Random, workload: Workload): Fields {
  return random.chance(0.6) ? {} : { target: targetOf(random, workload) }
}

/** What selects an object, by more or less of what it is known by. */
function targetOf(random: Random, { kind, name, object }: Workload): Fields {
  const labels = ((object.metadata as Fields).labels ?? {}) as Fields
  return random.pick<Fields>([
    { kind, name },
    { kind, name },
    { kind, name: `${name.slice(0, -1)}.` },
    { kind },
    { name },
    { kind, labelSelector: `tier=${String(labels.tier ?? 'front')}` },
    { labelSelector: `app in (${name}, other)` },
    { kind, name, annotationSelector: 'example.com/owner=team' },
    { kind: 'Deployment|StatefulSet', name: '.*' },
  ])
}

function jsonPatch(random: Random, workload: Workload, file: string): Patch {
  const operations = operationsFor(random, workload)
  const text = writtenAs(random, [operations])
  const { apiVersion, kind, name, namespace } = workload
  const [version = '', group = ''] = apiVersion.split('/').toReversed()
  const exact = { kind, name, ...(namespace === undefined ? {} : { namespace }) }
  if (random.chance(0.2)) {
    const target = { group, version, ...exact }
    return random.chance(0.5)
      ? { field: 'patchesJson6902', entry: { target, path: file }, files: { [file]: text } }
      : { field: 'patchesJson6902', entry: { target, patch: text }, files: {} }
  }
  const target = random.chance(0.7) ? exact : { group, ...exact }
  return random.chance(0.5)
    ? { field: 'patches', entry: { target, path: file }, files: { [file]: text } }
    : { field: 'patches', entry: { target, patch: text }, files: {} }
}

function operationsFor(random: Random, workload: Workload): readonly Json[] {
  if (!workload.pod) {
    const role = `arn:aws:iam::709825985651:role/${random.pick(['json', 'six'])}`
    const path = `/metadata/annotations/${ROLE_KEY.replace('/', '~1')}`
    return workload.kind === 'ServiceAccount'
      ? [
          random.pick<Json>([
            { op: 'replace', path, value: role },
            { op: 'add', path, value: role },
            { op: 'remove', path },
          ]),
        ]
      : [{ op: 'add', path: '/metadata/annotations', value: { 'example.com/json': 'yes' } }]
  }
  const at = `/${workload.pod.join('/')}`
  const index = random.below(workload.containers.length)
  const image = referenceFrom(random)
  return random.pick<readonly Json[]>([
    [{ op: 'add', path: `${at}/containers/${index}/image`, value: image }],
    [{ op: 'add', path: `${at}/containers/${index}/image`, value: image }],
    [{ op: 'replace', path: `${at}/containers/${index}/image`, value: image }],
    [{ op: 'add', path: `${at}/containers/-`, value: { name: 'added', image } }],
    [{ op: 'add', path: `${at}/containers/0`, value: { name: 'first', image } }],
    [{ op: 'remove', path: `${at}/containers/${index}` }],
    [
      { op: 'test', path: `${at}/containers/0/name`, value: 'c0' },
      { op: 'add', path: `${at}/imagePullSecrets`, value: [{ name: 'six' }] },
    ],
    [{ op: 'copy', from: '/metadata/name', path: `${at}/containers/${index}/image` }],
    [{ op: 'move', from: `${at}/containers/0`, path: `${at}/containers/-` }],
    [{ op: 'add', path: `${at}/initContainers`, value: [{ name: 'before', image }] }],
  ])
}
