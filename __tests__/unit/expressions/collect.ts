import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '@babel/parser'

const SRC = join(import.meta.dirname, '../../../src')

/** A regular expression as it stands in the syntax tree of a file. */
export interface Expression {
  readonly file: string
  readonly line: number
  readonly pattern: string
  readonly flags: string
  /** It cuts a text into pieces, so that it is looked for again and again. */
  readonly splits: boolean
}

/** What makes an expression of something that is no literal: nobody can say what it costs. */
export interface HiddenExpression {
  readonly file: string
  readonly line: number
  readonly code: string
}

export interface Collected {
  readonly expressions: readonly Expression[]
  readonly hidden: readonly HiddenExpression[]
}

export function collectAll(): Collected {
  const names = globSync('**/*.ts', { cwd: SRC }).toSorted()
  const files = names.map((file) => collect(file, readFileSync(join(SRC, file), 'utf8')))
  return {
    expressions: files.flatMap(({ expressions }) => expressions),
    hidden: files.flatMap(({ hidden }) => hidden),
  }
}

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly loc: { readonly start: { readonly line: number } }
  readonly [key: string]: unknown
}

export function collect(file: string, text: string): Collected {
  const expressions: Expression[] = []
  const hidden: HiddenExpression[] = []
  const visit = (node: Node, parent?: Node): void => {
    const at = { file, line: node.loc.start.line }
    if (node.type === 'RegExpLiteral') {
      const { pattern, flags } = node as unknown as Expression
      expressions.push({ ...at, pattern, flags, splits: calls(parent, /^split$/) && parent?.callee !== node })
    }
    if (isHidden(node)) hidden.push({ ...at, code: text.slice(node.start, node.end) })
    for (const child of childrenOf(node)) visit(child, node)
  }
  visit(parse(text, { sourceType: 'module', plugins: ['typescript'] }).program as unknown as Node)
  return { expressions, hidden }
}

/** `RegExp` itself, however it is called, and the methods that make one of a string. */
function isHidden(node: Node): boolean {
  if (node.type === 'Identifier') return node.name === 'RegExp'
  if (!calls(node, /^(?:match|matchAll|search)$/)) return false
  const [pattern] = node.arguments as readonly Node[]
  // A name in capitals is that of a constant, which is collected where it is made.
  const isConstant = pattern?.type === 'Identifier' && /^[A-Z][A-Z_]*$/.test(String(pattern.name))
  return pattern?.type !== 'RegExpLiteral' && !isConstant
}

function calls(node: Node | undefined, methods: RegExp): boolean {
  const callee = node?.type.endsWith('CallExpression') ? (node.callee as Node) : undefined
  const isMethod = callee?.type.endsWith('MemberExpression') === true
  return isMethod && methods.test(String((callee.property as Node).name))
}

/** A type is no code: `RegExp` stands there too. */
function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flat()
    .filter(
      (value): value is Node => typeof (value as Node | null)?.type === 'string' && 'start' in Object(value),
    )
    .filter(({ type }) => !/^TS(?!AsExpression|SatisfiesExpression|NonNull|Parameter)/.test(type))
}
