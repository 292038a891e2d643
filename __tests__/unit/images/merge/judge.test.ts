import { describe, expect, test } from 'vitest'
import type { FoundImage } from '../../../../src/aws/registry/registry.ts'
import { judgeParts, otherParts } from '../../../../src/images/merge/judge.ts'
import type { Part } from '../../../../src/images/merge/part.ts'
import { aFound, digestOf, HOST, OLD_SHA, REPOSITORY, SHA } from '../../builders.ts'
import { anImageOf, aPart, REVISION } from './parts.ts'

const WANTED = { repositoryUrl: `${HOST}/${REPOSITORY}`, tag: SHA, commit: SHA }
const AMD = aPart('linux/amd64', 'a')
const ARM = aPart('linux/arm64', 'b')
const judge = (parts: readonly Part[], commit: string | undefined = SHA) =>
  judgeParts(parts, { ...WANTED, commit })
const messages = (parts: readonly Part[], commit?: string) =>
  judge(parts, commit).map(({ message }) => message)

const ofRevision = (part: Part, revision: string | undefined): Part => ({
  ...part,
  images: part.images.map((image) => ({
    ...image,
    labels: revision === undefined ? {} : { [REVISION]: revision },
  })),
})

describe('platforms', () => {
  test('that differ can be one image', () => {
    expect(judge([AMD, ARM])).toEqual([])
    expect(judge([aPart('linux/arm/v6', 'a'), aPart('linux/arm/v7', 'b')])).toEqual([])
  })

  test.each([
    ['linux/amd64', 'linux/amd64', 'linux/amd64'],
    ['linux/arm64', 'linux/arm64/v8', 'linux/arm64'],
    ['linux/arm', 'linux/arm/v7', 'linux/arm/v7'],
    ['linux/x86_64', 'linux/amd64', 'linux/amd64'],
  ])('%s and %s cannot', (one, other, platform) => {
    const parts = [aPart(one, 'a', { tag: 'x' }), aPart(other, 'b', { tag: 'y' })]
    expect(judge(parts)).toMatchObject([
      {
        code: 'MERGE_IMPOSSIBLE',
        inputs: ['merge-tags'],
        message: `merge-tags names 2 images for ${platform}: x, y`,
      },
    ])
  })

  test('of Windows differ by the version of the system', () => {
    const windows = (version: string, character: string) =>
      aPart('windows/amd64', character, {
        images: [
          anImageOf('', { platform: { os: 'windows', architecture: 'amd64', 'os.version': version } }),
        ],
      })
    expect(judge([windows('10.0.17763.1', 'a'), windows('10.0.20348.1', 'b')])).toEqual([])
    expect(judge([windows('10.0.17763.1', 'a'), windows('10.0.17763.1', 'b')])).toHaveLength(1)
  })

  test('twice in one index are reported once, with its tag', () => {
    const images = [...AMD.images, ...AMD.images]
    expect(messages([{ ...AMD, images }])).toEqual([
      `merge-tags names 2 images for linux/amd64: ${SHA}-amd64`,
    ])
  })

  test('must be there', () => {
    const others = [digestOf('c')]
    expect(
      messages([
        { ...AMD, images: [] },
        { ...ARM, others },
      ]),
    ).toEqual([
      `merge-tags names ${SHA}-amd64, which is not for a platform: it is empty`,
      `merge-tags names ${SHA}-arm64, which is not for a platform: ${digestOf('c')} in it has no configuration that says one`,
    ])
  })
})

describe('the commits of parts', () => {
  test('are that of the tag', () => {
    const problems = judge([AMD, ofRevision(ARM, OLD_SHA)])
    expect(problems).toMatchObject([
      {
        code: 'IMAGE_OTHER_COMMIT',
        message: `${HOST}/${REPOSITORY}:${SHA}-arm64 (${digestOf('b')}) says that it was built from ${OLD_SHA}, not from ${SHA}`,
      },
    ])
  })

  test.each([
    ['all of one', [SHA, SHA.toUpperCase()]],
    ['all of one, abbreviated', [SHA, SHA.slice(0, 12)]],
    ['none says one', [undefined, undefined]],
    ['none says one but for spaces', [undefined, ' ']],
  ])('are one: %s', (_, [one, other]) => {
    const parts = [ofRevision(AMD, one), ofRevision(ARM, other)]
    expect(judge(parts)).toEqual([])
    expect(judge(parts, undefined)).toEqual([])
  })

  test.each([
    ['two', [SHA, OLD_SHA], undefined],
    ['one and none', [SHA, undefined], SHA],
    ['one and a text', [SHA, 'main'], SHA],
  ])('are not one: %s', (_, [one, other], commit) => {
    const problems = judgeParts([ofRevision(AMD, one), ofRevision(ARM, other)], { ...WANTED, commit })
    expect(problems).toMatchObject([
      {
        code: 'MERGE_IMPOSSIBLE',
        message: `the images of merge-tags are not of one commit: ${SHA}-amd64 of ${one}, ${SHA}-arm64 of ${other ?? 'no known commit'}`,
      },
    ])
  })

  test('are read of index, manifest and labels, in this order', () => {
    const image = anImageOf('linux/arm64', { annotations: { [REVISION]: SHA }, labels: { [REVISION]: 'x' } })
    expect(judge([AMD, { ...ARM, images: [image] }])).toEqual([])
    const annotations = { [REVISION]: OLD_SHA }
    expect(judge([AMD, { ...ARM, images: [image], annotations }])).toHaveLength(1)
  })

  test('are texts of others', () => {
    expect(
      messages([AMD, ofRevision(ARM, 'a\n::error::b')])
        .join('\n')
        .split('\n'),
    ).toHaveLength(1)
  })
})

test('all mistakes are reported together', () => {
  const parts = [AMD, { ...ofRevision(ARM, OLD_SHA), images: ofRevision(AMD, OLD_SHA).images }]
  expect(judge(parts).map(({ code }) => code)).toEqual(['MERGE_IMPOSSIBLE', 'IMAGE_OTHER_COMMIT'])
})

describe('an image under the tag', () => {
  const image = (character: string) => aFound({ digest: digestOf(character) })
  const index = (...characters: string[]) => {
    const manifests = characters.map((one) => ({ mediaType: 'm', size: 1, digest: digestOf(one) }))
    return aFound({ digest: digestOf('f'), isIndex: true, manifest: JSON.stringify({ manifests }) })
  }
  const other = (found: FoundImage, parts: Record<string, FoundImage | undefined>) =>
    otherParts(found, new Map(Object.entries(parts)), WANTED)?.message.replace(/.*: /, '')

  test('is made of the parts, in any order', () => {
    expect(other(index('b', 'a'), { x: image('a'), y: image('b') })).toBeUndefined()
    expect(other(index('a', 'b', 'c'), { x: index('a', 'b'), y: image('c') })).toBeUndefined()
  })

  test('is made of those that are left, when tags of others have gone', () => {
    expect(other(index('a', 'b'), { x: image('a'), y: undefined })).toBeUndefined()
    expect(other(index('a', 'b'), { x: undefined, y: undefined })).toBeUndefined()
  })

  test.each([
    ['one of them', image('a'), 'without y'],
    ['none of them', image('c'), 'without x, y'],
    ['others', index('c', 'd'), 'without x, y'],
    ['some of them', index('a', 'c'), 'without y'],
    ['more than them', index('a', 'b', 'c'), 'with others besides'],
  ])('is not where it is %s', (_, found, what) => {
    expect(other(found, { x: image('a'), y: image('b') })).toBe(what)
  })

  test('is not where what is left of them is not in it', () => {
    expect(other(index('b'), { x: image('a'), y: undefined })).toBe('without x')
  })
})
