import type { Asker } from './asker.ts'

const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/

/** The commit that a revision names; undefined where the checkout does not have it. */
export async function commitAt(asker: Asker, revision: string): Promise<string | undefined> {
  const command = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
  const { exitCode, stdout } = await asker.ask(command)
  const commit = stdout.trim()
  return exitCode === 0 && COMMIT.test(commit) ? commit : undefined
}

/** Why two commits have no common one here. */
export type NoBase = 'missing' | 'shallow' | 'unrelated'

/** The newest commit that two have in common. A shallow clone may well lack it. */
export async function mergeBase(
  asker: Asker,
  one: string,
  other: string,
): Promise<{ readonly commit: string } | { readonly none: NoBase }> {
  const commits = await Promise.all([one, other].map((revision) => commitAt(asker, revision)))
  const [first, second] = commits
  if (first && second) {
    const { exitCode, stdout } = await asker.ask(['merge-base', first, second])
    const commit = stdout.trim()
    if (exitCode === 0 && COMMIT.test(commit)) return { commit }
  }
  if (await isShallow(asker)) return { none: 'shallow' }
  return { none: first && second ? 'unrelated' : 'missing' }
}

async function isShallow(asker: Asker): Promise<boolean> {
  const { stdout } = await asker.ask(['rev-parse', '--is-shallow-repository'])
  return stdout.trim() === 'true'
}

/** For people: what keeps the two from being compared. */
export const NO_BASE: Readonly<Record<NoBase, string>> = {
  shallow: 'the checkout is shallow, and does not hold the commit that the change began at',
  missing: 'the checkout does not hold the commit to compare with',
  unrelated: 'the change and what it is to be compared with have no commit in common',
}
