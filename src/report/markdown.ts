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
  return [
    `> **${problem.help ? `[${problem.code}](${problem.help})` : problem.code}**${place ? ` at ${placeLink(place)}` : ''}`,
    // Preformatted: claims and the log of a step keep their lines, and no line can begin a Markdown block.
    `> <pre>${problem.message.split(/\r?\n/).map(html).join('\n> ')}</pre>`,
    '>',
    `> **What to change:** ${plain(problem.hint)}`,
  ].join('\n')
}

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

/** What a run warned of, as one quotation. */
export const renderWarnings = (warnings: readonly string[]): string =>
  warnings.length > 0 ? `> **Warnings**\n>\n${list(warnings).replaceAll(/^/gm, '> ')}` : ''

export const list = (texts: readonly string[]): string => texts.map((text) => `- ${plain(text)}`).join('\n')

export const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** Text from inputs, YAML or tools, with nothing left that Markdown or HTML would act on. */
export function plain(text: string): string {
  return html(text).replaceAll(/[\\`*_~[\]|]/g, (character) => `\\${character}`)
}

/** Markdown acts inside an HTML element too, so the text of one is made plain as well. */
export const code = (text: string): string => `<code>${plain(text)}</code>`

/** One line of text, as HTML. */
function html(text: string): string {
  return oneLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
