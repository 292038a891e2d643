import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const NAMES = ['OUTPUT', 'STATE', 'ENV', 'PATH', 'STEP_SUMMARY'] as const

type CommandFile = (typeof NAMES)[number]

export interface CommandFiles {
  /** GITHUB_OUTPUT and so on: variable name to path. */
  env: Record<string, string>
  read(name: CommandFile): Promise<string>
}

/** Every step has fresh files, the post step too. */
export async function createCommandFiles(directory: string): Promise<CommandFiles> {
  await mkdir(directory, { recursive: true })
  const path = (name: string): string => join(directory, name.toLowerCase())
  await Promise.all(NAMES.map((name) => writeFile(path(name), '')))
  return {
    env: Object.fromEntries(NAMES.map((name) => [`GITHUB_${name}`, path(name)])),
    read: (name) => readFile(path(name), 'utf8'),
  }
}

/** `name=value` and `name<<delimiter` blocks; the last of a name wins, as with the runner. */
export function parseCommandFile(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    const heredoc = /^([^=]+?)<<(.+)$/.exec(line)
    if (heredoc) {
      const [, name = '', delimiter = ''] = heredoc
      const end = lines.indexOf(delimiter, at + 1)
      if (end < 0) throw new Error(`"${name}" has no closing delimiter ${delimiter}`)
      values[name] = lines.slice(at + 1, end).join('\n')
      at = end
    } else if (line !== '') {
      const equals = line.indexOf('=')
      if (equals < 0) throw new Error(`not a command file line: ${line}`)
      values[line.slice(0, equals)] = line.slice(equals + 1)
    }
  }
  return values
}
