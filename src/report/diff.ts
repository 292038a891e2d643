import { createTwoFilesPatch } from 'diff'

/** Texts by path: as they are, and those that are to be different. */
export interface TextChange {
  readonly before: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, string>
}

/** A unified diff of all files that change, as `git diff` shows it. */
export function unifiedDiff({ before, files }: TextChange): string {
  const patches = [...before].map(([path, old]) => {
    const text = files.get(path)
    if (text === undefined) return ''
    const patch = createTwoFilesPatch(`a/${path}`, `b/${path}`, old, text, undefined, undefined, {
      context: 2,
    })
    return patch.replace(/^=+\n/, '')
  })
  return patches.join('')
}

/** What fits into a block of code on a page of 640 px: the beginning of a line, and pieces of its rest behind a mark. */
const FIRST = /^.{0,60}/su
const REST = /.{1,53}/gsu

/** The same for a page that would scroll: what is left of a long line follows behind a mark, with the same sign. */
export function folded(diff: string): string {
  return diff.split('\n').map(foldedLine).join('\n')
}

function foldedLine(line: string): string {
  const [first = ''] = FIRST.exec(line) ?? []
  const rest = line.slice(first.length).match(REST) ?? []
  return [first, ...rest.map((piece) => `${line.charAt(0)}    ↪ ${piece}`)].join('\n')
}
