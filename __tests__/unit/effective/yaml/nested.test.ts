import { describe, expect, test } from 'vitest'
import { readNested } from '../../../../src/effective/yaml/nested.ts'
import type { ScalarNode, YamlNode } from '../../../../src/effective/yaml/node.ts'
import { readYaml } from '../../../../src/effective/yaml/read.ts'
import { said, scalarsOf, sourceOf, written } from '../../../support/audit/shown.ts'

/** The last scalar of a text, read as a text of its own. */
function nestedIn(text: string) {
  const found = scalarsOf(readYaml(sourceOf(text)).documents[0]?.root).findLast(isLong)
  if (!found) throw new Error('there is no text in it')
  return readNested(found)
}

const isLong = ({ text }: ScalarNode): boolean => text.includes(':')
const rootOf = (text: string): YamlNode | undefined => nestedIn(text).documents[0]?.root

describe('a literal block keeps the place of everything in it', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['as it is written mostly', 'p: |-\n  a: b\n  c:\n    d: "e"\n', ['a', 'b', 'c', 'd', '"e"']],
    ['with carriage returns', 'p: |\r\n  a: b\r\n\r\n  c: d\r\nq: r\r\n', ['a', 'b', 'c', 'd']],
    ['behind empty lines', 'p: |\n\n   \n    a: b\n\n    c: d', ['a', 'b', 'c', 'd']],
    ['with an indent that is said', 'p: |2\n    a: b\n    c: d\n', ['a', 'b', 'c', 'd']],
    ['in a list', '- x\n- |\n  a: b\n', ['a', 'b']],
    ['with lines at its end', 'p: |+\n  a: b\n\n\n', ['a', 'b']],
    ['in a file with a byte order mark', '\ufeffp: |\n  a: b\n', ['a', 'b']],
    ['with brackets that close below their key', 'p: |\n  a: [\n    b\n  ]\n  c: d\n', ['a', 'b', 'c', 'd']],
    ['of a file that needed room', 'x: [\n]\np: |\n  a: b\n', ['a', 'b']],
  ])('%s', (_, text, expected) => {
    const { documents, faults } = nestedIn(text)
    expect(faults).toEqual([])
    expect(scalarsOf(documents[0]?.root).map(written)).toEqual(expected)
  })

  test('also within another one', () => {
    const eol = '\r\n'
    const text = ['p: |', '', '  q: |', '    a: b', '', '    c:', '      - d', '  r: s', ''].join(eol)
    const inner = scalarsOf(rootOf(text)).find(isLong)
    const deep = inner && readNested(inner).documents[0]?.root
    expect(said(deep)).toEqual({ a: 'b', c: ['d'] })
    expect(scalarsOf(deep).map(written)).toEqual(['a', 'b', 'c', 'd'])
    expect(deep?.source.exact).toBe(true)
  })

  test('several documents, and the fault of one', () => {
    const text = 'p: |\n  a: b\n  ---\n  c: {{ d }}\n  ---\n  e: f\n'
    const { documents, faults } = nestedIn(text)
    expect(documents.map(({ root }) => said(root))).toEqual([{ a: 'b' }, { e: 'f' }])
    expect(
      text.slice(faults[0]?.offset).startsWith('{{ d }}') ||
        text.slice(faults[0]?.offset).startsWith('{ d }}'),
    ).toBe(true)
  })
})

describe('any other scalar is one place', () => {
  test.each<readonly [string, string]>([
    ['folded', 'p: >\n  a: b\n\n  c: d\n'],
    ['in quotation marks', 'p: "a: b\\nc: d"'],
    ['plain', 'p: {a: b}\nq: "a: b\\nc: d"'],
    ['with carriage returns alone', 'p: |\n  a: b\r  c: d\n'],
  ])('%s', (_, text) => {
    const outer = scalarsOf(readYaml(sourceOf(text)).documents[0]?.root).findLast(isLong)
    const root = rootOf(text)
    expect(said(root)).toEqual({ a: 'b', c: 'd' })
    expect(root?.source).toMatchObject({ path: 'a.yaml', text, exact: false })
    expect(scalarsOf(root).map(({ start, end }) => [start, end])).toEqual(
      Array(4).fill([outer?.start, outer?.start]),
    )
  })

  test('and so is its fault', () => {
    const { faults } = nestedIn('p: "a: [\\n\\n\\n\\n\\n"')
    expect(faults.map(({ offset }) => offset)).toEqual([3])
  })
})

test('a text with nothing in it has no document', () => {
  const [scalar] = scalarsOf(readYaml(sourceOf('|\n\n')).documents[0]?.root)
  expect(scalar && readNested(scalar)).toEqual({ documents: [], faults: [] })
})
