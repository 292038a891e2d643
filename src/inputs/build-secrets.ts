import { argument, type Mistake, type Parser, value } from './fields.ts'

/** A secret whose value stands in the input. An empty value is judged by the plan: in a run for a fork all are empty. */
export interface SecretValue {
  readonly id: string
  readonly value: string
}

export interface SecretVariable {
  readonly id: string
  readonly variable: string
}

export interface SecretFile {
  readonly id: string
  readonly path: string
}

interface Entry {
  readonly line: number
  readonly text: string
  readonly quoted: boolean
}

/**
 * A quoted entry may span lines, with "" for a quotation mark in it, as docker/build-push-action takes it. No entry
 * begins with a dash but as an item of a YAML list.
 */
const ENTRY = /[ \t]*(?:-[ \t]+)?"((?:[^"]|"")*)"[ \t]*\r?(?:\n|$)|[^\n]*(?:\n|$)/gy
const SECRET = /^(?:-[ \t]+)?([A-Za-z0-9_][\w.-]*)=(.*)/s

function entriesOf(text: string): readonly Entry[] {
  const entries: Entry[] = []
  let line = 1
  for (const { 0: whole, 1: quoted } of text.matchAll(ENTRY)) {
    const entry = { line, text: quoted?.replaceAll('""', '"') ?? whole.trim(), quoted: quoted !== undefined }
    if (entry.text !== '') entries.push(entry)
    line += whole.split('\n').length - 1
  }
  return entries
}

/** `ID=value` lines. A line that is no such entry may be part of a key, so it is named by its number only. */
export const secretValues: Parser<readonly SecretValue[]> = (given) => {
  const parsed = entriesOf(given).map(secretIn)
  const mistakes = parsed.flatMap((result) => ('mistake' in result ? [result.mistake] : []))
  if (mistakes.length === 0) return value(parsed.flatMap((result) => ('id' in result ? [result] : [])))
  const more = mistakes.length > 5 ? ` and ${mistakes.length - 5} more` : ''
  return confidential(
    `is refused: ${mistakes.slice(0, 5).join('; ')}${more}`,
    `npm_token=\${{ secrets.NPM_TOKEN }}; where the value spans lines, with quotation marks around the whole entry: "ID=value"`,
  )
}

function secretIn({ line, text, quoted }: Entry): SecretValue | { readonly mistake: string } {
  const [, id, secret = ''] = SECRET.exec(text) ?? []
  if (id === undefined || isPadding(id, secret))
    return { mistake: `line ${line} is not of the form ID=value` }
  if (!quoted && /^"(?!.*"$)/.test(secret)) {
    return { mistake: `line ${line} opens a quotation mark behind the "=" and does not close it` }
  }
  return { id, value: secret }
}

/** The last line of a base64 text looks like an ID without a value, and must not be called one in a message. */
const isPadding = (id: string, secret: string): boolean =>
  /^=?$/.test(secret) && /[a-z]/.test(id) && /[A-Z]/.test(id)

/** What must not reach the log: every value, and every line as it stands when one of them was refused. */
export function secretsToMask(given: string): readonly string[] {
  const entries = entriesOf(given)
  const parsed = entries.map(secretIn)
  const values = parsed.flatMap((result) => ('id' in result ? [result.value] : []))
  return values.length === entries.length ? values : [...values, ...entries.map(({ text }) => text)]
}

/** `ID=VARIABLE`. What is no such entry may be the secret itself, so it is not repeated. */
export const secretVariable: Parser<SecretVariable> = (given) => {
  const [, id, variable] = /^([A-Za-z0-9_][\w.-]*)=([A-Za-z_]\w*)$/.exec(given) ?? []
  return id && variable
    ? value({ id, variable })
    : confidential('has a line that is not of the form ID=VARIABLE', 'npm_token=NPM_TOKEN')
}

export const secretFile: Parser<SecretFile> = (given) => {
  const [, id, path = ''] = /^([A-Za-z0-9_][\w.-]*)=(.+)$/.exec(given) ?? []
  const example = 'npmrc=.npmrc'
  if (id === undefined) return confidential('has a line that is not of the form ID=path', example)
  const parsed = argument(path.trim())
  return 'mistake' in parsed
    ? { mistake: `has a path that ${parsed.mistake}`, example }
    : value({ id, path: parsed.value })
}

const confidential = (mistake: string, example: string): Mistake => ({ mistake, example, confidential: true })
