import { oneLine } from '../../../names/text.ts'
import { plain } from '../../../report/markdown.ts'

/** What is not seen, such as marks that turn the direction of writing, and halves of characters. */
export const visible = (text: string): string => oneLine(text).replaceAll(/[\p{Cf}\p{Cs}]/gu, '')

/**
 * Text of others, as it is written. In a code span GitHub acts on nothing: no mention, no issue, no address, no element
 * (GFM specification 6.3; mentions and references pass over code).
 */
export function codeSpan(text: string): string {
  const shown = visible(text).trim() || ' '
  const longest = [...shown.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 0)
  const fence = '`'.repeat(longest + 1)
  // A span loses one space at each end where it has both, and a backtick there would belong to the fence.
  const padded = longest > 0 ? ` ${shown} ` : shown
  return `${fence}${padded}${fence}`
}

/** The same in a cell, whose end is found before its spans are: what looks like a bar stands for one. */
export const cellSpan = (text: string): string => codeSpan(text.replaceAll('|', '❘'))

/** What GitHub makes a reference or a link of, wherever it stands in prose (GitHub docs, "Autolinked references"). */
const ACTS = /@(?=\w)|#(?=\d)|GH-(?=\d)|:(?=\/\/)|www(?=\.)/gi

/** A sentence in which texts of others stand: they are read, and nothing comes of them. */
export const inertProse = (text: string): string =>
  plain(visible(text)).replaceAll(ACTS, (mark) => `${mark}&#8203;`)

/** Of a block of code, what a server may store and a browser may show. */
export const inertBlock = (text: string): string => text.replaceAll(/(?![\n\t])\p{Cc}|[\p{Cf}\p{Cs}]/gu, '')
