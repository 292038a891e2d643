import { oneLine } from '../../names/text.ts'
import { withoutPasswords } from '../graph/remote.ts'

const MOST_CHARACTERS = 500
const LAST_LINES = 5

/** What stands around patches and configurations that kustomize repeats in its errors: they may hold what is secret. */
const REPEATED = [
  { open: 'with config: `', close: '`' },
  { open: 'from [', close: ']' },
]

/** The log line of kubectl around an error: `E0102 03:04:05.678901 1234 run.go:72] "command failed" err=<...>`. */
const KUBECTL_LOG = /^[EF]\d{4} \S+ +\d+ \S+\] (?:"command failed" err=)?(.*)$/

/** What a failed tool said at last, on one line, with paths as they are in the repository. */
export function lastWords(stderr: string, roots: readonly string[]): string {
  const lines = withoutRepeated(stderr)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('# Warning:'))
  const inRepository = roots.reduce(
    (text, root) => text.replaceAll(`${root}/`, '').replaceAll(root, '.'),
    lines.slice(-LAST_LINES).join(' '),
  )
  const said = oneLine(withoutPasswords(inRepository)).replace(KUBECTL_LOG, '$1')
  const inside = said.startsWith('<') && said.endsWith('>') ? said.slice(1, -1).trim() : said
  const words = inside.replace(/^error:\s*/i, '')
  return words.length > MOST_CHARACTERS ? `${words.slice(0, MOST_CHARACTERS)}...` : words
}

/** Each from its first beginning to its last end, because what it holds may hold an end too; else to the end of the text. */
function withoutRepeated(text: string): string {
  const found = REPEATED.map(({ open, close }) => ({ start: text.indexOf(open), open, close }))
  const [first] = found.filter(({ start }) => start >= 0).toSorted((one, other) => one.start - other.start)
  if (!first) return text
  const { start, open, close } = first
  const end = text.lastIndexOf(close)
  const rest = end < start + open.length ? '' : withoutRepeated(text.slice(end + 1))
  return `${text.slice(0, start).replace(/ $/, '')}${rest}`
}
