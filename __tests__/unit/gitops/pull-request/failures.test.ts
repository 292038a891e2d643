import { expect, test } from 'vitest'
import { type Problem, StepError } from '../../../../src/errors/errors.ts'
import { onBranch } from '../../../../src/gitops/pull-request/failures.ts'

const inFile = (file: string): Problem => ({
  code: 'YAML_INVALID',
  message: `${file}:2 is not valid YAML`,
  hint: 'Correct line 2.',
  configPlace: { file, line: 2 },
})
const GONE: Problem = { code: 'CONFIG_UNREACHABLE', message: 'nobody answers', hint: 'Run the job again.' }

const there = (file: string): Problem => ({
  ...inFile(file),
  message: `on the branch deploy/x, ${file}:2 is not valid YAML`,
  hint: 'Correct line 2. Do so on that branch, or remove the branch: the next newer commit gets another one.',
})

test('everything that is wrong with files of the branch is said to be there, and nothing else', () => {
  const error = new StepError([inFile('a.yaml'), GONE, inFile('b.yaml')], new Error('why'))
  expect(onBranch(error, 'deploy/x', undefined)).toMatchObject({
    problems: [there('a.yaml'), GONE, there('b.yaml')],
    cause: error.cause,
  })
})

test('what is no mistake in a file stays what it is', () => {
  const error = new Error('a bug')
  expect(onBranch(error, 'deploy/x', undefined)).toBe(error)
})
