import { structuredPatch } from 'diff'
import type { FixedFile } from '../../../effective/fix/draft.ts'

/** Lines of a file with what is to stand there instead. */
export interface Block {
  readonly path: string
  readonly firstLine: number
  readonly lastLine: number
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** What fixes change, block by block. What is only added goes with the line before it, or behind it. */
export function blocksOf({ path, before, after }: FixedFile): readonly Block[] {
  if (before === undefined) return []
  const lines = before.split('\n')
  const { hunks } = structuredPatch(path, path, before, after, '', '', { context: 0 })
  return hunks.flatMap(({ oldStart, lines: changed }) => {
    const added = linesWith('+', changed)
    const removed = linesWith('-', changed)
    if (removed.length > 0) return [blockAt({ path, firstLine: oldStart }, removed, added)]
    // It begins in front of that line.
    const [line = '', next = ''] = [lines[oldStart - 2], lines[0]]
    return oldStart > 1
      ? [blockAt({ path, firstLine: oldStart - 1 }, [line], [line, ...added])]
      : [blockAt({ path, firstLine: 1 }, [next], [...added, next])]
  })
}

function blockAt(
  { path, firstLine }: Pick<Block, 'path' | 'firstLine'>,
  before: readonly string[],
  after: readonly string[],
): Block {
  return { path, firstLine, lastLine: firstLine + before.length - 1, before, after }
}

const linesWith = (mark: string, lines: readonly string[]): readonly string[] =>
  lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(1))
