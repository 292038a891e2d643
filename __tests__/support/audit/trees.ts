import { posix } from 'node:path'
import { type Random, seededRandom } from '../random.ts'
import { patchFrom } from './patches.ts'
import { writtenAs } from './texts.ts'
import {
  configurationsFrom,
  generatorsFrom,
  imagesFrom,
  METADATA,
  replacementsFrom,
  transformersFrom,
} from './transforms.ts'
import { type Fields, type Json, type Workload, workloadFrom } from './workloads.ts'

/** A repository of configuration, most of which kustomize renders. */
export interface Tree {
  readonly files: Readonly<Record<string, string>>
  /** Folders to build, sorted. */
  readonly overlays: readonly string[]
}

/** The tree of a seed, always the same. Names of objects begin with `prefix`, so that many trees go into one build. */
export function treeOf(seed: number, prefix = ''): Tree {
  const draft = new Draft(seededRandom(seed), prefix)
  const { random } = draft
  const bases = Array.from({ length: 1 + Number(random.chance(0.3)) }, (_, index) =>
    base(draft, `apps/a${index}/base`),
  )
  const first = random.chance(0.6) ? [component(draft, bases, 'components/k0')] : []
  const second = random.chance(0.3) ? [component(draft, bases, 'components/k1', first)] : []
  const components = [...first, ...second]
  const overlays = bases.flatMap((held) =>
    ['dev', 'prod'].slice(0, 1 + random.below(2)).map((name) => {
      const folder = posix.join(held.folder, '..', random.pick(['overlays', 'envs']), name)
      return overlay(draft, folder, { on: [held], components })
    }),
  )
  const tops = random.chance(0.4)
    ? [overlay(draft, 'clusters/one', { on: topOf(random, overlays), components })]
    : []
  const twice = random.chance(0.2) ? besideEachOther(draft, random.pick(overlays), 'clusters/twice') : []
  const folders = [...bases, ...overlays, ...tops, ...twice].map(({ folder }) => folder)
  return { files: draft.files, overlays: folders.toSorted() }
}

/** A folder with a kustomization, and what comes out of it, by the names that it is written with. */
interface Folder {
  readonly folder: string
  readonly workloads: readonly Workload[]
}

class Draft {
  readonly random: Random
  readonly files: Record<string, string> = {}
  readonly #prefix: string
  #made = 0

  constructor(random: Random, prefix: string) {
    this.random = random
    this.#prefix = prefix
  }

  workloads(count: number): readonly Workload[] {
    return Array.from({ length: count }, () => {
      this.#made += 1
      return workloadFrom(this.random, `${this.#prefix}w${this.#made}`)
    })
  }

  name(): string {
    this.#made += 1
    return `${this.#prefix}g${this.#made}`
  }

  write(folder: string, files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) this.files[posix.join(folder, path)] = text
  }
}

/** One of each base at most, as two of one would clash. */
function topOf(random: Random, overlays: readonly Folder[]): readonly Folder[] {
  const chosen = random.some(overlays)
  return chosen.filter(
    ({ workloads }, index) =>
      !chosen.slice(0, index).some((before) => before.workloads[0]?.name === workloads[0]?.name),
  )
}

/** What one folder gives, twice under different names. */
function besideEachOther(
  draft: Draft,
  { folder: target, workloads }: Folder,
  folder: string,
): readonly Folder[] {
  const names = ['blue', 'green']
  const sides = names.map((name) => {
    const side = posix.join(folder, name)
    const fields = { resources: [posix.relative(side, target)], nameSuffix: `-${name}` }
    return kustomize(draft, side, { fields, workloads, busy: 0.3 })
  })
  return [...sides, kustomize(draft, folder, { fields: { resources: names }, workloads: [], busy: 0.3 })]
}

function base(draft: Draft, folder: string): Folder {
  const { random } = draft
  const workloads = draft.workloads(1 + random.below(4))
  const fields = { resources: resources(draft, folder, workloads) }
  return kustomize(draft, folder, { fields, workloads, busy: 0.35 })
}

/** Manifests in files of one or several documents, or in a list. */
function resources(draft: Draft, folder: string, workloads: readonly Workload[]): readonly string[] {
  const { random } = draft
  const files = Map.groupBy(workloads, () => `${random.pick(['all', 'more', 'app'])}.yaml`)
  for (const [file, held] of files) {
    const objects = held.map(({ object }) => object)
    const values = random.chance(0.08) ? [{ apiVersion: 'v1', kind: 'List', items: objects }] : objects
    draft.write(folder, { [file]: writtenAs(random, values) })
  }
  return [...files.keys()]
}

function component(
  draft: Draft,
  bases: readonly Folder[],
  folder: string,
  others: readonly Folder[] = [],
): Folder {
  const [first] = bases
  const fields = { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component' }
  const own = draft.random.chance(0.2) ? draft.workloads(1) : []
  const used = draft.random.chance(0.4) ? others.map((other) => posix.relative(folder, other.folder)) : []
  const more = {
    ...(own.length > 0 ? { resources: resources(draft, folder, own) } : {}),
    ...(used.length > 0 ? { components: used } : {}),
  }
  return kustomize(draft, folder, {
    fields: { ...fields, ...more },
    workloads: draft.random.chance(0.4) ? (first?.workloads ?? []) : own,
    busy: 0.5,
  })
}

interface OverlayOptions {
  readonly on: readonly Folder[]
  readonly components: readonly Folder[]
}

function overlay(draft: Draft, folder: string, { on, components }: OverlayOptions): Folder {
  const { random } = draft
  const own = random.chance(0.25) ? draft.workloads(1) : []
  const to = (target: Folder) => posix.relative(folder, target.folder)
  const bases = on.map(to)
  const files = own.length > 0 ? resources(draft, folder, own) : []
  const isOld = random.chance(0.08)
  const fields: Fields = {
    ...(isOld
      ? { bases, resources: files }
      : { resources: random.chance(0.5) ? [...bases, ...files] : [...files, ...bases] }),
    ...(random.chance(0.35) && components.length > 0
      ? { components: (random.chance(0.7) ? [random.pick(components)] : components).map(to) }
      : {}),
  }
  const workloads = [...on.flatMap((held) => held.workloads), ...own]
  return kustomize(draft, folder, { fields, workloads, busy: 0.6 })
}

interface Wanted {
  readonly fields: Fields
  readonly workloads: readonly Workload[]
  /** How much it is to do. */
  readonly busy: number
}

function kustomize(draft: Draft, folder: string, { fields, workloads, busy }: Wanted): Folder {
  const { random } = draft
  const made: Record<string, Json> = { ...fields }
  const add = (more: Fields) => Object.assign(made, more)
  const part = ({ fields: more, files }: { fields: Fields; files: Readonly<Record<string, string>> }) => {
    add(more)
    draft.write(folder, files)
  }
  if (random.chance(busy + 0.2) || made.resources === undefined) add({ images: imagesFrom(random) })
  if (workloads.length > 0 && random.chance(busy)) addPatches(draft, folder, { made, workloads })
  if (random.chance(busy / 6)) part(configurationsFrom(random, 'fields.yaml'))
  if (random.chance(busy / 8)) part(transformersFrom(random, 'transformer.yaml'))
  if (random.chance(busy / 8)) part(replacementsFrom(random, { workloads, file: 'replacement.yaml' }))
  if (random.chance(busy / 8)) add(generatorsFrom(random, draft.name()))
  for (const more of METADATA) if (random.chance(busy / 9)) add(more)
  const isPlain = random.chance(0.3) || made.kind === 'Component'
  const head = isPlain ? {} : { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' }
  const name = random.chance(0.9) ? 'kustomization.yaml' : random.pick(['kustomization.yml', 'Kustomization'])
  draft.write(folder, { [name]: writtenAs(random, [{ ...head, ...made }]) })
  return { folder, workloads }
}

function addPatches(
  draft: Draft,
  folder: string,
  { made, workloads }: { made: Record<string, Json>; workloads: readonly Workload[] },
): void {
  for (let index = 0; index < 1 + draft.random.below(2); index += 1) {
    const { field, entry, files } = patchFrom(
      draft.random,
      draft.random.pick(workloads),
      `patch-${index}.yaml`,
    )
    made[field] = [...((made[field] as readonly Json[] | undefined) ?? []), entry]
    draft.write(folder, files)
  }
}
