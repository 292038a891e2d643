/**
 * Renders the tables of inputs and outputs in README.md from action.yml, between markers such as
 * `<!-- inputs:start -->` and `<!-- inputs:end -->`, docs/inputs.md from the same, and docs/troubleshooting.md from the
 * table of error codes.
 * With --check it writes nothing and fails when they differ.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parse } from 'yaml'
import { renderInputs } from './docs/inputs.ts'
import { renderTroubleshooting } from './docs/troubleshooting.ts'

interface Entry {
  readonly description?: string
  readonly default?: string | number | boolean
}

export type Entries = Readonly<Record<string, Entry | null>>
type Kind = 'input' | 'output'

/** README.md with both tables as action.yml has them; everything outside of the markers stays as it is. */
export function renderReadme(readme: string, actionFile: string): string {
  const { inputs, outputs } = parse(actionFile) as { inputs?: Entries; outputs?: Entries }
  const withInputs = replaceBetween(readme, 'inputs', inputTable(inputs ?? {}))
  return replaceBetween(withInputs, 'outputs', outputTable(outputs ?? {}))
}

function inputTable(inputs: Entries): string {
  const rows = Object.entries(inputs).map(([name, entry]) => [
    code(name),
    entry?.default === undefined ? '' : code(String(entry.default)),
    describe('input', name, entry),
  ])
  return table(['Input', 'Default', 'Description'], rows)
}

function outputTable(outputs: Entries): string {
  const rows = Object.entries(outputs).map(([name, entry]) => [code(name), describe('output', name, entry)])
  return table(['Output', 'Description'], rows)
}

function describe(kind: Kind, name: string, entry: Entry | null): string {
  const description = entry?.description?.trim()
  if (!description) throw new Error(`action.yml: the ${kind} "${name}" has no description`)
  return cell(description)
}

/** Columns are aligned, as the formatter of this repository wants them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** A cell ends at a line break and at a bare `|`, in code too (GitHub Flavored Markdown, "Tables"). */
const cell = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ').replaceAll('|', '\\|')

const code = (text: string): string => `\`${cell(text)}\``

function replaceBetween(text: string, section: string, content: string): string {
  const [start, end] = [`<!-- ${section}:start -->`, `<!-- ${section}:end -->`]
  const [from, to] = [text.indexOf(start), text.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`README.md has no ${start} followed by ${end}`)
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`
}

function main(check: boolean): void {
  const actionFile = readFileSync('action.yml', 'utf8')
  const { inputs = {} } = parse(actionFile) as { inputs?: Entries }
  const rendered = {
    'README.md': renderReadme(readFileSync('README.md', 'utf8'), actionFile),
    'docs/inputs.md': renderInputs(inputs),
    'docs/troubleshooting.md': renderTroubleshooting(),
  }
  for (const [path, text] of Object.entries(rendered)) {
    if (text === contentOf(path)) continue
    if (check) {
      console.error(`${path} is not what its sources make of it. Run: npm run docs`)
      process.exitCode = 1
    } else {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
  }
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

if (import.meta.main) main(process.argv.includes('--check'))
