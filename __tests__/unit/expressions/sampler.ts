import { type AST, visitRegExpAST } from '@eslint-community/regexpp'

/** Characters beside those of the expression itself: each kind that expressions tell apart. */
const CHARACTERS = [
  ...'a0 -_./:@"\'#,',
  ...'\t\r\n\u00a0\u0001\u001b\u2028\ufeff',
  // Half of a pair, and a whole one.
  '\ud800',
  '\u{1f600}',
]

type CharacterSet = AST.CharacterSet | AST.CharacterClass

/** Makes the shortest texts that the parts of an expression match. */
export class Sampler {
  readonly #flags: string
  /** One of all characters that no repetition of the expression tells apart. */
  readonly characters: readonly string[]

  constructor(tree: AST.Pattern, flags: string) {
    this.#flags = flags.replaceAll(/[^iuvs]/g, '')
    const told = new Set(['\\w', '\\n'])
    const written: string[] = []
    visitRegExpAST(tree, {
      onCharacterEnter: ({ raw, value, parent }) => {
        if (parent.type === 'Quantifier') told.add(raw)
        written.push(String.fromCodePoint(value))
      },
      onCharacterClassEnter: ({ raw }) => void told.add(raw),
      onCharacterSetEnter: ({ raw }) => void told.add(raw),
    })
    const tests = [...told].map((raw) => this.#only(raw))
    const kindOf = (character: string) => tests.map((one) => Number(one.test(character))).join('')
    const kinds = new Map([...CHARACTERS, ...written].toReversed().map((one) => [kindOf(one), one]))
    this.characters = [...kinds.values()]
  }

  textFor(node: AST.Node): string {
    if ('alternatives' in node) {
      const texts = node.alternatives.map((one: AST.Node) => this.textFor(one))
      return texts.toSorted((one, other) => one.length - other.length)[0] ?? ''
    }
    if (node.type === 'Alternative') return node.elements.map((one) => this.textFor(one)).join('')
    if (node.type === 'Quantifier') return this.textFor(node.element).repeat(node.min)
    if (node.type === 'Character') return String.fromCodePoint(node.value)
    if (isSet(node)) return this.#matching(node)[0] ?? ''
    if (node.type === 'Backreference') return this.textFor([node.resolved].flat()[0] ?? node)
    if (node.type === 'Assertion') return ''
    throw new Error(`${node.type} is not known here: add how a text is made that it matches`)
  }

  /** What one turn of a repetition may take: of each alternative two texts, of a set one character of each kind. */
  turnsOf(node: AST.Node): readonly string[] {
    if (isSet(node)) return this.#matching(node)
    if (node.type !== 'Group' && node.type !== 'CapturingGroup') return [this.textFor(node)]
    return node.alternatives.flatMap((one) => [this.textFor(one), this.#withTurns(one)])
  }

  /** With one turn of each repetition in it. */
  #withTurns({ elements }: AST.Alternative): string {
    const turn = (one: AST.Element) => this.textFor(one.type === 'Quantifier' ? one.element : one)
    return elements.map(turn).join('')
  }

  #matching({ raw }: CharacterSet): readonly string[] {
    const only = this.#only(raw)
    return this.characters.filter((character) => only.test(character))
  }

  #only(raw: string): RegExp {
    return new RegExp(`^(?:${raw})$`, this.#flags)
  }
}

const isSet = (node: AST.Node): node is CharacterSet =>
  node.type === 'CharacterSet' || node.type === 'CharacterClass'
