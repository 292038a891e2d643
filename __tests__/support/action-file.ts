import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'

export interface ActionFile {
  directory: string
  inputs: Record<string, { default?: unknown; required?: boolean }>
  runs: { main: string; post?: string }
}

export type Contexts = Record<string, string>

export async function readActionFile(directory: string): Promise<ActionFile> {
  const document = parse(await readFile(join(directory, 'action.yml'), 'utf8')) as Partial<ActionFile>
  if (!document.runs?.main) throw new Error(`${directory}/action.yml has no runs.main`)
  return { directory, inputs: document.inputs ?? {}, runs: document.runs }
}

/** The INPUT_* variables of a step: every declared input has one, a default's expressions are replaced. */
export function inputVariables(
  action: ActionFile,
  given: Record<string, string>,
  contexts: Contexts,
): Record<string, string> {
  const unknown = Object.keys(given).filter((name) => !(name in action.inputs))
  // The runner only warns, but in a test this is a typing mistake.
  if (unknown.length > 0) throw new Error(`inputs that action.yml does not declare: ${unknown.join(', ')}`)
  const variables = Object.entries(action.inputs).map(([name, { default: value }]) => {
    const text = given[name] ?? (value == null ? '' : evaluate(String(value), contexts))
    return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, text]
  })
  return Object.fromEntries(variables)
}

const evaluate = (text: string, contexts: Contexts): string =>
  text.replace(/\$\{\{\s*([\w.]+)\s*\}\}/g, (whole, path: string) => {
    const value = contexts[path]
    if (value === undefined) throw new Error(`the test runner cannot evaluate ${whole}`)
    return value
  })
