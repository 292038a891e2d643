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
  const all = [...groups, { title: 'Help', options: COMMON }]
  const width = widthOf(all.flatMap(({ options }) => options.map(optionRow)))
  const listed = all.map(({ title, options }) => `${title}:\n${columns(options.map(optionRow), width)}`)
  const shown = examples.map(([command, what]) => `  ${what}:\n    ${command}`)
  const said = wrapped(about.replaceAll('\n', ' '), WIDEST).join('\n')
  return sections([said, `Usage: ${usage}`, ...listed, `Examples:\n${shown.join('\n')}`])
}

const sections = (texts: readonly string[]): string => `${texts.join('\n\n')}\n`

function optionRow({ name, short, value, summary }: Option): readonly [string, string] {
  const names = `${short === undefined ? '    ' : `-${short}, `}--${name}`
  return [value === undefined ? names : `${names} ${value}`, summary]
}

type Row = readonly [first: string, second: string]

const widthOf = (rows: readonly Row[]): number => Math.max(...rows.map(([first]) => first.length))

/** The second column is wrapped where the first one leaves it room. */
function columns(rows: readonly Row[], width = widthOf(rows)): string {
  return rows
    .flatMap(([first, second]) => {
      const lines = wrapped(second, WIDEST - width - 4)
      const indent = ' '.repeat(width + 4)
      const head = `  ${first.padEnd(width)}  `
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
