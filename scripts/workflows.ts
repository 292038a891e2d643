/**
 * node scripts/workflows.ts FOLDER: lays out, as a repository of its own, every workflow that this one runs, has as an
 * example or shows in its documentation. There this action is `./`, because actionlint compares `with:` and outputs with
 * action.yml for local actions only ("Check outputs of local actions" in its docs/checks.md).
 */
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

export interface Workflow {
  readonly name: string
  readonly text: string
}

/** Folders of the other actions of this repository. */
const doors = (): readonly string[] => globSync('*/action.yml').map(dirname).toSorted()

/** Every workflow of the repository in the current folder. */
export function allWorkflows(): readonly Workflow[] {
  const files = globSync(['.github/workflows/*.yml', 'examples/*.yml']).toSorted()
  const pages = globSync([
    'README.md',
    ...doors().map((door) => `${door}/README.md`),
    'docs/**/*.md',
  ]).toSorted()
  return [
    ...files.map((path) => ({ name: basename(path), text: readFileSync(path, 'utf8') })),
    ...pages.flatMap((path) => shownWorkflows(path, readFileSync(path, 'utf8'))),
  ]
}

const FENCE = /^( *)```ya?ml\n(.*?)^\1```$/gms

/** The fenced blocks of a page that are whole workflows, each on the lines that it has there, so that findings name them. */
export function shownWorkflows(path: string, page: string): readonly Workflow[] {
  return [...page.matchAll(FENCE)].flatMap(({ 1: indent = '', 2: block = '', index }) => {
    const text = block.replaceAll(new RegExp(`^${indent}`, 'gm'), '')
    if (!/^on:/m.test(text) || !/^jobs:/m.test(text)) return []
    const line = page.slice(0, index).split('\n').length + 1
    return [{ name: `${path.replaceAll('/', '-')}-${line}.yml`, text: '\n'.repeat(line - 1) + text }]
  })
}

/** The same workflow where this action, and the reusable workflow of the examples, are files of the same repository. */
export function asLocal(text: string): string {
  return text
    .replaceAll(
      /\bOWNER\/ecr-gitops-deploy(\/[\w-]+)?@\S+/g,
      (_, door: string | undefined) => `.${door ?? '/'}`,
    )
    .replaceAll(/\bacme\/ci\/(\.github\/workflows\/[\w-]+\.yml)@\S+/g, './$1')
}

function layOut(folder: string): void {
  const workflows = join(folder, '.github/workflows')
  mkdirSync(workflows, { recursive: true })
  // What actionlint takes for the root of a repository.
  mkdirSync(join(folder, '.git'))
  cpSync('action.yml', join(folder, 'action.yml'))
  for (const door of doors()) cpSync(`${door}/action.yml`, join(folder, door, 'action.yml'))
  cpSync('dist', join(folder, 'dist'), { recursive: true })
  cpSync('.github/dependabot.yml', join(folder, '.github/dependabot.yml'))
  for (const { name, text } of allWorkflows()) writeFileSync(join(workflows, name), asLocal(text))
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2)
  if (folder === undefined) throw new Error('usage: node scripts/workflows.ts FOLDER')
  layOut(folder)
}
