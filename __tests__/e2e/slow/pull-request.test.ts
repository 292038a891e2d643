// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
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
import { FILE, PRODUCTION } from '../scene.ts'

const BRANCH = /^deploy\/identity-service--production-[0-9a-f]{10}$/

describe('a deploy by a pull request', () => {
  test.each(['git', 'api'] as const)(
    'by %s proposes, updates in place, lets older commits be, and is unchanged once it was merged',
    async (via) => {
      await using scene = await openProposing(via)
      const { facts, config, github } = scene
      const [, older = ''] = facts.commits
      const base = await config.tip('main')

      const tried = await deployAt(scene, facts.head, { 'dry-run': 'true' })
      expect(tried.outputs).toMatchObject({ result: 'dry-run', 'pull-request-url': '' })
      expect(tried.summary).toContain(
        'Would open a pull request from the branch deploy/identity-service--production-',
      )
      expect(await branchesOf(scene)).toEqual(['main'])
      expect(await pullsOf(scene)).toEqual([])

      const first = await deployAt(scene, facts.head)
      expect(first.exitCode, first.stdout).toBe(0)
      const pull = await onlyPull(scene)
      expect(pull).toMatchObject({
        number: 1,
        state: 'open',
        draft: false,
        base: 'main',
        head: expect.stringMatching(BRANCH),
        title: `deploy(identity-service): ${facts.commits[0]?.slice(0, 7)} -> ${facts.head.slice(0, 7)}`,
      })
      expect(pull.body).toContain(facts.head.slice(0, 7))
      expect(pull.body).toContain(FILE)
      expect(first.outputs).toMatchObject({
        result: 'proposed',
        'config-commit': '',
        'pull-request-number': '1',
        'pull-request-url': expect.stringMatching(/\/acme\/platform-config\/pull\/1$/),
        'changed-files': FILE,
      })
      expect(JSON.parse(first.outputs.images ?? '')['identity-service'].overlays).toEqual({
        [PRODUCTION]: 'proposed',
      })
      expect(first.summary).toMatch(/^## Proposed, not deployed yet/)
      expect(await config.tip('main')).toBe(base)
      expect(await tagAt(scene, pull.head)).toBe(facts.head)
      const [{ committer = '' } = {}] = await config.log(pull.head)
      expect(committer.startsWith('GitHub <')).toBe(via === 'api')
      expect(scene.requests().git.some((action) => action.includes('receive-pack'))).toBe(via === 'git')
      expect(await scene.leaks(first)).toEqual([])

      const again = await deployAt(scene, facts.head)
      expect(again.outputs).toMatchObject({ result: 'proposed', 'pull-request-number': '1' })
      expect((await onlyPull(scene)).headOid).toBe(pull.headOid)

      const newest = await nextCommit(scene, 'four')
      const second = await deployAt(scene, newest)
      expect(second.outputs).toMatchObject({ result: 'proposed', 'pull-request-number': '1' })
      const updated = await onlyPull(scene)
      expect(updated).toMatchObject({
        number: 1,
        head: pull.head,
        title: expect.stringContaining(newest.slice(0, 7)),
      })
      expect(await tagAt(scene, pull.head)).toBe(newest)
      expect(await config.log(`main..${pull.head}`)).toHaveLength(1)

      const late = await deployAt(scene, older)
      expect(late.outputs).toMatchObject({ result: 'superseded', 'pull-request-number': '1' })
      expect((await onlyPull(scene)).headOid).toBe(updated.headOid)

      await github.mergePull(CONFIG, 1, 'squash')
      expect(await tagAt(scene, 'main')).toBe(newest)
      const merged = await deployAt(scene, newest, { 'pull-request': 'cleanup: true' })
      expect(merged.outputs).toMatchObject({ result: 'unchanged', 'pull-request-number': '' })
      expect(await branchesOf(scene)).toEqual(['main'])
      expect(await pullsOf(scene)).toHaveLength(1)
    },
  )

  test('that a person closed stops that commit alone', async () => {
    await using scene = await openProposing()
    const { head } = scene.facts
    await deployAt(scene, head)
    await scene.github.closePull(CONFIG, 1)
    const stopped = await deployAt(scene, head)
    expect(stopped.outputs).toMatchObject({ result: 'held', 'pull-request-number': '1' })
    expect(stopped.stdout).toContain('was closed without being merged')
    const newer = await deployAt(scene, await nextCommit(scene, 'four'))
    expect(newer.outputs).toMatchObject({ result: 'proposed', 'pull-request-number': '2' })
    expect((await pullsOf(scene)).map(({ state }) => state)).toEqual(['closed', 'open'])
  })

  test('keeps what a person has committed to its branch', async () => {
    await using scene = await openProposing()
    await deployAt(scene, scene.facts.head)
    const { head: branch } = await onlyPull(scene)
    await scene.config.commit({ files: { 'note.txt': 'of a person\n' }, message: 'Note', branch })
    const newest = await nextCommit(scene, 'four')
    const result = await deployAt(scene, newest)
    expect(result.outputs).toMatchObject({ result: 'proposed', 'pull-request-number': '1' })
    expect(await scene.config.file('note.txt', branch)).toBe('of a person\n')
    expect(await tagAt(scene, branch)).toBe(newest)
    expect(await scene.config.log(`main..${branch}`)).toHaveLength(3)
  })

  test('is dressed, and merged at once where nothing is in the way', async () => {
    await using scene = await openProposing()
    const result = await deployAt(scene, scene.facts.head, {
      'pull-request':
        '{ title: "Ship {name}", labels: [deploy], assignees: [octocat], auto-merge: squash, cleanup: true }',
    })
    expect(result.exitCode, result.stdout).toBe(0)
    const pull = await onlyPull(scene)
    expect(pull).toMatchObject({ title: 'Ship identity-service', labels: ['deploy'], state: 'closed' })
    expect(result.outputs).toMatchObject({
      result: 'deployed',
      'config-commit': pull.merged?.oid,
      'pull-request-number': '1',
    })
    expect(await tagAt(scene, 'main')).toBe(scene.facts.head)
  })
})
