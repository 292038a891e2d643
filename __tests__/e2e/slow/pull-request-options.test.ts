// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import type { MainResult } from '../../support/runner.ts'
import { deploymentsOf, SERVICE } from '../kept-deployment.ts'
import { CONFIG, deployAt, onlyPull, openProposing, PERMISSIONS, tagAt } from '../proposing.ts'

const OPTIONS = `
title: 'Ship {name}: {previous} -> {tag}'
labels: [deploy, production]
reviewers: [mona, octocat]
team-reviewers: [acme/platform]
assignees: [octocat]
auto-merge: squash
`

const warningsOf = ({ annotations }: MainResult) =>
  annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)

describe('the pull request of a deploy', () => {
  test('has all that was asked for, merges by itself after the review, and is a deployment then', async () => {
    await using scene = await openProposing()
    const { facts, github } = scene
    Object.assign(scene.inputs, { 'pull-request': OPTIONS, 'github-deployment': 'production' })
    await github.protect(CONFIG, 'main', { pullRequest: true, approvals: 1 })
    // Teams are the organisation's.
    const permissions = { ...PERMISSIONS, members: 'read' } as const
    github.addToken({ token: scene.tokens.config, kind: 'installation', permissions })
    // All of it comes to a pull request that GitHub does not know everywhere yet.
    github.switches.lateNodes = 1
    const first = await deployAt(scene, facts.head)
    expect(first.exitCode, first.stdout).toBe(0)
    expect(warningsOf(first)).toEqual([])
    expect(first.outputs).toMatchObject({ result: 'proposed', 'config-commit': '' })
    const pull = await onlyPull(scene)
    expect(pull).toMatchObject({
      title: `Ship identity-service: ${facts.commits[0]?.slice(0, 7)} -> ${facts.head}`,
      labels: ['deploy', 'production'],
      reviewers: ['mona', 'octocat'],
      teams: ['platform'],
      assignees: ['octocat'],
      autoMerge: { method: 'squash' },
    })
    expect(await deploymentsOf(scene)).toMatchObject([
      {
        sha: facts.head,
        statuses: [{ state: 'in_progress' }, { state: 'queued', log_url: first.outputs['pull-request-url'] }],
      },
    ])

    await github.review(CONFIG, 1)
    expect(await github.settle(CONFIG)).toEqual([1])
    expect(await tagAt(scene, 'main')).toBe(facts.head)
    const merged = await deployAt(scene, facts.head)
    expect(merged.outputs.result).toBe('unchanged')
    const [deployment] = await deploymentsOf(scene)
    expect(deployment?.statuses.at(-1)?.state).toBe('success')
    expect(merged.outputs['deployment-id']).toBe(String(deployment?.id))
    expect(await scene.leaks(first, merged)).toEqual([])
  })

  test('is there, whatever GitHub refuses of it, and each refusal is a warning', async () => {
    await using scene = await openProposing()
    const { options } = await scene.github.repository(CONFIG)
    options.autoMerge = false
    await scene.github.protect(CONFIG, 'main', { pullRequest: true, approvals: 1 })
    const asked =
      '{ labels: [deploy], reviewers: [mona, nobody], team-reviewers: [ghosts], assignees: [stranger], auto-merge: true }'
    const result = await deployAt(scene, scene.facts.head, { 'pull-request': asked })
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'proposed' } })
    expect(warningsOf(result)).toEqual([
      expect.stringMatching(/^The reviewer nobody could not be asked/),
      expect.stringMatching(/^The team ghosts could not be asked/),
      expect.stringMatching(/^The assignee stranger is not on the pull request/),
      expect.stringMatching(/not merged automatically.*"Allow auto-merge"/),
    ])
    expect(await onlyPull(scene)).toMatchObject({ state: 'open', labels: ['deploy'], reviewers: ['mona'] })
    expect(await scene.leaks(result)).toEqual([])
  })

  test('is opened ready where there are no drafts, which is a warning', async () => {
    await using scene = await openProposing()
    const { options } = await scene.github.repository(CONFIG)
    options.drafts = false
    const result = await deployAt(scene, scene.facts.head, { 'pull-request': 'draft: true' })
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'proposed' } })
    expect(warningsOf(result)).toEqual([expect.stringMatching(/is not a draft.*Take draft out/)])
    expect(await onlyPull(scene)).toMatchObject({ state: 'open', draft: false })
  })

  test('merged at once is a deploy, with the commit of the base and a successful deployment', async () => {
    await using scene = await openProposing()
    Object.assign(scene.inputs, { 'pull-request': 'auto-merge: true', 'github-deployment': 'production' })
    const result = await deployAt(scene, scene.facts.head)
    const tip = await scene.config.tip('main')
    expect(result.outputs).toMatchObject({ result: 'deployed', 'config-commit': tip })
    const { deployments } = await scene.github.repository(SERVICE)
    expect(deployments.map(({ statuses }) => statuses.at(-1)?.state)).toEqual(['success'])
  })
})
