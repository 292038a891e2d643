import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeTag } from '../../../../../src/doors/deploy/plan/tags.ts'
import { isTag } from '../../../../../src/names/reference.ts'
import {
  commitIn,
  gitTagLike,
  gitTagPrefix,
  isExactVersion,
  revisionOf,
  versionOfGitTag,
} from '../../../../../src/names/tag.ts'
import { OLD_SHA, SHA } from '../../../builders.ts'

const SHA256 = `${SHA}${'0123456789abcdef01234567'}`
function judge(tag: string, changes: Partial<Parameters<typeof judgeTag>[0]> = {}) {
  const { value, problems } = judgeTag({
    input: 'tag',
    tag,
    commit: SHA,
    ref: 'refs/heads/main',
    refCommit: SHA,
    mustExist: false,
    ...changes,
  })
  return problems[0] ?? value
}

describe('tags that are accepted when building', () => {
  test.each([
    SHA,
    `main-${SHA}`,
    `sha-${SHA}`,
    `${SHA}-r9001`,
    `main-${SHA}-arm64`,
    `release_1.2_${SHA}`,
    `main-latest-${SHA}`,
    `${OLD_SHA}-${SHA}`,
  ])('%s holds the full commit', (tag) => {
    expect(judge(tag)).toEqual({ commit: SHA })
  })

  test('the 64 digits of a SHA-256 repository', () => {
    expect(judge(`main-${SHA256}`, { commit: SHA256 })).toEqual({ commit: SHA256 })
  })

  test.each([
    ['v1.2.3', 'refs/tags/v1.2.3'],
    ['1.2.3', 'refs/tags/v1.2.3'],
    ['v1.2.3', 'refs/tags/1.2.3'],
    ['1.2.3-rc.1', 'refs/tags/v1.2.3-rc.1'],
    ['v1.2.3', 'refs/tags/svc-v1.2.3'],
    ['1.2.3', 'refs/tags/svc-v1.2.3'],
    ['1.2.3', 'refs/tags/@x/svc@1.2.3'],
    ['1.2.3', 'refs/tags/svc/v1.2.3'],
    ['0.0.0', 'refs/tags/v0.0.0'],
  ])('%s is the version of %s', (tag, ref) => {
    expect(judge(tag, { ref })).toEqual({ version: tag, commit: SHA })
  })
})

test.each([
  ['svc-v1.2.3', 'refs/tags/svc-v1.2.3'],
  ['svc/v1.2.3', 'refs/tags/svc/v1.2.3'],
  ['latest', 'refs/tags/v1.2.3'],
])('%s in a run on %s is refused with the version to give instead', (tag, ref) => {
  expect(judge(tag, { ref })).toMatchObject({
    hint: expect.stringMatching(/^Set the input tag to v1\.2\.3, the version of the git tag, or leave/),
  })
})

describe('tags that are refused, and the rule that is named', () => {
  test.each([
    ['latest', '"latest" moves with every build'],
    ['main-latest', '"latest" moves with every build'],
    ['LATEST', '"LATEST" moves with every build'],
    ['1.2.3_latest', '"latest" moves with every build'],
    ['stable', '"stable" moves with every build'],
    ['edge', '"edge" moves with every build'],
    ['nightly-2024', '"nightly" moves with every build'],
    ['main', 'a branch name moves with every commit'],
    ['remain', 'it holds neither the full commit SHA nor an exact version'],
    ['1.10', 'a partial version or number moves with every release or run'],
    ['master', 'a branch name moves with every commit'],
    ['prod', 'the name of an environment moves with every deploy'],
    ['staging', 'the name of an environment moves with every deploy'],
    ['Production', 'the name of an environment moves with every deploy'],
    ['nonprod', 'it holds neither the full commit SHA nor an exact version'],
    ['production-eu', 'it holds neither the full commit SHA nor an exact version'],
    ['20240115', 'a date does not say which commit was built'],
    ['2024-01-15', 'a date does not say which commit was built'],
    ['2024.01.15', 'a date does not say which commit was built'],
    ['2024-01-15T10_00', 'a date does not say which commit was built'],
    ['v1', 'a partial version or number moves with every release or run'],
    ['1.2', 'a partial version or number moves with every release or run'],
    ['v1.2', 'a partial version or number moves with every release or run'],
    ['42', 'a partial version or number moves with every release or run'],
    ['12345678901', 'a partial version or number moves with every release or run'],
    [SHA.slice(0, 7), 'a short SHA can collide, and one of digits alone is read as a number by YAML'],
    [
      `main-${SHA.slice(0, 12)}`,
      'a short SHA can collide, and one of digits alone is read as a number by YAML',
    ],
    [SHA.slice(0, 39), 'a short SHA can collide, and one of digits alone is read as a number by YAML'],
    ['pr-7', 'it holds neither the full commit SHA nor an exact version'],
    ['identity', 'it holds neither the full commit SHA nor an exact version'],
    ['v1.2.3.4', 'it holds neither the full commit SHA nor an exact version'],
    ['v01.2.3', 'it holds neither the full commit SHA nor an exact version'],
    [SHA.toUpperCase(), 'it holds neither the full commit SHA nor an exact version'],
    [`0${SHA}`, 'it holds neither the full commit SHA nor an exact version'],
    [`${SHA}0`, 'it holds neither the full commit SHA nor an exact version'],
  ])('%s: %s', (tag, rule) => {
    const verdict = judge(tag)
    expect(verdict).toMatchObject({
      code: 'TAG_MUTABLE',
      inputs: ['tag'],
      message: `tag is "${tag}", which is refused: ${rule}`,
    })
  })

  test('the branch of this run, with its slashes as dashes', () => {
    const verdict = judge('feature-login', { ref: 'refs/heads/feature/login' })
    expect(verdict).toMatchObject({
      message: expect.stringContaining('a branch name moves with every commit'),
    })
  })

  test.each([
    ['v1.2.3', 'refs/heads/main'],
    ['v1.2.3', 'refs/tags/v1.2.4'],
    ['v1.2.3', 'refs/tags/v1.2.3-rc.1'],
    ['v1.2.3-rc.1', 'refs/tags/v1.2.3'],
    ['2.3.4', 'refs/tags/v1.2.3.4'],
    ['v1.2.3', 'refs/heads/v1.2.3'],
    ['v1.2.3', ''],
  ])('%s is not the version of %s', (tag, ref) => {
    expect(judge(tag, { ref })).toMatchObject({
      code: 'TAG_MUTABLE',
      message: expect.stringContaining('was not triggered by that git tag'),
    })
  })

  test.each(['a b', 'a/b', '-a', '.a', 'a+b', 'x'.repeat(129), `a\u2028b`])('%j is no tag at all', (tag) => {
    expect(judge(tag)).toMatchObject({ code: 'INPUT_INVALID', inputs: ['tag'] })
  })

  test('another commit than the one that would be built is named with both', () => {
    const verdict = judge(`main-${OLD_SHA}`)
    expect(verdict).toMatchObject({ code: 'TAG_COMMIT_MISMATCH' })
    expect(JSON.stringify(verdict)).toContain(OLD_SHA)
    expect(JSON.stringify(verdict)).toContain(SHA)
  })

  test('of two commits the last one counts, so a prefix cannot smuggle in another', () => {
    expect(judge(`${SHA}-${OLD_SHA}`)).toMatchObject({ code: 'TAG_COMMIT_MISMATCH' })
  })
})

describe('with build: never', () => {
  test.each([
    [OLD_SHA, { commit: OLD_SHA }],
    [`main-${OLD_SHA}`, { commit: OLD_SHA }],
    ['v1.2.3', { version: 'v1.2.3' }],
    ['1.2.3-rc.1', { version: '1.2.3-rc.1' }],
  ])('%s may be deployed from any ref', (tag, meaning) => {
    expect(judge(tag, { mustExist: true })).toEqual(meaning)
  })

  test('a version is that of the commit of its git tag, whatever is checked out', () => {
    const release = { ref: 'refs/tags/v1.2.3', refCommit: OLD_SHA, mustExist: true }
    expect(judge('v1.2.3', release)).toEqual({ version: 'v1.2.3', commit: OLD_SHA })
  })

  test.each(['latest', 'main', 'main-latest', 'v1', '1.2', '2024-01-15', SHA.slice(0, 12), 'prod'])(
    '%s stays refused, and the commit of the run is not what to deploy in its place',
    (tag) => {
      expect(judge(tag, { mustExist: true })).toMatchObject({
        code: 'TAG_MUTABLE',
        hint: 'Give the input tag the full SHA or the exact version of an image that exists: git rev-parse prints the full SHA of a name.',
      })
    },
  )
})

describe('versionOfGitTag', () => {
  test.each([
    ['refs/tags/v1.2.3', 'v1.2.3'],
    ['refs/tags/svc-v1.2.3', 'v1.2.3'],
    ['refs/tags/@x/svc@1.2.3', '1.2.3'],
    ['refs/tags/svc_1.2.3', '1.2.3'],
    ['refs/tags/svc/v10.20.30-beta.2', 'v10.20.30-beta.2'],
    ['refs/tags/svc-2-1.2.3', '1.2.3'],
    ['refs/tags/v1', undefined],
    ['refs/tags/v1.2', undefined],
    ['refs/tags/xv1.2.3', undefined],
    ['refs/tags/1.2.3.4', undefined],
    ['refs/tags/v1.2.3+build', undefined],
    ['refs/heads/v1.2.3', undefined],
    ['v1.2.3', undefined],
    ['refs/tags/', undefined],
  ])('%s -> %s', (ref, version) => {
    expect(versionOfGitTag(ref)).toBe(version)
  })
})

test.each([
  ['refs/tags/v1.2.3', '1.2.2', 'v1.2.2'],
  ['refs/tags/1.2.3', 'v1.2.2', '1.2.2'],
  ['refs/tags/svc-v1.2.3', 'v1.2.2', 'svc-v1.2.2'],
  ['refs/tags/svc@1.2.3', 'v1.2.2', 'svc@1.2.2'],
  ['refs/tags/v1.2.3', '1.2.2-dev.1', 'v1.2.2-dev.1'],
  ['refs/heads/main', 'v1.2.2', 'v1.2.2'],
])('with the git tag %s the version %s has the git tag %s', (ref, version, gitTag) => {
  expect(gitTagLike(ref, version)).toBe(gitTag)
})

describe('isExactVersion', () => {
  test.each(['1.2.3', 'v1.2.3', '0.0.1', '1.2.3-rc.1', '1.2.3-0'])('%s', (tag) => {
    expect(isExactVersion(tag)).toBe(true)
  })
  test.each(['1', '1.2', '1.2.3.4', 'V1.2.3', '01.2.3', '1.2.3-', '1.2.x', '1.2.3+b', ' 1.2.3', '1.2.3\n'])(
    'not %j',
    (tag) => {
      expect(isExactVersion(tag)).toBe(false)
    },
  )
})

describe('properties', () => {
  const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`))
  const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,40}$/)

  test('a tag is accepted exactly when it holds the commit', () => {
    const around = fc.oneof(fc.constant(''), tag)
    fc.assert(
      fc.property(hex(40), hex(40), around, around, fc.boolean(), (commit, other, before, after, same) => {
        const text = [before, same ? commit : other, after].filter(Boolean).join('-')
        const verdict = judge(text, { commit })
        expect('code' in verdict).toBe(!text.includes(commit))
      }),
      { numRuns: 2000 },
    )
  })

  test('a tag without a commit is never accepted on a branch', () => {
    fc.assert(
      fc.property(tag, hex(40), (text, commit) => {
        expect(judge(text, { commit })).toMatchObject({ code: 'TAG_MUTABLE' })
      }),
      { numRuns: 2000 },
    )
  })

  test('a short SHA is never taken, of whatever length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 39 }), hex(40), (length, commit) => {
        expect(judge(commit.slice(0, length), { commit })).toMatchObject({ code: 'TAG_MUTABLE' })
      }),
    )
  })

  test('never crashes, and every refusal says what to change', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.boolean(), (text, ref, mustExist) => {
        const verdict = judge(text, { ref, mustExist })
        if ('code' in verdict) expect(verdict.hint).toMatch(/^[A-Z].*\.$/s)
        else expect(isTag(text)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('a commit is found in a tag exactly when it stands alone', () => {
    fc.assert(
      fc.property(
        hex(40),
        fc.constantFrom('', 'a', '0', '-', '_', '.', 'g', 'main-'),
        fc.constantFrom('', 'f', '9', '-', '.', 'z'),
        (commit, before, after) => {
          const alone = !/[0-9a-f]$/.test(before) && !/^[0-9a-f]/.test(after)
          expect(commitIn(`${before}${commit}${after}`)).toBe(alone ? commit : undefined)
        },
      ),
    )
  })
})

test('revisionOf names what can be compared: a commit or an exact version, never a digest', () => {
  expect(revisionOf(`main-${SHA}`)).toBe(SHA)
  expect(revisionOf('v1.2.3')).toBe('v1.2.3')
  expect(revisionOf('latest')).toBeUndefined()
  expect(revisionOf(SHA.slice(0, 12))).toBeUndefined()
  expect(revisionOf(`sha256:${'a'.repeat(64)}`)).toBeUndefined()
  // Cut short, or with another algorithm.
  expect(revisionOf(`sha256:${SHA}`)).toBeUndefined()
  expect(revisionOf(`SHA256:${'a'.repeat(64)}`)).toBeUndefined()
})

test.each([
  ['refs/tags/v1.2.3', ''],
  ['refs/tags/1.2.3', ''],
  ['refs/tags/svc-v1.2.3', 'svc-'],
  ['refs/tags/@acme/svc@1.2.3', '@acme/svc@'],
  ['refs/tags/latest', ''],
  ['refs/heads/svc-v1.2.3', ''],
])('gitTagPrefix of %s', (ref, prefix) => {
  expect(gitTagPrefix(ref)).toBe(prefix)
})

test('only a v in front makes no difference between a version and its git tag', () => {
  for (const [tag, ref] of [
    ['1.2.3-dev', 'refs/tags/1.2.3-de'],
    ['1.2.3-de', 'refs/tags/1.2.3-dev'],
  ] as const) {
    expect(judge(tag, { ref })).toMatchObject({ code: 'TAG_MUTABLE' })
  }
})

describe('a refusal in full', () => {
  const useCommit = (commit: string) =>
    `Leave the input tag empty to use the commit (${commit}), or put the full SHA in it, as main-\${{ github.sha }}.`

  test.each<[tag: string, changes: Parameters<typeof judge>[1], code: string, message: string, hint: string]>(
    [
      [
        'a b',
        {},
        'INPUT_INVALID',
        'tag is "a b", which no registry accepts',
        'Give the input tag at most 128 of A-Z a-z 0-9 _ . -.',
      ],
      [
        'latest',
        {},
        'TAG_MUTABLE',
        'tag is "latest", which is refused: "latest" moves with every build',
        useCommit(SHA),
      ],
      [
        'pr-7',
        { commit: '' },
        'TAG_MUTABLE',
        'tag is "pr-7", which is refused: it holds neither the full commit SHA nor an exact version',
        useCommit('full SHA'),
      ],
      [
        `main-${OLD_SHA}`,
        {},
        'TAG_COMMIT_MISMATCH',
        `tag "main-${OLD_SHA}" names commit ${OLD_SHA}, but the checkout to build is at ${SHA}`,
        'Leave the input tag empty, check out the named commit (ref of actions/checkout), or set build: never to deploy an existing image.',
      ],
      [
        'v1.2.3',
        { ref: 'refs/tags/v1.2.3', refCommit: OLD_SHA },
        'TAG_COMMIT_MISMATCH',
        `tag is the version "v1.2.3", whose git tag is at commit ${OLD_SHA}, but the checkout to build is at ${SHA}`,
        'Check out the commit of the git tag (actions/checkout does without ref); for a commit of another repository, name that in source-repository.',
      ],
      [
        '1.2.3',
        {},
        'TAG_MUTABLE',
        'tag is the version "1.2.3", but this run was not triggered by that git tag (ref: refs/heads/main)',
        'Run on push of the git tag, leave the input tag empty, or set build: never to deploy an existing version.',
      ],
      [
        '1.2.3',
        { ref: '' },
        'TAG_MUTABLE',
        'tag is the version "1.2.3", but this run was not triggered by that git tag (ref: none)',
        'Run on push of the git tag, leave the input tag empty, or set build: never to deploy an existing version.',
      ],
    ],
  )('%s, %j', (tag, changes, code, message, hint) => {
    expect(judge(tag, changes)).toEqual({ code, inputs: ['tag'], message, hint })
  })
})
