import type { AuditFile } from '../file.ts'
import { readNested } from '../yaml/nested.ts'
import type { ListNode, MapNode, ScalarNode, YamlNode } from '../yaml/node.ts'
import { readYaml } from '../yaml/read.ts'
import type { YamlText } from '../yaml/text.ts'
import { type Expected, placeOf } from './expected.ts'
import { isString } from './set.ts'
import { holds } from './sharing.ts'

/** Whether the new text, read again, says what is expected, and of everything else what the file said. */
export function isProved(file: AuditFile, text: string, expected: Expected): boolean {
  if (file.kind === 'code') return true
  const after = readYaml({ path: file.path, text, exact: true })
  return new Proof(expected).isSameText(readYaml(file), after)
}

class Proof {
  readonly #expected: Expected
  readonly #inserted: ReadonlySet<number>
  /** What each node has become; an alias is compared once, however often it is named. */
  readonly #seen = new Map<YamlNode, YamlNode>()

  constructor(expected: Expected) {
    this.#expected = expected
    this.#inserted = new Set(
      expected.replaced.filter(({ start, end }) => start === end).map(({ start }) => start),
    )
  }

  isSameText(before: YamlText, after: YamlText): boolean {
    return (
      after.faults.length === 0 &&
      before.documents.length === after.documents.length &&
      before.documents.every(({ root }, index) => this.#isSameRoot(root, after.documents[index]?.root))
    )
  }

  #isSameRoot(before: YamlNode | undefined, after: YamlNode | undefined): boolean {
    return before && after ? this.#isSame(before, after) : before === after
  }

  #isSame(before: YamlNode, after: YamlNode): boolean {
    const known = this.#seen.get(before)
    if (known !== undefined) return known === after
    this.#seen.set(before, after)
    if (this.#isReplaced(before)) return true
    if (before.tag !== after.tag) return false
    if (before.kind === 'scalar') return after.kind === 'scalar' && this.#isSameScalar(before, after)
    if (before.kind === 'list') return after.kind === 'list' && this.#isSameList(before, after)
    return after.kind === 'map' && this.#isSameMap(before, after)
  }

  /** Of what is replaced in whole or, being a scalar, in part, nothing is known. */
  #isReplaced({ kind, start, end }: YamlNode): boolean {
    return this.#expected.replaced.some((part) =>
      kind === 'scalar' ? part.start < end && start < part.end : part.start <= start && end <= part.end,
    )
  }

  #isSameScalar(before: ScalarNode, after: ScalarNode): boolean {
    const wanted = this.#expected.texts.get(placeOf(before))
    if (wanted) return after.text === wanted.text && (!wanted.string || isString(after))
    if (before.text === after.text) return before.style === after.style
    if (this.#expected.replaced.some(({ start, end }) => start < before.end && before.start < end))
      return true
    return this.#isEdited(before) && this.isSameText(readNested(before), readNested(after))
  }

  /** Whether it is a block of text in which something was changed. */
  #isEdited(block: ScalarNode): boolean {
    const { texts, keys } = this.#expected
    return [...texts.keys(), ...keys.keys()].some((place) => {
      const [, start = 0, end = 0] = place.split(':').map(Number)
      return holds(block, { start, end })
    })
  }

  /** What is put before an item is an item more, of which nothing is known. */
  #isSameList(before: ListNode, after: ListNode): boolean {
    let at = 0
    for (const item of before.items) {
      if (this.#inserted.has(item.start)) at += 1
      if (!this.#isSameRoot(item, after.items[at])) return false
      at += 1
    }
    return at === after.items.length
  }

  #isSameMap(before: MapNode, after: MapNode): boolean {
    const wanted = this.#expected.keys.get(placeOf(before)) ?? new Map<string, string | undefined>()
    const values = new Map(after.entries.map(({ key, value }) => [key.text, value]))
    const kept = before.entries.filter(({ key }) => !wanted.has(key.text))
    const added = [...wanted].filter(([, text]) => text !== undefined)
    return (
      values.size === kept.length + added.length &&
      kept.every(({ key, value }) => this.#isSameRoot(value, values.get(key.text))) &&
      added.every(([key, text]) => {
        const value = values.get(key)
        return value?.kind === 'scalar' && value.text === text && isString(value)
      })
    )
  }
}
