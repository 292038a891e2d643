import { fill, UNKNOWN as GAP, isTemplate, type ParameterSet } from '../../render/applications/template.ts'
import { notKnown } from '../helm/not-known.ts'
import { Evaluation } from '../helm/template/evaluate.ts'
import type { Budget } from '../helm/template/meter.ts'
import { parseTemplate } from '../helm/template/parse.ts'
import { TemplateFault } from '../helm/template/tokens.ts'
import { plain, type Value } from '../helm/template/value.ts'
import type { ScalarNode, YamlNode } from '../yaml/node.ts'

/** Fills in what an ApplicationSet leaves open; undefined for a text of which not all is known. */
export type Fill = (text: string) => string | undefined

/** As the field `goTemplate` says: Go's templates, or placeholders alone. */
export function fillWith(set: ParameterSet, isGoTemplate: boolean, budget: Budget): Fill {
  if (isGoTemplate) {
    const dot = nested(set)
    return (text) => (isTemplate(text) ? evaluated(text, dot, budget) : text)
  }
  return (text) => {
    const filled = isTemplate(text) ? fill(text, set) : text
    return filled.includes(GAP) ? undefined : filled
  }
}

function evaluated(text: string, dot: Value, budget: Budget): string | undefined {
  try {
    const source = { path: '', text, exact: false }
    const pieces = new Evaluation(new Map(), budget).run({ body: parseTemplate(text).body, source }, dot)
    const texts = pieces.map((piece) => piece.text)
    return texts.includes(undefined) ? undefined : texts.join('')
  } catch (error) {
    if (error instanceof TemplateFault) return undefined
    throw error
  }
}

/** Keys and indexes that nobody writes: an object would keep them for itself. */
interface Branch {
  readonly below: Map<string, Branch>
  text: string | undefined
}

/** `values.tag` is `.values.tag`; the path of a folder is a mapping with `path`, `basename` and `segments`. */
function nested({ values, open }: ParameterSet): Value {
  const root: Branch = { below: new Map(), text: undefined }
  for (const [name, text] of values) {
    let at = root
    for (const key of name.split('.')) {
      const next = at.below.get(key) ?? { below: new Map(), text: undefined }
      at.below.set(key, next)
      at = next
    }
    at.text = text
  }
  return valueOfBranch(root, open)
}

function valueOfBranch({ below, text }: Branch, open: boolean): Value {
  // Only what a generator tells nothing of at all has neither.
  if (below.size === 0 && text !== undefined) return plain(text)
  const entries = new Map([...below].map(([key, one]) => [key, valueOfBranch(one, open)] as const))
  const segments = [...below].filter(([key]) => /^\d+$/.test(key)).map(([, one]) => plain(one.text ?? ''))
  if (segments.length > 0 && below.has('basename'))
    entries.set('segments', { kind: 'items', items: segments })
  return { kind: 'dict', entries, open }
}

/** A node with its templates filled in: what is the same stays the same node. */
export function filled(node: YamlNode, fillIn: Fill): YamlNode {
  if (node.kind === 'scalar') return filledScalar(node, fillIn)
  if (node.kind === 'list') {
    const items = node.items.map((item) => filled(item, fillIn))
    return items.every((item, at) => item === node.items[at]) ? node : { ...node, items }
  }
  const entries = node.entries.map((entry) => {
    const value = filled(entry.value, fillIn)
    return value === entry.value ? entry : { ...entry, value }
  })
  return entries.every((entry, at) => entry === node.entries[at]) ? node : { ...node, entries }
}

function filledScalar(node: ScalarNode, fillIn: Fill): ScalarNode {
  if (!isTemplate(node.text)) return node
  const text = fillIn(node.text)
  // Its place is that of the template, of which the text is no longer a part.
  const source = { ...node.source, exact: false }
  return text === undefined ? notKnown(node) : { ...node, source, text }
}
