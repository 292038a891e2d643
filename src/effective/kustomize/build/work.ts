import type { Role } from '../../../render/graph/fields.ts'
import { shown } from '../../../render/graph/remote.ts'
import type { ScalarNode, Span } from '../../yaml/node.ts'
import type { Entry } from '../images/entry.ts'
import { type FieldSpec, mergeSpecs } from '../images/field-spec.ts'
import { type Opened, where } from '../read/find.ts'
import { placeOf, type Standing } from '../read/uses.ts'
import { type Budget, type Desk, spend } from './budget.ts'
import type { BuildOverrides } from './build-overrides.ts'
import type { Layer } from './layer.ts'
import type { Documents, Loader } from './load.ts'
import { openNotes } from './notes.ts'
import { keyOf, type Resource, titleOf } from './resource.ts'

/** People stay far below; a hostile tree could go on for ever, or double with every level. */
export const MOST_LOADS = 5_000
export const DEEPEST = 50

/** What builds have in common: results of a folder are kept, however many overlays use it. */
export interface Workshop {
  readonly opened: ReadonlyMap<string, Opened>
  readonly standing: Standing
  readonly loader: Loader
  readonly layers: Map<string, Layer>
  readonly budget: Budget
  /** Told of every list of entries that was applied. */
  readonly onImages: (use: ImagesUse) => void
}

export interface ImagesUse {
  readonly matched: ReadonlyMap<Entry, ReadonlySet<ScalarNode>>
  /** What the entries were applied to. */
  readonly resources: readonly Resource[]
  readonly specs: readonly FieldSpec[]
  readonly isComplete: boolean
}

export interface Building {
  readonly workshop: Workshop
  /** Folders that are being built: a base that leads back to one of them has no end. */
  readonly stack: readonly string[]
}

/** What a folder has gathered so far, on top of what was there before. */
export class Work implements Desk {
  readonly building: Building
  readonly opened: Opened
  readonly notes = openNotes()
  overrides: BuildOverrides = {}
  resources: readonly Resource[]
  imageSpecs: Layer['imageSpecs']
  varSpecs: Layer['varSpecs']
  vars: Layer['vars']
  #loads: number
  #keyed: { readonly resources: readonly Resource[]; readonly keys: Set<string> } | undefined

  constructor(building: Building, opened: Opened, before: Layer) {
    this.building = building
    this.opened = opened
    this.resources = before.resources
    this.imageSpecs = before.imageSpecs
    this.varSpecs = before.varSpecs
    this.vars = before.vars
    this.#loads = before.loads + 1
    this.notes.add(before.unknown)
    this.notes.add(opened.unknown)
  }

  layer(): Layer {
    const { resources, imageSpecs, varSpecs, vars } = this
    return { resources, imageSpecs, varSpecs, vars, loads: this.#loads, unknown: this.notes.all() }
  }

  /** With what a component made of it. */
  become(layer: Layer): void {
    this.resources = layer.resources
    this.imageSpecs = layer.imageSpecs
    this.varSpecs = layer.varSpecs
    this.vars = layer.vars
    this.#loads = layer.loads
    this.notes.add(layer.unknown)
  }

  /** Adds objects; one that is there already stops kustomize. */
  add(added: readonly { readonly resources: readonly Resource[]; readonly at: ScalarNode }[]): void {
    const keys = this.#keysOf(this.resources)
    const fresh: Resource[] = []
    for (const { resources, at } of added) {
      for (const resource of resources) {
        const key = keyOf(resource.id)
        if (keys.has(key)) {
          this.notes.note(`${titleOf(resource.id)} is there already, which kustomize does not take`, at)
        } else fresh.push(resource)
        keys.add(key)
      }
    }
    this.resources = [...this.resources, ...fresh]
    this.#keyed = { resources: this.resources, keys }
  }

  /** Those of what was added last are still known, where nothing was changed since. */
  #keysOf(resources: readonly Resource[]): Set<string> {
    if (this.#keyed?.resources === resources) return this.#keyed.keys
    return new Set(resources.map(({ id }) => keyOf(id)))
  }

  /** What a base hands on besides its objects. */
  inherit({ imageSpecs, varSpecs, vars }: Layer): void {
    this.imageSpecs = mergeSpecs(this.imageSpecs, imageSpecs)
    this.varSpecs = mergeSpecs(this.varSpecs, varSpecs)
    this.vars = [...new Set([...this.vars, ...vars])]
  }

  readonly spend = (steps: number, at: Span): boolean =>
    spend(this.building.workshop.budget, steps, { notes: this.notes, at })

  /** Whether so many more may be loaded; where not, that is noted. */
  mayLoad(count: number, at: ScalarNode): boolean {
    if (this.#loads + count > MOST_LOADS) {
      this.notes.note(`${where(this.opened.folder)} leads to more than ${MOST_LOADS} files and folders`, at)
      return false
    }
    this.#loads += count
    return true
  }

  /** Whether a folder may be entered: not one that is being built, and not for ever deeper. */
  mayEnter(folder: string, at: ScalarNode): boolean {
    const { stack } = this.building
    const isCircle = stack.includes(folder)
    if (isCircle) this.notes.note(`${where(folder)} leads back to itself`, at)
    else if (stack.length >= DEEPEST) this.notes.note(`kustomizations are nested deeper than ${DEEPEST}`, at)
    return !isCircle && stack.length < DEEPEST
  }

  /** The documents of a file that a field names. */
  readonly read = (at: ScalarNode, text = at.text): Documents | undefined => {
    const place = this.find(at, 'file', text)
    return place && this.mayLoad(1, at) ? this.building.workshop.loader.documents(place.path) : undefined
  }

  /** Its text, whatever it is written in. */
  readText(at: ScalarNode, text = at.text): { readonly path: string; readonly text: string } | undefined {
    const place = this.find(at, 'file', text)
    if (!place || !this.mayLoad(1, at)) return undefined
    const found = this.building.workshop.loader.text(place.path)
    if (found === undefined) this.notes.note(`${shown(text)} cannot be read`, at)
    return found === undefined ? undefined : { path: place.path, text: found }
  }

  /** What a name leads to; where it leads nowhere, that is noted. */
  find(
    at: ScalarNode,
    role: Role,
    text = at.text,
  ): { readonly path: string; readonly kind: 'file' | 'folder' } | undefined {
    const { folder } = this.opened
    const { path, kind } = placeOf({ folder, role, text }, this.building.workshop.standing)
    if (path !== undefined && (kind === 'file' || kind === 'folder')) return { path, kind }
    const why = kind === 'remote' ? 'is remote, and nothing is fetched' : 'is not in the repository'
    this.notes.note(`${shown(text)} ${why}`, at)
    return undefined
  }
}
