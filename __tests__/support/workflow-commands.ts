export interface Annotation {
  level: 'error' | 'warning' | 'notice'
  message: string
  /** `title`, `file`, `line`, `endLine`, `col`... */
  properties: Record<string, string>
}

interface WorkflowCommand {
  name: string
  properties: Record<string, string>
  value: string
}

// The first `::` after the name ends the properties: a colon within one is escaped.
const COMMAND = /^::([a-z-]+)(?: (.*?))?::(.*)$/i

function parseLine(line: string): WorkflowCommand | undefined {
  const match = COMMAND.exec(line.trim())
  if (!match) return undefined
  const [, name = '', list = '', value = ''] = match
  const pairs = list.split(',').filter(Boolean)
  const properties = Object.fromEntries(
    pairs.map((pair): [string, string] => {
      const equals = pair.indexOf('=')
      return [pair.slice(0, equals).trim(), unescapeProperty(pair.slice(equals + 1))]
    }),
  )
  return { name, properties, value: unescapeData(value) }
}

const unescapeData = (text: string): string =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')

const unescapeProperty = (text: string): string =>
  unescapeData(text.replaceAll('%3A', ':').replaceAll('%2C', ','))

const LEVELS: readonly string[] = ['error', 'warning', 'notice']

export const annotationsIn = (stdout: string): Annotation[] =>
  stdout.split('\n').flatMap((line) => {
    const command = parseLine(line)
    if (!command || !LEVELS.includes(command.name)) return []
    const { name, properties, value: message } = command
    return [{ level: name as Annotation['level'], message, properties }]
  })

export const masksIn = (stdout: string): string[] =>
  stdout.split('\n').flatMap((line) => {
    const command = parseLine(line)
    return command?.name === 'add-mask' ? [command.value] : []
  })

const ADD_MASK = /^\s*::add-mask::.*$/gm

/** The log without the commands that name the secrets, nothing masked: a secret in it is a leak. */
export const withoutMaskCommands = (text: string): string => text.replace(ADD_MASK, '')
