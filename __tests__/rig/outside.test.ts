import { randomUUID } from 'node:crypto'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunOptions } from '../support/world.ts'
import { errorsOf } from './build-scene.ts'
import { ENGINES, type EngineWay } from './engines.ts'
import { ownTag, readEverything } from './image-content.ts'
import { headManifest } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'
import type { RigWorld } from './rig-world.ts'
import { openStages } from './stages.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

/** Takes all of its context, and prints it. */
const TAKE = `COPY . /all
RUN cd /all && find . -type f -not -name busybox | while read file; do echo "$file"; base64 "$file"; done
`

const FORK: RunOptions = {
  event: {
    name: 'pull_request_target',
    payload: { pull_request: { head: { repo: { full_name: 'mallory/identity-service' } } } },
  },
}
const PUSH: RunOptions = {}

/** A world with something to steal in HOME, in RUNNER_TEMP and beside the workspace. */
async function openTempting(way: EngineWay, run: RunOptions) {
  const world = await openStages(rig, way, TAKE)
  const secrets = ['home', 'temp', 'beside'].map((name) => world.secret(name))
  const [home = '', temp = '', beside = ''] = secrets
  await mkdir(join(world.root, 'beside'))
  await writeFile(join(world.home, '.netrc'), home)
  await writeFile(join(world.temp, 'left'), temp)
  await writeFile(join(world.root, 'beside', 'key'), beside)
  return { world, go: (inputs: Record<string, string>) => world.run({ target: 'wanted', ...inputs }, run) }
}

async function everythingTold(world: RigWorld, result: Awaited<ReturnType<RigWorld['run']>>) {
  const { status } = await headManifest(rig, ownTag(world))
  const image = status === 200 ? await readEverything(rig, ownTag(world)) : ''
  return world.scanForSecrets({
    texts: { stdout: result.stdout, summary: result.summary, image },
    directories: [world.workspace],
  })
}

const RUNS: [string, RunOptions][] = [
  ['pushed and deployed', PUSH],
  ['of a fork', FORK],
]

describe.each(ENGINES)('%s', (way) => {
  test.each(RUNS)('reads nothing over a context that is a link, of files that are %s', async (_, run) => {
    const { world, go } = await openTempting(way, run)
    await using _world = world
    // The Dockerfile has to be somewhere that the link leads to.
    for (const name of ['Dockerfile', 'busybox']) await symlink(`workspace/${name}`, join(world.root, name))
    await symlink('..', join(world.workspace, 'svc'))
    const result = await go({ context: 'svc', file: 'Dockerfile' })
    expect(await everythingTold(world, result)).toEqual([])
    expect(errorsOf(result)[0]?.properties.title, result.stdout).toBe('PATH_OUTSIDE')
    expect((await headManifest(rig, ownTag(world))).status).toBe(404)
  })

  test('follows no link within the context, whatever COPY asks for', async () => {
    const { world, go } = await openTempting(way, PUSH)
    await using _world = world
    await symlink('../home', join(world.workspace, 'house'))
    await symlink(join(world.root, 'beside', 'key'), join(world.workspace, 'app.key'))
    await symlink('../temp/left', join(world.workspace, 'left'))
    const result = await go({})
    expect(result.exitCode, result.stdout).toBe(0)
    expect(await readEverything(rig, ownTag(world))).toContain('app.txt')
    expect(await everythingTold(world, result)).toEqual([])
    await writeFile(join(world.workspace, 'Dockerfile'), 'FROM scratch\nCOPY app.key left house /all/\n')
    const second = await go({ target: '', tag: `${world.facts.head}-r2` })
    expect(await everythingTold(world, second)).toEqual([])
  })
})

const WITH_SECRETS = ENGINES.filter((way) => way !== 'docker')

test.each(WITH_SECRETS)(
  '%s is given no secret that the name of a file of the checkout makes up',
  async (way) => {
    const tell = 'RUN --mount=type=secret,id=npm base64 /run/secrets/npm\n'
    await using world = await openStages(rig, way, tell)
    await writeFile(join(world.home, '.netrc'), world.secret('home'))
    // buildah takes --secret apart at every comma.
    const folder = join(world.workspace, `x,src=${world.home}/.netrc,y`)
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'key'), 'the own one')
    await symlink(join(folder, 'key'), join(world.workspace, 'npmrc'))
    // Else a layer of another run is taken, and nothing printed.
    const fresh = { 'build-args': `NONCE=${randomUUID()}` }
    const result = await world.run({ target: 'wanted', 'secret-files': 'npm=npmrc', ...fresh })
    expect(await everythingTold(world, result)).toEqual([])
    expect(result.exitCode, result.stdout).toBe(0)
    expect(result.stdout).toContain(Buffer.from('the own one').toString('base64'))
  },
)
