import { createTwoFilesPatch } from 'diff'

/** Texts by path: as they are, and those that are to be different. */
export interface TextChange {
  readonly before: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, string>
}

export type ShowDiff = (change: TextChange) => string

/** A unified diff of all files that change, as `git diff` shows it. */
export const unifiedDiff: ShowDiff = ({ before, files }) => {
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
