import { randomUUID } from 'node:crypto'
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunOptions } from '../support/world.ts'
import { errorsOf } from './build-scene.ts'
import { createBuilder } from './buildkitd.ts'
import { useEngine } from './engines.ts'
import { givenTo, type HostileFrontend, publishHostileFrontend } from './hostile-frontend.ts'
import { ownTag, readEverything } from './image-content.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld, type RigWorld } from './rig-world.ts'
import { openStages } from './stages.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

const OWN = { default_branch: 'main', full_name: 'acme/identity-service' }
const FORK = { full_name: 'mallory/identity-service' }
const target = (repo: object): RunOptions => ({
  event: { name: 'pull_request_target', payload: { repository: OWN, pull_request: { head: { repo } } } },
})
const OF_A_FORK = target(FORK)

describe.concurrent('a frontend that the Dockerfile names', () => {
  /** A build by a remote buildkitd, in a job that has what hosted runners have, and keys of a cloud. */
  async function build(
    frontend: HostileFrontend,
    inputs: Record<string, string>,
    { before = '', link = false, ...run }: RunOptions & { before?: string; link?: boolean } = {},
  ) {
    const dockerfile = `${before}# syntax=${frontend.image}\nFROM scratch\nCOPY app.txt /\n`
    await using world = await createRigWorld(rig, dockerfile)
    if (link) await putBehindLink(world, dockerfile)
    await using builder = await createBuilder(rig)
    const secrets = ['runtime', 'key', 'session'].map((name) => world.secret(name))
    const [ACTIONS_RUNTIME_TOKEN, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN] = secrets
    Object.assign(world.env, {
      ACTIONS_RUNTIME_TOKEN,
      ACTIONS_CACHE_URL: 'http://127.0.0.1:9/',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY,
      AWS_SESSION_TOKEN,
    })
    const given = { builder: builder.name, 'share-builder': 'true', push: 'false', ...inputs }
    const result = await world.run(given, run)
    // It builds nothing: what is wanted is what it says.
    const options = givenTo(result.stdout)
    expect(options, result.stdout).toBeDefined()
    return { result, seen: secrets.filter((secret) => JSON.stringify(options).includes(secret)), secrets }
  }

  /** A builder looks for `../safe` in the context alone, where it is another file than in the checkout. */
  async function putBehindLink({ workspace }: RigWorld, dockerfile: string) {
    await mkdir(join(workspace, 'svc'))
    await writeFile(join(workspace, 'svc', 'app.txt'), '')
    await writeFile(join(workspace, 'svc', 'safe'), dockerfile)
    await writeFile(join(workspace, 'safe'), 'FROM scratch\n')
    await symlink('../safe', join(workspace, 'svc', 'Dockerfile'))
  }

  const CACHES = { cache: 'gha', 'cache-from': 'type=s3,region=r,bucket=b' }

  test('sees no credential of a cache in a run for a fork', async () => {
    await using frontend = await publishHostileFrontend(rig)
    const runs = [OF_A_FORK, { event: { ...OF_A_FORK.event, name: 'pull_request' } } as RunOptions]
    for (const run of runs) expect((await build(frontend, CACHES, run)).seen).toEqual([])
  })

  test('sees none in a run of the repository itself, which is reported the line and the way out', async () => {
    await using frontend = await publishHostileFrontend(rig)
    const { seen, result } = await build(frontend, CACHES)
    expect(seen).toEqual([])
    const warnings = result.annotations.filter(({ level }) => level === 'warning')
    expect(warnings.map(({ message }) => message).join('\n')).toContain(
      `Built without cache, cache-from: line 1 of Dockerfile asks for the frontend ${frontend.image}`,
    )
  })

  test('is handed them where the workflow trusts it: so the others would have been, too', async () => {
    await using frontend = await publishHostileFrontend(rig)
    const { seen, secrets } = await build(frontend, { ...CACHES, 'trusted-frontends': frontend.image })
    expect(seen).toEqual(secrets)
  })

  test.each([
    ['behind a first line that ends with CR LF', { before: '#!/bin/sh\r\n' }, {}],
    ['behind a link', { link: true }, { context: 'svc' }],
  ])('sees none %s', async (_, how, inputs) => {
    await using frontend = await publishHostileFrontend(rig)
    expect((await build(frontend, { ...CACHES, ...inputs }, how)).seen).toEqual([])
  })

  test('named by a build argument sees none either', async () => {
    await using frontend = await publishHostileFrontend(rig)
    const inputs = { ...CACHES, 'build-args': `BUILDKIT_SYNTAX=${frontend.image}` }
    expect((await build(frontend, inputs)).seen).toEqual([])
  })
})

/** Everything that a RUN step can see of what a build may have, in base64: no mask of the log knows that. */
const PRY = `RUN echo "$NONCE"
RUN --mount=type=secret,id=a --mount=type=secret,id=b --mount=type=secret,id=c --mount=type=ssh \\
  ( env; cat /run/secrets/* 2>/dev/null; ls -R /run ) | base64 -w 0 | sed 's/^/<<</;s/$/>>>/'
`

/** Debian's buildah is none that files of a fork are built with; what is shown is what the step hands to it. */
async function pretendNewer(world: RigWorld): Promise<void> {
  const folder = join(world.temp, 'newer')
  await mkdir(folder)
  const script = `#!/bin/sh
[ "$1" = --version ] && echo 'buildah version 1.44.0' && exit
exec /usr/bin/buildah "$@"
`
  await writeFile(join(folder, 'buildah'), script, { mode: 0o755 })
  world.env.PATH = `${folder}:${world.env.PATH ?? process.env.PATH}`
}

describe.concurrent.each(['buildx', 'buildah'] as const)('with %s a stranger’s Dockerfile', (way) => {
  async function pry(world: RigWorld, run: RunOptions) {
    const names = ['inline', 'variable', 'file', 'proxy']
    const [inline, variable, file, proxy] = names.map((name) => world.secret(name)) as [
      string,
      string,
      string,
      string,
    ]
    const path = join(rig.dockerConfig, `secret-${randomUUID()}`)
    await writeFile(path, file)
    Object.assign(world.env, { VARIABLE: variable, FTP_PROXY: `http://user:${proxy}@127.0.0.1:9` })
    const inputs = { secrets: `a=${inline}`, 'secret-envs': 'b=VARIABLE', 'secret-files': `c=${path}` }
    // A step that was run before would not be run again: no secret is part of its key.
    const given = { ...inputs, push: 'false', 'build-args': `NONCE=${randomUUID()}` }
    const result = await world.run(given, run)
    expect(result.exitCode, result.stdout).toBe(0)
    const told = /<<<([A-Za-z0-9+/=]+)>>>/.exec(result.stdout)?.[1]
    const text = Buffer.from(told ?? '', 'base64').toString()
    expect(text).toContain('PATH=')
    return { secrets: [inline, variable, file], proxy, text }
  }

  test('finds no secret, no agent and no password of a proxy', async () => {
    await using world = await openStages(rig, way, PRY)
    if (way === 'buildah') await pretendNewer(world)
    const { secrets, proxy, text } = await pry(world, OF_A_FORK)
    for (const secret of [...secrets, proxy]) expect(text).not.toContain(secret)
  })

  test('would have found them, had it been of the repository itself', async () => {
    await using world = await openStages(rig, way, PRY)
    if (way === 'buildah') await pretendNewer(world)
    const { secrets, text } = await pry(world, target(OWN))
    for (const secret of secrets) expect(text).toContain(secret)
  })
})

describe('a builder that others use', () => {
  const LEAVES = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN --mount=type=cache,id=SHARED,target=/c : SHARED; echo EVIL >> /c/lib
`
  const TAKES = LEAVES.replace('echo EVIL >> /c/lib', 'cp /c/lib /taken || echo nothing to take')

  async function buildBoth(shared: Record<string, string>) {
    await using builder = await createBuilder(rig)
    const id = randomUUID()
    // The ID of a mount is no part of a step's key.
    const of = (dockerfile: string) => createRigWorld(rig, dockerfile.replaceAll('SHARED', id))
    await using stranger = await of(LEAVES)
    const first = await stranger.run({ builder: builder.name, ...shared }, OF_A_FORK)
    await using world = await of(TAKES)
    const second = await world.run({ builder: builder.name })
    expect(second.outputs.result, second.stdout).toBe('deployed')
    const image = await readEverything(rig, ownTag(world))
    return { first, second, isTaken: image.includes('EVIL') }
  }

  test('does not carry what a fork leaves into the image of the default branch', async () => {
    const { first, isTaken } = await buildBoth({})
    expect(errorsOf(first)).toMatchObject([{ properties: { title: 'BUILDER_SHARED' } }])
    expect(isTaken).toBe(false)
  })

  test('carries it where the workflow says that it may be shared', async () => {
    const { first, second, isTaken } = await buildBoth({ 'share-builder': 'true' })
    expect(first.outputs.result, first.stdout).toBe('checked')
    expect(isTaken, second.stdout).toBe(true)
  })
})

test('no login and no credential helper of the runner is asked for a stranger', async () => {
  await using world = await createRigWorld(rig, `FROM ${rig.hosts[0]}/private/base:1\n`)
  await using _engine = await useEngine(rig, world, 'buildx')
  const asked = join(world.root, 'asked')
  const helper = join(world.root, 'docker-credential-')
  for (const name of ['vault', 'pass', 'secretservice']) {
    await writeFile(
      `${helper}${name}`,
      `#!/bin/sh\necho ${name} >>'${asked}'\necho '{"Username":"u","Secret":"s"}'\n`,
      {
        mode: 0o755,
      },
    )
  }
  const folder = join(world.root, 'docker')
  // Without the builders: those of other tests come and go.
  const filter = (path: string) => path !== join(rig.dockerConfig, 'buildx')
  await cp(rig.dockerConfig, folder, { recursive: true, filter })
  const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as object
  await writeFile(join(folder, 'config.json'), JSON.stringify({ ...config, credsStore: 'vault' }))
  Object.assign(world.env, { DOCKER_CONFIG: folder, PATH: `${world.root}:${process.env.PATH}` })
  const helpersOf = async (run: RunOptions) => {
    await world.run({ push: 'false' }, run)
    return readFile(asked, 'utf8').catch(() => '')
  }
  expect(await helpersOf(OF_A_FORK)).toBe('')
  expect(await helpersOf({})).toContain('vault')
})
