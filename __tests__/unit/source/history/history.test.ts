import { describe, expect, test } from 'vitest'
import { readComparison } from '../../../../src/source/history/history.ts'

const body = (files: unknown, status = 'ahead') => ({ status, files })
const many = (count: number) => Array.from({ length: count }, (_, index) => ({ filename: `f${index}` }))

describe('readComparison', () => {
  test('tells the changed files, with both names of a renamed one', () => {
    const files = [
      { filename: 'a.txt', status: 'modified' },
      { filename: 'new.txt', status: 'renamed', previous_filename: 'old.txt' },
    ]
    expect(readComparison(body(files))).toEqual({
      relation: 'ahead',
      changes: ['a.txt', 'new.txt', 'old.txt'],
    })
    expect(readComparison(body([], 'identical'))).toEqual({ relation: 'identical', changes: [] })
  })

  test.each(['behind', 'diverged'])('tells no files of a commit that is %s: they are not all', (status) => {
    expect(readComparison(body(many(1), status))).toEqual({ relation: status, changes: undefined })
  })

  test('takes 299 files for all of them, and 300 for a list that is cut', () => {
    expect(readComparison(body(many(299)))?.changes).toHaveLength(299)
    expect(readComparison(body(many(300)))).toEqual({ relation: 'ahead', changes: undefined })
  })

  test.each([undefined, null, 'a.txt', {}, [null], ['a.txt'], [{ sha: 'x' }], [{ filename: 1 }]])(
    'tells no files when they read %j',
    (files) => {
      expect(readComparison(body(files))).toEqual({ relation: 'ahead', changes: undefined })
    },
  )

  test.each(['', [], null, '<html>', '{"status":"ahead', {}, { status: 'newer', files: [] }])(
    'is none: %j',
    (answer) => {
      expect(readComparison(answer)).toBeUndefined()
    },
  )
})
