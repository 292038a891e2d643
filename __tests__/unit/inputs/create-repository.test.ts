import { describe, expect, test } from 'vitest'
import { inputsOf } from '../builders.ts'

const PLAIN = { kmsKey: undefined, tags: new Map(), exclude: [] }
const KEY = 'arn:aws:kms:ap-southeast-2:465002806239:key/mrk-0123456789abcdef0123456789abcdef'

const read = (given: string) => {
  const { inputs, problems } = inputsOf({ 'create-repository': given })
  return { value: inputs.createRepository, messages: problems.map(({ message }) => message) }
}

describe('create-repository', () => {
  test.each([
    ['', undefined],
    ['false', undefined],
    ['TRUE', PLAIN],
    [' on-push ', 'on-push'],
    ['{}', PLAIN],
    [`kms-key: ${KEY}`, { ...PLAIN, kmsKey: KEY }],
    ['kms-key: alias/team/ecr', { ...PLAIN, kmsKey: 'alias/team/ecr' }],
    [
      'kms-key: 0a1b2c3d-0000-4000-8000-0123456789ab',
      { ...PLAIN, kmsKey: '0a1b2c3d-0000-4000-8000-0123456789ab' },
    ],
    [
      'tags:\n  cost-centre: "012"\n  owner: Team A',
      {
        ...PLAIN,
        tags: new Map([
          ['cost-centre', '012'],
          ['owner', 'Team A'],
        ]),
      },
    ],
    ['exclude: []', PLAIN],
    ['exclude: sha256-*', { ...PLAIN, exclude: ['sha256-*'] }],
    ['exclude: [sha256-*, cache-*, sha256-*]', { ...PLAIN, exclude: ['sha256-*', 'cache-*'] }],
    ['exclude: |\n  sha256-*\n  cache-*', { ...PLAIN, exclude: ['sha256-*', 'cache-*'] }],
  ])('takes %j', (given, value) => {
    expect(read(given)).toEqual({ value, messages: [] })
  })

  test.each([
    ['on push', 'is "on push", which is neither'],
    ['- kms-key: alias/ecr', 'is "- kms-key: alias/ecr", which is neither'],
    ['{ kms-key: [', 'is not valid YAML'],
    ['key: alias/ecr', 'has no key key.'],
    ['kms-key: ecr', 'has the kms-key "ecr", which is no ID, ARN or alias'],
    ['kms-key: [alias/ecr]', 'has the kms-key "object"'],
    ['tags: [team=a]', 'has tags that are no map of texts'],
    ['tags: { team: [a] }', 'has tags that are no map of texts'],
    ['tags: { aws:team: a }', 'has the tag "aws:team"'],
    [`tags: { team: ${'a'.repeat(257)} }`, 'has the tag "team"'],
    ['exclude: [a b]', 'has the exclude filter "a b"'],
    ['exclude: ["*-*-*"]', 'has the exclude filter "*-*-*"'],
    ['exclude: [a, b, c, d, e, f]', 'has more than 5 exclude filters'],
    [`tags: {${Array.from({ length: 51 }, (_, at) => ` t${at}: a`).join(',')} }`, 'has more than 50 tags'],
  ])('refuses %j', (given, mistake) => {
    const { value, messages } = read(given)
    expect(value).toBeUndefined()
    expect(messages).toEqual([expect.stringContaining(`create-repository ${mistake}`)])
  })

  test('reports every mistake of a map', () => {
    expect(read('{ kms-key: ecr, tags: [a], exclude: [a b], extra: 1 }').messages).toHaveLength(4)
  })
})
