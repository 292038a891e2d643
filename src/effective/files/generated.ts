import { inFolder, parentOf } from '../../names/path.ts'
import { isPath } from '../../names/paths/glob.ts'

/** What tools write at the top of what nobody is to edit; people write the same in small letters, of single lines. */
const MARK = /^(?:#|\/\/)[^\n]*(?:DO NOT EDIT|@generated)/m
const HEAD = 2000

export const saysGenerated = (text: string): boolean => MARK.test(text.slice(0, HEAD))

interface Attribute {
  readonly pattern: readonly string[]
  readonly generated: boolean
}

/** Longer than any that people write; each line is held against each file. */
const MOST_LINES = 200

/** Of the `.gitattributes` of a folder, what they say of `linguist-generated` (github-linguist, "Overrides"). */
export function readAttributes(text: string): readonly Attribute[] {
  const lines = text.split('\n', 100_000).filter((line) => line.includes('linguist-generated'))
  return lines.slice(0, MOST_LINES).flatMap((line) => {
    const [pattern = '', ...words] = line.trim().split(/\s+/)
    const word = words.findLast((one) => /^[-!]?linguist-generated(?:=|$)/.test(one))
    if (word === undefined || pattern.startsWith('#')) return []
    return [{ pattern: segmentsOf(pattern), generated: !/^[-!]|=false$/.test(word) }]
  })
}

/** Without a slash a pattern is of names, at any depth (gitignore, "PATTERN FORMAT"). */
function segmentsOf(pattern: string): readonly string[] {
  const segments = pattern.replace(/^\//, '').split('/')
  return pattern.includes('/') ? segments : ['**', pattern]
}

/** Whether attributes call a file generated: those of the nearest folder win, and in it the last line. */
export function isMarkedGenerated(
  path: string,
  attributesIn: (path: string) => readonly Attribute[],
): boolean {
  for (let folder = parentOf(path); ; folder = parentOf(folder)) {
    const segments = path.slice(folder === '' ? 0 : folder.length + 1).split('/')
    const said = attributesIn(inFolder(folder, '.gitattributes')).findLast(({ pattern }) =>
      isPath(pattern, segments),
    )
    if (said) return said.generated
    if (folder === '') return false
  }
}
