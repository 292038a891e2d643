import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp'
import { Sampler } from './sampler.ts'

/** A text that grows: `head`, `unit` again and again, `tail`. */
export interface WorstCase {
  readonly head: string
  readonly unit: string
  readonly tail: string
}

export function textOf({ head, unit, tail }: WorstCase, length: number): string {
  return head + unit.repeat(Math.max(1, Math.round(length / unit.length))) + tail
}

/** More turns than this count as without end. */
const MANY = 10

/**
 * The texts that cost a backtracking engine most: every repetition without end is fed with what it takes and then
 * disappointed, once behind what leads to it, and once at each of many starts.
 */
export function worstCases(pattern: string, flags: string): readonly WorstCase[] {
  const tree = new RegExpParser().parsePattern(pattern, undefined, undefined, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  })
  const sampler = new Sampler(tree, flags)
  const repetitions: AST.Quantifier[] = []
  visitRegExpAST(tree, {
    onQuantifierEnter: (node) => {
      if (node.max - node.min > MANY) repetitions.push(node)
    },
    onAssertionEnter: ({ kind, raw }) => {
      if (kind === 'lookbehind' && /[*+}]/.test(raw)) throw new Error(`${raw} goes backwards: not known here`)
    },
  })
  const whole = sampler.textFor(tree)
  const cases = [
    ...repetitions.flatMap((repetition) => casesOf(repetition, sampler)),
    ...[whole, whole.slice(0, -1), 'a'].map((unit) => ({ head: '', unit, tail: '' })),
  ]
  const known = new Map(cases.map((one) => [JSON.stringify(one), one]))
  return [...known.values()].filter(({ unit }) => unit !== '')
}

function casesOf(repetition: AST.Quantifier, sampler: Sampler): readonly WorstCase[] {
  const head = besides(repetition, sampler).before
  const behind = besides(repetition, sampler).after
  // All but the last character of what should follow.
  const near = behind.slice(0, -1)
  const grown = sampler.turnsOf(repetition.element).flatMap((unit) => {
    const once = head + unit
    return [
      { head, unit },
      ...[head, once, once + near, once + behind].map((start) => ({ head: '', unit: start })),
      ...[near, behind, unit + near, unit + behind].map((more) => ({ head, unit: more })),
    ]
  })
  // One of these disappoints any repetition.
  const tails = [...sampler.characters, '']
  return grown.flatMap((one) => tails.map((tail) => ({ ...one, tail })))
}

/** What must stand around a node, at its shortest. */
function besides(node: AST.Node, sampler: Sampler): { readonly before: string; readonly after: string } {
  const { parent } = node
  if (!parent) return { before: '', after: '' }
  const outer = besides(parent, sampler)
  if (parent.type !== 'Alternative') return outer
  const index = parent.elements.indexOf(node as AST.Element)
  const textFor = (elements: readonly AST.Element[]) => elements.map((one) => sampler.textFor(one)).join('')
  return {
    before: outer.before + textFor(parent.elements.slice(0, index)),
    after: textFor(parent.elements.slice(index + 1)) + outer.after,
  }
}
