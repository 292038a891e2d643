import { git } from './git.ts'
import type { Random } from './random.ts'
import type { BareRepository } from './world-repositories.ts'

export type GraphRelation = 'ahead' | 'behind' | 'identical' | 'diverged'

/** Commits with branches and merges, and what is true of them: known by how they were made, not asked of git. */
export interface CommitGraph {
  /** The pushes to the default branch, oldest first. */
  main: readonly string[]
  /** On the default branch by a merge. */
  merged: readonly string[]
  /** On branches that were never merged. */
  aside: readonly string[]
  isOnMain(commit: string): boolean
  /** How `head` relates to `base`, in the words of the compare API. */
  relation(base: string, head: string): GraphRelation
}

/** Grows a random history on top of the commits of the repository's default branch. */
export async function growGraph(
  { directory }: BareRepository,
  roots: readonly string[],
  { random, pushes }: { random: Random; pushes: number },
): Promise<CommitGraph> {
  const ancestors = new Map<string, Set<string>>()
  const own = (commit: string): Set<string> => ancestors.get(commit) ?? new Set()
  roots.forEach((root, index) => {
    ancestors.set(root, new Set(roots.slice(0, index)))
  })
  const add = async (parents: readonly string[]): Promise<string> => {
    const message = `Commit ${ancestors.size}`
    const options = parents.flatMap((parent) => ['-p', parent])
    const tree = `${parents[0]}^{tree}`
    const commit = await git(['commit-tree', tree, ...options, '-m', message], { cwd: directory })
    ancestors.set(commit, new Set(parents.flatMap((parent) => [parent, ...own(parent)])))
    return commit
  }
  const main = [...roots]
  const head = (): string => main.at(-1) ?? ''
  const branches: string[][] = []
  const merged: string[] = []
  while (main.length < roots.length + pushes) {
    if (random.chance(0.4)) {
      const first = await add([random.pick(main.slice(-3))])
      branches.push(random.chance(0.5) ? [first, await add([first])] : [first])
    }
    const ready = random.chance(0.4) ? branches.shift() : undefined
    if (ready) merged.push(...ready)
    main.push(await add([head(), ...(ready ? [ready.at(-1) ?? ''] : [])]))
  }
  await git(['update-ref', 'refs/heads/main', head()], { cwd: directory })
  for (const [index, branch] of branches.entries()) {
    await git(['update-ref', `refs/heads/side-${index}`, branch.at(-1) ?? ''], { cwd: directory })
  }
  return {
    main,
    merged,
    aside: branches.flat(),
    isOnMain: (commit) => commit === head() || own(head()).has(commit),
    relation: (base, other) => {
      if (base === other) return 'identical'
      if (own(other).has(base)) return 'ahead'
      return own(base).has(other) ? 'behind' : 'diverged'
    },
  }
}
