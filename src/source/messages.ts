import { type Asking, Repository } from './git/repository.ts'
import { isOwnRepository, type Source } from './source.ts'

/** A message is no reason to wait for a git that hangs, nor one to keep what nobody reads. */
const LIMITS = { timeoutMs: 5_000, mostOutput: 64 * 1024 }

/** The message of a commit of `owner/name`; undefined where nobody here knows it. */
export type ReadMessage = (commit: string, repository: string) => Promise<string | undefined>

/**
 * As the event has it, which costs nothing. Where it has none, as that of a dispatch, git is asked for it in the checkout,
 * once: so this is asked only when something is to be committed.
 */
export function commitMessages(
  source: Source,
  { folder, ...asking }: Asking & { readonly folder: string },
): ReadMessage {
  const asked = new Map<string, Promise<string | undefined>>()
  return async (commit, repository) => {
    const known = source.messages.get(commit)
    if (known !== undefined) return known
    const [at] = [...source.checkouts].find(([, { head }]) => head === commit) ?? []
    const own = isOwnRepository(repository, source) ? folder : undefined
    const answer = asked.get(commit) ?? messageIn(at ?? own, commit, asking)
    asked.set(commit, answer)
    return answer
  }
}

async function messageIn(
  folder: string | undefined,
  commit: string,
  { signal, ...asking }: Asking,
): Promise<string | undefined> {
  if (folder === undefined) return undefined
  // Nothing else than a commit has a message: of a file git would show the content.
  const show = ['show', '-s', '--format=%B', `${commit}^{commit}`]
  try {
    const result = await Repository.around(folder, asking)?.ask(show, { signal, ...LIMITS })
    return result?.exitCode === 0 ? result.stdout : undefined
  } catch {
    // A line of the message is no reason to fail.
    return undefined
  }
}
