import { globSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ROOMS } from '../../scripts/mutate/rooms.ts'
import { judge } from '../../scripts/mutate/survivors.ts'

const SOURCE = 'export const isAdult = (age: number) =>\n  age >= 18 &&\n    age < 150\n'

const mutant = (status: string, replacement: string) => ({
  status,
  replacement,
  location: { start: { line: 2, column: 3 }, end: { line: 3, column: 14 } },
})

const report = (...statuses: readonly string[]) => ({
  files: { 'src/age.ts': { source: SOURCE, mutants: statuses.map((status) => mutant(status, 'true')) } },
})

const CHANGE = 'age >= 18 && age < 150 -> true'
const explained = (...changes: readonly string[]) => [
  { why: 'nobody asks', mutants: { 'src/age.ts': changes } },
]

test('what a test notices, or never ends with, is killed', () => {
  expect(judge(report('Killed', 'Timeout'), [])).toEqual({
    mutants: 2,
    killed: 2,
    explained: 0,
    open: [],
    stale: [],
  })
})

test.each(['Survived', 'NoCoverage'])(
  'a mutant that has %s is open, with its place and both texts',
  (status) => {
    expect(judge(report(status), []).open).toEqual([`src/age.ts:2: ${CHANGE}`])
  },
)

test('an explanation covers its mutant wherever that stands, and no other', () => {
  const { explained: covered, open, stale } = judge(report('Survived'), explained(CHANGE))
  expect({ covered, open, stale }).toEqual({ covered: 1, open: [], stale: [] })
  expect(judge(report('Survived'), explained('age < 150 -> true')).open).toHaveLength(1)
})

test('an explanation of what is killed is stale; one for a file of another room is not judged', () => {
  expect(judge(report('Killed'), explained(CHANGE)).stale).toEqual([`src/age.ts: ${CHANGE}`])
  expect(judge({ files: {} }, explained(CHANGE)).stale).toEqual([])
})

test.each(Object.entries(ROOMS))('the room %s has sources and tests', (_, { sources, tests }) => {
  for (const glob of [...sources, ...tests.map((name) => `__tests__/unit/${name}.test.ts`)])
    expect(globSync(glob), glob).not.toEqual([])
})
