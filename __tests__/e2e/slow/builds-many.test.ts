import { expect, test } from 'vitest'
import { overlay } from '../../support/world-files.ts'
import { createMonorepo, imagesOf } from '../monorepo.ts'
import type { Scene } from '../scene.ts'

const COUNT = 40
/** Long enough that the names of all repositories together are too much for a session policy. */
const NAMES = Array.from({ length: COUNT }, (_, index) => `service-of-the-platform-${index}`)
const repositoryOf = (name: string): string => `platform-team/services/${name}`
const overlayOf = (name: string): string => `apps/${name}/overlays/production`
const fileOf = (name: string): string => `${overlayOf(name)}/kustomization.yaml`

/** STS API reference, AssumeRoleWithWebIdentity, `Policy`. */
const LONGEST_POLICY = 2048

const open = () =>
  createMonorepo({
    repositories: NAMES.map(repositoryOf),
    configFiles: ({ image, tag }) => {
      const host = image.slice(0, image.indexOf('/'))
      return Object.fromEntries(
        NAMES.map((name) => [
          fileOf(name),
          overlay('production', { name, image: `${host}/${repositoryOf(name)}`, tag }),
        ]),
      )
    },
  })

const images = JSON.stringify(
  NAMES.map((name) => ({
    repository: repositoryOf(name),
    context: 'services/web',
    overlays: overlayOf(name),
  })),
)

const actionsOf = (scene: Scene, action: string) =>
  scene.requests().ecr.filter((one) => one === action).length

test('forty images cost one session, one look-up each and one commit', async () => {
  await using scene = await open()
  const missing = NAMES.slice(0, 3)
  for (const name of NAMES.slice(missing.length)) await scene.putImage(repositoryOf(name), scene.facts.head)
  const result = await scene.go({ images })
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
  // Far more than it takes, so that a slow machine does not fail; a request after the other would take longer.
  expect(result.durationMs).toBeLessThan(30_000)

  expect(scene.requests().oidc).toHaveLength(1)
  expect(scene.requests().sts).toHaveLength(1)
  const [session] = scene.sts.sessions.all()
  expect(session?.policy?.length).toBeLessThanOrEqual(LONGEST_POLICY)
  expect(session?.policy).toContain('repository/platform-team/services/*')

  expect(actionsOf(scene, 'GetAuthorizationToken')).toBe(1)
  // One of each repository, and one for each push that is confirmed.
  expect(actionsOf(scene, 'BatchGetImage')).toBe(COUNT + missing.length)
  expect(scene.requests().github).toHaveLength(1)
  expect(await scene.builder.calls('build')).toHaveLength(missing.length)

  const outputs = imagesOf(result.outputs)
  expect(Object.keys(outputs)).toEqual(NAMES)
  const [commit, ...older] = await scene.config.log()
  expect(older).toHaveLength(1)
  expect(commit?.message.split('\n')[0]).toMatch(/^deploy\(.*, 37 more\): /)
  for (const name of NAMES) {
    expect(outputs[name]).toMatchObject({ reused: !missing.includes(name) })
    expect(commit?.message).toContain(`Image-Digest: ${outputs[name]?.digest}`)
    expect(await scene.config.file(fileOf(name))).toContain(`newTag: "${scene.facts.head}"`)
  }
})
