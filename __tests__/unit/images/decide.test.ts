import { describe, expect, test } from 'vitest'
import { type DecideOptions, decideAll } from '../../../src/images/decide.ts'
import { type LookedUp, mayBeBuilt } from '../../../src/images/look-up.ts'
import { compose } from '../../../src/images/merge/compose.ts'
import { aFound, aRepository, digestOf, OLD_SHA, problemsOf, SHA } from '../builders.ts'
import { looked, RELEASE } from './looked.ts'
import { aPart } from './merge/parts.ts'

const NO_CONTEXT: DecideOptions = { createRepository: undefined, unchanged: new Map() }
const howOf = (one: LookedUp, context = NO_CONTEXT) => decideAll([one], context).map(({ how }) => how)

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
    expect(mayBeBuilt(one)).toBe(how === 'built')
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
    expect(mayBeBuilt(one)).toBe(false)
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
