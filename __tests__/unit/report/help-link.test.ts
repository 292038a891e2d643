import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ERROR_CODES, type ErrorCode, explained, StepError } from '../../../src/errors/errors.ts'
import { helpLink } from '../../../src/report/help-link.ts'
import { renderProblem } from '../../../src/report/markdown.ts'
import { must } from '../builders.ts'

const ENV = { GITHUB_ACTION_REPOSITORY: 'acme/ecr-gitops-deploy', GITHUB_ACTION_REF: 'v1' }
const PAGE = 'acme/ecr-gitops-deploy/blob/v1/docs/troubleshooting.md'

test.each([
  ['of github.com', {}, `https://github.com/${PAGE}`],
  [
    'of another server',
    { GITHUB_SERVER_URL: 'https://ghe.example:8443' },
    `https://ghe.example:8443/${PAGE}`,
  ],
  [
    'at a branch',
    { GITHUB_ACTION_REF: 'fix/a b#1' },
    `https://github.com/${PAGE.replace('v1', 'fix/a%20b%231')}`,
  ],
])('an action %s has its page there', (_, env, page) => {
  expect(helpLink({ ...ENV, ...env })?.('INPUT_INVALID')).toBe(`${page}#input_invalid`)
})

test.each([
  ['a local action', { GITHUB_ACTION_REPOSITORY: '' }],
  ['no variable at all', { GITHUB_ACTION_REPOSITORY: undefined, GITHUB_ACTION_REF: undefined }],
  ['no ref', { GITHUB_ACTION_REF: '' }],
  ['no repository', { GITHUB_ACTION_REPOSITORY: 'a/b/c)[x](https://evil.example' }],
  ['no address of a server', { GITHUB_SERVER_URL: 'javascript:alert(1)' }],
  ['an address with more in it', { GITHUB_SERVER_URL: 'https://ghe.example/)[x](y' }],
])('%s has none', (_, env) => {
  expect(helpLink({ ...ENV, ...env })).toBeUndefined()
})

test('every code has the section that its link leads to', () => {
  const link = must(helpLink(ENV))
  const headings = [...readFileSync('docs/troubleshooting.md', 'utf8').matchAll(/^### (.*)$/gm)]
  const anchors = headings.map(([, heading = '']) => `#${heading.toLowerCase()}`)
  const codes = Object.keys(ERROR_CODES) as ErrorCode[]
  expect(codes.map((code) => new URL(link(code)).hash).filter((hash) => !anchors.includes(hash))).toEqual([])
})

test('an error that is explained is the same one, with links', () => {
  const problem = { code: 'ENTRY_MISSING', message: 'm', hint: 'h' } as const
  const cause = new Error('why')
  const error = explained(
    new StepError([problem, { ...problem, code: 'INTERNAL' }], cause),
    must(helpLink(ENV)),
  )
  expect(error).toMatchObject({ message: 'ENTRY_MISSING: m\nINTERNAL: m', cause })
  expect(error.problems.map(({ help }) => help)).toEqual([
    `https://github.com/${PAGE}#entry_missing`,
    `https://github.com/${PAGE}#internal`,
  ])
  expect(renderProblem(must(error.problems[0]))).toContain(
    `> **[ENTRY_MISSING](https://github.com/${PAGE}#entry_missing)**`,
  )
  expect(renderProblem(problem)).toContain('> **ENTRY_MISSING**')
})
