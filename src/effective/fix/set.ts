import type { Splice } from '../../edit/yaml/lines.ts'
import { isMisread } from '../../edit/yaml/scalar.ts'
import { isNull, type ScalarNode } from '../yaml/node.ts'
import { type Refusal, refusal } from './refusal.ts'
import { renderText } from './render.ts'

/** A text in the place of another one; an empty value gets the space that it lacks. */
export function setSplice(at: ScalarNode, to: string, string: boolean): Splice | Refusal {
  const { source, start, end, style } = at
  if (style === 'literal' || style === 'folded')
    return refusal('it is a block of text, which is not rewritten')
  const written = renderText(to, { style, string: string || isString(at) })
  if (written === source.text.slice(start, end)) return refusal('it says so already')
  const isCramped = start === end && /[^\s,[{]/.test(source.text[start - 1] ?? ' ')
  return { start, end, text: isCramped ? ` ${written}` : written }
}

/** Whether every reader takes it for a string as it is. */
export const isString = (node: ScalarNode): boolean =>
  !isNull(node) && (node.style !== 'plain' || node.tag === '!!str' || !isMisread(node.text))
