import { createTwoFilesPatch } from 'diff'
import type { Proposal } from './proposal.ts'

/** A unified diff of all files, as `git diff` shows it. */
export function unifiedDiff({ before, files }: Pick<Proposal, 'before' | 'files'>): string {
  return [...files]
    .map(([path, text]) =>
      createTwoFilesPatch(`a/${path}`, `b/${path}`, before.get(path) ?? '', text, undefined, undefined, {
        context: 2,
      }).replace(/^=+\n/, ''),
    )
    .join('')
}
