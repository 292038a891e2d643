import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sourceChange } from '../../../src/names/source-change.ts'

const read = (message: string) => sourceChange(message, 'acme/shop')
const subject = (message: string) => read(message)?.subject

describe('a commit of a service', () => {
  test.each([
    ['one of its own', 'Round the totals', 'Round the totals', undefined],
    ['a body', 'Round the totals\n\nThey were not.\n', 'Round the totals', undefined],
    ['a subject that comes late', '\r\n\n  Round  the totals \r\nmore', 'Round the totals', undefined],
    ['a squash', 'Round the totals (#12)\n\n* one\n* two', 'Round the totals', 'acme/shop#12'],
    [
      'a merge',
      'Merge pull request #12 from acme/totals\n\nRound the totals',
      'Round the totals',
      'acme/shop#12',
    ],
    [
      'a merge that has taken the title of its pull request',
      'Merge pull request #12 from a/b\n\nRound the totals (#12)',
      'Round the totals',
      'acme/shop#12',
    ],
    [
      'a merge without a body',
      'Merge pull request #12 from acme/totals',
      'Merge pull request acme/shop#12 from acme/totals',
      'acme/shop#12',
    ],
    [
      'a merge of something that was squashed elsewhere',
      'Merge pull request #12 from a/b\n\nRound (#7)',
      'Round (acme/shop#7)',
      'acme/shop#12',
    ],
    [
      'a revert',
      'Revert "Round the totals (#12)" (#13)',
      'Revert "Round the totals (acme/shop#12)"',
      'acme/shop#13',
    ],
    ['a number that is none', 'Round (#12345678901)', 'Round (acme/shop#12345678901)', undefined],
  ])('has the subject and pull request of %s', (_, message, expected, pullRequest) => {
    expect(read(message)).toEqual({ subject: expected, pullRequest })
  })

  test.each(['', '\n\n', '\u200b', '\u202e\n'])('says nothing in %j', (message) => {
    expect(read(message)).toBeUndefined()
  })
})

describe('the text of others does not act', () => {
  test.each([
    // GitHub, GitLab, CircleCI, Bitbucket, Buildkite
    ['Tidy [skip ci]', 'Tidy (skip ci)'],
    ['[CI SKIP] Tidy', '(CI SKIP) Tidy'],
    ['Tidy [no ci]', 'Tidy (no ci)'],
    ['Tidy [skip actions] [actions skip]', 'Tidy (skip actions) (actions skip)'],
    ['Tidy [sk\u200bip ci]', 'Tidy (skip ci)'],
    ['Tidy [skip\tci]', 'Tidy (skip ci)'],
    ['Tidy [skip-cd] [azurepipelines skip]', 'Tidy (skip-cd) (azurepipelines skip)'],
    ['Tidy [[skip ci]', 'Tidy ((skip ci)'],
    ['Tidy ***NO_CI***', 'Tidy *NO_CI*'],
    ['skip-checks: true', 'skip-checks true'],
    ['Tidy Skip-Checks:true', 'Tidy Skip-Checkstrue'],
  ])('skips no run: %s', (message, expected) => {
    expect(subject(message)).toBe(expected)
  })

  test.each([
    ['Fixes #12', 'Fixes see acme/shop#12'],
    ['fix: #12 was wrong', 'fix: see acme/shop#12 was wrong'],
    ['Round (closes #12, #13)', 'Round (closes see acme/shop#12, acme/shop#13)'],
    ['RESOLVED: acme/web#3', 'RESOLVED: see acme/web#3'],
    ['closed https://github.com/acme/web/issues/3', 'closed see https://github.com/acme/web/issues/3'],
    ['fix GH-12', 'fix see acme/shop#12'],
    ['Fix(#12): crash', 'Fix(see acme/shop#12): crash'],
    ['Fixes [#12]', 'Fixes (see acme/shop#12)'],
    ['hotfix #12', 'hotfix see acme/shop#12'],
    // GitLab, Bitbucket, Azure Boards, Linear and Jira
    ['Closing issue #12', 'Closing see issue acme/shop#12'],
    ['Implements #12', 'Implements see acme/shop#12'],
    ['Fixed AB#12', 'Fixed see AB#12'],
    ['Fixes PAY-12', 'Fixes see PAY-12'],
    ['PAY-12 #close #time 1h', 'PAY-12 # close # time 1h'],
  ])('closes no issue: %s', (message, expected) => {
    expect(subject(message)).toBe(expected)
  })

  test.each([
    ['See #12', 'See acme/shop#12'],
    ['See acme/web#12 and web#12', 'See acme/web#12 and web#12'],
    ['See gh-12 and sgh-12', 'See acme/shop#12 and sgh-12'],
    ['See !12', 'See ! 12'],
    ['Thanks @octocat and @acme/team', 'Thanks @ octocat and @ acme/team'],
    ['@dependabot merge', '@ dependabot merge'],
    ['@#12 and @GH-12', '@ acme/shop#12 and @ acme/shop#12'],
    ['Bump @types/node', 'Bump @ types/node'],
    ['Write to bob@example.com', 'Write to bob@example.com'],
  ])('refers to nothing of the config repository and calls nobody: %s', (message, expected) => {
    expect(subject(message)).toBe(expected)
  })

  test.each([
    'fix UTF-8 and SHA-256',
    'fix: node-18 builds',
    'Fix the fixes',
    'Prefix names with C#',
    'Say "yes!" at 12:30',
    'Größe runden 🎉',
  ])('but what only looks so stays: %s', (message) => {
    expect(subject(message)).toBe(message)
  })

  test.each([
    ['a\u202eb\u2066c', 'abc'],
    ['a\u0000b\u001b[31mc', 'a b (31mc'],
    ['a\u2028b\u0085c', 'a b c'],
    ['a\ud800b', 'ab'],
  ])('and is what it looks like: %j', (message, expected) => {
    expect(subject(message)).toBe(expected)
  })

  test('is short, and no part of a reference', () => {
    expect(subject('x'.repeat(100))).toBe('x'.repeat(100))
    expect(subject('x'.repeat(101))).toBe(`${'x'.repeat(97)}...`)
    expect(subject(`${'x '.repeat(45)}acme/shop#12345`)).toBe(`${'x '.repeat(44)}x...`)
    expect(subject(`${'x'.repeat(90)}/y#1234567890`)).toBe(`${'x'.repeat(90)}/y1234...`)
    expect(subject('🎉'.repeat(200))).toBe(`${'🎉'.repeat(97)}...`)
  })

  test('whatever is put together', () => {
    const part = fc.constantFrom(
      '[',
      ']',
      'skip',
      ' ',
      'ci',
      'Fixes',
      '#',
      '1',
      'GH-',
      '@',
      'a',
      '\n',
      '\u200b',
      ':',
      '(',
      '*',
      '/',
      '-',
      '\u202e',
    )
    const message = fc.array(part, { maxLength: 30 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(message, (text) => {
        const found = subject(text) ?? ''
        expect(found).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}[\]]|\*{3}/u)
        expect(found).not.toMatch(/(?:^|\W)@\w/)
        expect(found).not.toMatch(/(?:^|[^\w/.-])#\d/)
        expect(found).not.toMatch(/fix(?:e[sd])?:?\s+(?:[\w.-]+\/[\w.-]+)?#\d/i)
      }),
      { numRuns: 2000 },
    )
  })
})
