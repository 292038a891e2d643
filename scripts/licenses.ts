/** The licences of all packages that a bundle holds. ncc's own list leaves out what is in the entry of several chunks. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the bundler says of a module, and of those that it has joined into one. */
interface Module {
  readonly nameForCondition?: string | null
  readonly modules?: readonly Module[]
}

const FILES = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'license', 'LICENCE']

/** Name, licence and its text, for each package in the order of their names. @throws Error for one without a text. */
export function licensesOf(statsFile: string): string {
  const { modules } = JSON.parse(readFileSync(statsFile, 'utf8')) as { modules: readonly Module[] }
  const folders = new Set(modules.flatMap(foldersOf))
  return [...folders].toSorted().map(entryOf).join('')
}

function foldersOf({ nameForCondition, modules = [] }: Module): readonly string[] {
  const own = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(nameForCondition ?? '')
  return [...(own ?? []), ...modules.flatMap(foldersOf)]
}

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
