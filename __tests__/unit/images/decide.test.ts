import { describe, expect, test } from 'vitest'
import type { FoundImage, Registry } from '../../../src/aws/registry/registry.ts'
import { StepError } from '../../../src/errors/errors.ts'
import {
  type DecideOptions,
  decideAll,
  doubtAbout,
  isMissing,
  type LookedUp,
  lookUp,
  unattested,
} from '../../../src/images/decide.ts'
import { compose } from '../../../src/images/merge/compose.ts'
import type { BuildPlan } from '../../../src/plan/build.ts'
import type { PushedImage } from '../../../src/plan/image.ts'
import { Phases } from '../../../src/runner/phases.ts'
import {
  aBuild,
  aFound,
  anImage,
  aRepository,
  digestOf,
  HOST,
  host,
  OLD_SHA,
  problemsOf,
  SHA,
} from '../builders.ts'
import { aPart } from './merge/parts.ts'

/** Nothing here asks a registry. */
const registry: Registry = {
  host: host(HOST),
  identify: () => Promise.reject(new Error('not asked')),
  login: () => Promise.reject(new Error('not asked')),
  find: () => Promise.reject(new Error('not asked')),
  platforms: () => Promise.reject(new Error('not asked')),
  configuration: () => Promise.reject(new Error('not asked')),
  tag: () => Promise.reject(new Error('not asked')),
  createRepository: () => Promise.reject(new Error('not asked')),
  mutableTags: () => Promise.reject(new Error('not asked')),
  archived: () => Promise.reject(new Error('not asked')),
}
const login = { host: host(HOST), pushHost: HOST, insecure: false, username: 'AWS', password: 'x' }

/** What a repository holds; undefined: there is none. */
const looked = (
  changes: Partial<PushedImage>,
  content: Record<string, FoundImage> | undefined,
): LookedUp => ({
  image: anImage(changes),
  registry,
  login,
  content: content && new Map(Object.entries(content)),
})

const NO_CONTEXT: DecideOptions = { createRepository: undefined, unchanged: new Map() }
const howOf = (one: LookedUp, context = NO_CONTEXT) => decideAll([one], context).map(({ how }) => how)
const RELEASE = { tag: 'v1.2.3', tested: [SHA, `main-${SHA}`] }

describe('decideAll', () => {
  test.each([
    ['a tag that is there is reused', {}, { [SHA]: aFound() }, 'reused'],
    ['a tag that is not there is built', {}, {}, 'built'],
    ['the revision of the commit is that of the image', {}, { [SHA]: aFound({ revision: SHA }) }, 'reused'],
    ['a version is put on the image of its commit', RELEASE, { [SHA]: aFound() }, 'released'],
    ['or on that of the default branch', RELEASE, { [`main-${SHA}`]: aFound() }, 'released'],
    ['a version that is there stays', RELEASE, { [SHA]: aFound(), 'v1.2.3': aFound() }, 'reused'],
    ['a version without an image of its commit is built', RELEASE, {}, 'built'],
    ['a version needs no build', { ...RELEASE, build: undefined }, { [SHA]: aFound() }, 'released'],
  ])('%s', (_, changes, content, how) => {
    const one = looked(changes, content)
    expect(howOf(one)).toEqual([how])
    expect(isMissing(one)).toBe(how === 'built')
  })

  test.each([
    ['another commit', {}, { [SHA]: aFound({ revision: OLD_SHA }) }, 'IMAGE_OTHER_COMMIT'],
    [
      'another commit, to be released',
      RELEASE,
      { [SHA]: aFound({ revision: OLD_SHA }) },
      'IMAGE_OTHER_COMMIT',
    ],
    [
      'a platform that is not there',
      { platforms: ['linux/amd64', 'linux/arm64'] },
      { [SHA]: aFound({ platforms: ['linux/amd64'] }) },
      'IMAGE_PLATFORM_MISSING',
    ],
    ['no image, where none may be built', { build: undefined }, {}, 'IMAGE_MISSING'],
    ['no repository', {}, undefined, 'REPOSITORY_MISSING'],
  ])('refuses %s', async (_, changes, content, code) => {
    expect(await problemsOf(() => howOf(looked(changes, content)))).toMatchObject([{ code }])
  })

  test('builds into a repository that is to be created, but deploys nothing from it', async () => {
    const context = { ...NO_CONTEXT, createRepository: aRepository() }
    expect(howOf(looked({}, undefined), context)).toEqual(['built'])
    expect(await problemsOf(() => howOf(looked({ build: undefined }, undefined), context))).toMatchObject([
      { code: 'REPOSITORY_MISSING' },
    ])
  })

  test('asks nothing of an image that stays as it is deployed', () => {
    const context = { ...NO_CONTEXT, unchanged: new Map([['identity-service', SHA]]) }
    expect(howOf(looked({ build: undefined }, {}), context)).toEqual(['unchanged'])
    expect(howOf(looked({}, undefined), context)).toEqual(['unchanged'])
  })

  test('knows the digest of an image that stays only where its tag is the deployed one', () => {
    const kept = (deployed: string | undefined) =>
      decideAll([looked({}, { [SHA]: aFound() })], {
        ...NO_CONTEXT,
        unchanged: new Map([['identity-service', deployed]]),
      })
    expect(kept(SHA)).toMatchObject([{ how: 'unchanged', found: aFound() }])
    for (const other of [OLD_SHA, undefined]) {
      expect(kept(other)).toMatchObject([{ how: 'unchanged', found: undefined }])
    }
  })

  test('names the tag that a release was found under, when a platform is missing there', async () => {
    const platforms = ['linux/amd64', 'linux/arm64']
    const content = { [SHA]: aFound({ platforms: ['linux/amd64'] }) }
    const [problem] = await problemsOf(() => howOf(looked({ ...RELEASE, platforms }, content)))
    expect(problem?.message).toContain(`:${SHA} exists, but without linux/arm64`)
    expect(problem?.hint).toContain('which v1.2.3 is to be put on')
    expect(problem?.hint).not.toContain('run_id')
  })

  test('tells what is wrong with all images together', async () => {
    const images = [
      looked({ build: undefined }, {}),
      looked({ name: 'other', repository: 'team/other' }, undefined),
    ]
    const problems = await problemsOf(() => decideAll(images, NO_CONTEXT))
    expect(problems.map(({ code }) => code)).toEqual(['IMAGE_MISSING', 'REPOSITORY_MISSING'])
  })

  test('names the tags of the commit that a release was looked for under', async () => {
    const [problem] = await problemsOf(() => howOf(looked({ ...RELEASE, build: undefined }, {})))
    expect(problem?.message).toContain(`(nor under ${SHA} or main-${SHA})`)
  })
})

describe('an image that is put together', () => {
  const parts = [aPart('linux/amd64', 'a'), aPart('linux/arm64', 'b')]
  const [amd = '', arm = ''] = parts.map(({ tag }) => tag)
  const merge = { build: undefined, parts: [amd, arm] }
  const there = { [amd]: aFound({ digest: digestOf('a') }), [arm]: aFound({ digest: digestOf('b') }) }
  const index = compose(parts)

  test('is made where its tag is not there, and never asks for an engine', () => {
    const one = { ...looked(merge, there), parts }
    expect(decideAll([one], NO_CONTEXT)).toMatchObject([{ how: 'merged', found: index }])
    expect(isMissing(one)).toBe(false)
  })

  test('is reused where it is there, and put under a version where that is not', () => {
    expect(howOf(looked(merge, { ...there, [SHA]: index }))).toEqual(['reused'])
    expect(howOf(looked(merge, { [SHA]: index }))).toEqual(['reused'])
    const release = { ...RELEASE, ...merge }
    expect(howOf(looked(release, { ...there, [SHA]: index }))).toEqual(['released'])
  })

  test.each([
    ['of a part that is missing', looked(merge, { [amd]: aFound() }), 'IMAGE_MISSING'],
    ['without a repository', looked(merge, undefined), 'REPOSITORY_MISSING'],
    ['that is there as another image', looked(merge, { ...there, [SHA]: aFound() }), 'IMAGE_OTHER_PARTS'],
    [
      'whose version would be put on another image',
      looked({ ...RELEASE, ...merge }, { ...there, [SHA]: aFound() }),
      'IMAGE_OTHER_PARTS',
    ],
    [
      'for a platform that no part is for',
      { ...looked({ ...merge, platforms: ['linux/s390x'] }, there), parts },
      'IMAGE_PLATFORM_MISSING',
    ],
    ['of two of one platform', { ...looked(merge, there), parts: [...parts, ...parts] }, 'MERGE_IMPOSSIBLE'],
  ])('is refused %s', async (_, one, code) => {
    const [problem] = await problemsOf(() => howOf(one))
    expect(problem).toMatchObject({ code })
  })

  test('names every part that is missing', async () => {
    const problems = await problemsOf(() => howOf(looked(merge, {})))
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(`:${amd} is not in the registry`),
      expect.stringContaining(`:${arm} is not in the registry`),
    ])
  })
})

describe('a version that has an image already', () => {
  const old = aFound({ digest: digestOf('a') })
  const doubt = (content: Record<string, FoundImage>, found = old) =>
    doubtAbout(looked(RELEASE, { 'v1.2.3': found, ...content }), found)

  test('is doubted where the commit has another one, because the git tag may have been moved', () => {
    for (const tag of [SHA, `main-${SHA}`]) {
      expect(doubt({ [tag]: aFound({ digest: digestOf('b') }) })).toContain(
        `:v1.2.3 is another image (${digestOf('a')}) than ${tag} (${digestOf('b')}). If the git tag was moved`,
      )
    }
  })

  test('is not where the commit has none, or the same', () => {
    expect(doubt({})).toBeUndefined()
    expect(doubt({ [SHA]: old })).toBeUndefined()
    expect(doubt({ [SHA]: old, [`main-${SHA}`]: aFound({ digest: digestOf('b') }) })).toBeUndefined()
  })

  test('is not where it says of which commit it is', () => {
    const known = aFound({ digest: digestOf('a'), revision: SHA })
    expect(doubt({ [SHA]: aFound({ digest: digestOf('b') }) }, known)).toBeUndefined()
  })
})

describe('an image that is there without what is asked for', () => {
  const plain = aFound()
  const attested = aFound({
    manifest: JSON.stringify({
      manifests: [{ annotations: { 'vnd.docker.reference.type': 'attestation-manifest' } }],
    }),
  })
  const said = (build: Partial<BuildPlan>, found = plain, changes: Partial<PushedImage> = {}) => {
    const [decision] = decideAll([looked({ build: aBuild(build), ...changes }, { [SHA]: found })], NO_CONTEXT)
    return decision && unattested(decision, found)
  }

  test.each<[Partial<BuildPlan>, RegExp]>([
    [
      { provenance: 'mode=max' },
      /without what provenance asks for: .*set the input tag to \$\{\{ github\.sha \}\}-r/,
    ],
    [{ sbom: 'true' }, /without what sbom asks for/],
    [{ provenance: 'true', sbom: 'true' }, /without what provenance and sbom ask for/],
  ])('is doubted: %j', (build, warning) => {
    expect(said(build)).toMatch(warning)
  })

  test('is doubted where it is released, with another way out', () => {
    expect(said({ sbom: 'true' }, plain, RELEASE)).toMatch(
      /Let the run that builds the commit have sbom, too\.$/,
    )
  })

  test('is not where it has attestations, or nothing is asked for', () => {
    expect(said({ provenance: 'true' }, attested)).toBeUndefined()
    expect(said({})).toBeUndefined()
    expect(said({ provenance: 'true' }, attested, RELEASE)).toBeUndefined()
  })
})

describe('lookUp', () => {
  const access = anImage().access
  /** Registries that take some time for everything; the role of the refused accounts is refused. */
  function asked(refused = false) {
    let now = 0
    const order: string[] = []
    const takes = async <T>(what: string, ms: number, answer: T) => {
      order.push(what)
      now += ms
      return answer
    }
    const known: Registry = {
      ...registry,
      identify: () => {
        if (refused) return Promise.reject(new Error('refused'))
        return takes('identify', 200, undefined)
      },
      login: () => takes('login', 30, login),
      find: (repository) => takes(`find ${repository}`, 70, new Map()),
    }
    const phases = new Phases(() => now)
    const times = () => phases.soFar().map(({ name, ms, failed }) => [name, ms, failed])
    return { order, phases, times, connect: () => known }
  }
  const images = ['api', 'web'].map((name) =>
    anImage({ name, repository: name, repositoryUrl: name, access }),
  )

  test('asks once it is known who asks, and both are phases', async () => {
    const { order, phases, times, connect } = asked()
    const found = await lookUp(images, connect, phases)
    expect(found.map(({ image }) => image.name)).toEqual(['api', 'web'])
    expect(order).toEqual(['identify', 'identify', 'login', 'find api', 'login', 'find web'])
    expect(times()).toEqual([
      ['role', 400, false],
      ['look-up', 200, false],
    ])
  })

  test('a refusal of the login that several share stays one, and may be for an address that is wrong', async () => {
    const { phases, connect } = asked()
    const refused = new StepError([{ code: 'ECR_DENIED', message: 'm', hint: 'h', inputs: ['registry'] }])
    const denied = () => ({ ...connect(), login: () => Promise.reject(refused) })
    expect(await problemsOf(() => lookUp(images, denied, phases))).toEqual([
      {
        code: 'ECR_DENIED',
        message: 'm',
        hint: 'h',
        inputs: ['registry', 'role-to-assume', 'aws-region', 'repository'],
      },
    ])
  })

  test('asks nothing where the role is refused', async () => {
    const { order, phases, times, connect } = asked(true)
    await expect(lookUp(images, connect, phases)).rejects.toThrow('refused')
    expect([order, times()]).toEqual([[], [['role', 0, true]]])
  })
})
