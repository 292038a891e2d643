import { describe, expect, test } from 'vitest'
import { inputsOf } from '../builders.ts'

const PLAIN = {
  title: undefined,
  labels: [],
  reviewers: [],
  teamReviewers: [],
  assignees: [],
  draft: false,
  autoMerge: undefined,
  branch: undefined,
  cleanup: false,
}

const read = (given: string) => {
  const { inputs, problems } = inputsOf({ delivery: 'pull-request', 'pull-request': given })
  return { value: inputs.config.pullRequest, problems }
}
const mistakesOf = (given: string) =>
  read(given).problems.map(({ inputs, message, hint }) => `${inputs}: ${message} | ${hint}`)

describe('pull-request', () => {
  test('is nothing by default', () => {
    expect(read('')).toEqual({ value: undefined, problems: [] })
  })

  test('takes every key', () => {
    const given = `
title: 'deploy: {name} {tag}'
labels: [deploy, "size: small"]
reviewers: ['@octocat', hubot]
team-reviewers:
  - acme/platform
  - sre.team
assignees: |
  octocat
  hubot
auto-merge: squash
branch: deploys/web
cleanup: true
`
    expect(read(given)).toEqual({
      value: {
        ...PLAIN,
        title: 'deploy: {name} {tag}',
        labels: ['deploy', 'size: small'],
        reviewers: ['octocat', 'hubot'],
        teamReviewers: [
          { slug: 'platform', organisation: 'acme' },
          { slug: 'sre.team', organisation: undefined },
        ],
        assignees: ['octocat', 'hubot'],
        autoMerge: 'squash',
        branch: 'deploys/web',
        cleanup: true,
      },
      problems: [],
    })
  })

  test.each([
    ['{}', {}],
    ['labels: deploy, production', { labels: ['deploy', 'production'] }],
    ['labels:', {}],
    ['labels: [Deploy, deploy]', { labels: ['Deploy'] }],
    ['draft: true', { draft: true }],
    ['auto-merge: true', { autoMerge: 'default' }],
    ['auto-merge: false', {}],
    ['{ draft: true, auto-merge: false }', { draft: true }],
    ['auto-merge: rebase', { autoMerge: 'rebase' }],
    ['auto-merge: merge', { autoMerge: 'merge' }],
    ['reviewers: [renovate[bot]]', undefined],
    [
      'reviewers: ["copilot-pull-request-reviewer[bot]", mona_acme]',
      { reviewers: ['copilot-pull-request-reviewer[bot]', 'mona_acme'] },
    ],
    ['branch: refs/heads/deploys/web', { branch: 'deploys/web' }],
  ])('takes %j', (given, value) => {
    if (value) expect(read(given)).toEqual({ value: { ...PLAIN, ...value }, problems: [] })
    else expect(read(given).problems).not.toEqual([])
  })

  test.each([
    ['labels: [', /^pull-request: pull-request is not valid YAML.* \| Write pull-request as in: \{ title: "/],
    ['title: {name} to production', /is not valid YAML.* as in: \{ title: "\{name\} to production", labels:/],
    ['deploy', /pull-request is no mapping of keys to values \| Write pull-request as in/],
    ['[deploy]', /pull-request is no mapping/],
    [
      'label: x',
      /pull-request has no key label\. Did you mean labels\? \| The keys of pull-request are title, labels/,
    ],
    ['body: x', /has no key body\. \| /],
    [
      'draft: yes',
      /^pull-request: pull-request\.draft is "yes", which is not a boolean \| Give the input pull-request\.draft a value such as: true/,
    ],
    [
      'auto-merge: fast',
      /pull-request\.auto-merge is "fast", which is neither a boolean nor one of merge, squash and rebase \| .*squash/,
    ],
    ['auto-merge: [squash, merge]', /pull-request\.auto-merge has several values/],
    ['{ draft: true, auto-merge: squash }', /both draft and auto-merge.*Keep one/],
    ['{ draft: true, auto-merge: true }', /both draft and auto-merge/],
    [
      'reviewers: acme/platform',
      /pull-request\.reviewers is "acme\/platform", which is a team, which goes in team-reviewers/,
    ],
    ['reviewers: ["Mona Lisa"]', /is no login of GitHub \| .*octocat/],
    ['team-reviewers: ["Platform team"]', /is no slug of a team.*platform-team/],
    ['labels: ["a, b"]', /pull-request\.labels is "a, b", which has a comma/],
    [`labels: [${'x'.repeat(51)}]`, /more than 50 characters/],
    [`title: ${'x'.repeat(257)}`, /more than 256 characters/],
    ['title: "a\\nb"', /line break or control character/],
    [
      'title: { a: b }',
      /pull-request\.title is neither text nor a list of texts \| Give pull-request\.title one value/,
    ],
    ['labels: [[a]]', /one value, or a list of values/],
    ['branch: "a b"', /is not a branch name \| .* such as: deploys\/web/],
    [`assignees: [${Array.from({ length: 11 }, (_, at) => `a${at}`)}]`, /11 people, and GitHub takes 10/],
  ])('%j is refused', (given, message) => {
    expect(mistakesOf(given)).toEqual([expect.stringMatching(message)])
  })

  test('is refused with all that is wrong', () => {
    expect(mistakesOf('{ drafts: true, reviewers: ["a b"], auto-merge: now }')).toHaveLength(3)
  })
})
