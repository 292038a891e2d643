import { existsSync } from 'node:fs'
import { join } from 'node:path'
import picomatch from 'picomatch'
import { type Asking, Repository } from './git/repository.ts'

/** Patterns whose fixed part stands for nothing, neither in the checkout nor in what a sparse one leaves out. */
export async function absentIn(
  root: string,
  patterns: readonly string[],
  asking: Asking,
): Promise<readonly string[]> {
  const missing = patterns.filter(
    (pattern) => mayBeMissed(pattern) && !existsSync(join(root, baseOf(pattern))),
  )
  const repository = missing.length === 0 ? undefined : Repository.around(root, asking)
  if (!repository) return []
  const wanted = missing.map((pattern) => `:(top,literal)${baseOf(pattern)}`)
  const { exitCode, stdout } = await repository.ask(['ls-files', '-z', '--', ...wanted], asking)
  // A git that could not answer has not said that there is nothing.
  if (exitCode !== 0) return []
  const known = stdout.split('\0')
  return missing.filter(
    (pattern) => !known.some((path) => `${path}/`.startsWith(`${normal(baseOf(pattern))}/`)),
  )
}

/** A backslash escapes what a name may hold, and what is taken away may well be absent. */
const mayBeMissed = (pattern: string): boolean => !pattern.startsWith('!') && !pattern.includes('\\')

const baseOf = (pattern: string): string => picomatch.scan(pattern).base

const normal = (path: string): string => join(path).replace(/\/$/, '')
