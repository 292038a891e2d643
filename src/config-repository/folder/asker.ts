import type { CommandOptions, CommandResult } from '../../runner/command.ts'

/** Whoever asks git about a checkout: a `Repository` of the room `source`. */
export interface Asker {
  ask(command: readonly string[], options?: Partial<CommandOptions>): Promise<CommandResult>
}
