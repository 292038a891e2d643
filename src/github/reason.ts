import { messageOf } from '../errors/errors.ts'
import { GithubFailure } from './failure.ts'

/** Why GitHub did not do something, as the end of a sentence. */
export function reasonIn(error: unknown): string {
  if (!(error instanceof GithubFailure)) return messageOf(error)
  const said = [...new Set(error.said)].filter((text) => text !== '')
  return said.length === 0
    ? `GitHub ${error.message}.`
    : `GitHub ${error.message}, and says "${said.join('; ')}".`
}
