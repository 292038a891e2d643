import { parseArgs } from 'node:util'
import { nearest } from '../names/nearest.ts'
import { type Asked, type Command, type Option, optionsOf } from './command.ts'

/** What was asked for, or every mistake in how it was. */
export type Parsed = { readonly asked: Asked } | { readonly mistakes: readonly string[] }

/** Options that every command has. */
export const COMMON: readonly Option[] = [{ name: 'help', short: 'h', summary: 'Show this text' }]

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]
type OptionToken = Extract<Token, { kind: 'option' }>

/** Reads the words behind a command. */
export function readArguments(
  words: readonly string[],
  command: Pick<Command, 'groups' | 'operands'>,
): Parsed {
  const known = new Map([...optionsOf(command), ...COMMON].map((option) => [option.name, option]))
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries([...known.values()].map((option) => [option.name, shapeOf(option)])),
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const options = new Map<string, string>()
  const mistakes: string[] = []
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = known.get(token.name)
    const mistake = option
      ? mistakeIn(option, token, options)
      : unknownOption(token.rawName, [...known.keys()])
    if (mistake !== undefined) mistakes.push(mistake)
    else if (option)
      options.set(
        option.name,
        token.value === undefined ? 'true' : joined(options.get(option.name), token.value),
      )
  }
  const operands = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []))
  mistakes.push(...tooMany(operands, command.operands))
  return mistakes.length > 0 ? { mistakes } : { asked: { options, operands } }
}

const shapeOf = ({ short, value, several }: Option) => ({
  type: value === undefined ? ('boolean' as const) : ('string' as const),
  ...(short === undefined ? {} : { short }),
  multiple: several === true,
})

function mistakeIn(
  { value, several }: Option,
  token: OptionToken,
  given: ReadonlyMap<string, string>,
): string | undefined {
  const { rawName, value: text, inlineValue, name } = token
  if (given.has(name) && !several && value !== undefined) return `${rawName} is given twice`
  if (value === undefined) return text === undefined ? undefined : `${rawName} takes no value`
  // What begins with a dash is the next option, unless it is written behind an equals sign.
  const isOption = !inlineValue && /^-./.test(text ?? '')
  return text === undefined || isOption ? `${rawName} needs a value: ${rawName} ${value}` : undefined
}

const joined = (before: string | undefined, text: string): string =>
  before === undefined ? text : `${before}\n${text}`

function unknownOption(rawName: string, names: readonly string[]): string {
  const close = nearest(rawName.replace(/^-+/, ''), names)
  return `there is no option ${rawName}.${close === undefined ? '' : ` Did you mean --${close}?`}`
}

function tooMany(given: readonly string[], taken: readonly string[]): readonly string[] {
  const extra = given[taken.length]
  if (extra === undefined) return []
  return [
    `"${extra}" is one word too many: it takes ${taken.length === 0 ? 'options alone' : taken.join(' ')}`,
  ]
}
