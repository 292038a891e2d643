import { describe, expect, test } from 'vitest'
import {
  type Candidate,
  isNewest,
  isNewestOfMajor,
  notesOf,
  parseTag,
  problemsOf,
} from '../../scripts/release/rules.ts'

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.2.3] - 2026-11-21

### Fixed

- This.

## [1.2.2] - 2026-11-01

- That.

[1.2.3]: https://github.com/OWNER/ecr-gitops-deploy/compare/v1.2.2...v1.2.3
`

const candidate = (change: Partial<Candidate> = {}): Candidate => ({
  tag: 'v1.2.3',
  commit: 'a'.repeat(40),
  onMain: true,
  versions: { 'package.json': '1.2.3', 'package-lock.json': '1.2.3' },
  changelog: CHANGELOG,
  ...change,
})

describe('a release', () => {
  test('of a commit of main with the version in every file is in order', () => {
    expect(problemsOf(candidate())).toEqual([])
    expect(problemsOf(candidate({ taggedCommit: 'a'.repeat(40) }))).toEqual([])
  })

  test.each<[string, Partial<Candidate>, RegExp]>([
    ['a commit beside main', { onMain: false }, /^a{40} is not on main/],
    ['a version that another commit has', { taggedCommit: 'b'.repeat(40) }, /^v1\.2\.3 is b{40} already/],
    ['an old package.json', { versions: { 'package.json': '1.2.2' } }, /^package\.json has version 1\.2\.2/],
    ['a version without notes', { changelog: '# Changelog\n' }, /nothing under "## \[1\.2\.3\]/],
    ['a version without a date', { changelog: '## [1.2.3]\n\n- This.\n' }, /YYYY-MM-DD/],
    [
      'an empty section',
      { changelog: '## [1.2.3] - 2026-11-21\n\n## [1.2.2] - 2026-11-01\n- a\n' },
      /nothing under/,
    ],
    ['the notes of 1x2.3', { changelog: '## [1x2.3] - 2026-11-21\n\n- This.\n' }, /nothing under/],
    [
      'changes that were left',
      { changelog: CHANGELOG.replace('[Unreleased]\n', '[Unreleased]\n\n- New.\n') },
      /still lists changes under "## \[Unreleased\]"/,
    ],
  ])('of %s is refused', (_, change, problem) => {
    expect(problemsOf(candidate(change))).toEqual([expect.stringMatching(problem)])
  })

  test.each(['1.2.3', 'v1', 'v1.2', 'v1.2.3-rc.1', 'v01.2.3', 'v1.2.3\n', ''])(
    'named %j is refused',
    (tag) => {
      expect(parseTag(tag)).toBeUndefined()
      expect(problemsOf(candidate({ tag }))).toEqual([expect.stringContaining('is not vX.Y.Z')])
    },
  )

  test('is reported about all problems at once', () => {
    expect(problemsOf(candidate({ onMain: false, changelog: '', versions: { 'a.json': '1' } }))).toHaveLength(
      3,
    )
  })
})

test('the notes of a version end at the next one, or at the links', () => {
  expect(notesOf(CHANGELOG, '1.2.3')).toBe('### Fixed\n\n- This.')
  expect(notesOf(CHANGELOG, '1.2.2')).toBe('- That.')
})

test.each([
  ['v1.2.3', ['v1.2.2', 'v1.2.3', 'v1'], true],
  ['v1.10.0', ['v1.9.9'], true],
  ['v1.2.3', ['v2.0.0', 'v10.0.0'], true],
  ['v1.2.3', ['v1.2.10'], false],
  ['v1.2.3', ['v1.3.0'], false],
])('%s beside %j is the newest of its major: %s', (tag, tags, newest) => {
  const version = parseTag(tag)
  expect(version && isNewestOfMajor(version, tags)).toBe(newest)
})

test.each([
  ['v2.0.0', ['v1.9.9', 'v2.0.0', 'v2'], true],
  ['v1.2.4', ['v1.2.3', 'v2.0.0'], false],
  ['v1.2.4', ['v1.2.4', 'latest', 'v1.3'], true],
])('%s beside %j is the newest of all: %s', (tag, tags, newest) => {
  const version = parseTag(tag)
  expect(version && isNewest(version, tags)).toBe(newest)
})
