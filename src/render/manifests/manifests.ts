import { isAlias, isMap, isNode, isPair, isSeq, parseDocument } from 'yaml'
import { duplicateAmong } from '../../edit/yaml/faults.ts'
import { isRecord } from '../../names/text.ts'

/** A rendered object, parsed when it is asked for: a parser is far too slow for the many that say nothing of images. */
export interface Manifest {
  readonly text: string
  readonly content: () => unknown
}

/** A value inside of a manifest that is neither a list nor a mapping. */
export interface Leaf {
  readonly path: readonly (string | number)[]
  readonly value: unknown
}

/** Kubernetes refuses objects above 1.5 MiB, so nobody can deploy a larger one. */
const LARGEST_MANIFEST = 2 * 1024 * 1024

/** In the output of kustomize, only the line between two objects begins with `---`. */
export function splitManifests(rendered: string): readonly Manifest[] {
  return rendered.split(/^---.*$/m).map((text) => {
    let parsed: { readonly content: unknown } | undefined
    return {
      text,
      content() {
        parsed ??= { content: parse(text) }
        return parsed.content
      },
    }
  })
}

/** undefined for what is no YAML that can be read in a moment. */
function parse(text: string): unknown {
  if (text.length > LARGEST_MANIFEST) return undefined
  try {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent', uniqueKeys: false })
    if (document.errors.length > 0 || readingFault(document.contents) !== undefined) return undefined
    return document.toJS({ maxAliasCount: 100 })
  } catch {
    return undefined
  }
}

export function leavesOf(content: unknown): readonly Leaf[] {
  const leaves: Leaf[] = []
  const open: Leaf[] = [{ path: [], value: content }]
  // A list of its own instead of recursion: nobody promises that what others wrote is shallow.
  for (let next = open.pop(); next; next = open.pop()) {
    const { path, value } = next
    const items = Array.isArray(value) ? value.entries() : isRecord(value) ? Object.entries(value) : undefined
    if (!items) leaves.push(next)
    else for (const [key, held] of items) open.push({ path: [...path, key], value: held })
  }
  return leaves.toReversed()
}

/** `Deployment web`. */
export function nameOf(content: unknown): { readonly kind: string; readonly name: string } {
  const { kind, metadata } = isRecord(content) ? content : {}
  const name = isRecord(metadata) ? metadata.name : undefined
  return { kind: String(kind ?? 'object'), name: String(name ?? '') }
}

/** Anchors and aliases of a document that is only read: the library goes through all of them for each alias. */
const MOST_NAMED = 5_000

/**
 * What a document that is only read must not have: keys that stand there twice (the library would compare each key with
 * every other one), and more aliases than can be followed.
 */
function readingFault(root: unknown): string | undefined {
  let named = 0
  const visit = (node: unknown): string | undefined => {
    if (isAlias(node) || (isNode(node) && node.anchor !== undefined)) named += 1
    if (named > MOST_NAMED) return `it has more than ${MOST_NAMED} anchors and aliases`
    if (isPair(node)) return visit(node.key) ?? visit(node.value)
    if (!isMap(node) && !isSeq(node)) return undefined
    const twice = isMap(node) ? duplicateAmong(node.items)?.message : undefined
    return twice ?? firstOf(node.items, visit)
  }
  return visit(root)
}

function firstOf(items: readonly unknown[], find: (item: unknown) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
