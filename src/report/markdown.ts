import type { Place, Problem } from '../errors/errors.ts'
import { oneLine } from '../names/text.ts'

/** GitHub drops a summary of more than 1 MiB as a whole. */
const MOST_BYTES = 1024 * 1024
const TOO_MUCH = 'There is more than a summary can hold: see the log of this step.'

/** The parts that fit, from the first one on; a short one may stand behind a long one that does not. */
export function fitting(parts: readonly string[]): readonly string[] {
  let free = MOST_BYTES - `${TOO_MUCH}\n`.length
  const kept = parts.filter((part) => {
    const bytes = new TextEncoder().encode(`${part}\n\n`).length
    if (bytes > free) return false
    free -= bytes
    return true
  })
  return kept.length === parts.length ? kept : [...kept, TOO_MUCH]
}

/** A problem as a quotation. */
export function renderProblem(problem: Problem): string {
  const place = problem.configPlace ?? problem.checkoutPlace
  const name = problem.help ? `[${problem.code}](${problem.help})` : problem.code
  return quoted([
    `**${name}**${place ? ` at ${placeLink(place)}` : ''}`,
    ...paragraphsOf(problem.message),
    `**What to change:** ${plain(problem.hint)}`,
  ])
}

/** What a run warned of, as one quotation. */
export function renderWarnings(warnings: readonly string[]): string {
  if (warnings.length === 0) return ''
  const items = warnings.map(paragraphsOf).map((paragraphs) => `- ${indented(paragraphs.join('\n\n'))}`)
  return quoted(['**Warnings**', items.join('\n')])
}

/** Further lines belong to the item that the first one begins. */
const indented = (text: string): string => text.replaceAll(/\n(?=.)/g, '\n  ')

const quoted = (paragraphs: readonly string[]): string =>
  paragraphs
    .join('\n\n')
    .replaceAll(/^(?=.)/gm, '> ')
    .replaceAll(/^$/gm, '>')

/**
 * A message: its first line says what is wrong, and further ones are claims, the log of a step, or lines to be pasted.
 * They keep their lines and spaces, and still wrap: GitHub's style wraps code that is not in a pre. The element is an
 * HTML block, in which nothing is Markdown up to the next blank line.
 */
function paragraphsOf(message: string): readonly string[] {
  const [first = '', ...rest] = message.split(/\r?\n/)
  if (rest.length === 0) return [prose(first)]
  const lines = rest.map((line) => (line.trim() === '' ? '&nbsp;' : html(line)))
  return [prose(first), `<div><code>${lines.join('\n')}</code></div>`]
}

/** Plain text at the start of a line, where a heading, a list or a rule could begin. */
const prose = (text: string): string =>
  plain(text)
    .trimStart()
    .replace(/^[#+=-]/, '\\$&')
    .replace(/^(\d+)([.)])/, '$1\\$2')

function placeLink({ file, line, url }: Place): string {
  const where = line === undefined ? file : `${file}:${line}`
  return url ? `[${plain(where)}](${url})` : code(where)
}

/** Preformatted, whatever backticks are in it. */
export function fenced(text: string, language: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 2)
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text.trimEnd()}\n${fence}`
}

export const list = (texts: readonly string[]): string => texts.map((text) => `- ${prose(text)}`).join('\n')

/** A header, the line below it, and the rows. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  [header, header.map(() => '---'), ...rows].map(row).join('\n')

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Text from inputs, YAML or tools, with nothing left that Markdown or HTML would act on. */
export function plain(text: string): string {
  return html(text).replaceAll(/[\\`*_~[\]|]/g, (character) => `\\${character}`)
}

/** Markdown acts inside an HTML element too, so the text of one is made plain as well. */
export const code = (text: string): string => `<code>${plain(text)}</code>`

/** A word that no browser breaks, and its pieces: the whole rest, up to a separator, or as long as a piece may be. */
const LONG_WORD = /[^-\s]{15,}/g
const PIECE = /.{1,14}$|.{1,13}[/._:]|.{1,14}/gu

/** Code in a cell. A table is as wide as its longest words, unlike a paragraph, and scrolls beyond the page. */
export const cellCode = (text: string): string => `<code>${cellText(text)}</code>`

/** Text in a cell, with places where its long words may break. */
export function cellText(text: string): string {
  const breakable = oneLine(text).replaceAll(LONG_WORD, (word) => (word.match(PIECE) ?? []).join('\n'))
  return breakable.split('\n').map(plain).join('<wbr>')
}

/** One line of text, as HTML. */
function html(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
