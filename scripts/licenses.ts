/** The licences of all packages that a bundle holds. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const FILES = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE']

/** Name, licence and its text, for each package in the order of their names. @throws Error for one without a text. */
export function licensesOf(modules: readonly string[]): string {
  const folders = new Set(modules.flatMap(folderOf))
  return [...folders].toSorted().map(entryOf).join('')
}

/** What the bundler adds by itself is its own. */
const folderOf = (module: string): readonly string[] =>
  module.startsWith('\0rolldown/')
    ? ['node_modules/rolldown']
    : (/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(module) ?? [])

function entryOf(folder: string): string {
  const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string
    license?: string
  }
  if (license === undefined) throw new Error(`${name} is bundled, and names no licence`)
  return `${name}\n${license}\n${textOf(folder, name)}\n\n`
}

/** Some AWS packages are published without the licence that they name; the text of a sibling is the same. */
function textOf(folder: string, name: string): string {
  const isOfAws = /^@(?:aws|aws-sdk|smithy)\//.test(name)
  const places = [folder, ...(isOfAws ? ['node_modules/@aws-sdk/client-ecr'] : [])]
  const file = places
    .flatMap((place) => FILES.map((one) => join(place, one)))
    .find((path) => existsSync(path))
  if (file === undefined) throw new Error(`${name} is bundled, and has no licence text`)
  return readFileSync(file, 'utf8').trim()
}
