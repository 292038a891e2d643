import { parseAllDocuments } from 'yaml'
import { messageOf } from '../../errors.ts'
import { isRecord } from '../../json.ts'
import { foldKey, LARGEST_FILE } from '../edit/kustomization.ts'

export type PlainDocuments =
  | { readonly ok: true; readonly values: readonly unknown[] }
  | { readonly ok: false; readonly why: string }

/**
 * The values of a YAML text of others. A text that would take long is not read: one that is too large or nested too
 * deep, and one whose aliases multiply (`maxAliasCount` counts them before anything is expanded).
 */
export function readDocuments(text: string): PlainDocuments {
  if (text.length > LARGEST_FILE) return { ok: false, why: 'it is larger than 1 MiB' }
  try {
    const documents = [
      ...parseAllDocuments(text, {
        merge: true,
        resolveKnownTags: false,
        prettyErrors: false,
        logLevel: 'silent',
      }),
    ]
    const error = documents.flatMap((document) => document.errors)[0]
    if (error) return { ok: false, why: error.message }
    // An unknown tag: go-yaml makes another value of it than what is seen here, as a URL of !!binary.
    const warning = documents.flatMap((document) => document.warnings)[0]
    if (warning) return { ok: false, why: warning.message }
    return { ok: true, values: documents.map((document) => document.toJS({ maxAliasCount: 100 })) }
  } catch (error) {
    return { ok: false, why: messageOf(error) }
  }
}

export type PlainDocument =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: string }

/** The value of a text that holds one document. */
export function readDocument(text: string): PlainDocument {
  const read = readDocuments(text)
  if (!read.ok) return read
  if (read.values.length > 1) return { ok: false, why: 'it holds more than one YAML document' }
  return { ok: true, value: read.values[0] }
}

/** The values of a key as kustomize finds it: all of them, where it stands in several cases. */
export function valuesOf(value: unknown, key: string): readonly unknown[] {
  if (!isRecord(value)) return []
  const wanted = foldKey(key)
  return Object.entries(value).flatMap(([name, held]) => (foldKey(name) === wanted ? [held] : []))
}

/** The items of all lists under a key. */
export function itemsOf(value: unknown, key: string): readonly unknown[] {
  return valuesOf(value, key).flatMap((held) => (Array.isArray(held) ? (held as readonly unknown[]) : []))
}

/** The line of a text that a value stands on, for people; undefined where it is written in another way. */
export function lineOf(text: string, value: string): number | undefined {
  const at = text.indexOf(value)
  return value === '' || at < 0 ? undefined : text.slice(0, at).split('\n').length
}
