import { hash } from 'node:crypto'
import type { FixedFile } from '../../../effective/fix/draft.ts'
import type { PullFile, ReviewComment } from '../../../github/review.ts'
import type { Finding } from '../../../report/finding.ts'
import { fenced, plain } from '../../../report/markdown.ts'
import { type Block, blocksOf } from './blocks.ts'

export interface Suggestions {
  /** Those that are not on the pull request yet. */
  readonly comments: readonly ReviewComment[]
  /** How many are on it already. */
  readonly known: number
  /** How many blocks are of lines that the pull request does not show, or shows otherwise. */
  readonly elsewhere: number
}

interface Wanted {
  readonly fixed: readonly FixedFile[]
  readonly findings: readonly Finding[]
}

/** What a pull request is to be told of fixes: only of lines that its diff has, as they are, and nothing twice. */
export function suggest(
  { fixed, findings }: Wanted,
  files: readonly PullFile[],
  said: readonly string[],
): Suggestions {
  const shown = new Map(files.map(({ path, patch = '' }) => [path, shownLines(patch)]))
  const blocks = fixed.flatMap(blocksOf)
  const fitting = blocks.filter((block) => isShown(block, shown.get(block.path)))
  const fresh = fitting.filter((block) => !said.some((text) => text.includes(markOf(block))))
  return {
    comments: fresh.map((block) => ({
      path: block.path,
      firstLine: block.firstLine,
      lastLine: block.lastLine,
      body: bodyOf(block, findings),
    })),
    known: fitting.length - fresh.length,
    elsewhere: fixed.filter(({ before }) => before === undefined).length + blocks.length - fitting.length,
  }
}

/** Lines of the new side of a diff, by their numbers. */
function shownLines(patch: string): ReadonlyMap<number, string> {
  const lines = new Map<number, string>()
  let next = 0
  for (const line of patch.split('\n')) {
    const [, start] = /^@@ -\d+(?:,\d+)? \+(\d+)/.exec(line) ?? []
    if (start !== undefined) next = Number(start)
    else if (line.startsWith('+') || line.startsWith(' ')) {
      lines.set(next, line.slice(1))
      next += 1
    }
  }
  return lines
}

/** The checkout is a merge: its lines may be others than those of the branch. */
const isShown = ({ firstLine, before }: Block, shown: ReadonlyMap<number, string> | undefined): boolean =>
  before.every((line, index) => shown?.get(firstLine + index) === line)

/** By what it changes, and not by where: lines move. */
const markOf = ({ path, before, after }: Block): string =>
  `<!-- ecr-gitops audit ${hash('sha256', JSON.stringify([path, before, after])).slice(0, 32)} -->`

function bodyOf(block: Block, findings: readonly Finding[]): string {
  const { path, firstLine, lastLine, after } = block
  const concerned = findings.filter(
    (one) => one.path === path && one.line <= lastLine && one.endLine >= firstLine,
  )
  const why = concerned.map(({ rule, message, hint }) => `**${rule}**: ${plain(message)}. ${plain(hint)}`)
  const texts = why.length > 0 ? why : ['This belongs to a fix of another line.']
  // GitHub takes what stands in the block as the lines: an empty one takes them away.
  return [...texts, suggestion(after), markOf(block)].join('\n\n')
}

function suggestion(lines: readonly string[]): string {
  return lines.length === 0 ? '```suggestion\n```' : fenced(lines.join('\n'), 'suggestion')
}
