interface Named {
  readonly arn: string
  /** `arn:partition:ecr:region:account:repository` */
  readonly registry: string
  readonly folders: readonly string[]
}

type Widening = (arns: readonly string[]) => readonly string[]

/**
 * Wider and wider lists that cover the same repositories, the exact one first: repositories of one folder become
 * `folder/*`, then those of a folder above, until each registry has one pattern. None leaves its account and region.
 */
export const WIDENINGS: readonly Widening[] = [
  distinct,
  ...[4, 3, 2, 1, 0].map(
    (depth): Widening =>
      (arns) =>
        fold(distinct(arns), depth),
  ),
  (arns) => distinct(arns.map((arn) => `${named(arn).registry}/*`)),
]

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)]
}

/** What shares the first folders becomes one pattern; a repository that is alone keeps its name. */
function fold(arns: readonly string[], depth: number): readonly string[] {
  const groups = new Map<string, [Named, ...Named[]]>()
  for (const one of arns.map(named)) {
    const key = [one.registry, ...one.folders.slice(0, depth)].join('/')
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()].map(([first, ...rest]) =>
    rest.length === 0 ? first.arn : [first.registry, ...commonFolders([first, ...rest]), '*'].join('/'),
  )
}

function commonFolders([first, ...rest]: readonly [Named, ...Named[]]): readonly string[] {
  const differs = first.folders.findIndex((folder, at) => rest.some(({ folders }) => folders[at] !== folder))
  return differs < 0 ? first.folders : first.folders.slice(0, differs)
}

/** `arn:aws:ecr:region:account:repository/team/app`: registry, and the folder `team`. */
function named(arn: string): Named {
  const [registry = '', ...path] = arn.split('/')
  return { arn, registry, folders: path.slice(0, -1) }
}
