import { Composer, CST, type Document, Lexer, LineCounter, Parser, type SchemaOptions } from 'yaml'

/** A comment: from its `#` to the end of its line. */
export interface Comment {
  readonly start: number
  readonly end: number
}

/** A YAML text as the parser sees it, with what it drops: where the comments stand. */
export interface Syntax {
  readonly documents: readonly Document.Parsed[]
  readonly lineAt: (offset: number) => number
  readonly comments: readonly Comment[]
  /** The offset of `...`, where there is one. */
  readonly endMarker: number | undefined
}

/** A text that is not read to its end, because a parser could take very long for it. */
export interface Excess {
  readonly excess: string
  readonly line: number
}

/** Far above what people write by hand; every recursion over the nodes relies on the first of them. */
const DEEPEST = 100
const MOST_ANCHORS = 1000

export const isExcess = (result: object): result is Excess => 'excess' in result

export function readSyntax(text: string, schema: SchemaOptions = {}): Syntax | Excess {
  const scan = scanTokens(text)
  if (isExcess(scan)) return scan
  const { tokens, ...rest } = scan
  // Equal keys are looked for by faultOf: the library compares each key with every other one.
  const composer = new Composer({ ...schema, keepSourceTokens: true, uniqueKeys: false })
  return { ...rest, documents: [...composer.compose(tokens)] }
}

interface Scan extends Omit<Syntax, 'documents'> {
  readonly tokens: readonly CST.Token[]
}

function scanTokens(text: string): Scan | Excess {
  const lines = new LineCounter()
  lines.addNewLine(0)
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  const comments: Comment[] = []
  const lineAt = (offset: number) => lines.linePos(offset).line
  let endMarker: number | undefined
  let anchors = 0
  let isScalar = false
  for (const lexeme of new Lexer().lex(text)) {
    const start = parser.offset
    if (isScalar) isScalar = false
    else if (lexeme === CST.SCALAR) isScalar = true
    else if (lexeme.startsWith('#')) comments.push({ start, end: start + lexeme.length })
    else if (lexeme.startsWith('&')) anchors += 1
    else if (lexeme === '...') endMarker ??= start
    tokens.push(...parser.next(lexeme))
    if (parser.stack.length > DEEPEST) {
      return { excess: `is nested deeper than ${DEEPEST} levels`, line: lineAt(start) }
    }
    if (anchors > MOST_ANCHORS) {
      return { excess: `has more than ${MOST_ANCHORS} anchors (&)`, line: lineAt(start) }
    }
  }
  tokens.push(...parser.end())
  return { tokens, lineAt, comments, endMarker }
}
