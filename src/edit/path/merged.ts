import { type Document, isAlias, isMap, isSeq, type YAMLMap } from 'yaml'
import { refuse } from '../refuse.ts'
import { mergesOf, pairIn } from '../yaml/nodes.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'

/** What a merge key brings in cannot be edited here, nor be left unseen: it may be the tag, the digest or the registry. */
export function failOnMerged(
  source: YamlSource,
  map: YAMLMap,
  { keys, where }: { readonly keys: readonly string[]; readonly where: string },
): void {
  const open = keys.filter((key) => !pairIn(map, key))
  const merged = source.documents.flatMap((document) => mergedInto(map, document))
  const key = open.find((name) => merged.some((one) => pairIn(one, name)))
  if (key === undefined) return
  refuse(source.file, source.lineAt(rangeOf(map)[0]), {
    message: `has a merge key (<<) at ${where}, which brings "${key}" from elsewhere`,
    hint: `Write ${where}.${key} out: an edit of what is merged would change more than this one.`,
  })
}

/** The mappings that merge keys bring in, over whatever chain. */
function mergedInto(map: YAMLMap, document: Document.Parsed, depth = 0): readonly YAMLMap[] {
  if (depth > DEEPEST) return []
  return mergesOf(map)
    .flatMap((merge) => (isSeq(merge) ? merge.items : [merge]))
    .map((one) => (isAlias(one) ? one.resolve(document) : one))
    .filter((one) => isMap(one))
    .flatMap((one) => [one, ...mergedInto(one, document, depth + 1)])
}

const DEEPEST = 10
