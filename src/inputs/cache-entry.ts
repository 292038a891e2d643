import { csvFields } from '../names/text.ts'
import { type Parser, text, value } from './fields.ts'

/** An entry of `cache-from` or `cache-to`, as buildx reads it (buildx, util/buildflags/cache.go). */
export interface CacheEntry {
  /** What an engine is given. */
  readonly text: string
  /** Empty where none is named, which buildx refuses. */
  readonly type: string
  /** By key in lower case; of several the last one counts. */
  readonly attributes: ReadonlyMap<string, string>
}

export function readCacheEntry(given: string): CacheEntry {
  // buildx takes a bare reference as a registry's.
  if (!given.includes('=')) return { text: given, type: 'registry', attributes: new Map([['ref', given]]) }
  const pairs = csvFields(given).map((field): [string, string] => {
    const [key = '', ...rest] = field.split('=')
    return [key.toLowerCase(), rest.join('=')]
  })
  const attributes = new Map(pairs)
  return { text: given, type: attributes.get('type') ?? '', attributes }
}

const CREDENTIALS = ['secret_access_key', 'access_key_id', 'session_token', 'token', 'account_key']

/** Arguments can be read by every process of the runner, so no credential may stand here. */
export const cacheEntry: Parser<CacheEntry> = (given) => {
  const entry = readCacheEntry(given)
  if (CREDENTIALS.some((key) => entry.attributes.has(key))) {
    return {
      mistake: 'holds a credential, which every process could read; buildx takes it from AWS_* variables',
      example: 'type=s3,region=ap-southeast-2,bucket=build-cache',
      confidential: true,
    }
  }
  const plain = text(given)
  return 'mistake' in plain ? plain : value(entry)
}

/** Types whose attributes hold no credential. To all others buildx may add one of its environment (buildx, build/opt.go). */
const WITHOUT = new Set(['registry', 'local', 'inline'])

/** Whether attributes may hold a credential: what is not plainly of a type without counts as one with them. */
export const holdsCredential = ({ type }: CacheEntry): boolean => !WITHOUT.has(type)

/** Where a cache of the type `local` is read or written; buildx writes the whole of a layout there. */
export function localPaths({ type, attributes }: CacheEntry): readonly string[] {
  if (type !== 'local') return []
  return ['src', 'dest'].flatMap((key) => attributes.get(key) || [])
}
