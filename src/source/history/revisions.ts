import { isExactVersion } from '../../names/tag.ts'
import { continues, type History, type Relation } from './history.ts'

/** What is known of the branches and tags of a service repository. */
export interface KnownRefs {
  readonly defaultBranch: string | undefined
  /** What stands before the version in this repository's git tags: `svc-` of `svc-v1.2.3`. */
  readonly tagPrefix?: string
  /** `owner/name`, for another repository than the one that the run belongs to. */
  readonly foreign?: string
}

interface Comparison {
  readonly relation: Relation
  /** The paths that differ, asked for when they are wanted. */
  readonly changes: () => Promise<readonly string[] | undefined>
}

/** Commits and versions of one repository, as image tags name them; each pair is asked for once. */
export class Revisions {
  readonly #history: History
  readonly #tagPrefix: string
  readonly #known = new Map<string, Promise<Comparison | undefined>>()

  constructor(history: History, { tagPrefix = '' }: KnownRefs) {
    this.#history = history
    this.#tagPrefix = tagPrefix
  }

  /** undefined: one of the two is not in the repository. */
  async compare(base: string, head: string): Promise<Relation | undefined> {
    return (await this.#comparison(base, head))?.relation
  }

  /** undefined: not all of the paths are known, or `head` does not continue `base`. */
  async changes(base: string, head: string): Promise<readonly string[] | undefined> {
    if (base === head) return []
    const comparison = await this.#comparison(base, head)
    return continues(comparison?.relation) ? comparison?.changes() : undefined
  }

  #comparison(base: string, head: string): Promise<Comparison | undefined> {
    const pair = `${base}...${head}`
    const known = this.#known.get(pair) ?? this.#compareNames(base, head)
    this.#known.set(pair, known)
    return known
  }

  async #compareNames(base: string, head: string): Promise<Comparison | undefined> {
    for (const baseName of this.#gitNames(base)) {
      for (const headName of this.#gitNames(head)) {
        const relation = await this.#history.compare(baseName, headName)
        if (relation === undefined) continue
        let changes: ReturnType<History['changes']> | undefined
        return {
          relation,
          changes: () => {
            changes ??= this.#history.changes(baseName, headName)
            return changes
          },
        }
      }
    }
    return undefined
  }

  /** An image tag may have dropped the component or the `v` of its git tag: `1.2.3` for `svc-v1.2.3`. */
  #gitNames(revision: string): readonly string[] {
    if (!isExactVersion(revision)) return [revision]
    const names = [revision, revision.startsWith('v') ? revision.slice(1) : `v${revision}`]
    return [...new Set([...names.map((name) => `${this.#tagPrefix}${name}`), ...names])]
  }
}
