// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import type { MainResult } from '../../support/runner.ts'
import {
  branchesOf,
  CONFIG,
  deployAt,
  nextCommit,
  onlyPull,
  openProposing,
  pullsOf,
  tagAt,
} from '../proposing.ts'

const messages = ({ annotations }: MainResult, level: string) =>
  annotations.filter((one) => one.level === level).map(({ message }) => message)
const titles = ({ annotations }: MainResult) =>
  annotations.filter(({ level }) => level === 'error').map(({ properties }) => properties.title)

test('a base with a merge queue takes the pull request through it, also a newer commit', async () => {
  await using scene = await openProposing('api')
  const { github, facts } = scene
  await github.protect(CONFIG, 'main', { pullRequest: true, mergeQueue: true })
  const inputs = { 'pull-request': 'auto-merge: true' }
  const first = await deployAt(scene, facts.head, inputs)
  expect(first.outputs.result, first.stdout).toBe('proposed')
  expect(messages(first, 'warning')).toEqual([])
  expect(await onlyPull(scene)).toMatchObject({ number: 1, state: 'open', queued: true })
  const newest = await nextCommit(scene, 'four')
  const second = await deployAt(scene, newest, inputs)
  expect(second.outputs).toMatchObject({ result: 'proposed', 'pull-request-number': '1' })
  expect(await onlyPull(scene)).toMatchObject({ queued: true, state: 'open' })
  expect(await github.settle(CONFIG)).toEqual([1])
  expect(await tagAt(scene, 'main')).toBe(newest)
  expect((await deployAt(scene, newest, inputs)).outputs.result).toBe('unchanged')
})

describe('nothing is half done where', () => {
  test('the base is missing', async () => {
    await using scene = await openProposing('git')
    const result = await deployAt(scene, scene.facts.head, { 'config-branch': 'gone' })
    expect(titles(result)).toEqual(['CONFIG_BRANCH_MISSING'])
    expect(await branchesOf(scene)).toEqual(['main'])
    expect(await pullsOf(scene)).toEqual([])
  })

  test('a person has a branch by that name', async () => {
    await using scene = await openProposing('git')
    const branch = 'deploys'
    const head = await scene.config.commit({ files: { 'a.txt': 'theirs\n' }, message: 'Mine', branch })
    const result = await deployAt(scene, scene.facts.head, { 'pull-request': `branch: ${branch}` })
    expect(titles(result)).toEqual(['PULL_REQUEST_BRANCH'])
    expect(await scene.config.tip(branch)).toBe(head)
    expect(await pullsOf(scene)).toEqual([])
  })

  test('the job may not open pull requests, but for the branch that the next run finds', async () => {
    await using scene = await openProposing('api')
    const permissions = { contents: 'write', pull_requests: 'write', metadata: 'read' } as const
    const { options } = await scene.github.repository(CONFIG)
    options.actionsMayPropose = false
    const token = scene.github.addToken({ kind: 'actions', permissions })
    const refused = await deployAt(scene, scene.facts.head, { 'config-token': token })
    expect(titles(refused)).toEqual(['PULL_REQUEST_REFUSED'])
    expect(messages(refused, 'error').join('\n')).toContain('Allow GitHub Actions to create and approve')
    const result = await deployAt(scene, scene.facts.head)
    expect(result.outputs).toMatchObject({ result: 'proposed', 'pull-request-number': '1' })
    expect(await branchesOf(scene)).toHaveLength(2)
  })
})

test('a locked base waits for whoever unlocks it, people whom nobody knows are a warning, and the deploy is proposed', async () => {
  await using scene = await openProposing('git')
  await scene.github.protect(CONFIG, 'main', { locked: true })
  const result = await deployAt(scene, scene.facts.head, {
    'pull-request': '{ reviewers: [nobody-at-all], auto-merge: squash }',
  })
  expect(result.outputs, result.stdout).toMatchObject({ result: 'proposed', 'pull-request-number': '1' })
  expect(messages(result, 'warning')).toEqual([
    expect.stringContaining('The reviewer nobody-at-all could not be asked'),
  ])
  expect(await onlyPull(scene)).toMatchObject({ state: 'open', autoMerge: { method: 'squash' } })
})

test('a pull request that raises a chart names it in every run, also one that leaves all as it is', async () => {
  await using scene = await openProposing('api')
  const { facts, config } = scene
  const image = `${facts.host}/${facts.ecrRepository}`
  const files = {
    'charts/web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.2.3\n',
    'charts/web/values.yaml': `image: {repository: ${image}, tag: "${facts.commits[0]}"}\n`,
  }
  await config.commit({ files, message: 'Add a chart' })
  const inputs = { overlays: '', 'helm-values': 'charts/web/values.yaml#image', 'chart-version': 'patch' }
  const first = await deployAt(scene, facts.head, inputs)
  const changed = { result: 'proposed', 'changed-files': 'charts/web/values.yaml\ncharts/web/Chart.yaml' }
  expect(first.outputs, first.stdout).toMatchObject(changed)
  const { body, headOid } = await onlyPull(scene)
  const again = await deployAt(scene, facts.head, inputs)
  expect(again.outputs, again.stdout).toMatchObject(changed)
  expect(await onlyPull(scene)).toMatchObject({ body, headOid })
})
