import { nearest } from '../names/nearest.ts'
import { readArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { COMMANDS } from './commands.ts'
import { commandHelp, NAME, programHelp } from './help.ts'
import { DONE, type Program } from './program.ts'
import { refused } from './refuse.ts'

/** Does what the words behind `ecr-gitops` ask for. @returns the exit code. */
export async function main(words: readonly string[], program: Program): Promise<number> {
  const [first, ...rest] = words
  if (first === undefined) return refused([`name a command: ${namesOf(COMMANDS)}`], NAME, program)
  if (first === '--version' || first === '-v') return shown(`${program.version}\n`, program)
  if (first === '--help' || first === '-h') return shown(programHelp(COMMANDS, program.version), program)
  if (first === 'help') return help(rest, program)
  const command = COMMANDS.find(({ name }) => name === first)
  return command ? run(command, rest, program) : refused([unknownCommand(first)], NAME, program)
}

async function run(command: Command, words: readonly string[], program: Program): Promise<number> {
  const parsed = readArguments(words, command)
  const wantsHelp = words.some((word) => word === '--help' || word === '-h')
  if (wantsHelp) return shown(commandHelp(command), program)
  if ('mistakes' in parsed) return refused(parsed.mistakes, `${NAME} ${command.name}`, program)
  return command.run(parsed.asked, program)
}

/** `ecr-gitops help`, and `ecr-gitops help COMMAND`. */
function help([name]: readonly string[], program: Program): number {
  if (name === undefined) return shown(programHelp(COMMANDS, program.version), program)
  const command = COMMANDS.find((one) => one.name === name)
  return command ? shown(commandHelp(command), program) : refused([unknownCommand(name)], NAME, program)
}

function shown(text: string, { out }: Program): number {
  out.write(text)
  return DONE
}

const namesOf = (commands: readonly Command[]): string => commands.map(({ name }) => name).join(', ')

function unknownCommand(word: string): string {
  const names = COMMANDS.map(({ name }) => name)
  const close = nearest(word, names)
  const meant = close === undefined ? `The commands are ${names.join(', ')}.` : `Did you mean ${close}?`
  return `there is no command ${word}. ${meant}`
}
