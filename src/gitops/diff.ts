import { createTwoFilesPatch } from 'diff'
import type { Proposal } from './proposal.ts'

/** A unified diff of all files that change, as `git diff` shows it. */
export function unifiedDiff({ before, files }: Pick<Proposal, 'before' | 'files'>): string {
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
