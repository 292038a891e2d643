import { type PathMistake, pathMistake } from './paths/path-mistake.ts'

/** One step down into a YAML document: a key of a mapping, or an item of a list by its number or by what a field of it says. */
export type Step =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'match'; readonly field: string; readonly value: string }

/** Deeper than anything that a parser of this step follows. */
const DEEPEST = 100

const KEY = /()()()("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:\\.|[^.[\]\\"'\s])(?:\\.|[^.[\]\\])*)/y
const ITEM =
  /\[(?:(\d{1,9})|((?:\\.|[^=\]\\"'[\s])+)=("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:\\.|[^\]\\"'])(?:\\.|[^\]\\])*))\]/y

/**
 * `a.b[name=web].c[0]`: keys between dots, items in brackets. A key with a dot in it stands in quotation marks, or has a
 * backslash before the dot, as `helm --set` has it.
 */
export function parsePath(text: string): readonly Step[] | PathMistake {
  const { steps, fails } = walk(text)
  if (steps.length > DEEPEST) return { mistake: `is deeper than ${DEEPEST} steps`, example: 'web.image' }
  return fails === undefined ? steps : pathMistake(text, fails, (one) => walk(one).fails)
}

/** The steps of a text as far as it is a path, and where it stops to be one. */
function walk(text: string): { readonly steps: readonly Step[]; readonly fails?: number } {
  const steps: Step[] = []
  let at = 0
  do {
    const dot = at > 0 && text[at] === '.' ? 1 : 0
    const item = dot === 0 ? matchAt(ITEM, text, at) : undefined
    const found = item ?? (at === 0 || dot === 1 ? matchAt(KEY, text, at + dot) : undefined)
    if (!found) return { steps, fails: at }
    at += dot + found[0].length
    steps.push(stepOf(found))
  } while (at < text.length && steps.length <= DEEPEST)
  return { steps }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

export const isMistaken = (path: readonly Step[] | PathMistake): path is PathMistake => 'mistake' in path

function stepOf([, index, field, value = '', key]: RegExpExecArray): Step {
  if (key !== undefined) return { kind: 'key', key: unquoted(key) }
  if (field === undefined) return { kind: 'index', index: Number(index) }
  return { kind: 'match', field: unquoted(field), value: unquoted(value) }
}

function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'")
  const bare = text.startsWith('"') ? text.slice(1, -1) : text
  return bare.replaceAll(/\\(.)/gs, '$1')
}

/** One spelling for one path. */
export const formatPath = (steps: readonly Step[]): string =>
  steps.map(formatStep).join('').replace(/^\./, '')

function formatStep(step: Step): string {
  if (step.kind === 'index') return `[${step.index}]`
  if (step.kind === 'match')
    return `[${escaped(step.field, /[=\]\\"'[\s]/g)}=${quotedWhereNeeded(step.value, /[\]\\"']|^$/)}]`
  return `.${quotedWhereNeeded(step.key, /[.[\]\\"'\s]|^$/)}`
}

const escaped = (text: string, special: RegExp): string => text.replaceAll(special, String.raw`\$&`)

const quotedWhereNeeded = (text: string, special: RegExp): string =>
  special.test(text) ? `"${escaped(text, /["\\]/g)}"` : text
