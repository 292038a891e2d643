import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, visit } from 'yaml'
import { foldKey } from '../../edit/kustomize/fold-key.ts'
import { faultOf } from '../../edit/yaml/faults.ts'
import { unreadableIn } from '../../edit/yaml/open.ts'
import { isExcess, readSyntax } from '../../edit/yaml/syntax.ts'
import { isRecord, LARGEST_FILE } from '../../names/text.ts'

export type PlainDocuments =
  | { readonly ok: true; readonly values: readonly unknown[] }
  | { readonly ok: false; readonly why: string }

type PlacedDocuments =
  /** With the offset that each document begins at. */
  | { readonly ok: true; readonly values: readonly unknown[]; readonly starts: readonly number[] }
  | { readonly ok: false; readonly why: string }

/**
 * The values of a YAML text of others, for what kustomize may see in it: every scalar is its text, because not everybody
 * takes the same words for numbers (1e1000). What would take long is not read, and neither is what two parsers may split
 * in two ways.
 */
export function readDocuments(text: string): PlainDocuments {
  const read = readPlaced(text)
  return read.ok ? { ok: true, values: read.values } : read
}

/** The same, for what is said of a line. */
export function readPlaced(text: string): PlacedDocuments {
  if (text.length > LARGEST_FILE) return { ok: false, why: 'it is larger than 1 MiB' }
  const unreadable = unreadableIn(text)
  if (unreadable) return { ok: false, why: `it ${unreadable.message}` }
  const odd = /^(?:%|---\S).*/m.exec(text)?.[0]
  if (odd !== undefined) return { ok: false, why: `it has the line "${odd.slice(0, 50)}"` }
  // Tags stay unresolved, which is a warning: go-yaml makes another value of them, as a URL of !!binary.
  const syntax = readSyntax(text, { schema: 'failsafe', resolveKnownTags: false })
  if (isExcess(syntax)) return { ok: false, why: `it ${syntax.excess}` }
  const why = syntax.documents.map(faultIn).find((fault) => fault !== undefined)
  if (why !== undefined) return { ok: false, why }
  const { documents } = syntax
  return {
    ok: true,
    values: documents.map(({ contents }) => plainOf(contents, new Map())),
    starts: documents.map(({ range }) => range[0]),
  }
}

function faultIn(document: Document.Parsed): string | undefined {
  const error = document.errors[0] ?? document.warnings[0]
  if (error) return error.message
  const fault = faultOf(document)
  if (fault) return fault.hint === undefined ? fault.message : `it ${fault.message}`
  let odd: string | undefined
  visit(document, {
    Pair(_, { key }) {
      // Which of two values wins that an alias and a word give one key, is not the same for everybody.
      if (!isScalar(key)) odd = 'it has a key that is an alias, a list or a mapping'
    },
  })
  return odd
}

/**
 * Merge keys (`<<`) stay what they are: whether they win against a key beside them depends on the version of kustomize,
 * and on the order of the two.
 */
function plainOf(node: unknown, anchors: Map<string, unknown>): unknown {
  if (isAlias(node)) return anchors.get(node.source)
  const value = contentsOf(node, anchors)
  const { anchor } = (node ?? {}) as { anchor?: string }
  if (anchor !== undefined) anchors.set(anchor, value)
  return value
}

function contentsOf(node: unknown, anchors: Map<string, unknown>): unknown {
  if (isSeq(node)) return node.items.map((item) => plainOf(item, anchors))
  if (!isMap(node)) return isScalar(node) ? node.value : null
  const pairs = node.items.map(
    ({ key, value }) => [String(plainOf(key, anchors)), plainOf(value, anchors)] as const,
  )
  return Object.fromEntries(pairs)
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

/** All fields that kustomize may find in a mapping: its own, and those of what is merged into it. */
export function fieldsOf(value: unknown): readonly (readonly [name: string, held: unknown])[] {
  if (Array.isArray(value)) return value.flatMap(fieldsOf)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([name, held]) => (name === '<<' ? fieldsOf(held) : [[name, held]]))
}

/** The values of a key as kustomize finds it: all of them, where it stands in several cases. */
export function valuesOf(value: unknown, key: string): readonly unknown[] {
  if (!isRecord(value)) return []
  const wanted = foldKey(key)
  return fieldsOf(value).flatMap(([name, held]) => (foldKey(name) === wanted ? [held] : []))
}

/** The items of all lists under a key. */
export function itemsOf(value: unknown, key: string): readonly unknown[] {
  return valuesOf(value, key).flatMap((held) => (Array.isArray(held) ? (held as readonly unknown[]) : []))
}

/** The line of a text that a value stands on, for people; undefined where it is written in another way. */
export function lineOf(text: string, value: string, from = 0): number | undefined {
  return linesIn(text)(value, from)
}

/** The same, for many values of one text. */
export function linesIn(text: string): (value: string, from?: number) => number | undefined {
  const lines = new LineCounter()
  for (let start = 0; start > 0 || lines.lineStarts.length === 0; start = text.indexOf('\n', start) + 1) {
    lines.addNewLine(start)
  }
  return (value, from = 0) => {
    const at = value === '' ? -1 : text.indexOf(value, from)
    return at < 0 ? undefined : lines.linePos(at).line
  }
}
