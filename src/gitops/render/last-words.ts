import { oneLine } from '../../one-line.ts'
import { withoutPasswords } from './remote.ts'

const MOST_CHARACTERS = 500
const LAST_LINES = 5

/** Patches and configurations that kustomize repeats in its errors: they may hold what is secret. */
const REPEATED = / ?with config: `[\s\S]*`| ?from \[[\s\S]*\]/g

/** The log line of kubectl around an error: `E0102 03:04:05.678901 1234 run.go:72] "command failed" err=<...>`. */
const KUBECTL_LOG = /^[EF]\d{4} \S+ +\d+ \S+\] (?:"command failed" err=)?(.*)$/

/** What a failed tool said at last, on one line, with paths as they are in the repository. */
export function lastWords(stderr: string, roots: readonly string[]): string {
  const lines = stderr
    .replaceAll(REPEATED, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('# Warning:'))
  const inRepository = roots.reduce(
    (text, root) => text.replaceAll(`${root}/`, '').replaceAll(root, '.'),
    lines.slice(-LAST_LINES).join(' '),
  )
  const words = oneLine(withoutPasswords(inRepository))
    .replace(KUBECTL_LOG, '$1')
    .replace(/^<\s*(.*?)\s*>$/, '$1')
    .replace(/^error:\s*/i, '')
  return words.length > MOST_CHARACTERS ? `${words.slice(0, MOST_CHARACTERS)}...` : words
}
