import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { errorsOf } from './build-scene.ts'
import { createBuilder } from './buildkitd.ts'
import { ENGINES, useEngine } from './engines.ts'
import { ownTag, readEverything, readManifest } from './image-content.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** Of the user of the runner, whose docker knows a proxy that wants a login. Nothing listens at its address. */
async function openProxied(dockerfile?: string): Promise<{ world: RigWorld; password: string }> {
  const world = await createRigWorld(rig, dockerfile)
  const password = world.secret('proxy')
  const folder = join(world.root, 'docker')
  await mkdir(folder)
  const base = JSON.parse(await readFile(join(rig.dockerConfig, 'config.json'), 'utf8')) as object
  const proxy = `http://somebody:${password}@127.0.0.1:9`
  const proxies = { default: { httpProxy: proxy, httpsProxy: proxy, noProxy: '127.0.0.1' } }
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...base, proxies }))
  Object.assign(world.env, { DOCKER_CONFIG: folder, BUILDX_CONFIG: join(rig.dockerConfig, 'buildx') })
  return { world, password }
}

/** Index, images and attestations, as whoever may pull can read them. */
async function published(world: RigWorld): Promise<string> {
  const { manifests = [], ...index } = await readManifest(rig, ownTag(world))
  const tags = manifests.length === 0 ? [ownTag(world).tag] : manifests.map(({ digest }) => digest)
  const parts = await Promise.all(tags.map((tag) => readEverything(rig, { ...ownTag(world), tag })))
  return [JSON.stringify({ ...index, manifests }), ...parts].join('\n')
}

const WARNING = /the build gets their addresses alone.*mode=min/

test.each([
  [{ provenance: 'true' }, true],
  [{ provenance: 'mode=max' }, true],
  [{ provenance: 'mode=min' }, false],
  [{ provenance: 'mode=min,reproducible=true' }, false],
])('with %j the login of a proxy is in no attestation', async (attestations, warned) => {
  const { world, password } = await openProxied()
  await using _world = world
  await using builder = await createBuilder(rig)
  const inputs = { builder: builder.name, 'build-args': 'TOLD=by-provenance' }
  const result = await world.run({ ...inputs, ...attestations })
  expect(result.exitCode, result.stdout).toBe(0)
  const text = await published(world)
  expect(text.includes('slsa.dev/provenance')).toBe(true)
  // What the docs say of it: all modes but one tell the arguments.
  expect(text.includes('by-provenance')).toBe(warned)
  expect(text.includes(password)).toBe(false)
  const warnings = result.annotations.filter(({ level }) => level === 'warning')
  expect(warnings.filter(({ message }) => WARNING.test(message))).toHaveLength(warned ? 1 : 0)
})

test.each(ENGINES)(
  'without an attestation %s has the proxy, and the image nothing of its login',
  async (way) => {
    const seen = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
COPY app.txt /app.txt
RUN case "$HTTP_PROXY$http_proxy" in *@127.0.0.1:9*) echo the proxy has a login;; esac
`
    const { world, password } = await openProxied(seen)
    await using _world = world
    await using _engine = await useEngine(rig, world, way)
    // buildah takes the variables of its own process, as it has no such configuration.
    world.env.http_proxy = `http://somebody:${password}@127.0.0.1:9`
    world.env.no_proxy = '127.0.0.1,.amazonaws.com,localhost'
    const result = await world.run()
    expect(result.exitCode, result.stdout).toBe(0)
    expect(result.stdout).toContain('the proxy has a login')
    expect((await published(world)).includes(password)).toBe(false)
    expect(result.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(password)
  },
)

test('a login among the build arguments is refused where provenance would publish it', async () => {
  const { world, password } = await openProxied()
  await using _world = world
  const given = {
    provenance: 'mode=max',
    'build-args': `HTTPS_PROXY=http://somebody:${password}@127.0.0.1:9`,
  }
  const result = await world.run(given)
  expect(errorsOf(result).map(({ properties }) => properties.title)).toEqual(['INPUT_INVALID'])
  expect(result.stdout).toContain('Set provenance: mode=min')
  expect(result.stdout).not.toContain(password)
})
