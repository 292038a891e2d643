import type { Severity } from '../finding.ts'

/** How a part of a text is shown. */
export type Paint = (style: Severity | 'bold' | 'dim' | 'help', text: string) => string

/** ANSI's own eight colours: a terminal knows which of them can be read on its background. */
const CODES = { error: '31;1', warning: '33;1', notice: '36;1', bold: '1', dim: '2', help: '32' } as const

const coloured: Paint = (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m`

export const paint = (colours: boolean): Paint => (colours ? coloured : (_, text) => text)
