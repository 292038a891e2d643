import type { Document } from 'yaml'
import { fail } from '../../errors/errors.ts'
import { LARGEST_FILE } from '../../names/text.ts'
import { refuse } from '../refuse.ts'
import type { ConfigFile } from '../target.ts'
import { faultOf } from './faults.ts'
import { rangeOf } from './range.ts'
import { isExcess, readSyntax, type Syntax } from './syntax.ts'

/**
 * A YAML text of the config repository, whatever it holds. `input` is what names the file.
 *
 * @throws StepError EDIT_UNSAFE for what parsers may take too long for, or do not agree on.
 */
export function openYaml(file: ConfigFile, input: string): Syntax {
  const hint = `Split the file, or name the right one in ${input}.`
  if (file.text.length > LARGEST_FILE) refuse(file, undefined, { message: 'is larger than 1 MiB', hint })
  failOnCharacters(file)
  const syntax = readSyntax(file.text)
  return isExcess(syntax) ? refuse(file, syntax.line, { message: syntax.excess, hint }) : syntax
}

/**
 * kustomize reads YAML 1.1: a carriage return alone, U+0085, U+2028 and U+2029 end a line there and nowhere else, and
 * what is not printable is an error. A byte order mark is one at the start only.
 */
const UNREADABLE = /\r(?!\n)|[^\P{Cc}\t\n\r]|[\u2028\u2029\ufffe\uffff]|(?<!^)\ufeff/u

export function unreadableIn(text: string): { readonly line: number; readonly message: string } | undefined {
  const found = UNREADABLE.exec(text)
  if (!found) return undefined
  const line = text.slice(0, found.index).split('\n').length
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  return { line, message: `has the character U+${code}, which YAML parsers do not agree on` }
}

function failOnCharacters(file: ConfigFile): void {
  const found = unreadableIn(file.text)
  if (found) refuse(file, found.line, { message: found.message, hint: `Remove it from line ${found.line}.` })
}

interface Reading extends Pick<Syntax, 'lineAt'> {
  /** What may be used to read the file all the same. */
  readonly program: string
}

/** @throws StepError YAML_INVALID for what is no YAML. */
export function failOnErrors(
  file: ConfigFile,
  { errors, warnings }: Document.Parsed,
  reading: Reading,
): void {
  const error = errors[0] ?? warnings[0]
  if (error) invalid(file, { line: reading.lineAt(error.pos[0]), message: error.message }, reading)
}

/** @throws StepError YAML_INVALID or EDIT_UNSAFE for keys that stand there twice, and aliases that lead nowhere. */
export function failOnFaults(file: ConfigFile, document: Document.Parsed, reading: Reading): void {
  const fault = faultOf(document)
  if (!fault) return
  const line = reading.lineAt(rangeOf(fault.node)[0])
  const { message, hint } = fault
  if (hint === undefined) invalid(file, { line, message }, reading)
  refuse(file, line, { message, hint })
}

interface Mistake {
  readonly line: number
  readonly message: string
}

function invalid(file: ConfigFile, { line, message }: Mistake, { program }: Reading): never {
  return fail({
    code: 'YAML_INVALID',
    message: `${file.path}:${line} is not valid YAML: ${message}`,
    hint: `Correct line ${line} of ${file.path}, also where "${program}" lets it pass.`,
    configPlace: file.place(line),
  })
}
