import { expect, test } from 'vitest'
import { newRepository, type Place } from '../support/image-store.ts'
import { type RegistryPart, startRegistry } from '../support/registry.ts'
import { registryHost } from '../support/registry-access.ts'
import { putSampleImage } from '../support/sample-image.ts'
import { overlay } from '../support/world-files.ts'
import { createMonorepo, fileOf, imagesOf, NAMES, productionOf, repositoryOf } from './monorepo.ts'
import type { Scene } from './scene.ts'

const OTHER = { account: '590184067193', region: 'us-east-1' }
const NEAR = { account: OTHER.account, region: 'ap-southeast-2' }

/** The service's own registry, one of another account far away, and one of that account in the own region. */
const PLACES: Record<(typeof NAMES)[number], (scene: Scene) => Place> = {
  api: ({ facts }) => ({ ...facts, repository: repositoryOf('api') }),
  web: () => ({ ...OTHER, repository: repositoryOf('web') }),
  jobs: () => ({ ...NEAR, repository: repositoryOf('jobs') }),
}

const open = () =>
  createMonorepo({
    repositories: [repositoryOf('api')],
    configFiles: ({ tag }) => {
      const hosts = { api: '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com', ...otherHosts }
      return Object.fromEntries(
        NAMES.map((name) => [
          fileOf(name),
          overlay('production', { name, image: `${hosts[name]}/${repositoryOf(name)}`, tag }),
        ]),
      )
    },
  })

const otherHosts = { web: registryHost(OTHER), jobs: registryHost(NEAR) }

const images = JSON.stringify(
  NAMES.map((name) => ({
    repository: repositoryOf(name),
    context: `services/${name}`,
    overlays: productionOf(name),
    ...(name === 'api' ? {} : { registry: otherHosts[name] }),
  })),
)

/** The repositories of the other account, and what it is pushed to by; the one in the own region has its image. */
async function openOther({ catalog, ecr, registry, facts }: Scene): Promise<RegistryPart> {
  await catalog.createRepository(OTHER, newRepository(repositoryOf('web')))
  await catalog.createRepository(NEAR, newRepository(repositoryOf('jobs')))
  await putSampleImage(catalog, { ...NEAR, repository: repositoryOf('jobs') }, { tag: facts.head })
  ecr.settings.accounts.push(OTHER.account)
  const far = await startRegistry({ ...OTHER, catalog, access: ecr })
  ecr.settings.proxyEndpoint = ({ region }) => (region === OTHER.region ? far : registry).url
  return far
}

test('images of two accounts and two regions need one session, a token for each region, and one commit', async () => {
  await using scene = await open()
  await using far = await openOther(scene)
  const result = await scene.go({ images, 'allowed-account-ids': OTHER.account })
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
  expect(scene.requests().sts).toHaveLength(1)
  const { ecr } = scene.requests()
  expect(ecr.filter((action) => action === 'GetAuthorizationToken')).toHaveLength(2)
  expect(far.requests.map(({ action }) => action)).toContain('PutManifest')
  for (const name of NAMES) {
    const place = PLACES[name](scene)
    const digest = (await scene.catalog.image(place, scene.facts.head))?.digest
    const url = `${registryHost(place)}/${place.repository}`
    expect(digest).toBeDefined()
    expect(imagesOf(result.outputs)[name]).toMatchObject({ repositoryUrl: url, digest })
    expect(await scene.config.file(fileOf(name))).toContain(
      `newName: ${url}\n    newTag: "${scene.facts.head}"`,
    )
  }
  expect(imagesOf(result.outputs)).toMatchObject({
    api: { reused: false },
    web: { reused: false },
    jobs: { reused: true },
  })
  expect(await scene.config.log()).toHaveLength(2)
  const [session] = scene.sts.sessions.all()
  for (const name of NAMES) {
    const { account, region, repository } = PLACES[name](scene)
    expect(session?.policy).toContain(`arn:aws:ecr:${region}:${account}:repository/${repository}`)
  }
  const [call] = await scene.builder.calls('push')
  const { auths } = JSON.parse(call?.files[0]?.text ?? '{}')
  expect(Object.keys(auths).toSorted()).toEqual(
    [scene.registry.url, far.url].map((url) => new URL(url).host).toSorted(),
  )
})

test('a repository of several images is created once, and reported once', async () => {
  const repository = repositoryOf('all')
  await using scene = await createMonorepo({ repositories: [] })
  const shared = NAMES.map((name) => ({
    name,
    repository,
    tag: `${name}-${scene.facts.head}`,
    context: `services/${name}`,
  }))
  const result = await scene.go({
    images: JSON.stringify(shared),
    'create-repository': 'true',
    'config-repository': '',
    'config-token': '',
  })
  expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'built' } })
  const { ecr } = scene.requests()
  for (const action of ['CreateRepository', 'PutLifecyclePolicy'])
    expect(ecr.filter((one) => one === action)).toHaveLength(1)
  const told = result.annotations.filter(({ message }) => message.includes('Created the ECR repository'))
  expect(told).toMatchObject([{ level: 'notice', message: expect.stringContaining(`/${repository}:`) }])
  const pushed = await scene.catalog.images({ ...scene.facts, repository })
  expect(pushed.flatMap(({ tags }) => tags).toSorted()).toEqual(shared.map(({ tag }) => tag).toSorted())
})

test('another account that is not allowed by name is refused for every image of it, before any request', async () => {
  await using scene = await open()
  const result = await scene.go({ images })
  expect(result.annotations.map(({ properties }) => properties.title)).toEqual([
    'ACCOUNT_MISMATCH',
    'ACCOUNT_MISMATCH',
  ])
  for (const [index, host] of Object.values(otherHosts).entries()) {
    expect(result.annotations[index]?.message).toContain(host)
    expect(result.annotations[index]?.message).toContain(`"${OTHER.account}" to allowed-account-ids`)
  }
  expect(scene.requests()).toMatchObject({ oidc: [], sts: [], ecr: [] })
})
