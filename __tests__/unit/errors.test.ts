import { describe, expect, test } from 'vitest'
import {
  allOrProblems,
  asDeployError,
  DeployError,
  ERROR_CODES,
  fail,
  failOnAny,
  type Problem,
} from '../../src/errors.ts'
import { problemsOf } from './builders.ts'

const problem = (message: string): Problem => ({ code: 'INPUT_INVALID', message, hint: 'h' })

test.each(Object.entries(ERROR_CODES))('%s is explained in a sentence', (code, text) => {
  expect(code).toMatch(/^[A-Z][A-Z_]+$/)
  expect(text).toMatch(/^[A-Z].{15,}\.$/)
})

describe('asDeployError', () => {
  test('keeps an explained error as it is', () => {
    const error = new DeployError([problem('x')])
    expect(asDeployError(error)).toBe(error)
  })

  test.each([new TypeError('boom'), 'boom', { toString: () => 'boom' }])(
    'calls anything else a defect, with its cause: %s',
    (thrown) => {
      const error = asDeployError(thrown)
      expect(error).toMatchObject({ code: 'INTERNAL', cause: thrown })
      expect(error.message).toContain('boom')
    },
  )
})

test.each([
  "ENOSPC: no space left on device, mkdir '/t/ecr-gitops-deploy-1'",
  "EACCES: permission denied, mkdir '/t/ecr-gitops-deploy-1'",
  'git fast-import made no commit: fatal: write error: No space left on device',
])('a disk that takes nothing is told as such: %s', (text) => {
  expect(asDeployError(new Error(text)).problems[0].hint).toContain('RUNNER_TEMP')
  expect(asDeployError(new Error('boom')).problems[0].hint).not.toContain('RUNNER_TEMP')
})

describe('failOnAny', () => {
  test('tells all problems together', async () => {
    expect(await problemsOf(() => failOnAny([problem('a'), problem('b')]))).toEqual([
      problem('a'),
      problem('b'),
    ])
  })
  test('does nothing without one', () => {
    expect(() => failOnAny([])).not.toThrow()
  })
})

describe('allOrProblems', () => {
  const refuse = async (...messages: readonly string[]): Promise<never> => {
    failOnAny(messages.map(problem))
    throw new Error('unreachable')
  }

  test('gives the values in their order', async () => {
    expect(await allOrProblems([Promise.resolve(1), 'two', Promise.resolve(undefined)])).toEqual([
      1,
      'two',
      undefined,
    ])
  })

  test('waits for all and tells the problems of all', async () => {
    let done = false
    const slow = new Promise<void>((resolve) => {
      setTimeout(() => {
        done = true
        resolve()
      }, 30)
    })
    const problems = await problemsOf(() => allOrProblems([refuse('a', 'b'), slow, refuse('c')]))
    expect(problems.map(({ message }) => message)).toEqual(['a', 'b', 'c'])
    expect(done).toBe(true)
  })

  test('tells one error once, though it failed several of them', async () => {
    const error = new DeployError([problem('the role was refused')])
    const problems = await problemsOf(() => allOrProblems([Promise.reject(error), Promise.reject(error)]))
    expect(problems).toHaveLength(1)
  })

  test('calls what is unforeseen a defect beside the others', async () => {
    const problems = await problemsOf(() =>
      allOrProblems([refuse('a'), Promise.reject(new TypeError('boom'))]),
    )
    expect(problems.map(({ code }) => code)).toEqual(['INPUT_INVALID', 'INTERNAL'])
  })
})

test('fail keeps the cause', () => {
  const cause = new Error('why')
  expect(() => fail(problem('x'), cause)).toThrow(
    expect.objectContaining({ cause, message: 'INPUT_INVALID: x' }),
  )
})
