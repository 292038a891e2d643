import { describe, expect, test } from 'vitest'
import { decideMode } from '../../../../../src/doors/deploy/plan/mode.ts'
import { aSource, inputsOf } from '../../../builders.ts'

const CONFIG = { 'config-repository': 'acme/platform-config' }
const decide = (given: Record<string, string>, changes: Parameters<typeof aSource>[0]) => {
  const { push, deploy } = decideMode(inputsOf({ ...CONFIG, ...given }).inputs, aSource(changes))
  return push ? (deploy ? 'deploys' : 'pushes') : 'checks'
}

describe('which events push, with push: auto', () => {
  test.each(['push', 'release', 'workflow_dispatch', 'schedule', 'repository_dispatch', 'workflow_run'])(
    '%s does',
    (event) => {
      expect(decide({}, { event })).toBe('deploys')
    },
  )

  test.each([
    'pull_request',
    'pull_request_target',
    'pull_request_review',
    'merge_group',
    'issue_comment',
    'issues',
    'create',
    'workflow_call',
    'check_suite',
    'PUSH',
    'toString',
    '',
  ])('%s does not, whatever its ref', (event) => {
    expect(decide({}, { event })).toBe('checks')
    expect(decide({ 'deploy-refs': '**' }, { event })).toBe('checks')
  })
})

describe('push by hand', () => {
  test.each([
    ['true', 'push', 'refs/heads/main', 'deploys'],
    ['true', 'push', 'refs/heads/feature', 'pushes'],
    ['true', 'pull_request', 'refs/pull/7/merge', 'pushes'],
    ['true', 'merge_group', 'refs/heads/gh-readonly-queue/main/pr-7-abc', 'pushes'],
    ['false', 'push', 'refs/heads/main', 'checks'],
    ['false', 'workflow_dispatch', 'refs/tags/v1.2.3', 'checks'],
  ])('push: %s on %s of %s %s', (push, event, ref, expected) => {
    expect(decide({ push }, { event, ref })).toBe(expected)
  })
})

describe('a run that a pull request set off', () => {
  test.each([
    ['auto', 'workflow_run', 'checks'],
    ['auto', 'pull_request_target', 'checks'],
    ['true', 'workflow_run', 'pushes'],
    ['true', 'pull_request_target', 'pushes'],
    ['false', 'workflow_run', 'checks'],
  ])('push: %s on %s %s, though its ref is the default branch', (push, event, expected) => {
    const given = { push, 'deploy-refs': 'main' }
    expect(decide(given, { event, ref: 'refs/heads/main', fromPullRequest: true })).toBe(expected)
  })
})

describe('which refs deploy, with empty deploy-refs', () => {
  test.each([
    ['refs/heads/main', 'deploys'],
    ['refs/tags/v1.2.3', 'deploys'],
    ['refs/tags/1.2.3', 'deploys'],
    ['refs/tags/v1.2.3-rc.1', 'deploys'],
    ['refs/tags/identity-v1.2.3', 'deploys'],
    ['refs/tags/@acme/identity@1.2.3', 'deploys'],
    ['refs/heads/feature', 'pushes'],
    ['refs/heads/main2', 'pushes'],
    ['refs/heads/x/main', 'pushes'],
    ['refs/heads/v1.2.3', 'pushes'],
    ['refs/tags/main', 'pushes'],
    ['refs/tags/v1', 'pushes'],
    ['refs/tags/latest', 'pushes'],
    ['refs/tags/1.2', 'pushes'],
    ['refs/tags/v01.2.3', 'pushes'],
    ['refs/pull/7/merge', 'pushes'],
    ['main', 'pushes'],
    ['', 'pushes'],
  ])('%s %s', (ref, expected) => {
    expect(decide({}, { ref })).toBe(expected)
  })

  test('a run that does not know the default branch deploys from no branch', () => {
    expect(decide({}, { ref: 'refs/heads/main', defaultBranch: undefined })).toBe('pushes')
    expect(decide({}, { ref: 'refs/heads/undefined', defaultBranch: undefined })).toBe('pushes')
  })
})

describe('which refs deploy, with deploy-refs', () => {
  test.each([
    ['main', 'refs/heads/main', 'deploys'],
    ['refs/heads/main', 'refs/heads/main', 'deploys'],
    ['main', 'refs/heads/main2', 'pushes'],
    ['main', 'refs/heads/x/main', 'pushes'],
    ['develop', 'refs/heads/main', 'pushes'],
    ['release/*', 'refs/heads/release/1.2', 'deploys'],
    ['release/*', 'refs/heads/release/1.2/fix', 'pushes'],
    ['release/**', 'refs/heads/release/1.2/fix', 'deploys'],
    ['release/*', 'refs/heads/release', 'pushes'],
    ['refs/tags/v*', 'refs/tags/v1', 'deploys'],
    ['refs/tags/v*', 'refs/heads/v1', 'pushes'],
    ['refs/heads/v*', 'refs/tags/v1', 'pushes'],
    ['develop\nmain', 'refs/heads/main', 'deploys'],
    ['develop', 'refs/tags/v1.2.3', 'pushes'],
    ['*', 'refs/pull/7/merge', 'pushes'],
    // A tag that is named as a branch is no branch; a version tag may be named without its folder.
    ['main', 'refs/tags/main', 'pushes'],
    ['*', 'refs/tags/latest', 'pushes'],
    ['**', 'refs/tags/foo', 'pushes'],
    ['**/main', 'refs/tags/main', 'pushes'],
    ['v*', 'refs/tags/v1.2.3', 'deploys'],
  ])('%j: %s %s', (patterns, ref, expected) => {
    expect(decide({ 'deploy-refs': patterns }, { ref })).toBe(expected)
  })
})

const CHECKS = { push: false, deploy: false }
const PUSHES = { push: true, deploy: false }

test.each([
  [{ push: 'false' }, {}, CHECKS, 'push is false'],
  [{}, { event: 'pull_request' }, CHECKS, 'a run on pull_request builds without pushing'],
  [{}, { event: '' }, CHECKS, 'a run on this event builds without pushing'],
  [{}, { fromPullRequest: true }, CHECKS, 'a run for a pull request never deploys'],
  [{ push: 'true' }, { fromPullRequest: true }, PUSHES, 'a run for a pull request never deploys'],
  [{ 'config-repository': '' }, {}, PUSHES, 'config-repository is empty'],
  [{}, { ref: 'refs/heads/x' }, PUSHES, 'refs/heads/x is not one of deploy-refs (main, version tags)'],
  [
    {},
    { defaultBranch: undefined },
    PUSHES,
    'refs/heads/main is not one of deploy-refs (the default branch, which the event does not name, version tags)',
  ],
  [{ 'deploy-refs': 'a\nb' }, {}, PUSHES, 'refs/heads/main is not one of deploy-refs (a, b)'],
  [{}, {}, { push: true, deploy: true }, 'refs/heads/main is a deploy ref'],
])('the reason is reported: %j %j', (given, changes, mode, reason) => {
  const decided = decideMode(inputsOf({ ...CONFIG, ...given }).inputs, aSource(changes))
  expect(decided).toEqual({ ...mode, reason })
})
