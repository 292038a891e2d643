import { isNull, type MapNode, valueAt, type YamlNode } from '../../yaml/node.ts'
import { listAt, mapAt, type NodePath, scalarAt, withNodeAt } from '../build/rewrite.ts'
import { type Place, splitPath } from '../images/field-spec.ts'
import { Misfit } from '../patch/misfit.ts'
import { compilePattern } from '../pattern/pattern.ts'

/** A path as replacements write it: `spec.containers.[name=app].image`, with `[a.b]` for a key with dots in it. */
export function stepsOf(path: string): readonly string[] {
  const steps: string[] = []
  let open: string[] = []
  for (const part of splitPath(path, '.')) {
    open.push(part)
    if (open[0]?.startsWith('[') && !part.endsWith(']')) continue
    steps.push(bracketed(open))
    open = []
  }
  return open.length > 0 ? [...steps, bracketed(open)] : steps
}

/** A path in brackets without `=` is a key; one that was not cut into parts keeps them, as kustomize has it. */
function bracketed(parts: readonly string[]): string {
  const whole = parts.join('.')
  const isKey = parts.length > 1 && !whole.includes('=')
  return isKey ? withoutBrackets(whole) : whole
}

function withoutBrackets(text: string): string {
  let [from, to] = [0, text.length]
  while (from < to && '[]'.includes(text[from] ?? ' ')) from += 1
  while (to > from && '[]'.includes(text[to - 1] ?? ' ')) to -= 1
  return text.slice(from, to)
}

/** Nobody's objects are so deep. */
const MOST_STEPS = 100

interface ItemStep {
  readonly field: string
  readonly value: string
}

function itemStep(step: string): ItemStep | undefined {
  const [, field = '', value = ''] = /^\[([^=]*)=(.*)\]$/s.exec(step) ?? []
  return step.startsWith('[') && step.endsWith(']') && step.includes('=') ? { field, value } : undefined
}

/** The one value that a source names (kyaml, yaml/fns.go, `PathGetter`). */
export function lookUp(root: YamlNode, path: string): YamlNode | undefined {
  return stepsOf(path).reduce<YamlNode | undefined>((node, step) => {
    if (node?.kind === 'map') return valueAt(node, step)
    if (node?.kind !== 'list') return undefined
    if (/^\d{1,9}$/.test(step)) return node.items[Number(step)]
    if (step === '-') return node.items.at(-1)
    const wanted = itemStep(step)
    return wanted && node.items.find((item) => isItem(item, wanted))
  }, root)
}

const isItem = (item: YamlNode, { field, value }: ItemStep): boolean => {
  const held = field === '' ? item : valueAt(item, field)
  return held?.kind === 'scalar' && held.text === value
}

/**
 * The values that a target names, and the object in which they all are: what is missing of it is made where that is
 * wanted (kyaml, yaml/match.go, `PathMatcher`).
 *
 * @throws Misfit
 */
export function placesAt(
  root: MapNode,
  path: string,
  { value, create }: { readonly value: YamlNode; readonly create: boolean },
): { readonly root: MapNode; readonly places: readonly Place[] } {
  let held: YamlNode = root
  let places: readonly Place[] = [{ path: [], node: root }]
  const steps = stepsOf(path)
  if (steps.length > MOST_STEPS) throw new Misfit('a path is too long', root)
  for (const [index, step] of steps.entries()) {
    const next: Place[] = []
    const made = create ? () => emptyFor(steps[index + 1], value) : undefined
    for (const place of places) {
      const found = under(place, step, made)
      if (found.made !== place.node)
        held = place.path.length === 0 ? found.made : withNodeAt(held, place.path, found.made)
      next.push(...found.places)
    }
    places = next
  }
  return { root: held.kind === 'map' ? held : root, places }
}

/** What a missing value is made as, by the step that follows it. */
function emptyFor(following: string | undefined, value: YamlNode): YamlNode {
  if (following === undefined) return value.kind === 'scalar' ? scalarAt(value, '') : value
  return itemStep(following) || /^\d+$/.test(following) ? listAt(value, []) : mapAt(value, [])
}

interface Found {
  /** The node itself, or with what was made in it. */
  readonly made: YamlNode
  readonly places: readonly Place[]
}

type Make = (() => YamlNode) | undefined

function under({ path, node }: Place, step: string, make: Make): Found {
  if (/^\d{1,9}$/.test(step) && node.kind === 'list') return itemAt({ path, node }, Number(step), make)
  const wanted = itemStep(step)
  if (wanted) return itemsLike({ path, node }, wanted, make)
  if (step === '*') {
    if (node.kind !== 'list') throw new Misfit('* stands for the items of a list, and there is none', node)
    return { made: node, places: node.items.map((item, at) => ({ path: [...path, at], node: item })) }
  }
  return fieldAt({ path, node }, step, make)
}

function fieldAt({ path, node }: Place, step: string, make: Make): Found {
  if (node.kind === 'scalar' && !isNull(node))
    throw new Misfit('the path leads into a text, and what is in a text is not followed', node)
  const old = valueAt(node, step)
  if (old) return { made: node, places: [{ path: [...path, step], node: old }] }
  if (!make || node.kind === 'list') return { made: node, places: [] }
  const value = make()
  const map = node.kind === 'map' ? node : mapAt(node, [])
  const made: MapNode = { ...map, entries: [...map.entries, { key: scalarAt(value, step), value }] }
  return { made, places: [{ path: [...path, step], node: value }] }
}

function itemAt({ path, node }: Place, at: number, make: Make): Found {
  const items = node.kind === 'list' ? node.items : []
  const old = items[at]
  if (old) return { made: node, places: [{ path: [...path, at], node: old }] }
  if (!make || at !== items.length) throw new Misfit(`the list has no item ${at}`, node)
  const value = make()
  return {
    made: { ...listAt(node, []), items: [...items, value] },
    places: [{ path: [...path, at], node: value }],
  }
}

/** Items of which a field matches an expression, wherever in it. */
function itemsLike({ path, node }: Place, { field, value }: ItemStep, make: Make): Found {
  const matches = compilePattern(value)
  if (!matches) throw new Misfit('which items this path means cannot be told', node)
  const items = node.kind === 'list' ? node.items : []
  const places = items.flatMap((item, at) => {
    const held = field === '' ? item : valueAt(item, field)
    const isMeant = held?.kind === 'scalar' && matches(held.text.trim())
    return isMeant ? [{ path: [...path, at] as NodePath, node: item }] : []
  })
  if (places.length > 0 || !make) return { made: node, places }
  const text = scalarAt(node, value)
  const item = field === '' ? text : mapAt(node, [{ key: scalarAt(node, field), value: text }])
  const made = { ...listAt(node, []), items: [...items, item] }
  return { made, places: [{ path: [...path, items.length], node: item }] }
}
