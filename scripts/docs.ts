/**
 * Renders the tables of inputs and outputs in README.md from action.yml, between markers such as
 * `<!-- inputs:start -->` and `<!-- inputs:end -->`, those of audit/README.md from audit/action.yml, docs/inputs.md,
 * docs/troubleshooting.md from the table of error codes, and a page for each rule of the audit, with their index.
 * With --check it writes nothing and fails when they differ.
 */
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parse } from 'yaml'
import { RULES } from '../src/doors/audit/rules/all.ts'
import { replaceBetween } from './docs/between.ts'
import { renderInputs } from './docs/inputs.ts'
import { renderRuleIndex, rulePages } from './docs/rules.ts'
import { cell, code, table } from './docs/table.ts'
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

function main(check: boolean): void {
  const actionFile = readFileSync('action.yml', 'utf8')
  const { inputs = {} } = parse(actionFile) as { inputs?: Entries }
  const rendered = {
    'README.md': renderReadme(readFileSync('README.md', 'utf8'), actionFile),
    'audit/README.md': renderReadme(
      readFileSync('audit/README.md', 'utf8'),
      readFileSync('audit/action.yml', 'utf8'),
    ),
    'docs/audit.md': renderRuleIndex(readFileSync('docs/audit.md', 'utf8'), RULES),
    ...rulePages(RULES),
    'docs/inputs.md': renderInputs(inputs),
    'docs/troubleshooting.md': renderTroubleshooting(),
  }
  // Of a rule that is gone.
  for (const path of globSync('docs/rules/*.md')) {
    if (path in rendered) continue
    if (check) fail(path)
    else rmSync(path)
  }
  for (const [path, text] of Object.entries(rendered)) {
    if (text === contentOf(path)) continue
    if (check) {
      fail(path)
    } else {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, text)
    }
  }
}

function fail(path: string): void {
  console.error(`${path} is not what its sources make of it. Run: npm run docs`)
  process.exitCode = 1
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

if (import.meta.main) main(process.argv.includes('--check'))
