import type { Source } from '../../../effective/yaml/node.ts'
import { readYaml } from '../../../effective/yaml/read.ts'
import type { Literal } from '../literal.ts'
import { literalOf } from '../of-yaml.ts'
import type { Token } from './token.ts'

/** The policy that a text of a program holds as JSON. `start` is where the text itself begins, behind what opens it. */
export function documentIn({ text }: Token, source: Source, start: number): Literal | undefined {
  if (!/^\s*\{\s*"/.test(text)) return undefined
  const end = source.text.length
  const [document] = readYaml(source, text, (offset) => Math.min(start + offset, end)).documents
  return document?.root && literalOf(document.root)
}
