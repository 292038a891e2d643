import { keptFor } from '../../kept.ts'
import type { MapNode, ScalarNode } from '../../yaml/node.ts'
import { compilePattern, isPlain, type Matches } from '../pattern/pattern.ts'
import { scalarIn } from '../read/field.ts'

/** An entry of `images:`. */
export interface Entry {
  readonly node: MapNode
  readonly name: ScalarNode | undefined
  readonly newName: ScalarNode | undefined
  readonly newTag: ScalarNode | undefined
  readonly digest: ScalarNode | undefined
  readonly tagSuffix: ScalarNode | undefined
  /** undefined without a name, and where the name is an expression that is not understood. */
  readonly matches: Matches | undefined
}

export const entryOf = keptFor((node: MapNode): Entry => {
  const name = scalarIn(node, 'name')
  return {
    node,
    name,
    // kustomize would match an image without a name by an entry without one.
    matches: name && imagePattern(name.text),
    newName: scalarIn(node, 'newName'),
    newTag: scalarIn(node, 'newTag'),
    digest: scalarIn(node, 'digest'),
    tagSuffix: scalarIn(node, 'tagSuffix'),
  }
})

/** What may stand behind the name (kustomize api, internal/image/image.go, `IsImageMatched`). */
const TAIL = '(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$'
const BEHIND_NAME = /^(?::[\w.{}-]*)?(?:@sha256:[\w.{}-]*)?$/

/**
 * Whether an image is one that an entry names: kustomize takes the name for a regular expression, dots and all.
 * undefined for one that is not understood.
 */
function imagePattern(name: string): Matches | undefined {
  if (!isPlain(name.replaceAll('.', ''))) return compilePattern(`^${name}${TAIL}`)
  return (text) => isNamed(text, name) && BEHIND_NAME.test(text.slice(name.length))
}

/** Letter by letter, with any letter in place of a dot. */
function isNamed(text: string, name: string): boolean {
  if (text.startsWith(name)) return true
  if (text.length < name.length) return false
  for (let at = 0; at < name.length; at += 1) {
    if (name[at] !== '.' && name[at] !== text[at]) return false
  }
  return true
}
