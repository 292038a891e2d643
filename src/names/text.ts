/** Text of others on one line: no value can begin a line, and so a trailer, a claim or a command, of its own. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
}

/** Longer than any line that a person reads to its end, or that a program means to be read. */
export const LONGEST_SHOWN = 4000

/**
 * A line of others, as much of it as is looked at, kept or shown; what is left out is counted. Secrets are taken out
 * before: a part of one is no longer known to the runner's masks.
 */
export function cutLine(line: string): string {
  const left = line.length - LONGEST_SHOWN
  return left > 0 ? `${line.slice(0, LONGEST_SHOWN)}... (${left} more characters)` : line
}

/** Names of others, as many as anybody reads. */
export function listed(names: readonly string[]): string {
  const left = names.length - MOST_LISTED
  return left > 0 ? `${names.slice(0, MOST_LISTED).join(', ')} and ${left} more` : names.join(', ')
}

const MOST_LISTED = 20

/** A path, URL or registry without the slashes at its end. Each is looked at once, however many there are. */
export function withoutLastSlashes(text: string): string {
  return text.replace(/(?<!\/)\/+$/, '')
}

/** A field of the comma-separated option values of buildx and BuildKit, quoted only where it must be (RFC 4180). */
export function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The fields of such a value. What is none (a quote in the wrong place) is cut at its commas and loses its quotes. */
export function csvFields(text: string): readonly string[] {
  const fields = text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g)
  return [...fields].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.replaceAll('"', ''),
  )
}

/** The object that a JSON text holds; an empty one for a text that is cut, foreign or something else than an object. */
export function jsonObject(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text)
    return isRecord(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

/** Whether a parsed value is an object, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One word for a POSIX shell, whatever is in it. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** Far above any configuration that people write; a parser is no place to find out how much above. */
export const LARGEST_FILE = 1024 * 1024
