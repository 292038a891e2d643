import { expect, test } from 'vitest'
import type { Registry } from '../../../src/aws/registry/registry.ts'
import { type Problem, StepError } from '../../../src/errors/errors.ts'
import { obtainAll } from '../../../src/images/obtain.ts'
import { aFound, anImage, HOST, host, SHA, someTime } from '../builders.ts'

const problem = (message: string): Problem => ({ code: 'ECR_DENIED', message, hint: 'h' })
const found = aFound()
const login = { host: host(HOST), pushHost: HOST, insecure: false, username: 'AWS', password: 'x' }

/** A registry that takes every tag but the refused ones. */
const registry = (...refused: readonly string[]): Registry => ({
  host: host(HOST),
  identify: async () => {},
  login: async () => login,
  find: async (_, tags) => new Map(tags.map((tag) => [tag, found])),
  platforms: async (_, { platforms }) => platforms,
  configuration: async () => undefined,
  tag: async (repository) => {
    if (refused.includes(repository)) throw new StepError([problem(`${repository} was refused`)])
    return 'tagged'
  },
  createRepository: async () => 'existed',
  mutableTags: async () => ({ tags: [], filters: [] }),
  archived: async () => new Map(),
  history: () => Promise.reject(new Error('not asked')),
})

const decision = (how: 'released' | 'built', name: string, ...refused: readonly string[]) => {
  const image = anImage({ name, repository: name, tag: 'v1.2.3', tested: [SHA] })
  const looked = { image, registry: registry(...refused), login, content: new Map([[SHA, found]]) }
  return how === 'built' ? { ...looked, how, found: undefined } : { ...looked, how, found }
}

test('what was obtained comes beside the problems of all that was not', async () => {
  const log = { info: () => {}, notice: () => {}, warning: () => {} }
  const { values, failure } = await obtainAll(
    [decision('released', 'api'), decision('released', 'web', 'web'), decision('built', 'jobs')],
    { createRepository: undefined, maxParallel: 2 },
    {
      openEngine: () => Promise.reject(new StepError([problem('no engine answers')])),
      log: { ...log, group: (_, work) => work() },
      phases: someTime(),
    },
  )
  expect(values).toEqual([{ name: 'api', how: 'released', found, seconds: expect.any(Number) }])
  expect(failure?.problems.map(({ message }) => message)).toEqual(['web was refused', 'no engine answers'])
})
