import { expect, test } from 'vitest'
import { overlay } from '../support/world-files.ts'
import { createHistory } from '../support/world-repositories.ts'
import { createMonorepo, digestOf, fileOf, imagesInput, imagesOf, repositoryOf } from './monorepo.ts'
import type { Scene } from './scene.ts'

const ENGINE = 'acme/engine'

/** The image web is built from a repository of its own, whose commits the service's history does not have. */
async function open() {
  const scene = await createMonorepo()
  const commits = await createHistory(scene.git.root, ENGINE, [
    { 'app.txt': 'engine one\n' },
    { 'app.txt': 'engine two\n' },
    { 'app.txt': 'engine three\n' },
  ])
  const image = `${scene.facts.host}/${repositoryOf('web')}`
  await deployed(scene, image, commits[1])
  for (const commit of commits) await scene.putImage(repositoryOf('web'), commit)
  for (const name of ['api', 'jobs']) await scene.putImage(repositoryOf(name), scene.facts.head)
  return Object.assign(scene, { engine: commits })
}

const deployed = (scene: Scene, image: string, tag = '') =>
  scene.config.commit({
    files: { [fileOf('web')]: overlay('production', { name: 'web', image, tag }) },
    message: 'Deploy the engine',
  })

const inputs = (scene: Scene, tag = '') => ({
  build: 'never',
  images: imagesInput({ web: { tag, 'source-repository': ENGINE } }),
  'github-token': scene.tokens.config,
})

test('an image of another repository is ordered by the history of that one, and its commit names it', async () => {
  await using scene = await open()
  const { engine, facts } = scene
  const result = await scene.go(inputs(scene, engine[2]))
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
  const asked = scene.github.requests.map(({ path }) => path.replace(/\?.*/, ''))
  expect(asked.toSorted()).toEqual([
    `/repos/${ENGINE}/compare/${engine[1]}...${engine[2]}`,
    `/repos/acme/identity-service/compare/${facts.commits[0]}...${facts.head}`,
  ])
  const [commit] = await scene.config.log()
  const trailers = commit?.message.split('\n\n').at(-1)?.split('\n')
  expect(trailers?.filter((line) => line.startsWith('Source-'))).toEqual([
    'Source-Repository: acme/identity-service',
    `Source-Commit: ${facts.head}`,
    `Source-Repository: ${ENGINE}`,
    `Source-Commit: ${engine[2]}`,
    'Source-Repository: acme/identity-service',
    `Source-Commit: ${facts.head}`,
  ])
  expect(commit?.message).toContain(`${scene.git.url}/${ENGINE}/compare/${engine[1]}...${engine[2]}`)
  expect(imagesOf(result.outputs).web).toMatchObject({ digest: await digestOf(scene, 'web', engine[2]) })
})

test('an older commit of that repository stays behind, while the others are deployed', async () => {
  await using scene = await open()
  const before = await scene.config.file(fileOf('web'))
  const result = await scene.go(inputs(scene, scene.engine[0]))
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
  expect(Object.values(imagesOf(result.outputs).web?.overlays ?? {})).toEqual(['superseded'])
  expect(await scene.config.file(fileOf('web'))).toBe(before)
  const [commit] = await scene.config.log()
  expect(commit?.message).toMatch(/^deploy\(api, jobs\): /)
  expect(commit?.message).not.toContain(ENGINE)
})

test('a token that may not read that repository is said with the repository and the permission', async () => {
  await using scene = await open()
  const tip = await scene.config.tip()
  const result = await scene.go({ ...inputs(scene, scene.engine[2]), 'github-token': scene.tokens.github })
  expect(result.exitCode).toBe(1)
  expect(result.annotations.filter(({ level }) => level === 'error')).toMatchObject([
    { properties: { title: 'ORDER_UNKNOWN' } },
  ])
  expect(result.annotations.at(-1)?.message).toContain(
    `Give github-token a token that may read ${ENGINE} ("Contents: read")`,
  )
  expect(await scene.config.tip()).toBe(tip)
})
