import { Document } from 'yaml'
import type { Random } from '../random.ts'
import type { Json } from './workloads.ts'

/** Values as YAML documents of one file, in one of the styles that people write. */
export function writtenAs(random: Random, values: readonly Json[]): string {
  // kustomize takes what begins with a bracket for JSON, and reads one document of it.
  const isAlone = values.length === 1 && !Array.isArray(values[0])
  const style = random.pick(isAlone ? STYLES : STYLES.slice(0, BLOCKS))
  const documents = values.map((value) => style(value))
  const leading = random.chance(0.2) ? random.pick(['---\n', '# Made for a test.\n', '# One.\n---\n']) : ''
  const text = `${leading}${documents.join('---\n')}${random.chance(0.1) ? '---\n' : ''}`
  return random.chance(0.1) ? text.replaceAll('\n', '\r\n') : text
}

const yaml = (value: Json, options: object = {}, indentSeq = true): string =>
  new Document(value).toString({ lineWidth: 0, indentSeq, ...options })

const BLOCKS = 7
const STYLES: readonly ((value: Json) => string)[] = [
  (value) => yaml(value),
  (value) => yaml(value),
  (value) => yaml(value, {}, false),
  (value) => yaml(value, {}, false),
  (value) => yaml(value, { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'PLAIN' }),
  (value) => yaml(value, { defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' }),
  (value) => yaml(value, { indent: 4 }),
  (value) => `${JSON.stringify(plain(value), undefined, 2)}\n`,
  (value) => yaml(plain(value), { collectionStyle: 'flow' }),
]

/** JSON has no merge keys: what is merged in is written out. */
function plain(value: Json): Json {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const { '<<': merged, ...own } = value as Record<string, Json>
  const entries = Object.entries({ ...(merged as Record<string, Json> | undefined), ...own })
  return Object.fromEntries(entries.map(([key, held]) => [key, plain(held)]))
}
