import { expect, test } from 'vitest'
import { atFile } from '../../../src/errors/at-file.ts'

const failing = (error: unknown) => (): never => {
  throw error
}

test('an error says which file it is about, the innermost of several', () => {
  const error = new RangeError('too deep')
  expect(() => atFile('outer.yaml', () => atFile('inner.yaml', failing(error)))).toThrow(error)
  expect(error).toMatchObject({ path: 'inner.yaml', message: 'too deep' })
})

test('what comes of the work is handed on, and so is what is thrown but is no error', () => {
  expect(atFile('a.yaml', () => 1)).toBe(1)
  expect(() => atFile('a.yaml', failing('text'))).toThrow('text')
})
