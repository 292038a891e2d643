import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Block, blocksOf } from '../../../../../src/doors/audit/suggestions/blocks.ts'
import { suggest } from '../../../../../src/doors/audit/suggestions/suggest.ts'
import { must } from '../../../builders.ts'

const path = 'a.yaml'
const fixedBy = (before: string, after: string) => ({ path, before, after })

/** As pressing the buttons of all suggestions does it, from the last line to the first. */
function pressed(text: string, blocks: readonly Block[]): string {
  const lines = text.split('\n')
  for (const { firstLine, before, after } of blocks.toReversed()) {
    lines.splice(firstLine - 1, before.length, ...after)
  }
  return lines.join('\n')
}

describe('blocksOf', () => {
  test.each([
    ['a value', 'a: 1\nb: 2\nc: 3\n', 'a: 1\nb: "2"\nc: 3\n', [2, 2]],
    ['lines that come', 'a: 1\nb: 2\n', 'a: 1\nx: 0\nb: 2\n', [1, 1]],
    ['lines that come first', 'a: 1\n', 'x: 0\na: 1\n', [1, 1]],
    ['lines that go', 'a: 1\nb: 2\nc: 3\n', 'a: 1\n', [2, 3]],
    ['lines of CRLF', 'a: 1\r\nb: 2\r\n', 'a: 1\r\nb: 3\r\n', [2, 2]],
  ])('finds %s', (_, before, after, [first, last]) => {
    const [block, ...more] = blocksOf(fixedBy(before, after))
    expect(more).toEqual([])
    expect([block?.firstLine, block?.lastLine]).toEqual([first, last])
  })

  test('has nothing of a new file: there is no line to say it at', () => {
    expect(blocksOf({ path, before: undefined, after: 'a: 1\n' })).toEqual([])
  })

  test('makes, all together, what the fixes made', () => {
    const text = fc
      .array(fc.constantFrom('a: 1', 'b: 2', '', '  c: 3'), { minLength: 1 })
      .map((all) => `${all.join('\n')}\n`)
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(pressed(before, blocksOf(fixedBy(before, after)))).toBe(after)
      }),
    )
  })
})

describe('suggest', () => {
  const before = 'one: 1\ntwo: 2\nthree: 3\nfour: 4\n'
  const after = before.replace('2', '"2"').replace('4', '"4"')
  const patch = '@@ -1,2 +1,3 @@\n one: 1\n+two: 2\n three: 3'
  const finding = {
    rule: 'no-two',
    severity: 'error',
    path,
    line: 2,
    column: 6,
    endLine: 2,
    endColumn: 7,
    message: 'It is a [number](x)',
    hint: 'Quote it',
    fixable: 'safe',
    inheritedBy: [],
    fingerprint: 'f',
    excerpt: '',
  } as const
  const wanted = { fixed: [fixedBy(before, after)], findings: [finding] }

  test('says what to write at lines that the diff shows, and counts the others', () => {
    const { comments, elsewhere, known } = suggest(wanted, [{ path, patch }], [])
    expect({ elsewhere, known }).toEqual({ elsewhere: 1, known: 0 })
    const [comment] = comments
    expect(comment).toMatchObject({ path, firstLine: 2, lastLine: 2 })
    expect(comment?.body).toMatch(
      /^\*\*no-two\*\*: It is a \\\[number\\\]\(x\)\. Quote it\n\n```suggestion\ntwo: "2"\n```\n\n<!-- .* -->$/,
    )
  })

  test('says nothing twice, also when lines have moved', () => {
    const [comment] = suggest(wanted, [{ path, patch }], []).comments
    const moved = { fixed: [fixedBy(`x: 0\n${before}`, `x: 0\n${after}`)], findings: [] }
    const later = [{ path, patch: '@@ -1,2 +2,3 @@\n one: 1\n+two: 2\n three: 3' }]
    expect(suggest(moved, later, [must(comment).body])).toMatchObject({ comments: [], known: 1 })
  })

  test.each([
    ['a file that it does not have', [{ path: 'b.yaml', patch }]],
    ['a file whose diff is too large', [{ path, patch: undefined }]],
    ['lines that the branch has otherwise', [{ path, patch: patch.replace('two: 2', 'two: 3') }]],
    ['lines that are only gone', [{ path, patch: '@@ -2,1 +1,0 @@\n-two: 2' }]],
  ])('is not for %s', (_, files) => {
    expect(suggest(wanted, files, [])).toMatchObject({ comments: [], elsewhere: 2 })
  })

  test('cannot be broken out of by what stands in a line', () => {
    const fixed = [fixedBy('a: 1\n', 'a: "```\\n</details>"\n')]
    const [comment] = suggest({ fixed, findings: [] }, [{ path, patch: '@@ -0,0 +1 @@\n+a: 1' }], []).comments
    expect(comment?.body).toContain('````suggestion\n')
  })

  test('takes lines away by an empty block', () => {
    const fixed = [fixedBy('a: 1\nb: 2\n', 'a: 1\n')]
    const files = [{ path, patch: '@@ -0,0 +1,2 @@\n+a: 1\n+b: 2' }]
    expect(suggest({ fixed, findings: [] }, files, []).comments[0]?.body).toContain('```suggestion\n```')
  })
})
