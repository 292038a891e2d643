import { describe, expect, test } from 'vitest'
import { configFiles } from '../../support/world-files.ts'
import { createScene, FILE, NAME, PUSH, type Scene } from '../scene.ts'

const OWN = 'acme/identity-service'

/** The overlays lie in the service repository itself, where an older commit is deployed. */
async function withOwnOverlays(): Promise<Scene> {
  const scene = await createScene()
  const { host, ecrRepository, commits } = scene.facts
  const files = configFiles({ name: NAME, image: `${host}/${ecrRepository}`, tag: commits[0] ?? '' })
  await scene.service.commit({ files, message: 'Add the overlays' })
  return scene
}

describe('a service with its overlays in one repository', () => {
  test('is deployed with github-token, and the commit of that sets off nothing more', async () => {
    await using scene = await withOwnOverlays()
    const inputs = {
      'config-repository': OWN,
      'config-token': '',
      'github-token': scene.tokens.config,
    }
    const parent = await scene.service.tip()
    const first = await scene.go(inputs)
    expect(first, first.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    const [commit] = await scene.service.log()
    expect(commit?.message).toContain(`Source-Repository: ${OWN}`)
    expect(await scene.service.file(FILE)).toContain(scene.facts.head)
    // As a push with the token of an App, or of a person, would.
    const { sha = '', message = '' } = commit ?? {}
    const pushed = { created: false, forced: false, before: parent, commits: [{ id: sha, message }] }
    const event = { name: 'push', payload: { ...PUSH.payload, ...pushed } }
    const before = (await scene.builder.calls()).length
    const second = await scene.go(inputs, { event, sha })
    expect(second, second.stdout).toMatchObject({
      exitCode: 0,
      outputs: { result: 'unchanged', image: '', 'config-commit': '' },
    })
    expect(second.summary).toContain('The push has brought nothing but what this step commits')
    expect(await scene.builder.calls()).toHaveLength(before)
    expect(await scene.service.tip()).toBe(sha)
    expect(await scene.leaks(first, second)).toEqual([])
  })

  test('is looked at where a person has squashed work of his own with such a commit, and the text stayed', async () => {
    await using scene = await withOwnOverlays()
    const inputs = { 'config-repository': OWN, 'config-token': '', 'github-token': scene.tokens.config }
    const first = await scene.go(inputs)
    expect(first, first.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    const [deployed] = await scene.service.log()
    const message = `deploy(web) (#12)\n\n* ${deployed?.message}`
    const sha = await scene.service.commit({ files: { 'src/index.js': 'changed\n' }, message })
    const pushed = { created: false, forced: false, before: deployed?.sha, commits: [{ id: sha, message }] }
    const event = { name: 'push', payload: { ...PUSH.payload, ...pushed } }
    const second = await scene.go(inputs, { event, sha })
    expect(second, second.stdout).toMatchObject({ exitCode: 0 })
    expect(second.outputs.image, second.stdout).toContain(scene.facts.ecrRepository)
  })

  test('is refused with the permission to give where github-token may only read', async () => {
    await using scene = await withOwnOverlays()
    scene.git.settings.decide = ({ service }) => (service === 'receive-pack' ? 'forbidden' : undefined)
    const inputs = { 'config-repository': OWN, 'config-token': '', 'github-token': scene.tokens.config }
    const result = await scene.go(inputs)
    expect(result.exitCode).toBe(1)
    expect(result.stdout).toContain('CONFIG_DENIED')
    expect(result.stdout).toContain('permissions: contents: write')
  })
})

test('a user name goes to the host with the token, and neither leaves the step', async () => {
  await using scene = await createScene()
  const password = scene.secret('iam', 'marker-iam+/%2B==8c1f4a')
  scene.git.settings.login = { scheme: 'basic', user: 'ci-at-465002806239' }
  scene.git.settings.tokens = new Map([[password, 'all']])
  const result = await scene.go({ 'config-token': `ci-at-465002806239:${password}` })
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
  const { stdout, stderr, summary } = result
  expect(await scene.scanForSecrets({ texts: { stdout, stderr, summary } })).toEqual([])
  const argv = (await scene.children.calls()).flatMap((call) => call.argv)
  expect(argv.filter((word) => word.includes(password) || word.includes('ci-at-'))).toEqual([])
})
