import { execFileSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { RegistryLogin } from '../../../../../src/aws/registry/registry.ts'
import { withLogins } from '../../../../../src/images/engine/login/docker-config.ts'
import {
  containersAuthFiles,
  type DockerConfigPorts,
  dockerFolder,
  writeDockerConfig,
} from '../../../../../src/images/engine/login/write-docker-config.ts'
import { Workspace } from '../../../../../src/runner/workspace.ts'
import { aRun, HOST, host, must } from '../../../builders.ts'
import { temporaryFolder } from '../../../temporary.ts'

const login = (changes: Partial<RegistryLogin> = {}): RegistryLogin => ({
  host: host(HOST),
  pushHost: HOST,
  insecure: false,
  username: 'AWS',
  password: 'pa:ss',
  ...changes,
})
const AUTH = { auth: Buffer.from('AWS:pa:ss').toString('base64') }

/** The logins where the build may have all of them. */
function write(
  logins: readonly RegistryLogin[],
  ports: Omit<DockerConfigPorts, 'secrets'>,
  masked: string[] = [],
) {
  const options = { runnerLogins: true, publishesArgs: false }
  const config = writeDockerConfig(options, { ...aRun({ masked }), ...ports })
  expect(config.proxiesOpened).toBe(false)
  return config.logIn(logins)
}

const PLUGINS = '/home/runner/.docker/cli-plugins'

afterEach(() => vi.unstubAllEnvs())

describe('withLogins', () => {
  test('adds a login by the exact host', () => {
    const config = withLogins({}, [login()], PLUGINS)
    expect(config).toEqual({ auths: { [HOST]: AUTH }, cliPluginsExtraDirs: [PLUGINS] })
  })

  test('keeps everything of the user: logins, helpers, proxies, context, builders, plugins', () => {
    const user = {
      auths: { 'ghcr.io': { auth: 'eDp5' } },
      credHelpers: { 'gcr.io': 'gcloud' },
      proxies: { default: { httpProxy: 'http://proxy:3128' } },
      currentContext: 'remote',
      HttpHeaders: { 'X-A': 'b' },
      cliPluginsExtraDirs: ['/opt/plugins'],
      aliases: { builder: 'buildx' },
    }
    const before = structuredClone(user)
    expect(withLogins(user, [login()], PLUGINS)).toEqual({
      ...user,
      auths: { ...user.auths, [HOST]: AUTH },
      cliPluginsExtraDirs: ['/opt/plugins', PLUGINS],
    })
    expect(user).toEqual(before)
  })

  test('puts our login in the place of a stale one', () => {
    const user = { auths: { [HOST]: { auth: 'b2xk', identitytoken: 'old' } } }
    expect(withLogins(user, [login()], PLUGINS).auths).toEqual({ [HOST]: AUTH })
  })

  test('is not shadowed by the credential store: an empty helper sends docker back to the file', () => {
    expect(withLogins({ credsStore: 'desktop' }, [login()], PLUGINS)).toMatchObject({
      credsStore: 'desktop',
      credHelpers: { [HOST]: '' },
    })
  })

  test('is not shadowed by a helper for the host, and leaves those for others', () => {
    const user = { credHelpers: { [HOST]: 'ecr-login', 'gcr.io': 'gcloud' } }
    expect(withLogins(user, [login()], PLUGINS).credHelpers).toEqual({ [HOST]: '', 'gcr.io': 'gcloud' })
  })

  test('adds no helpers where there are none', () => {
    expect(withLogins({}, [login()], PLUGINS)).not.toHaveProperty('credHelpers')
    expect(withLogins({ credHelpers: { 'gcr.io': 'gcloud' } }, [login()], PLUGINS).credHelpers).toEqual({
      'gcr.io': 'gcloud',
    })
  })

  test('has one login per host', () => {
    const second = '012345678901.dkr.ecr.eu-west-1.amazonaws.com'
    const logins = [login(), login({ pushHost: second, password: 'two' }), login()]
    expect(Object.keys(withLogins({}, logins, PLUGINS).auths ?? {})).toEqual([HOST, second])
  })

  test('logs in to the stand-in on loopback under its own name', () => {
    const config = withLogins({}, [login({ pushHost: '127.0.0.1:5000' })], PLUGINS)
    expect(Object.keys(config.auths ?? {})).toEqual(['127.0.0.1:5000'])
  })
})

describe("docker's folder", () => {
  const { homedir } = userInfo()

  test.each([
    ['where the user says', { DOCKER_CONFIG: '/d', HOME: '/h' }, '/d'],
    ['else in the home', { DOCKER_CONFIG: '', HOME: '/h' }, '/h/.docker'],
    ['else where the system has the home', {}, join(homedir, '.docker')],
  ])('is %s', (_, env, folder) => {
    expect(dockerFolder(env)).toBe(folder)
  })

  test('is never one of the checkout, though HOME be empty', () => {
    vi.stubEnv('HOME', '')
    expect(dockerFolder({ HOME: '' })).toBe(join(homedir, '.docker'))
  })
})

describe('writeDockerConfig', () => {
  test('writes a private folder of our own, and leaves the one of the user alone', async () => {
    await using folder = await temporaryFolder()
    const original = join(folder.path, 'user-docker')
    const text = JSON.stringify({ auths: { 'ghcr.io': { auth: 'eDp5' } }, currentContext: 'remote' })
    await folder.write('user-docker/config.json', text)
    const workspace = new Workspace(folder.path)
    const masked: string[] = []
    const logins = write([login()], { workspace, env: { DOCKER_CONFIG: original } }, masked)
    expect(masked).toEqual([AUTH.auth])
    const config = must(logins.env.DOCKER_CONFIG)
    expect(config.startsWith(workspace.path)).toBe(true)
    expect((await stat(config)).mode & 0o777).toBe(0o700)
    expect((await stat(join(config, 'config.json'))).mode & 0o777).toBe(0o600)
    expect((await stat(logins.authFile)).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(join(config, 'config.json'), 'utf8'))).toMatchObject({
      auths: { 'ghcr.io': { auth: 'eDp5' }, [HOST]: AUTH },
      currentContext: 'remote',
      cliPluginsExtraDirs: [join(original, 'cli-plugins')],
    })
    expect(JSON.parse(await readFile(logins.authFile, 'utf8'))).toEqual({
      auths: { 'ghcr.io': { auth: 'eDp5' }, [HOST]: AUTH },
    })
    expect(logins.env.BUILDX_CONFIG).toBe(join(workspace.path, 'buildx'))
    expect(await readFile(join(original, 'config.json'), 'utf8')).toBe(text)
  })

  test('gives buildah the logins that buildah and podman keep, ours before them', async () => {
    await using folder = await temporaryFolder()
    const at = (name: string) => join(folder.path, name)
    const auths = (...hosts: string[]) =>
      JSON.stringify({ auths: Object.fromEntries(hosts.map((one) => [one, { auth: 'eDp5' }])) })
    await folder.write('config/containers/auth.json', auths('a.example', 'b.example'))
    await folder.write('run/containers/auth.json', auths('b.example', HOST))
    const env = { HOME: at('home'), XDG_CONFIG_HOME: at('config'), XDG_RUNTIME_DIR: at('run') }
    const { authFile } = write([login()], { workspace: new Workspace(folder.path), env })
    expect(JSON.parse(await readFile(authFile, 'utf8'))).toEqual({
      auths: { 'a.example': { auth: 'eDp5' }, 'b.example': { auth: 'eDp5' }, [HOST]: AUTH },
    })
  })

  test.each(['', 'not json', 'null', '[]', '7'])(
    'works with a broken configuration of the user: %j',
    async (text) => {
      await using folder = await temporaryFolder()
      await folder.write('.docker/config.json', text)
      const logins = write([login()], {
        workspace: new Workspace(folder.path),
        env: { HOME: folder.path },
      })
      const written = JSON.parse(
        await readFile(join(must(logins.env.DOCKER_CONFIG), 'config.json'), 'utf8'),
      ) as unknown
      expect(written).toMatchObject({ auths: { [HOST]: AUTH } })
    },
  )

  test.each([
    ['beside the configuration', '.docker/buildx', undefined],
    ['where BUILDX_CONFIG says', 'builders', 'builders'],
  ])('takes the builders over that are %s, and nothing else that buildx keeps there', async (_, at, set) => {
    await using folder = await temporaryFolder()
    const kept = { 'instances/pool': '{"Name":"pool"}', current: '{"Name":"pool"}', '.buildNodeID': 'abc' }
    for (const [name, text] of Object.entries({ ...kept, '.lock': '', 'refs/pool/1': 'a path' }))
      await folder.write(`${at}/${name}`, text)
    const env = { HOME: folder.path, BUILDX_CONFIG: set && join(folder.path, set) }
    const { BUILDX_CONFIG: own } = write([], { workspace: new Workspace(folder.path), env }).env
    const names = await readdir(own, { recursive: true })
    expect(names.toSorted()).toEqual(['.buildNodeID', 'current', 'instances', 'instances/pool'])
    for (const [name, text] of Object.entries(kept))
      expect(await readFile(join(own, name), 'utf8')).toBe(text)
  })

  test('takes the other builders over when one is gone by the time that it is read', async () => {
    await using folder = await temporaryFolder()
    const instances = join(folder.path, '.docker/buildx/instances')
    await folder.write('.docker/buildx/instances/pool', '{"Name":"pool"}')
    await folder.write('.docker/buildx/current', '{"Name":"pool"}')
    // Listed, and no longer there: as when another job removes its builder.
    for (const name of ['a-gone', 'z-gone'])
      await symlink(join(folder.path, 'nowhere'), join(instances, name))
    const { env } = write([], { workspace: new Workspace(folder.path), env: { HOME: folder.path } })
    const names = await readdir(env.BUILDX_CONFIG, { recursive: true })
    expect(names.toSorted()).toEqual(['current', 'instances', 'instances/pool'])
  })

  // A step before this one may have laid them there, or led a variable to them.
  test.each([
    ['pipes that nobody writes to', (path: string) => execFileSync('mkfifo', [path])],
    ['devices without an end', (path: string) => symlinkSync('/dev/zero', path)],
  ])('does not wait for %s among the settings of the user', async (_, make) => {
    await using folder = await temporaryFolder()
    await folder.write('.docker/buildx/instances/pool', '{"Name":"pool"}')
    await folder.write('.config/containers/auth.json', '{"auths":{"a":{}}}')
    const others = [
      '.docker/config.json',
      '.docker/buildx/current',
      '.docker/buildx/instances/a-pipe',
      'auth.json',
    ]
    for (const name of others) make(join(folder.path, name))
    const env = { HOME: folder.path, REGISTRY_AUTH_FILE: join(folder.path, 'auth.json') }
    const { authFile, ...logins } = write([login()], { workspace: new Workspace(folder.path), env })
    const names = await readdir(logins.env.BUILDX_CONFIG, { recursive: true })
    expect(names.toSorted()).toEqual(['instances', 'instances/pool'])
    expect(JSON.parse(await readFile(authFile, 'utf8'))).toEqual({ auths: { a: {}, [HOST]: AUTH } })
  })

  test.each([
    [true, true, { auths: { a: {} }, credsStore: 'pass', proxies: { default: { httpProxy: 'http://p' } } }],
    [false, true, { auths: { 'withheld.invalid': {} }, proxies: { default: { httpProxy: 'http://p' } } }],
    [false, false, { auths: { 'withheld.invalid': {} }, proxies: { default: { httpProxy: 'http://p' } } }],
  ])('has what a build may have: logins of the runner %s, arguments published %s', async (...given) => {
    const [runnerLogins, publishesArgs, left] = given
    await using folder = await temporaryFolder()
    const proxies = { default: { httpProxy: 'http://u:p@p' } }
    await folder.write('config.json', JSON.stringify({ auths: { a: {} }, credsStore: 'pass', proxies }))
    const env = { DOCKER_CONFIG: folder.path, HOME: folder.path }
    const config = writeDockerConfig(
      { runnerLogins, publishesArgs },
      { ...aRun(), workspace: new Workspace(folder.path), env },
    )
    const { proxiesOpened } = config
    const logins = config.logIn([])
    const read = async (path: string) => JSON.parse(await readFile(path, 'utf8')) as unknown
    const cliPluginsExtraDirs = [join(folder.path, 'cli-plugins')]
    expect(await read(join(logins.env.DOCKER_CONFIG, 'config.json'))).toEqual({
      ...left,
      cliPluginsExtraDirs,
    })
    expect(await read(logins.authFile)).toEqual({ auths: runnerLogins ? { a: {} } : {} })
    // Nobody has to hear of what a stranger's build does not get anyway.
    expect(proxiesOpened).toBe(runnerLogins)
  })

  test('is there before anybody has logged in, and is the same then', async () => {
    await using folder = await temporaryFolder()
    const user = { auths: { 'ghcr.io': { auth: 'eDp5' } }, currentContext: 'remote' }
    const file = await folder.write('config.json', JSON.stringify(user))
    await folder.write('buildx/instances/pool', '{"Name":"pool"}')
    const masked: string[] = []
    const workspace = new Workspace(folder.path)
    const env = { DOCKER_CONFIG: folder.path, HOME: folder.path }
    const config = writeDockerConfig(
      { runnerLogins: true, publishesArgs: false },
      { ...aRun({ masked }), workspace, env },
    )
    const read = async () =>
      JSON.parse(await readFile(join(config.env.DOCKER_CONFIG, 'config.json'), 'utf8')) as unknown
    const cliPluginsExtraDirs = [join(folder.path, 'cli-plugins')]
    expect(await read()).toEqual({ ...user, cliPluginsExtraDirs })
    expect(await readdir(join(config.env.BUILDX_CONFIG, 'instances'))).toEqual(['pool'])
    expect(masked).toEqual([])
    // What the engine was asked with counts, and not what somebody changes meanwhile.
    await writeFile(file, '{}')
    expect(config.logIn([login()]).env).toBe(config.env)
    expect(await read()).toEqual({ ...user, auths: { ...user.auths, [HOST]: AUTH }, cliPluginsExtraDirs })
    expect(masked).toEqual([AUTH.auth])
  })

  test('works without a configuration of the user', async () => {
    await using folder = await temporaryFolder()
    const logins = write([], { workspace: new Workspace(folder.path), env: { HOME: folder.path } })
    expect(JSON.parse(await readFile(logins.authFile, 'utf8'))).toEqual({ auths: {} })
  })
})

// containers-auth.json(5): as a service, a runner has no XDG_RUNTIME_DIR.
test.each([
  [{ HOME: '/h' }, ['/h/.config/containers/auth.json', '/run/containers/1001/auth.json']],
  [
    { HOME: '/h', XDG_RUNTIME_DIR: '/run/user/7' },
    ['/h/.config/containers/auth.json', '/run/user/7/containers/auth.json'],
  ],
  [
    { HOME: '/h', XDG_CONFIG_HOME: '/c', REGISTRY_AUTH_FILE: '/a.json' },
    ['/c/containers/auth.json', '/a.json'],
  ],
])('the files where buildah keeps logins with %j', (env, files) => {
  expect(containersAuthFiles(env, 1001)).toEqual(files)
})
