import type { TreeNode, TreeNodes } from './repository.ts'

const CONTROL = /\p{Cc}/u

/** A line break in a path would make two questions of one, and shift all answers behind it. Nothing stands there, then. */
export const isAskable = (path: string): boolean => !CONTROL.test(path)

/** What stands at the paths; a path at which nothing does is left out. */
export const nodesAmong = (
  paths: readonly string[],
  nodeAt: (path: string) => TreeNode | undefined,
): TreeNodes =>
  new Map(
    paths.flatMap((path) => {
      const node = nodeAt(path)
      return node ? [[path, node] as const] : []
    }),
  )
