/** Values by the names that templates call them: `cluster`, `path`, `path.basename`, `values.tag`. */
export type Parameters = ReadonlyMap<string, string>

/** One that a generator makes for an application; where it is open, there are others that nobody knows here. */
export interface ParameterSet {
  readonly values: Parameters
  readonly open: boolean
}

/** `{{path}}`, and with `goTemplate` `{{ .path.path }}`. */
const PLACEHOLDER = /\{\{-?([^{}]*?)-?\}\}/g
/** In place of what is not known: no path has it. */
export const UNKNOWN = '\0'

export const isTemplate = (text: string): boolean => text.includes('{{')

/** What a template becomes, with `UNKNOWN` for what these parameters do not say. */
export function fill(template: string, { values, open }: ParameterSet): string {
  return template.replaceAll(PLACEHOLDER, (_, expression: string) => {
    const name = nameIn(expression.trim())
    if (name === undefined) return UNKNOWN
    // A template that knows all of its parameters leaves what it does not know as it is, and no overlay is called so.
    return values.get(name) ?? (open ? UNKNOWN : `{{${name}}}`)
  })
}

/** `.path.path` is `path.path`; `index .path.segments 1` and `path[1]` are `path.1`; undefined for functions. */
function nameIn(expression: string): string | undefined {
  const [, list, index] = /^index \.([\w.]+) (\d+)$/.exec(expression) ?? []
  if (list !== undefined) return `${list.replace(/\.segments$/, '')}.${index}`
  const [, name] = /^\.?([\w.-]+(?:\[\d+\])?)$/.exec(expression) ?? []
  return name?.replace(/\[(\d+)\]$/, '.$1')
}

/** Whether a text with gaps may be this one. */
export function mayBe(filled: string, wanted: string): boolean {
  const [first = '', ...rest] = filled.split(UNKNOWN)
  const last = rest.pop()
  if (last === undefined) return filled === wanted
  if (!wanted.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = wanted.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return wanted.length - last.length >= at && wanted.endsWith(last)
}
