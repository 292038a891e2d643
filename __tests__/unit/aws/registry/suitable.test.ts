import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalPlatform, type RequiredImage, unsuitable } from '../../../../src/aws/registry/suitable.ts'
import { aFound, digestOf, HOST, OLD_SHA, REPOSITORY, SHA } from '../../builders.ts'

const wanted = (changes: Partial<RequiredImage> = {}): RequiredImage => ({
  repositoryUrl: `${HOST}/${REPOSITORY}`,
  tag: SHA,
  commit: SHA,
  platforms: [],
  origin: 'found',
  ...changes,
})
const IMAGE = `${HOST}/${REPOSITORY}:${SHA}`
const WAY_OUT = `An immutable tag cannot be pushed again: set the input tag to \${{ github.sha }}-r\${{ github.run_id }}, which names the same commit and a new image`

describe('the commit of an image', () => {
  test.each([
    undefined,
    SHA,
    SHA.toUpperCase(),
    ` ${SHA}\n`,
    SHA.slice(0, 7),
    'main',
    'v1.2.3',
    'deploy',
    `v1.2.3-${OLD_SHA}`,
    `${OLD_SHA}-modified`,
  ])('is taken for the wanted one when it says %s', (revision) => {
    expect(unsuitable(aFound({ revision }), wanted())).toBeUndefined()
  })

  test.each([OLD_SHA, OLD_SHA.toUpperCase(), OLD_SHA.slice(0, 7), ` ${OLD_SHA} `, `${SHA}0`])(
    'is another one when it says %s',
    (revision) => {
      expect(unsuitable(aFound({ revision }), wanted())).toEqual({
        code: 'IMAGE_OTHER_COMMIT',
        inputs: ['tag'],
        message: `${IMAGE} (${digestOf('d')}) says that it was built from ${revision}, not from ${SHA}`,
        hint: `${WAY_OUT}. Find out who pushed this one: its annotation org.opencontainers.image.revision names the other commit.`,
      })
    },
  )

  test('does not matter where none is wanted', () => {
    expect(unsuitable(aFound({ revision: OLD_SHA }), wanted({ commit: undefined }))).toBeUndefined()
  })
})

describe('the platforms of an image', () => {
  const check = (
    platforms: readonly string[],
    there: readonly string[],
    { isIndex = there.length > 0, ...changes }: Partial<RequiredImage & { isIndex: boolean }> = {},
  ) => unsuitable(aFound({ platforms: there, isIndex }), wanted({ platforms, ...changes }))

  test.each([
    [[], []],
    [[], ['linux/amd64']],
    [['linux/amd64'], []],
    [['linux/amd64', 'linux/x86_64'], []],
    [['linux/arm64'], ['linux/amd64', 'linux/arm64/v8']],
    [
      ['linux/aarch64', 'linux/x86_64'],
      ['linux/arm64', 'linux/amd64'],
    ],
    [['linux/arm'], ['linux/arm/v7']],
  ])('%j: %j will do', (platforms, there) => {
    expect(check(platforms, there)).toBeUndefined()
  })

  test.each([
    [['linux/arm/v6'], ['linux/arm']],
    [['linux/amd64/v3'], ['linux/amd64']],
    [['linux/arm64'], ['linux/arm64/v8']],
  ])('%j: %j will do where a configuration says it, which may leave the variant out', (platforms, there) => {
    expect(check(platforms, there, { isIndex: false })).toBeUndefined()
  })

  const TAG = `An immutable tag cannot be pushed again: set the input tag to \${{ github.sha }}-`

  test.each([
    [['linux/amd64', 'linux/arm64'], ['linux/amd64'], 'linux/arm64: it has linux/amd64', 'amd64-arm64'],
    [['linux/arm/v6'], ['linux/arm/v7'], 'linux/arm/v6: it has linux/arm/v7', 'arm-v6'],
    [['linux/amd64/v3'], ['linux/amd64'], 'linux/amd64/v3: it has linux/amd64', 'amd64-v3'],
    [['linux/arm64'], ['windows/arm64'], 'linux/arm64: it has windows/arm64', 'arm64'],
    [['windows/amd64'], ['linux/amd64'], 'windows/amd64: it has linux/amd64', 'windows-amd64'],
    [['s390x'], ['amd64', 'arm64'], 'linux/s390x: it has linux/amd64, linux/arm64', 's390x'],
    [['linux/amd64', 'linux/arm64'], [], 'linux/amd64, linux/arm64: it has a single platform', 'amd64-arm64'],
  ])('%j: %j lacks something', (platforms, there, what, own) => {
    const problem = {
      code: 'IMAGE_PLATFORM_MISSING',
      inputs: ['platforms', 'tag'],
      message: `${IMAGE} exists, but without ${what}`,
    }
    expect(check(platforms, there)).toEqual({
      ...problem,
      hint: `${TAG}${own}, which names the same commit and a new image; or set the input platforms to what this image has. For one image of several jobs, each with a platform of its own, give each such a tag and a last job the input merge-tags.`,
    })
    // The tag of the commit stays as it is when a version is to be put on its image.
    expect(check(platforms, there, { release: 'v1.2.3' })).toEqual({
      ...problem,
      hint: 'Set the input platforms to what this image has, which v1.2.3 is to be put on; or have the run of the commit build all of them.',
    })
    expect(check(platforms, there, { origin: 'required' })?.hint).toBe(
      'Set the input platforms to what this image has, or the input tag to that of an image which has them all.',
    )
  })

  test('a single manifest is for one platform, and another is no other variant of it', () => {
    const arm = ['linux/arm/v7']
    expect(check(['linux/arm64'], ['linux/amd64'], { isIndex: false })?.message).toBe(
      `${IMAGE} exists, but without linux/arm64: it has linux/amd64`,
    )
    expect(check(['linux/arm/v6'], arm, { isIndex: false })?.message).toContain('it has linux/arm/v7')
  })

  test('what is to be put together is not said to be there', () => {
    const problem = check(['linux/amd64', 'linux/arm64'], ['linux/amd64'], { origin: 'merged' })
    expect(problem?.message).toContain(`:${SHA} would be put together, but without linux/arm64`)
    expect(problem?.hint).toBe(
      'Add the tag of the image for it to the input merge-tags, or correct the input platforms.',
    )
  })

  test('a tag that names the platform already gets the run besides', () => {
    const problem = check(['linux/arm64'], ['linux/amd64'], { tag: `${SHA}-arm64` })
    expect(problem?.hint).toContain(`${TAG}arm64-r\${{ github.run_id }}, which`)
  })

  test('what this run has built is not said to have been there', () => {
    const problem = check(['linux/arm64'], ['linux/amd64'], { origin: 'built', isIndex: false })
    expect(problem?.message).toBe(
      `${IMAGE} was built and pushed, but without linux/arm64: it has linux/amd64`,
    )
    expect(problem?.hint).toContain('Give FROM an image that has the platform')
    expect(unsuitable(aFound({ revision: OLD_SHA }), wanted({ origin: 'built' }))).toBeUndefined()
  })
})

describe('normalPlatform', () => {
  test.each([
    ['linux/arm64/v8', 'linux/arm64'],
    ['linux/arm64/8', 'linux/arm64'],
    ['linux/aarch64', 'linux/arm64'],
    ['linux/arm64/v9', 'linux/arm64/v9'],
    ['linux/arm', 'linux/arm/v7'],
    ['linux/arm/7', 'linux/arm/v7'],
    ['linux/arm/6', 'linux/arm/v6'],
    [' linux/amd64 ', 'linux/amd64'],
    ['linux/armhf', 'linux/arm/v7'],
    ['linux/armel', 'linux/arm/v6'],
    ['linux/amd64/v1', 'linux/amd64'],
    ['Linux/X86_64', 'linux/amd64'],
    ['linux/x86-64', 'linux/amd64'],
    ['linux/i386', 'linux/386'],
    ['macos/arm64', 'darwin/arm64'],
    ['amd64', 'linux/amd64'],
    ['linux/riscv64', 'linux/riscv64'],
  ])('%s is %s', (text, expected) => {
    expect(normalPlatform(text)).toBe(expected)
  })

  test('of what it made changes nothing', () => {
    const part = fc.constantFrom('linux', 'amd64', 'arm64', 'arm', 'armhf', 'i386', 'v1', 'v7', 'v8', '8')
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (parts) => {
        const once = normalPlatform(parts.join('/'))
        expect(normalPlatform(once)).toBe(once)
      }),
    )
  })
})
