import { isMap, isScalar } from 'yaml'
import { refuse } from '../refuse.ts'
import { rangeOf } from '../yaml/range.ts'
import type { YamlSource } from '../yaml/source.ts'

/** Where a node can be edited as a text that stands on one line; undefined for an absent or empty one. */
export function textOf(source: YamlSource, node: unknown, what: string): string | undefined {
  const { file, lineAt } = source
  const [start, end] = rangeOf(node)
  const line = lineAt(start)
  if (node === undefined || node === null) return undefined
  if (!isScalar(node)) {
    const has = isMap(node) ? 'a mapping' : 'a list or an alias'
    const hint = `Write ${what} as one quoted string.`
    return refuse(file, line, { message: `has ${has} as ${what}, not a single value`, hint })
  }
  if (node.anchor || node.tag) {
    const hint = `Remove the anchor (&) or tag (!) from ${what}.`
    return refuse(file, line, { message: `has an anchor or a tag at ${what}`, hint })
  }
  // The range of an empty block scalar holds the comment and the line break behind it.
  if (String(node.type).startsWith('BLOCK_') || line !== lineAt(Math.max(start, end - 1))) {
    return refuse(file, line, {
      message: `has ${what} over several lines`,
      hint: `Write ${what} on one line.`,
    })
  }
  if (node.value === null || node.value === '') return undefined
  const written = node.source ?? String(node.value)
  if (!written.includes('{{')) return written
  return refuse(file, line, {
    message: `has a template ({{ }}) at ${what}, which the chart fills in`,
    hint: `Name the file of values that has what the template takes, and the path in there, in helm-values; or write the value itself at ${what}.`,
  })
}
