import { atFile } from '../../errors/at-file.ts'
import type { RepositoryFiles } from '../file.ts'
import type { Deployed } from '../object.ts'
import { type Span, textOf, valueAt } from '../yaml/node.ts'
import { accumulate, layerOf } from './build/accumulate.ts'
import { openBudget, spend } from './build/budget.ts'
import type { BuildOverrides } from './build/build-overrides.ts'
import { EMPTY, type Layer } from './build/layer.ts'
import { openLoader } from './build/load.ts'
import { openNotes } from './build/notes.ts'
import { objectOf, type Resource } from './build/resource.ts'
import type { Workshop } from './build/work.ts'
import { type Entries, openEntries } from './images/entries.ts'
import type { ImagesEntry, Kustomization } from './kustomization.ts'
import { isMap, listIn, textIn } from './read/field.ts'
import { findKustomizations, type Opened } from './read/find.ts'
import { openReach, openStanding, type Reach } from './read/reach.ts'
import { fillVars } from './replace/vars.ts'

/** What kustomize would build of a repository, worked out from its files alone. */
export interface KustomizeEngine {
  /** By folder, sorted. */
  readonly kustomizations: ReadonlyMap<string, Kustomization>
  /** Folders that nothing uses, components aside. */
  readonly roots: readonly string[]
  /** Files that some kustomization reaches, its own among them. */
  readonly reached: ReadonlySet<string>
  readonly build: (folder: string, overrides?: BuildOverrides) => Deployed
}

export type { BuildOverrides } from './build/build-overrides.ts'

export function openKustomize(files: RepositoryFiles): KustomizeEngine {
  const opened = findKustomizations(files)
  const standing = openStanding(files)
  const reach = openReach(opened, standing)
  const entries = openEntries()
  const workshop: Workshop = {
    opened,
    standing,
    loader: openLoader(files),
    layers: new Map(),
    budget: openBudget(),
    onImages: entries.keep,
  }
  const build = (folder: string, overrides?: BuildOverrides) => deployed(folder, workshop, overrides)
  const whole = {
    reach,
    entries,
    buildAll: once(() => {
      for (const folder of reach.roots) build(folder)
    }),
  }
  const kustomizations = new Map([...opened].map(([folder, one]) => [folder, kustomizationOf(one, whole)]))
  return { kustomizations, roots: reach.roots, reached: reach.reached, build }
}

interface Whole {
  readonly reach: Reach
  readonly entries: Entries
  /** Builds every root, so that it is known what became of all entries. */
  readonly buildAll: () => void
}

function kustomizationOf(opened: Opened, { reach, entries, buildAll }: Whole): Kustomization {
  const { folder, file, root, isComponent } = opened
  const images = once((): readonly ImagesEntry[] => {
    buildAll()
    return [...listIn(root, 'images'), ...listIn(root, 'imageTags')].filter(isMap).map(entries.describe)
  })
  return {
    folder,
    file,
    root,
    isComponent,
    get images() {
      return images()
    },
    uses: reach.uses.get(folder) ?? [],
    usedBy: reach.usedBy.get(folder) ?? [],
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

function deployed(folder: string, workshop: Workshop, overrides: BuildOverrides = {}): Deployed {
  const opened = workshop.opened.get(folder)
  return atFile(opened?.file.path ?? folder, () => built(folder, { opened, workshop, overrides }))
}

interface Building {
  readonly opened: Opened | undefined
  readonly workshop: Workshop
  readonly overrides: BuildOverrides
}

function built(folder: string, { opened, workshop, overrides }: Building): Deployed {
  const layer = builtLayer(opened, workshop, overrides)
  const notes = openNotes()
  notes.add(layer.unknown)
  const desk = {
    notes,
    spend: (steps: number, at: Span) => spend(workshop.budget, steps, { notes, at }),
  }
  const resources = fillVars(layer, desk)
  const { namespace: given = textIn(opened?.root, 'namespace') } = overrides
  const namespace = (typeof given === 'string' ? given : given.text) || undefined
  return {
    origin: { root: folder, kind: 'kustomize', namespace },
    objects: resources.filter((resource) => !isLocal(resource)).map(objectOf),
    unknown: notes.all(),
  }
}

/** What nobody else adds anything to is built once, and known to the entries that were applied. */
function builtLayer(opened: Opened | undefined, workshop: Workshop, overrides: BuildOverrides): Layer {
  if (!opened) return EMPTY
  const isPlain = Object.values(overrides).every((value) => value === undefined || value.length === 0)
  if (isPlain) return layerOf(opened.folder, { workshop, stack: [] }) ?? EMPTY
  return accumulate(opened, { before: EMPTY, building: { workshop, stack: [] }, overrides })
}

/** What is only there for kustomize itself to read (kustomize api, `DropLocalNodes`). */
function isLocal({ root }: Resource): boolean {
  const annotations = valueAt(valueAt(root, 'metadata'), 'annotations')
  const value = valueAt(annotations, 'config.kubernetes.io/local-config')
  return value !== undefined && textOf(value) !== 'false'
}
