import type { Program } from './program.ts'

/** An option of a command; those of a door are named as its inputs. */
export interface Option {
  readonly name: string
  readonly short?: string
  /** What help shows for its value; a flag has none. */
  readonly value?: string
  readonly summary: string
  /** Given several times it has several values, one a line. */
  readonly several?: true
}

export interface OptionGroup {
  readonly title: string
  readonly options: readonly Option[]
}

/** What somebody has asked of a command. */
export interface Asked {
  /** By name; a flag is `true`. What is not here was not given. */
  readonly options: ReadonlyMap<string, string>
  readonly operands: readonly string[]
}

/** A word behind `ecr-gitops`. What it needs is loaded when it runs. */
export interface Command {
  readonly name: string
  /** One line in the list of commands. */
  readonly summary: string
  /** What it does, above its options. */
  readonly about: string
  /** As help shows what it takes besides options: `[path]`. */
  readonly operands: readonly string[]
  readonly groups: readonly OptionGroup[]
  /** Lines to copy, each with what it does. */
  readonly examples: readonly (readonly [command: string, what: string])[]
  /** @returns the exit code: 0, 1 where something was found, 2 where it could not run. */
  readonly run: (asked: Asked, program: Program) => Promise<number>
}

export const optionsOf = ({ groups }: Pick<Command, 'groups'>): readonly Option[] =>
  groups.flatMap(({ options }) => options)
