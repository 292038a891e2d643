import { expect, test } from 'vitest'
import { StepError } from '../../../../src/errors/errors.ts'
import { type KustomizationCase, kustomizationCases, treat } from './entry-fixtures.ts'

const cases = kustomizationCases()
const edited = cases.filter(({ after }) => after !== undefined)
const refused = cases.filter(({ refusal }) => refusal !== undefined)

/** Code and message of the refusal, then what to change, as refusal.txt holds them. */
function refusalOf(one: KustomizationCase): string {
  try {
    return `not refused: ${treat(one)}`
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    return `${error.message}\n${error.problems[0].hint}`
  }
}

test.each(edited)('$title', ({ after, ...one }) => {
  expect(treat({ after, ...one })).toBe(after)
})

test.each(edited.filter(({ title }) => !title.startsWith('create-')))('$title, a second time', (one) => {
  expect(treat({ ...one, before: one.after ?? '' })).toBe(one.after)
})

test.each(refused)('$title', (one) => {
  expect(refusalOf(one)).toBe(one.refusal)
})

test('the corpus is there', () => {
  expect(edited.length).toBeGreaterThan(60)
  expect(refused.length).toBeGreaterThan(15)
  expect(
    cases.some(({ before }) => before.includes('\r\n')),
    'line ends were changed by git',
  ).toBe(true)
})
