import { describe, expect, test } from 'vitest'
import { ERROR_CODES, fail, failOnAny, type Problem, StepError } from '../../../src/errors/errors.ts'
import { allOrProblems, settle } from '../../../src/errors/together.ts'
import { asStepError } from '../../../src/errors/unforeseen.ts'
import { problemsOf } from '../builders.ts'

const problem = (message: string): Problem => ({ code: 'INPUT_INVALID', message, hint: 'h' })

test.each(Object.entries(ERROR_CODES))('%s is explained in a sentence', (code, text) => {
  expect(code).toMatch(/^[A-Z][A-Z_]+$/)
  expect(text).toMatch(/^[A-Z].{15,}\.$/)
})

describe('asStepError', () => {
  test('keeps an explained error as it is', () => {
    const error = new StepError([problem('x')])
    expect(asStepError(error)).toBe(error)
  })

  test.each([new TypeError('boom'), 'boom', { toString: () => 'boom' }])(
    'calls anything else a defect, with its cause: %s',
    (thrown) => {
      const error = asStepError(thrown)
      expect(error).toMatchObject({ code: 'INTERNAL', cause: thrown })
      expect(error.message).toContain('boom')
    },
  )
})

test.each([
  ['ENOSPC: no space left on device, write', 'docker system df'],
  ["git fast-import made no commit: fatal: sha1 file 'x' write error. Out of diskspace", 'docker system df'],
  ["EDQUOT: disk quota exceeded, open '/t/x'", 'docker system df'],
  ["EACCES: permission denied, mkdir '/t/x'", 'RUNNER_TEMP'],
  ["EROFS: read-only file system, open '/t/x'", 'RUNNER_TEMP'],
  ["ENOTDIR: not a directory, mkdir '/t/x'", 'RUNNER_TEMP'],
  ["ENOENT: no such file or directory, mkdir '/t/x'", 'RUNNER_TEMP'],
  ["ENAMETOOLONG: name too long, mkdir '/t/x'", 'RUNNER_TEMP'],
  ["EIO: i/o error, write '/t/x'", 'RUNNER_TEMP'],
  ['Missing file at path: /t/state', 'RUNNER_TEMP'],
])('a disk that cannot be written is no defect: %s', (message, named) => {
  const { problems, cause } = asStepError(new Error(message))
  expect(problems).toEqual([
    { code: 'RUNNER_DISK', message: expect.stringContaining(message), hint: expect.stringContaining(named) },
  ])
  expect(cause).toBeInstanceOf(Error)
})

describe('a runner that has no more', () => {
  const system = (code: string, syscall: string) =>
    Object.assign(new Error(`${syscall} ${code}`), { code, syscall })

  test.each([
    ['EMFILE', 'open'],
    ['EMFILE', 'spawn git'],
    ['ENFILE', 'connect'],
    ['ENOMEM', 'spawn git'],
    ['EAGAIN', 'spawn git'],
  ])('%s of %s says what to raise', (code, syscall) => {
    const { problems } = asStepError(system(code, syscall))
    expect(problems).toMatchObject([{ code: 'RUNNER_LIMIT', hint: expect.stringContaining('LimitNOFILE') }])
  })

  test.each([system('EAGAIN', 'read'), system('ENOENT', 'spawn git'), new Error('EMFILE'), 'EMFILE'])(
    '%s is something else',
    (thrown) => {
      expect(asStepError(thrown).code).toBe('INTERNAL')
    },
  )
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
    const error = new StepError([problem('the role was refused')])
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

describe('settle', () => {
  test('gives what was done beside the problems of what failed', async () => {
    const refused = new StepError([problem('refused')])
    const { values, failure } = await settle([
      Promise.resolve(1),
      Promise.reject(refused),
      Promise.resolve(2),
      Promise.reject(refused),
    ])
    expect(values).toEqual([1, 2])
    expect(failure).toBe(refused)
  })

  test('has no failure where all went well', async () => {
    expect(await settle([])).toEqual({ values: [], failure: undefined })
  })
})

test('fail keeps the cause', () => {
  const cause = new Error('why')
  expect(() => fail(problem('x'), cause)).toThrow(
    expect.objectContaining({ cause, message: 'INPUT_INVALID: x' }),
  )
})
