import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalPlatform } from '../../../src/registry/platform.ts'
import { unsuitable } from '../../../src/registry/suitable.ts'
import { aFound, HOST, OLD_SHA, REPOSITORY, SHA } from '../builders.ts'

const wanted = (changes: { commit?: string | undefined; platforms?: readonly string[] } = {}) => ({
  repositoryUrl: `${HOST}/${REPOSITORY}`,
  tag: SHA,
  commit: SHA,
  platforms: [],
  ...changes,
})
const WAY_OUT = /set the input tag to \$\{\{ github\.sha \}\}-r\$\{\{ github\.run_id \}\}/

describe('the commit of an image', () => {
  test.each([undefined, SHA, SHA.toUpperCase(), SHA.slice(0, 7), 'main', 'v1.2.3', 'deploy'])(
    'is taken for the wanted one when it says %s',
    (revision) => {
      expect(unsuitable(aFound({ revision }), wanted())).toBeUndefined()
    },
  )

  test.each([OLD_SHA, OLD_SHA.toUpperCase(), OLD_SHA.slice(0, 7), `${SHA}0`])(
    'is another one when it says %s',
    (revision) => {
      const problem = unsuitable(aFound({ revision }), wanted())
      expect(problem).toMatchObject({ code: 'IMAGE_OTHER_COMMIT', hint: expect.stringMatching(WAY_OUT) })
      expect(problem?.message).toContain(`${HOST}/${REPOSITORY}:${SHA}`)
      expect(problem?.message).toContain(`built from ${revision}, not from ${SHA}`)
    },
  )

  test('does not matter where none is wanted', () => {
    expect(unsuitable(aFound({ revision: OLD_SHA }), wanted({ commit: undefined }))).toBeUndefined()
  })
})

describe('the platforms of an image', () => {
  const check = (platforms: readonly string[], there: readonly string[]) =>
    unsuitable(aFound({ platforms: there }), wanted({ platforms }))

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
    [['linux/amd64', 'linux/arm64'], ['linux/amd64'], 'linux/arm64'],
    [['linux/arm/v6'], ['linux/arm/v7'], 'linux/arm/v6'],
    [['linux/amd64/v3'], ['linux/amd64'], 'linux/amd64/v3'],
    [['linux/arm64'], ['windows/arm64'], 'linux/arm64'],
    [['linux/amd64', 'linux/arm64'], [], 'linux/amd64, linux/arm64'],
  ])('%j: %j lacks something', (platforms, there, missing) => {
    const problem = check(platforms, there)
    expect(problem).toMatchObject({
      code: 'IMAGE_PLATFORM_MISSING',
      message: expect.stringContaining(`without ${missing}: it has`),
      hint: expect.stringMatching(WAY_OUT),
    })
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
