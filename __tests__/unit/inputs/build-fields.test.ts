import { describe, expect, test } from 'vitest'
import { attestation, buildContext, cache, context, ssh } from '../../../src/inputs/build-fields.ts'
import { cacheEntry } from '../../../src/inputs/cache-entry.ts'
import { inputsOf } from '../builders.ts'
import { mistakeIn, taken } from '../doors/deploy/parsed.ts'

describe('ssh', () => {
  test.each(['default', 'git', 'default=~/.ssh/id', 'git=/run/agent.sock', 'k=a,b'])('takes %s', (given) => {
    expect(taken(ssh(given))).toBe(given)
  })
  test.each(['-x', 'a b', 'a=', 'a=,b', '=x', 'a=b\u0007'])('refuses %j', (given) => {
    expect(mistakeIn(ssh(given))).toContain('is not of the form')
  })
})

describe('context', () => {
  test.each([
    '.',
    './',
    'services/api',
    '../shared',
    '/srv/app',
    'my app',
    'app.git',
    'a@b',
    './a://b',
    './a@b:c',
    'a{{b',
  ])('takes %s', (given) => {
    expect(taken(context(given))).toBe(given)
  })
  test.each([
    'https://github.com/acme/api.git#main:services',
    'git://host/api.git',
    'ssh://git@host/api.git',
    'git@github.com:acme/api.git',
    '{{defaultContext}}',
    '{{defaultContext}}:services/api',
  ])('refuses %s, which is none of what was checked out', (given) => {
    expect(context(given)).toEqual({
      mistake: 'is no folder: what is built is what actions/checkout has checked out',
      example: '.',
    })
  })
  test.each(['-', '-x'])('refuses %s, which the engine would take for something else', (given) => {
    expect(mistakeIn(context(given))).toContain('begins with "-"')
  })
})

describe('build-contexts', () => {
  test.each(['shared=../shared', 'alpine:3=docker-image://alpine:3.22', 'a=https://x/y.git#main'])(
    'takes %s',
    (given) => {
      expect(taken(buildContext(given))).toBe(given)
    },
  )
  test.each(['shared', 'shared=', '=x', '-a=b', 'a b=c', 'a= b', 'a=b\u0000'])('refuses %j', (given) => {
    expect(mistakeIn(buildContext(given))).toContain('is not of the form name=value')
  })
})

test.each(['https', 'http'])(
  'build-contexts with a credential in a URL are refused, not repeated (%s)',
  (scheme) => {
    const { problems } = inputsOf({ 'build-contexts': `lib=${scheme}://x:s3cret@github.com/acme/lib.git` })
    expect(problems).toMatchObject([
      {
        message: expect.stringContaining('GIT_AUTH_TOKEN'),
        hint: expect.stringContaining('lib=https://github.com/acme/lib.git#main'),
      },
    ])
    expect(JSON.stringify(problems)).not.toContain('s3cret')
    expect(inputsOf({ 'build-contexts': 'lib=ssh://git@github.com/acme/lib.git' }).problems).toEqual([])
  },
)

describe('cache', () => {
  test.each([
    ['gha', { kind: 'gha' }],
    ['ecr:build-cache', { kind: 'ecr', repository: 'build-cache' }],
    ['ecr:a/b_c/d', { kind: 'ecr', repository: 'a/b_c/d' }],
  ])('takes %s', (given, expected) => {
    expect(taken(cache(given))).toEqual(expected)
  })
  test.each(['ecr', 'ecr:', 'ecr:A', 'ecr:a:tag', 'aws-ecr:ab', 'GHA', 'registry', 'type=gha'])(
    'refuses %s',
    (given) => {
      expect(mistakeIn(cache(given))).toContain('neither gha nor ecr:<repository>')
    },
  )
})

describe('cache-from and cache-to', () => {
  test('take what buildx takes, one a line', () => {
    const given = 'type=registry,ref=a/b:c\ntype=gha,scope=x'
    const { build } = inputsOf({ 'cache-from': given, 'cache-to': given }).inputs.images[0]
    expect(build.cacheFrom.map((entry) => entry.text)).toEqual(given.split('\n'))
    expect(build.cacheTo.map((entry) => entry.text)).toEqual(given.split('\n'))
  })

  test.each(['secret_access_key', 'access_key_id', 'session_token', 'token', 'account_key'])(
    'refuse a credential (%s) without repeating it',
    (key) => {
      const given = `type=s3,bucket=x,${key}=the-value-itself`
      expect(mistakeIn(cacheEntry(given))).toContain('holds a credential')
      expect(mistakeIn(cacheEntry(`${key}=the-value-itself,type=s3`))).toContain('holds a credential')
      for (const spelt of [`"${key}=x"`, `${key.toUpperCase()}=x`, `"a,${key}=x`]) {
        expect(mistakeIn(cacheEntry(`type=s3,${spelt}`))).toContain('holds a credential')
      }
      expect(JSON.stringify(inputsOf({ 'cache-to': given }).problems)).not.toContain('the-value-itself')
    },
  )
})

describe('provenance and sbom', () => {
  test.each([
    ['', undefined],
    ['false', undefined],
    ['False', undefined],
    ['true', 'true'],
    ['TRUE', 'true'],
    ['mode=max', 'mode=max'],
    ['mode=max,builder-id=https://x/y', 'mode=max,builder-id=https://x/y'],
    ['generator=docker/scout-sbom-indexer:1', 'generator=docker/scout-sbom-indexer:1'],
  ])('%j means %j', (given, expected) => {
    const { inputs, problems } = inputsOf({ provenance: given, sbom: given })
    expect(problems).toEqual([])
    expect(inputs.images[0].build).toMatchObject({ provenance: expected, sbom: expected })
  })
  test.each([
    'max',
    'yes',
    'untrue',
    'trueish',
    'unfalse',
    'falsey',
    'mode=',
    'mode=max,',
    'mode=max, x=y',
    '--x=y',
  ])('refuse %j', (given) => {
    expect(mistakeIn(attestation('mode=max')(given))).toContain('neither a boolean nor attributes')
  })
})

describe('compression', () => {
  const read = (given: string) => {
    const { inputs, problems } = inputsOf({ compression: given })
    return { value: inputs.images[0].build.compression, messages: problems.map(({ message }) => message) }
  }

  test.each([
    ['gzip', { type: 'gzip', level: undefined, force: false }],
    ['zstd,level=22', { type: 'zstd', level: 22, force: false }],
    ['estargz, level=0, force', { type: 'estargz', level: 0, force: true }],
    ['zstd force=true level=3', { type: 'zstd', level: 3, force: true }],
    ['zstd,force=false', { type: 'zstd', level: undefined, force: false }],
  ])('takes %j', (given, value) => {
    expect(read(given)).toEqual({ value, messages: [] })
  })

  test.each([
    ['toString', 'begins with none of'],
    ['level=3', 'begins with none of'],
    ['gzip,level=10', 'has a level that is not a whole number from 0 to 9'],
    ['zstd,level=23', 'has a level that is not a whole number from 0 to 22'],
    ['zstd,level=-1', 'has a level that is not'],
    ['zstd,level', 'has a level that is not'],
    ['zstd,force=yes', 'has a force that is not a boolean'],
    ['zstd,push=true', 'has "push", which is neither level= nor force'],
    ['zstd,force,force', 'says one thing twice'],
    ['zstd,', 'has "", which is neither'],
  ])('refuses %j', (given, mistake) => {
    expect(read(given)).toEqual({ value: undefined, messages: [expect.stringContaining(mistake)] })
  })
})
