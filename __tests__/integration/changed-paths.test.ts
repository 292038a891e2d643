// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ConfigRoom, openConfigRoom } from '../support/config-room.ts'
import { git } from '../support/git.ts'
import { createHistory } from '../support/world-repositories.ts'
import { digestFor, imageUrl, openWriter, type WriterGround, type WriterTask } from '../support/writers.ts'

const SERVICES = Array.from({ length: 12 }, (_, index) => `svc-${index + 1}`)
const fileOf = (name: string) => `apps/${name}/kustomization.yaml`
const overlayText = (name: string, tag: string) =>
  `kind: Kustomization\nimages:\n  - name: ${name}\n    newName: ${imageUrl(name)}\n    newTag: "${tag}"\n`
const overlaysAt = (tag: string) =>
  Object.fromEntries(SERVICES.map((name) => [fileOf(name), overlayText(name, tag)]))
const sources = (text: string) =>
  Object.fromEntries(SERVICES.map((name) => [`services/${name}/main.go`, text]))

/** A repository of twelve services, all deployed at its first commit; the second one changes two of them. */
const openMonorepo = () =>
  openConfigRoom({
    service: [
      sources('one\n'),
      { ...sources('one\n'), 'services/svc-2/main.go': 'two\n', 'services/svc-7/.env': 'A=b\n' },
    ],
    config: ([first = '']) => overlaysAt(first),
  })

const taskAt = (commit: string, id = '1'): WriterTask => ({
  id,
  commit,
  images: SERVICES.map((name) => ({ name, overlays: [`apps/${name}`], paths: [`services/${name}`] })),
})

/** A run of the step: what is not left alone counts as built. */
async function deploy(ground: WriterGround, task: WriterTask) {
  const { bump, workspace } = openWriter(ground, task)
  try {
    const untouched = await bump.preflight()
    const built = task.images.map(({ name }) => name).filter((name) => !untouched.has(name))
    const digests = new Map(built.map((name) => [name, digestFor(name, task.commit)]))
    return { built, ...(await bump.commit(digests)) }
  } finally {
    await workspace.remove()
  }
}

async function tagsOf({ config }: ConfigRoom): Promise<Record<string, string>> {
  const tag = async (name: string) =>
    /newTag: "(.*)"/.exec((await config.file(fileOf(name))) ?? '')?.[1] ?? ''
  return Object.fromEntries(await Promise.all(SERVICES.map(async (name) => [name, await tag(name)] as const)))
}

const comparisons = ({ github }: ConfigRoom) => github.requests.map(({ path }) => path)
const everywhere = (tag: string) => Object.fromEntries(SERVICES.map((name) => [name, tag]))

describe('twelve images of one repository, deployed at one commit', () => {
  test('are decided by one request: two are built and written, the others stay', async () => {
    await using room = await openMonorepo()
    const [first = '', second = ''] = room.commits
    const { built, commit } = await deploy(room.over('file'), taskAt(second))
    expect(built).toEqual(['svc-2', 'svc-7'])
    expect(await room.config.tip()).toBe(commit)
    expect(await tagsOf(room)).toEqual({ ...everywhere(first), 'svc-2': second, 'svc-7': second })
    expect(comparisons(room)).toEqual([`/repos/acme/service/compare/${first}...${second}?per_page=1`])
  })

  test('are judged against what each has deployed, not against the last push', async () => {
    await using room = await openMonorepo()
    const [first = '', second = ''] = room.commits
    await deploy(room.over('file'), { ...taskAt(second), images: taskAt(second).images.slice(0, 3) })
    const third = await room.service.commit({
      files: { 'services/svc-1/main.go': 'three\n' },
      message: 'Third',
    })
    // The run of the second push did not get to svc-7.
    expect((await deploy(room.over('file'), taskAt(third, '2'))).built).toEqual(['svc-1', 'svc-7'])
    expect(await tagsOf(room)).toEqual({
      ...everywhere(first),
      'svc-1': third,
      'svc-2': second,
      'svc-7': third,
    })
  })

  test('are asked about at most once in a re-run, and nothing is written', async () => {
    await using room = await openMonorepo()
    const [, second = ''] = room.commits
    await deploy(room.over('file'), taskAt(second))
    room.github.requests.length = 0
    const again = await deploy(room.over('file'), taskAt(second, '2'))
    expect([again.built, again.commit]).toEqual([[], undefined])
    expect(comparisons(room)).toHaveLength(1)
    await room.config.commit({ files: overlaysAt(second), message: 'All of them' })
    room.github.requests.length = 0
    expect((await deploy(room.over('file'), taskAt(second, '3'))).built).toEqual([])
    expect(comparisons(room)).toEqual([])
  })

  test('are decided without any request in a checkout that has the whole history', async () => {
    await using room = await openMonorepo()
    const checkout = join(room.root, 'checkout')
    await git(['clone', '-q', room.service.directory, checkout], { cwd: room.root })
    const { built } = await deploy({ ...room.over('file'), checkout }, taskAt(room.commits[1] ?? ''))
    expect(built).toEqual(['svc-2', 'svc-7'])
    expect(comparisons(room)).toEqual([])
  })

  test('are all built after a force-push, and with 300 changed files', async () => {
    await using room = await openMonorepo()
    const [first = ''] = room.commits
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`docs/${index}.md`, '.']))
    const third = await room.service.commit({ files: many, message: 'Many' })
    expect((await deploy(room.over('file'), taskAt(third))).built).toEqual(SERVICES)
    const tree = `${first}^{tree}`
    const replaced = await git(['commit-tree', tree, '-m', 'Another root'], { cwd: room.service.directory })
    await git(['update-ref', 'refs/heads/main', replaced], { cwd: room.service.directory })
    expect((await deploy(room.over('file'), taskAt(replaced, '2'))).built).toEqual(SERVICES)
    expect(await tagsOf(room)).toEqual(everywhere(replaced))
  })
})

describe('an image of another repository', () => {
  test('is ordered, judged and reported by that one', async () => {
    await using room = await openMonorepo()
    const [first = ''] = room.commits
    const other = join(room.root, 'git')
    const [start = '', next = '', last = ''] = await createHistory(other, 'acme/other', [
      { 'web/a.ts': 'one\n' },
      { 'web/a.ts': 'one\n', 'README.md': 'two\n' },
      { 'web/a.ts': 'three\n', 'README.md': 'two\n' },
    ])
    await room.config.commit({ files: { [fileOf('svc-1')]: overlayText('svc-1', start) }, message: 'Other' })
    const images = [
      { name: 'svc-1', overlays: ['apps/svc-1'], paths: ['web'], sourceRepository: 'acme/other' },
    ]
    expect((await deploy(room.over('file'), { id: '1', commit: next, images })).built).toEqual([])
    expect((await deploy(room.over('file'), { id: '2', commit: last, images })).built).toEqual(['svc-1'])
    expect(await tagsOf(room)).toEqual({ ...everywhere(first), 'svc-1': last })
    expect((await room.config.log())[0]?.message).toContain('Source-Repository: acme/other\n')
    const late = await deploy(room.over('file'), { id: '3', commit: next, images })
    expect(late.proposal.verdicts.map(({ outcome }) => outcome)).toEqual(['superseded'])
    expect(comparisons(room).every((path) => path.startsWith('/repos/acme/other/compare/'))).toBe(true)
  })

  test('that the token does not open is refused, with the token and the repository to look at', async () => {
    await using room = await openMonorepo()
    const images = [{ name: 'svc-1', overlays: ['apps/svc-1'], sourceRepository: 'acme/hidden' }]
    await expect(
      deploy(room.over('file'), { id: '1', commit: room.commits[1] ?? '', images }),
    ).rejects.toMatchObject({
      problems: [{ code: 'ORDER_UNKNOWN', hint: expect.stringMatching(/github-token.*acme\/hidden/) }],
    })
  })
})
