/** How a commit relates to another one: `ahead` is newer (GitHub REST API, "Compare two commits", status). */
export type Relation = 'ahead' | 'behind' | 'identical' | 'diverged'

/** The history of the service repository. */
export interface History {
  /** undefined: one of the two is not in this repository. */
  compare(base: string, head: string): Promise<Relation | undefined>
}
