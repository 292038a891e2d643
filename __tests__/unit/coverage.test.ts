import { expect, test } from 'vitest'
import { differences, type FileCoverage, namedIn, waysIn } from '../../scripts/coverage.ts'

const FILE: FileCoverage = {
  path: '/home/me/src/doors/deploy/plan/tags.ts',
  branchMap: {
    // A ternary, and an `if` whose `else` is not written.
    0: { loc: { start: { line: 1 } }, locations: [{ start: { line: 1 } }, { start: { line: 2 } }] },
    1: { loc: { start: { line: 3 } }, locations: [{ start: { line: 3 } }, { start: {} }] },
  },
  b: { 0: [4, 0], 1: [2, 0] },
}
const SOURCE = 'const a = b\n  ? c : d\nif (e) f()\n'
const left = waysIn(FILE, SOURCE).filter(({ taken }) => !taken)

test('the ways of a branch that no test took are found with their lines', () => {
  expect(waysIn(FILE, SOURCE)).toHaveLength(4)
  expect(left.map(({ room, file, line, text }) => [room, file, line, text])).toEqual([
    ['doors/deploy/plan', 'src/doors/deploy/plan/tags.ts', 2, '? c : d'],
    ['doors/deploy/plan', 'src/doors/deploy/plan/tags.ts', 3, 'if (e) f()'],
  ])
  expect(waysIn({ ...FILE, path: '/home/me/src/runner/http.ts' }, SOURCE)).toEqual([])
})

test.each([
  [
    'names them',
    '- `src/doors/deploy/plan/tags.ts`: `? c : d`. Why.\n- `src/doors/deploy/plan/tags.ts`: `if (e) f()`. Why.\n',
    [],
  ],
  [
    'lacks one',
    '- `src/doors/deploy/plan/tags.ts`: `? c : d`. Why.\n',
    ['not named: src/doors/deploy/plan/tags.ts: if (e) f()'],
  ],
  [
    'names one that is taken',
    '- `src/doors/deploy/plan/tags.ts`: `? c : d`\n- `src/doors/deploy/plan/tags.ts`: `if (e) f()`\n- `src/plan/x.ts`: `g()`\n',
    ['named, but taken or gone: src/plan/x.ts: g()'],
  ],
])('a page that %s', (_, page, expected) => {
  expect(differences(left, namedIn(page))).toEqual(expected)
})
