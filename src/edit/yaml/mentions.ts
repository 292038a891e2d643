/**
 * What a text that cannot be read as YAML seems to say, line by line: each looks at the text once, however hostile it is.
 */

/** A key of that name, whatever it is in; `indent`: one that stands at exactly that indentation. */
export function hasKey(text: string, name: string, indent?: string): boolean {
  return text.split('\n').some((line) => {
    const own = line.replace(/^\ufeff/, '')
    if (indent !== undefined) return own.startsWith(indent) && beginsWithKey(own.slice(indent.length), name)
    return beginsWithKey(own.replace(/^[ \t-]*/, ''), name)
  })
}

function beginsWithKey(text: string, name: string): boolean {
  const start = /^["']/.test(text) ? 1 : 0
  return text.startsWith(name, start) && /^["']?\s*:/.test(text.slice(start + name.length))
}

/** A field with a value that begins so. */
export function hasField(text: string, field: string, value: string): boolean {
  for (let at = text.indexOf(field); at >= 0; at = text.indexOf(field, at + field.length)) {
    const [between] = /^["']?\s*:\s*["']?/.exec(text.slice(at + field.length)) ?? []
    if (between !== undefined && text.startsWith(value, at + field.length + between.length)) return true
  }
  return false
}

/** A `name:` of exactly that value. */
export function hasName(text: string, name: string): boolean {
  return [...text.matchAll(/\bname["']?\s*:\s*["']?/g)].some(({ 0: key, index }) => {
    const start = index + key.length
    return text.startsWith(name, start) && /^["']?\s*(?:[,}#\n]|$)/.test(text.slice(start + name.length))
  })
}

/** A document of that kind, in any case, as kubectl takes it. */
export function hasKind(text: string, kind: string): boolean {
  return text.split('\n').some((line) => {
    const [, said = ''] = /^["']?kind["']?\s*:\s*["']?([^\s"'#]*)/.exec(line) ?? []
    return said.toLowerCase() === kind.toLowerCase()
  })
}
