export type LabelTest = (labels: ReadonlyMap<string, string>) => boolean

const everything: LabelTest = () => true

/**
 * A selector as kubectl takes it: `a=b`, `a!=b`, `a in (b, c)`, `a notin (b)`, `a`, `!a`, with commas between them.
 * undefined for anything else.
 */
export function readLabelSelector(text: string): LabelTest | undefined {
  if (text.trim() === '') return everything
  const tests = requirementsIn(text).map(readRequirement)
  const known = tests.filter((test) => test !== undefined)
  return known.length < tests.length ? undefined : (labels) => known.every((test) => test(labels))
}

/** Between commas that stand in no brackets. */
function requirementsIn(text: string): readonly string[] {
  const parts: string[] = ['']
  let isInside = false
  for (const letter of text) {
    if (letter === '(') isInside = true
    if (letter === ')') isInside = false
    if (letter === ',' && !isInside) parts.push('')
    else parts.push(`${parts.pop()}${letter}`)
  }
  return parts.map((part) => part.trim())
}

function readRequirement(text: string): LabelTest | undefined {
  const [, not, bare] = /^(!?) ?([\w./-]+)$/.exec(text) ?? []
  if (bare !== undefined) return (labels) => labels.has(bare) === (not === '')
  const [, key, operator, value = ''] =
    /^([\w./-]+) ?(==?|!=) ?([\w./-]*)$/.exec(text.replaceAll(/\s+/g, ' ')) ?? []
  if (key !== undefined) return (labels) => (labels.get(key) === value) === (operator !== '!=')
  const [, name, word, list = ''] = /^([\w./-]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text) ?? []
  if (name === undefined) return undefined
  const values = new Set(list.split(',').map((one) => one.trim()))
  return (labels) => {
    const held = labels.get(name)
    return (held !== undefined && values.has(held)) === (word === 'in')
  }
}
