import { COMMON } from './arguments.ts'
import type { Command, Option } from './command.ts'

export const NAME = 'ecr-gitops'
const WIDEST = 80

/** What `ecr-gitops --help` says. */
export function programHelp(commands: readonly Command[], version: string): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const)
  const options = [
    ['-h, --help', 'Show this text, or that of a command'],
    ['-v, --version', 'Show the version'],
  ] as const
  return sections([
    `${NAME} ${version}: for repositories that clusters are deployed from.`,
    `Usage: ${NAME} COMMAND [options]`,
    `Commands:\n${columns(rows)}`,
    `Options:\n${columns(options)}`,
    `Options of a command: ${NAME} COMMAND --help`,
  ])
}

/** What `ecr-gitops COMMAND --help` says. */
export function commandHelp({ name, operands, about, groups, examples }: Command): string {
  const usage = [NAME, name, ...operands, '[options]'].join(' ')
  const listed = [...groups, { title: 'Help', options: COMMON }].map(
    ({ title, options }) => `${title}:\n${columns(options.map(optionRow))}`,
  )
  const shown = examples.map(([command, what]) => `  ${what}:\n    ${command}`)
  return sections([about, `Usage: ${usage}`, ...listed, `Examples:\n${shown.join('\n')}`])
}

const sections = (texts: readonly string[]): string => `${texts.join('\n\n')}\n`

function optionRow({ name, short, value, summary }: Option): readonly [string, string] {
  const names = `${short === undefined ? '    ' : `-${short}, `}--${name}`
  return [value === undefined ? names : `${names} ${value}`, summary]
}

/** The second column is wrapped where the first one leaves it room. */
function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.min(32, Math.max(...rows.map(([first]) => first.length)))
  return rows
    .flatMap(([first, second]) => {
      const lines = wrapped(second, WIDEST - width - 4)
      const indent = ' '.repeat(width + 4)
      const head = `  ${first.padEnd(width)}  `
      // What is longer than its column has a line of its own.
      if (first.length > width) return [`  ${first}`, ...lines.map((line) => indent + line)]
      return lines.map((line, index) => (index === 0 ? head : indent) + line)
    })
    .join('\n')
}

function wrapped(text: string, width: number): readonly string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length > width && line !== '') lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}
