import { fail } from '../../errors/errors.ts'
import { parentOf } from '../../names/path.ts'
import { inMebibytes, LIMITS } from '../limits.ts'
import type { TreeNode } from '../repository.ts'
import type { Entry } from './entries.ts'

/** What was read of one commit, absences too: asked for again it costs no request. */
export class KnownTree {
  readonly tip: string
  readonly #label: string
  readonly #entries = new Map<string, Entry | undefined>()
  #kept = 0

  constructor(tip: string, label: string) {
    this.tip = tip
    this.#label = label
  }

  /** @throws StepError CONFIG_TOO_LARGE. */
  add(path: string, entry: Entry | undefined): void {
    this.#entries.set(path, entry)
    if (entry?.kind === 'node' && entry.node.kind === 'file') this.#kept += entry.node.text.length
    if (this.#kept > LIMITS.read) tooMuch(this.#label)
  }

  get(path: string): Entry | undefined {
    return this.#entries.get(path)
  }

  nodeAt(path: string): TreeNode | undefined {
    const entry = this.#entries.get(path)
    return entry?.kind === 'node' ? entry.node : undefined
  }

  modeAt(path: string): number | undefined {
    return this.#entries.get(path)?.mode
  }

  /** Whether nobody needs to be asked: it was read, or the listing of a folder above says that it is not there. */
  knows(path: string): boolean {
    return this.#entries.has(path) || this.#isAbsent(path)
  }

  #isAbsent(path: string): boolean {
    if (path === '') return false
    const parent = parentOf(path)
    if (!this.#entries.has(parent)) return this.#isAbsent(parent)
    const above = this.#entries.get(parent)
    if (above?.kind !== 'node' || !above.listing) return true
    const name = path.slice(path.lastIndexOf('/') + 1)
    return !above.listing.some((entry) => entry.name === name)
  }
}

function tooMuch(label: string): never {
  return fail({
    code: 'CONFIG_TOO_LARGE',
    message: `the files that this step would have to read of config-repository ${label} have more than ${inMebibytes(LIMITS.read)}`,
    hint: 'Name fewer overlays in one step, or set render-check: off, so that their bases are not read.',
  })
}
