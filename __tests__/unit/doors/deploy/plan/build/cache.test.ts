import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cacheRepositories,
  cacheRepository,
  cacheScope,
  cacheWarnings,
  planCache,
} from '../../../../../../src/doors/deploy/plan/build/cache.ts'
import { cacheArgs } from '../../../../../../src/images/engine/cache-args.ts'
import { isTag } from '../../../../../../src/names/reference.ts'
import type { Source } from '../../../../../../src/source/source.ts'
import {
  ACCOUNT,
  aBuild,
  anImage,
  aSource,
  cacheEntries,
  HOST,
  host,
  inputsOf,
  must,
} from '../../../../builders.ts'

const FACTS = {
  name: 'identity-service',
  repository: 'identity-service',
  platforms: [],
  push: true,
  scope: 'deploy',
  readableHost: undefined,
}
const BRANCH = '0123456789abcdef'
const ECR = { kind: 'ecr', repository: 'build-cache' } as const
const GHA = { kind: 'gha' } as const
const keyOf = (name: string, platforms: readonly string[], repository = name) =>
  must(must(planCache(GHA, { ...FACTS, name, repository, platforms })).writes)

describe('the shorthand', () => {
  test.each([
    ['the builder’s own platform', [], 'identity-service-native-deploy'],
    ['one platform', ['linux/arm64'], 'identity-service-linux.arm64-deploy'],
    ['a set of them', ['linux/arm64', 'linux/amd64'], 'identity-service-linux.amd64_linux.arm64-deploy'],
  ])('names the cache by image and platforms: %s', (_, platforms, key) => {
    expect(keyOf('identity-service', platforms)).toBe(key)
    expect(keyOf('identity-service', platforms, 'team/identity-service')).toBe(`team.${key}`)
  })

  test('gha reads and writes a scope of its own', () => {
    const plan = aBuild({ cache: planCache(GHA, FACTS) })
    expect(cacheArgs(plan, HOST)).toEqual([
      '--cache-from=type=gha,scope=identity-service-native-deploy',
      '--cache-to=type=gha,scope=identity-service-native-deploy,mode=max,ignore-error=true',
    ])
    expect(cacheRepository(plan)).toBeUndefined()
  })

  test('ecr reads and writes a tag of its own, as the manifest that ECR takes', () => {
    const plan = aBuild({ cache: planCache(ECR, FACTS) })
    const entry = `type=registry,ref=${HOST}/build-cache:identity-service-native-deploy`
    expect(cacheArgs(plan, HOST)).toEqual([
      `--cache-from=${entry}`,
      `--cache-to=${entry},mode=max,image-manifest=true,oci-mediatypes=true,ignore-error=true`,
    ])
    expect(cacheRepository(plan)).toBe('build-cache')
  })

  test.each([
    ['gha', GHA, undefined, ['--cache-from=type=gha,scope=identity-service-native-deploy']],
    [
      'ecr that it can read',
      ECR,
      HOST,
      [`--cache-from=type=registry,ref=${HOST}/build-cache:identity-service-native-deploy`],
    ],
  ])('a run that does not push only reads: %s', (_, cache, readableHost, args) => {
    const plan = aBuild({ cache: planCache(cache, { ...FACTS, push: false, readableHost }) })
    expect(cacheArgs(plan, undefined)).toEqual(args)
    expect(cacheRepository(plan)).toBeUndefined()
  })

  test('another ref than a deploy ref reads what that wrote besides its own, and writes its own', () => {
    const plan = aBuild({ cache: planCache(GHA, { ...FACTS, scope: BRANCH }) })
    expect(cacheArgs(plan, HOST)).toEqual([
      `--cache-from=type=gha,scope=identity-service-native-${BRANCH}`,
      '--cache-from=type=gha,scope=identity-service-native-deploy',
      `--cache-to=type=gha,scope=identity-service-native-${BRANCH},mode=max,ignore-error=true`,
    ])
  })

  test('no cache means no argument and no repository', () => {
    expect(cacheArgs(aBuild(), HOST)).toEqual([])
    expect(cacheRepository(aBuild())).toBeUndefined()
    expect(cacheRepository(undefined)).toBeUndefined()
  })
})

describe('who writes a cache', () => {
  const scopeOf = (source: Partial<Source>, given: Record<string, string> = {}) =>
    cacheScope(inputsOf(given).inputs, aSource(source))
  const OTHERS: readonly Partial<Source>[] = [
    { ref: 'refs/heads/feature' },
    { ref: 'refs/heads/Feature' },
    { ref: 'refs/tags/feature' },
    { ref: 'refs/heads/main', fromPullRequest: true },
    { ref: 'refs/heads/main', defaultBranch: undefined },
    { ref: 'refs/heads/deploy' },
    { ref: 'deploy' },
    { ref: '' },
    { ref: 'refs/heads/a-deploy"\n,ref=x' },
  ]

  test('is one for all deploy refs, wherever the commit is made', () => {
    for (const ref of ['refs/heads/main', 'refs/tags/v1.2.3', 'refs/tags/api-v1.2.3']) {
      expect(scopeOf({ ref })).toBe('deploy')
    }
    expect(scopeOf({ ref: 'refs/heads/release/1' }, { 'deploy-refs': 'release/*' })).toBe('deploy')
    expect(scopeOf({}, { 'deploy-refs': 'release/*' })).not.toBe('deploy')
  })

  test('is a digest of its own for every other ref, whatever its name', () => {
    const scopes = OTHERS.map((source) => scopeOf(source))
    for (const scope of scopes) expect(scope).toMatch(/^[0-9a-f]{16}$/)
    expect(new Set(scopes).size).toBe(OTHERS.length)
    expect(scopeOf({ fromFork: true })).not.toBe('deploy')
  })
})

describe('a checkout at another commit than that of the run', () => {
  const scopeOf = (...heads: readonly string[]) => {
    const checkouts = new Map(heads.map((head, index) => [String(index), { head, modified: [] }]))
    return cacheScope(inputsOf({}).inputs, aSource({ checkouts, sha: 'a' }))
  }

  test('writes a cache of its own, wherever the run stands', () => {
    expect([scopeOf(), scopeOf('a'), scopeOf('a', 'a')]).toEqual(['deploy', 'deploy', 'deploy'])
    expect(scopeOf('b')).toMatch(/^[0-9a-f]{16}$/)
    expect(scopeOf('a', 'b')).toBe(scopeOf('b'))
    expect(scopeOf('c', 'b')).toBe(scopeOf('b', 'c'))
    expect(new Set([scopeOf('b'), scopeOf('c'), scopeOf('b', 'c')]).size).toBe(3)
  })
})

describe('keys', () => {
  test('are plain as long as they are tags, and else end in a digest', () => {
    expect(keyOf('x'.repeat(104), [])).toBe(`${'x'.repeat(104)}-native-deploy`)
    expect(keyOf('x'.repeat(105), [])).toMatch(/^x{94}-[0-9a-f]{16}-deploy$/)
  })

  type Cached = Parameters<typeof keyOf>
  test.each<[what: string, one: Cached, other: Cached]>([
    ['folders and dots', ['api', [], 'team/a/api'], ['api', [], 'team.a/api']],
    ['a name and that of the repository', ['api', [], 'team/api'], ['web', [], 'team/api']],
    ['an underscore and two platforms', ['api', ['a/b_c/d'], 'api'], ['api', ['a/b', 'c/d'], 'api']],
  ])('tell %s apart', (_, one, other) => {
    expect(keyOf(...one)).not.toBe(keyOf(...other))
  })

  const name = fc.oneof(
    fc.string({ minLength: 1, maxLength: 150, unit: 'grapheme' }),
    fc.stringMatching(/^[ab][ab/_.-]{0,4}$/),
    fc.constantFrom('a-linux.amd64', 'a', 'a-native', 'a-linux', 'ghcr.io/acme/a', 'ghcr.io-acme-a'),
  )
  const repository = fc.oneof(
    fc.stringMatching(/^[ab](?:[/._-]?[ab]){1,5}$/),
    fc.constantFrom('team-a/api', 'team-b/api', 'a/b', 'a.b', 'a-native', 'a/native', 'x'.repeat(150)),
  )
  const platform = fc.constantFrom(
    'linux/amd64',
    'linux/arm64',
    'linux/arm/v7',
    'windows/x86_64',
    'linux/x86',
  )
  const image = fc.record({ name, repository, platforms: fc.uniqueArray(platform, { maxLength: 3 }) })

  test('are tags, and safe in a list of values', () => {
    fc.assert(
      fc.property(image, ({ name, platforms, repository }) => {
        const key = keyOf(name, platforms, repository)
        expect(isTag(key), key).toBe(true)
        expect(key).not.toMatch(/[",\s]/)
      }),
    )
  })

  test('differ wherever image or platforms differ, whatever their order', () => {
    const same = (one: string, other: string) => one === other
    fc.assert(
      fc.property(image, image, (one, other) => {
        const equal =
          same(one.name, other.name) &&
          same(one.repository, other.repository) &&
          same(one.platforms.toSorted().join(), other.platforms.toSorted().join())
        const keys = [one, other].map((each) => keyOf(each.name, each.platforms, each.repository))
        expect(new Set(keys).size === 1).toBe(equal)
      }),
      { numRuns: 2_000 },
    )
  })
})

test.each([
  ['type=registry,ref=a/b:c', 'type=registry,ref=a/b:c,ignore-error=true'],
  ['ref=a/b:c,type=registry', 'ref=a/b:c,type=registry,ignore-error=true'],
  ['type=gha', 'type=gha,ignore-error=true'],
  ['type=local,dest=/c', 'type=local,dest=/c,ignore-error=true'],
  ['"type=s3",bucket=b', '"type=s3",bucket=b,ignore-error=true'],
  ['type=azblob,name=x', 'type=azblob,name=x,ignore-error=true'],
  ['a/b:c', 'type=registry,ref=a/b:c,ignore-error=true'],
  ['type=inline', 'type=inline'],
  ['type=registry,ref=a/b:c,ignore-error=false', 'type=registry,ref=a/b:c,ignore-error=false'],
])('cache-to %s is handed on as %s', (given, expected) => {
  expect(cacheArgs(aBuild({ cacheTo: cacheEntries(given) }), HOST)).toEqual([`--cache-to=${expected}`])
})

describe('the repositories that the session may write caches to', () => {
  const named = (...cacheTo: string[]) =>
    cacheRepositories(aBuild({ cacheTo: cacheEntries(...cacheTo) }), host(HOST))

  test('are that of cache, and those of cache-to in the registry of the image', () => {
    const build = aBuild({
      cache: planCache(ECR, FACTS),
      cacheTo: cacheEntries(`type=registry,ref=${HOST}/a/b:main`),
    })
    expect(cacheRepositories(build, host(HOST))).toEqual(['build-cache', 'a/b'])
    expect(cacheRepositories(undefined, host(HOST))).toEqual([])
  })

  test.each([
    `type=registry,ref=${HOST}/a/b:main,mode=max`,
    `ref=${HOST}/a/b,type=registry`,
    `"type=registry","ref=${HOST}/a/b@sha256:0"`,
    `${HOST}/a/b:main`,
    `${HOST.replace('dkr.ecr', 'dkr-ecr').replace('amazonaws.com', 'on.aws')}/a/b:main`,
  ])('take %s', (entry) => {
    expect(named(entry)).toEqual(['a/b'])
  })

  test.each([
    'type=gha',
    'type=local,dest=a',
    `type=registry,ref=ghcr.io/a/b:main`,
    `type=registry,ref=a/b:main`,
    `type=registry,ref=${HOST.replace(ACCOUNT, '999988887777')}/a/b:main`,
    `type=registry,ref=${HOST}/*:main`,
    `type=registry,ref=${HOST}`,
  ])('leave out %s', (entry) => {
    expect(named(entry)).toEqual([])
  })
})

test('ecr is no cache for a run that can neither read nor write it', () => {
  expect(planCache(ECR, { ...FACTS, push: false })).toBeUndefined()
})

test('a cache in the repository of an image is warned of, because its tags have to move', () => {
  const image = (repository: string, cache: string) =>
    anImage({ repository, build: aBuild({ cache: planCache({ kind: 'ecr', repository: cache }, FACTS) }) })
  expect(cacheWarnings([image('team/api', 'team/cache'), anImage()])).toEqual([])
  expect(cacheWarnings([image('team/api', 'team/web'), anImage({ repository: 'team/web' })])).toEqual([
    expect.stringContaining('cache is ecr:team/web, which is the repository of an image'),
  ])
})
