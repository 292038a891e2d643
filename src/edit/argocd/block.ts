import type { Scalar } from 'yaml'
import { refuse } from '../refuse.ts'
import type { ConfigFile } from '../target.ts'
import { isSameMeaning, type Meaning, meaningOf } from '../yaml/meaning.ts'
import type { YamlSource } from '../yaml/source.ts'

/** The text of a literal block as a file of its own, in which a line has the number that it has in the file around it. */
export interface Inner {
  readonly file: ConfigFile
  /** The text of the file around it, with another text in the block; proved. @throws StepError EDIT_UNSAFE. */
  readonly write: (text: string) => string
}

interface Line {
  /** Without its indentation, with its line break. */
  readonly text: string
  /** As it stands there. */
  readonly raw: string
}

const BLANK = /^[ \t]*\r?\n?$/

/** @param reopen Parses the file around it again. */
export function openBlock(
  source: YamlSource,
  node: Scalar,
  reopen: (file: ConfigFile) => YamlSource,
): Inner | undefined {
  const body = bodyOf(node)
  const lines = body && linesOf(body.text, String(node.value))
  if (!body || !lines) return undefined
  const before = '\n'.repeat(source.lineAt(body.start) - 1)
  const { file } = source
  const text = before + lines.map((line) => line.text).join('')
  const unsafe = () =>
    refuse(file, source.lineAt(body.start), {
      message: 'has a block of values that cannot be edited exactly',
      hint: 'Write the values as valuesObject, which is YAML of the file itself.',
    })
  return {
    file: { ...file, text },
    write: (edited) => {
      if (
        !edited.startsWith(before) ||
        /^\n/.test(edited.slice(before.length)) !== /^\n/.test(text.slice(before.length))
      )
        return unsafe()
      const inner = edited.slice(before.length)
      const outer = file.text.slice(0, body.start) + indented(inner, lines) + file.text.slice(body.end)
      return isProved({ source, node, inner, outer }, reopen) ? outer : unsafe()
    },
  }
}

/** What stands below the line of the `|`. */
function bodyOf({ srcToken }: Scalar): { start: number; end: number; text: string } | undefined {
  if (srcToken?.type !== 'block-scalar') return undefined
  const { props, source } = srcToken
  const last = props.at(-1)
  if (!last || !('source' in last)) return undefined
  const start = last.offset + last.source.length
  return { start, end: start + source.length, text: source }
}

/** Each line of the text of a literal block is one of its value, so the first that says something shows the indentation. */
function linesOf(text: string, value: string): readonly Line[] | undefined {
  const raws = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const values = value.split('\n')
  const index = raws.findIndex((raw) => !BLANK.test(raw))
  const first = raws[index]
  if (first === undefined) return undefined
  const indent = first.replace(/\r?\n$/, '').length - (values[index]?.length ?? 0)
  const isIndented = (raw: string) => /^ *$/.test(raw.replace(/\r?\n$/, '').slice(0, indent))
  if (indent < 0 || !raws.every(isIndented)) return undefined
  return raws.map((raw) => ({ raw, text: raw.slice(Math.min(indent, raw.length - breakOf(raw).length)) }))
}

const breakOf = (line: string): string => /\r?\n$/.exec(line)?.[0] ?? ''

/** The lines of an edited text where those of the block stood: its indentation, and its blank lines as they were. */
function indented(text: string, lines: readonly Line[]): string {
  const said = lines.find(({ raw }) => !BLANK.test(raw))
  const indent = said ? said.raw.slice(0, said.raw.length - said.text.length) : ''
  const blank = lines.filter(({ text: held }) => /^\r?\n?$/.test(held)).map(({ raw }) => raw)
  let next = 0
  return (text.match(/[^\n]*\n|[^\n]+$/g) ?? [])
    .map((line) => (/^\r?\n$/.test(line) ? (blank[next++] ?? line) : indent + line))
    .join('')
}

interface Claim {
  readonly source: YamlSource
  readonly node: Scalar
  readonly inner: string
  readonly outer: string
}

/** The value of the block is the edited text, and nothing else means anything else than before. */
function isProved({ source, node, inner, outer }: Claim, reopen: (file: ConfigFile) => YamlSource): boolean {
  const expected = chomped(inner.replaceAll('\r\n', '\n'), String(node.value))
  const after = meaningsOf(reopen({ ...source.file, text: outer }))
  return isSameMeaning(
    { props: '', items: after },
    { props: '', items: meaningsWith(source, node, expected) },
  )
}

/** With as many line breaks at its end as the value of the block has. */
const chomped = (text: string, like: string): string =>
  text.replace(/(?<!\n)\n*$/, '') + (/(?<!\n)\n*$/.exec(like)?.[0] ?? '')

function meaningsWith(source: YamlSource, node: Scalar, value: string): readonly Meaning[] {
  const { value: before } = node
  node.value = value
  try {
    return meaningsOf(source)
  } finally {
    node.value = before
  }
}

const meaningsOf = ({ documents }: YamlSource): readonly Meaning[] =>
  documents.map(({ contents }) => meaningOf(contents))
