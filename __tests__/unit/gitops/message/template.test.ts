import { expect, test } from 'vitest'
import { anImage, aSource, SHA } from '../../builders.ts'
import { CHANGE, commitMessage, deployed, KEYS, trailersOf } from './written.ts'

test('fills every placeholder of a template', () => {
  const template = '{name}|{tag}|{sha}|{previous}|{overlays}|{repository}|{actor}|{run}'
  expect(commitMessage([deployed()], aSource(), template).split('\n')[0]).toBe(
    [
      'identity-service',
      SHA,
      SHA,
      'a1b2c3d',
      'apps/identity-service/overlays/prod/kustomization.yaml',
      'acme/identity-service',
      'octocat',
      'https://github.com/acme/identity-service/actions/runs/9001/attempts/2',
    ].join('|'),
  )
})

const numbered = [1, 2, 3, 4, 5].map((number) =>
  deployed({ change: { subject: `Change ${number}`, pullRequest: `acme/shop#${number}` } }),
)

test.each([
  ['one', [deployed({ change: CHANGE })], 'Round the totals, acme/identity-service#12'],
  [
    'one for two images',
    [deployed({ change: CHANGE }), deployed({ change: CHANGE })],
    'Round the totals, acme/identity-service#12',
  ],
  ['many', numbered, 'Change 1; Change 2; Change 3; 2 more, acme/shop#1; acme/shop#2; acme/shop#3; 2 more'],
  ['none that is known', [deployed()], ','],
])('fills subject and pr of %s', (_, images, expected) => {
  expect(commitMessage(images, aSource(), '{subject}, {pr}').split('\n')[0]).toBe(expected)
})

test.each([
  ['{name}: {subject} ({pr})', CHANGE, 'identity-service: Round the totals (acme/identity-service#12)'],
  ['{name}: {subject} ({pr})', { ...CHANGE, pullRequest: undefined }, 'identity-service: Round the totals'],
  ['{subject}', undefined, 'deploy(identity-service): a1b2c3d -> 4f2b8c1'],
  ['({pr})', undefined, 'deploy(identity-service): a1b2c3d -> 4f2b8c1'],
  ['{subject}', { subject: '--- a/file', pullRequest: undefined }, 'a/file'],
])('has a first line whatever is known: %s', async (template, change, expected) => {
  const message = commitMessage([deployed({ change })], aSource(), template)
  expect(message.split('\n')[0]).toBe(expected)
  expect((await trailersOf(message)).map((line) => line.split(':')[0])).toEqual(KEYS)
})

test.each([
  ['fix: {subject}', 'acme/shop#12 crashes', 'fix: see acme/shop#12 crashes'],
  ['fix({name}): {subject}', 'acme/shop#12 crashes', 'fix(identity-service): acme/shop#12 crashes'],
  ['Closes {subject}', 'PAY-12 Round', 'Closes see PAY-12 Round'],
  ['Deploy {subject}', 'PAY-12 Round', 'Deploy PAY-12 Round'],
  ['[{subject}]', 'skip ci', '(skip ci)'],
])('lets a subject do nothing by what the template %s has before it', (template, subject, expected) => {
  const change = { subject, pullRequest: undefined }
  expect(commitMessage([deployed({ change })], aSource(), template).split('\n')[0]).toBe(expected)
})

test('leaves out a commit that is not known', () => {
  const message = commitMessage([deployed({ image: anImage({ commit: undefined }) })], aSource(), 'to {sha}.')
  expect(message.split('\n')[0]).toBe('to .')
  expect(message).not.toContain('Source-Commit')
})

test('does not fill placeholders that come out of values', () => {
  const image = anImage({ name: '{actor}' })
  expect(commitMessage([deployed({ image })], aSource(), 'x {name}').split('\n')[0]).toBe('x {actor}')
})

test.each([
  ['{subject} {pr}', 'Typo fix see acme/shop#12'],
  ['{subject} ({pr})', 'Typo fix (see acme/shop#12)'],
  ['{subject}, {pr}', 'Typo fix, acme/shop#12'],
  ['Closes {pr}', 'Closes acme/shop#12'],
])('closes no pull request by the word that a subject ends in: %s', (template, expected) => {
  const change = { subject: 'Typo fix', pullRequest: 'acme/shop#12' }
  const [subject, ...rest] = commitMessage([deployed({ change })], aSource(), template).split('\n')
  expect(subject).toBe(expected)
  expect(rest).toContain('  subject  Typo fix (see acme/shop#12)')
})
