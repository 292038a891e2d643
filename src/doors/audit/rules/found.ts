import type { Origin } from '../../../effective/object.ts'
import type { ScalarNode, Span } from '../../../effective/yaml/node.ts'
import { cutLine, oneLine } from '../../../names/text.ts'
import type { Found } from './rule.ts'

type Known = 'certain' | 'assumed'

/** What is not certain is never more than a notice. */
export const softened = (known: Known): Pick<Found, 'severity'> =>
  known === 'certain' ? {} : { severity: 'notice' }

/** Overlays, charts and manifests that are deployed from these, each once. */
export const rootsOf = (origins: readonly Origin[]): readonly string[] =>
  [...new Set(origins.map(({ root, folder }) => folder ?? root))].toSorted()

/** Text of others as messages show it. */
export const quote = (text: string): string => `"${cutLine(oneLine(text)).slice(0, LONGEST)}"`

/** Longer than any name that is right. */
const LONGEST = 300

/** The part of a place where a text stands as it is written; all of it where it cannot be told. */
export function within(at: Span, text: string): Span {
  const { source, start, end } = at
  if (!source.exact || text === '') return at
  const index = source.text.slice(start, end).indexOf(text)
  if (index < 0) return at
  return { source, start: start + index, end: start + index + text.length }
}

/** The scalar that stands there. Places that decide something are scalars, though a type may say less. */
export function scalarAt(at: Span): ScalarNode | undefined {
  return isScalar(at) ? at : undefined
}

const isScalar = (at: Span): at is ScalarNode => 'kind' in at && at.kind === 'scalar'

/** `file:line` of a place, for messages that point to another one. */
export function lineOf({ source, start }: Span): string {
  return `${oneLine(source.path)}:${source.text.slice(0, start).split('\n').length}`
}
