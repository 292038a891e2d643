import type { At, Command, Operand, Pipe, Template, TemplateNode } from './syntax.ts'
import { type Item, itemsOf, TemplateFault, type Token } from './tokens.ts'

/** Nobody nests blocks or parentheses deeper. */
const DEEPEST = 100

/** Reads a Go template. @throws TemplateFault */
export function parseTemplate(text: string): Template {
  return new Parser(itemsOf(text)).read()
}

type ActionItem = Extract<Item, { readonly kind: 'action' }>

class Parser {
  readonly #items: readonly Item[]
  readonly #defines = new Map<string, readonly TemplateNode[]>()
  #next = 0
  #depth = 0

  constructor(items: readonly Item[]) {
    this.#items = items
  }

  read(): Template {
    const { nodes, ended } = this.#list()
    if (ended) throw new TemplateFault(`{{ ${wordAt(ended, 0)} }} ends nothing`, ended.start)
    return { body: nodes, defines: this.#defines }
  }

  /** Up to the `end` or `else` of a block. */
  #list(): { readonly nodes: readonly TemplateNode[]; readonly ended: ActionItem | undefined } {
    const nodes: TemplateNode[] = []
    for (let item = this.#items[this.#next]; item; item = this.#items[this.#next]) {
      this.#next += 1
      if (item.kind === 'text') {
        nodes.push({
          kind: 'text',
          text: item.text,
          at: { start: item.start, end: item.start + item.text.length },
        })
        continue
      }
      const word = wordAt(item, 0)
      if (word === 'end' || word === 'else') return { nodes, ended: item }
      const node = this.#action(item, word)
      if (node) nodes.push(node)
    }
    return { nodes, ended: undefined }
  }

  #action(item: ActionItem, word: string): TemplateNode | undefined {
    const { tokens, start, end } = item
    const at = { start, end }
    if (word === 'if' || word === 'with' || word === 'range') return this.#block(word, item, 1)
    if (word === 'define') {
      this.#defines.set(tokens[1]?.text ?? '', this.#body(item).body)
      return undefined
    }
    // Iterations that end early are as good as those that do not: what they write stands there.
    if (word === 'break' || word === 'continue') return undefined
    if (word !== 'template' && word !== 'block') return { kind: 'action', pipe: pipeOf(tokens, at), at }
    const name = tokens[1]?.text ?? ''
    if (word === 'block') this.#defines.set(name, this.#body(item).body)
    const pipe = tokens.length > 2 ? pipeOf(tokens.slice(2), at) : undefined
    return { kind: 'template', name, pipe, at }
  }

  #block(kind: 'if' | 'with' | 'range', item: ActionItem, from: number): TemplateNode {
    const at = { start: item.start, end: item.end }
    const pipe = pipeOf(item.tokens.slice(from), at)
    return { kind, pipe, ...this.#body(item), at }
  }

  #body(item: ActionItem): {
    readonly body: readonly TemplateNode[]
    readonly otherwise: readonly TemplateNode[]
  } {
    this.#depth += 1
    if (this.#depth > DEEPEST) throw new TemplateFault('blocks are nested too deeply', item.start)
    const { nodes: body, ended } = this.#list()
    const otherwise = this.#otherwise(item, ended)
    this.#depth -= 1
    return { body, otherwise }
  }

  #otherwise(item: ActionItem, ended: ActionItem | undefined): readonly TemplateNode[] {
    if (!ended) throw new TemplateFault(`{{ ${wordAt(item, 0)} }} has no end`, item.start)
    if (wordAt(ended, 0) === 'end') return []
    const word = wordAt(ended, 1)
    // `else if` shares the end of what it stands in.
    if (word === 'if' || word === 'with') return [this.#block(word, ended, 2)]
    return this.#body(ended).body
  }
}

const wordAt = ({ tokens }: ActionItem, index: number): string => {
  const token = tokens[index]
  return token?.kind === 'name' ? token.text : ''
}

const isSign = (token: Token | undefined, text: string): boolean =>
  token?.kind === 'sign' && token.text === text

function pipeOf(tokens: readonly Token[], at: At): Pipe {
  const reader = new Expression(tokens, at)
  const pipe = reader.pipe()
  if (!reader.done) throw new TemplateFault('an action has more than one expression', at.start)
  return pipe
}

class Expression {
  readonly #tokens: readonly Token[]
  readonly #at: At
  #next = 0
  #depth = 0

  constructor(tokens: readonly Token[], at: At) {
    this.#tokens = tokens
    this.#at = at
  }

  get done(): boolean {
    return this.#next >= this.#tokens.length
  }

  pipe(): Pipe {
    this.#depth += 1
    if (this.#depth > DEEPEST) throw new TemplateFault('parentheses are nested too deeply', this.#at.start)
    const { variables, declares } = this.#variables()
    const commands: Command[] = [this.#command()]
    while (this.#take('|')) commands.push(this.#command())
    this.#depth -= 1
    return { variables, declares, commands }
  }

  #variables(): Pick<Pipe, 'variables' | 'declares'> {
    const from = this.#next
    const names: string[] = []
    while (this.#tokens[this.#next]?.kind === 'variable') {
      names.push(this.#tokens[this.#next]?.text ?? '')
      this.#next += 1
      if (this.#take(',')) continue
      if (this.#take(':=')) return { variables: names, declares: true }
      if (this.#take('=')) return { variables: names, declares: false }
      break
    }
    this.#next = from
    return { variables: [], declares: false }
  }

  #take(sign: string): boolean {
    if (!isSign(this.#tokens[this.#next], sign)) return false
    this.#next += 1
    return true
  }

  #command(): Command {
    const operands: Operand[] = []
    for (let token = this.#tokens[this.#next]; token; token = this.#tokens[this.#next]) {
      if (token.kind === 'sign' && token.text !== '(' && token.text !== '.') break
      this.#next += 1
      operands.push(this.#operand(token))
    }
    if (operands.length === 0) throw new TemplateFault('an action says nothing', this.#at.start)
    return operands
  }

  #operand(token: Token): Operand {
    if (token.kind === 'field') return { kind: 'dot', path: [token.text, ...this.#fields()] }
    if (token.kind === 'variable') return { kind: 'variable', name: token.text, path: this.#fields() }
    if (token.kind === 'text') return { kind: 'text', text: token.text, start: token.start }
    if (token.kind === 'number') return { kind: 'number', text: token.text }
    if (token.kind === 'name') return { kind: 'call', name: token.text }
    if (token.text === '.') return { kind: 'dot', path: [] }
    const pipe = this.pipe()
    if (!this.#take(')')) throw new TemplateFault('a parenthesis is not closed', token.start)
    return { kind: 'pipe', pipe, path: this.#fields() }
  }

  /** `.a.b` directly behind something. */
  #fields(): readonly string[] {
    const path: string[] = []
    for (let token = this.#tokens[this.#next]; token?.kind === 'field' && token.joined; ) {
      path.push(token.text)
      this.#next += 1
      token = this.#tokens[this.#next]
    }
    return path
  }
}
