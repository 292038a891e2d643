import { expect, test } from 'vitest'
import { overlay } from '../support/world-files.ts'
import { createMonorepo, imagesOf } from './monorepo.ts'
import type { Scene } from './scene.ts'

const NAMES = ['built', 'reused', 'released', 'untouched']
const repositoryOf = (name: string): string => `team/${name}`
const overlayOf = (name: string): string => `apps/${name}`

const open = () =>
  createMonorepo({
    repositories: NAMES.map(repositoryOf),
    configFiles: ({ image, tag }) => {
      const host = image.slice(0, image.indexOf('/'))
      return Object.fromEntries(
        NAMES.map((name) => [
          `${overlayOf(name)}/kustomization.yaml`,
          overlay('production', { name, image: `${host}/${repositoryOf(name)}`, tag }),
        ]),
      )
    },
  })

/** A release: two of its images have the version, or the tested commit; one has nothing; one did not change. */
const inputs = ({ facts }: Scene) => ({
  images: JSON.stringify(
    NAMES.map((name) => ({
      repository: repositoryOf(name),
      overlays: overlayOf(name),
      context: 'services/web',
      ...(name === 'untouched' ? { tag: facts.head, paths: ['services/web'] } : { tag: 'v1.2.3' }),
    })),
  ),
})

/** The rows of the tables as a reader sees them: without markup, times cut. */
const rowsOf = (summary: string): string[][] =>
  summary
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) =>
      line
        .slice(2, -2)
        .split(' | ')
        .map((cell) => cell.replaceAll(/<br>/g, ' ').replaceAll(/<\/?code>|<wbr>|\\/g, ''))
        .map((cell) => cell.replace(/^\d+\.\d s$/, 'N s')),
    )

/** What the list below the images names, each with its digest where it is known. */
const referencesOf = (summary: string): string[][] =>
  [...summary.matchAll(/^- (<code>.*)$/gm)].map(([, item = '']) =>
    item.split('<br>').map((text) => text.replaceAll(/<\/?code>|<wbr>|\\/g, '')),
  )

/** The phases that the summary has the time of. */
const phasesOf = (summary: string): string | undefined =>
  /^Time: (.*)$/m.exec(summary)?.[1]?.replaceAll(/ \d+(?:\.\d)? (?:s|min \d+ s)(?=,| \(|$)/g, '')

test('a run in which every image comes in another way is reported row by row', async () => {
  await using scene = await open()
  const { facts } = scene
  const [old = ''] = facts.commits
  const reused = await scene.putImage(repositoryOf('reused'), 'v1.2.3')
  const released = await scene.putImage(repositoryOf('released'), facts.head)
  const result = await scene.go(inputs(scene), { ref: 'refs/tags/v1.2.3' })
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })

  const images = imagesOf(result.outputs)
  const built = images.built?.digest ?? ''
  expect(images).toMatchObject({
    built: { tag: 'v1.2.3', digest: expect.stringMatching(/^sha256:/), reused: false },
    reused: { tag: 'v1.2.3', digest: reused, reused: true },
    released: { tag: 'v1.2.3', digest: released, reused: true },
    untouched: { tag: old, digest: null, reused: false },
  })

  const place = `${facts.account} ${facts.region}`
  const [before, head] = [old.slice(0, 7), facts.head.slice(0, 7)]
  expect(rowsOf(result.summary)).toEqual([
    ['Image', 'Tag', 'Account', 'How', 'Time'],
    Array(5).fill('---'),
    ['built', 'v1.2.3', place, 'built', 'N s'],
    ['reused', 'v1.2.3', place, 'reused', 'N s'],
    ['released', 'v1.2.3', place, 'released', 'N s'],
    ['untouched', before, place, 'unchanged', 'N s'],
    ['Overlay', 'Image', 'Before', 'This run', 'Result'],
    Array(5).fill('---'),
    ...['built', 'reused', 'released'].map((name) => [overlayOf(name), name, before, 'v1.2.3', 'deployed']),
    [overlayOf('untouched'), 'untouched', before, before, 'unchanged'],
  ])
  const url = (name: string) => `${facts.host}/${repositoryOf(name)}`
  expect(referencesOf(result.summary)).toEqual([
    [`${url('built')}:v1.2.3`, built],
    [`${url('reused')}:v1.2.3`, reused],
    [`${url('released')}:v1.2.3`, released],
    [`${url('untouched')}:${old}`],
  ])
  expect(result.summary).toMatch(/^## Deployed: <code>built<\/code>, <code>reused<\/code>, /)
  expect(result.summary).not.toContain(head)
  expect(phasesOf(result.summary)).toBe(
    'role, look-up, config repository, engine, build, push, release, commit',
  )
  // What did not change is no news: neither an annotation nor a line of the commit.
  expect(result.annotations).toEqual([])
  const [commit] = await scene.config.log()
  expect(commit?.message).toMatch(
    new RegExp(`^deploy\\(built, reused, released\\): ${before} -> v1\\.2\\.3\n`),
  )
  expect(commit?.message).not.toContain('untouched')
})

test('a run that fails tells what became of every image, and that none is deployed', async () => {
  await using scene = await open()
  await scene.putImage(repositoryOf('reused'), 'v1.2.3')
  await scene.putImage(repositoryOf('released'), scene.facts.head)
  await scene.builder.rewrite({ steps: { 'make web': { exitCode: 2, prints: ['no rule'] } } })
  const result = await scene.go(inputs(scene), { ref: 'refs/tags/v1.2.3' })
  expect(result).toMatchObject({ exitCode: 1, outputs: { result: 'failed' } })
  const rows = rowsOf(result.summary)
  expect(rows.slice(2, 6).map(([image, , , how]) => [image, how])).toEqual([
    ['built', '-'],
    ['reused', 'reused'],
    ['released', 'released'],
    ['untouched', 'unchanged'],
  ])
  expect(referencesOf(result.summary).map(([reference, digest]) => [reference, digest?.slice(0, 7)])).toEqual(
    [
      [expect.stringContaining('/team/built:'), undefined],
      [expect.stringContaining('/team/reused:'), 'sha256:'],
      [expect.stringContaining('/team/released:'), 'sha256:'],
      [expect.stringContaining('/team/untouched:'), undefined],
    ],
  )
  expect(rows.slice(8).map((cells) => cells.at(-1))).toEqual(NAMES.map(() => 'failed'))
  expect(result.summary).toContain('> **BUILD_FAILED** at <code>services/web/Dockerfile:3</code>')
  expect(phasesOf(result.summary)).toBe('role, look-up, config repository, engine, build (failed), release')
})
