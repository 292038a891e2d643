/** How a commit relates to another one: `ahead` is newer (GitHub REST API, "Compare two commits", status). */
export type Relation = 'ahead' | 'behind' | 'identical' | 'diverged'

/** The history of a service repository. */
export interface History {
  /** undefined: one of the two is not in this repository. */
  compare(base: string, head: string): Promise<Relation | undefined>
  /**
   * The paths that differ between the two, with both names of what was renamed. undefined where they cannot all be
   * said, or where `head` does not continue `base`.
   */
  changes(base: string, head: string): Promise<readonly string[] | undefined>
}

export const continues = (relation: Relation | undefined): boolean =>
  relation === 'ahead' || relation === 'identical'
