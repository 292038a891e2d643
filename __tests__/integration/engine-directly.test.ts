import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createListener, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { infoBySocket } from '../../src/images/engine/daemon-socket.ts'
import { detectEngine } from '../../src/images/engine/detect.ts'
import type { EngineChoice } from '../../src/plan/build.ts'
import { nativeLauncher } from '../support/native-launcher.ts'
import { aBuild, aChoice, aRun, problemOf } from '../unit/builders.ts'

/** A runner with a docker and a plugin that are programs of the kernel, and a daemon behind a socket. */
let root: string
let servers: Server[]
const at = (name: string) => join(root, name)

beforeEach(async () => {
  servers = []
  root = await mkdtemp(join(tmpdir(), 'directly-'))
  await writeFile(at('calls'), '')
})

afterEach(async () => {
  for (const server of servers) server.close()
  await rm(root, { recursive: true, force: true })
})

/** Notes the name under which it is started, its arguments and by what it was, and goes on as the script does. */
async function program(path: string, script: string): Promise<void> {
  const shell = `${at(path)}.sh`
  const note = `echo "${path} $* [$DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND]" >>'${at('calls')}'`
  await mkdir(dirname(shell), { recursive: true })
  await writeFile(shell, `#!/bin/sh\n${note}\n${script}\n`, { mode: 0o755 })
  await writeFile(at(path), nativeLauncher(shell), { mode: 0o755 })
}

const calls = async () => (await readFile(at('calls'), 'utf8')).split('\n').slice(0, -1)

const INSPECTED = 'Name: x\nDriver: docker\nNodes:\nName: x0\nEndpoint: default\nStatus: running'
const OF_DAEMON = 'overlay2 29.4.2 [["Backing Filesystem","extfs"]]'
const INFO = { Driver: 'overlay2', ServerVersion: '29.4.2', DriverStatus: [['Backing Filesystem', 'extfs']] }
const INSPECT = 'plugin/docker-buildx buildx inspect [docker]'
const THROUGH_DOCKER = 'bin/docker buildx inspect []'
const BY_DOCKER = 'bin/docker info --format={{.Driver}} {{.ServerVersion}} {{json .DriverStatus}} []'

const says = (text: string) => `printf '%s\\n' '${text}'`
const refuses = (words: string, code = 1) => `echo '${words}' >&2; exit ${code}`

interface Runner {
  plugin?: string
  /** What docker does as its plugin. */
  docker?: string
  info?: string
}

async function runner({ plugin = says(INSPECTED), docker = plugin, info = says(OF_DAEMON) }: Runner = {}) {
  await program('plugin/docker-buildx', plugin)
  await program('bin/docker', `case "$1" in buildx) ${docker} ;; info) ${info} ;; esac`)
  await mkdir(at('user'))
  await writeFile(at('user/config.json'), JSON.stringify({ cliPluginsExtraDirs: [at('plugin')] }))
}

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  const path = at('docker.sock')
  await new Promise<void>((resolve) => server.listen(path, resolve))
  return path
}

const json =
  (value: unknown): RequestListener =>
  (_, response) =>
    response.end(JSON.stringify(value))

async function detect(choice: Partial<EngineChoice> = {}, env: NodeJS.ProcessEnv = {}) {
  const variables = {
    PATH: at('bin'),
    DOCKER_CONFIG: at('user'),
    DOCKER_HOST: `unix://${at('docker.sock')}`,
    ...env,
  }
  const { engine } = await detectEngine(aChoice(choice), { env: {}, ...aRun({ variables }) })
  return engine
}

test('buildx and the daemon are asked without docker, in one process, and docker is left out of the build', async () => {
  await runner()
  const asked: (string | undefined)[] = []
  await serve((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    json(INFO)(request, response)
  })
  const engine = await detect({ may: { ...aChoice().may, weakEngine: true } })
  expect(engine.name).toBe('buildx')
  expect(await calls()).toEqual([INSPECT])
  expect(asked).toEqual(['GET /info'])
  await mkdir(at('build'))
  await engine.run(
    {
      ...aRun({ variables: { PATH: process.env.PATH } }),
      name: 'api',
      plan: aBuild(),
      push: undefined,
      logins: { env: { DOCKER_CONFIG: at('own'), BUILDX_CONFIG: at('own') }, authFile: '' },
      scratch: at('build'),
      commitTime: undefined,
      onLine: () => {},
      onPush: () => {},
      signal: new AbortController().signal,
    },
    'build',
  )
  expect((await calls())[1]).toMatch(/^plugin\/docker-buildx buildx build --progress=plain .* \[docker\]$/)
})

test('what keeps images as containerd does is known from the socket', async () => {
  await runner()
  const status = [['driver-type', 'io.containerd.snapshotter.v1']]
  await serve(json({ ...INFO, Driver: 'overlayfs', DriverStatus: status }))
  expect((await detect({ needs: ['platforms (several)', 'sbom'] })).name).toBe('buildx')
  expect(await calls()).toEqual([INSPECT])
})

test('docker asks the daemon of a context that is chosen, and buildx is asked beside it', async () => {
  await runner()
  await serve(() => expect.unreachable())
  expect((await detect({}, { DOCKER_HOST: '', DOCKER_CONTEXT: 'away' })).name).toBe('buildx')
  expect((await calls()).toSorted()).toEqual([BY_DOCKER, INSPECT])
})

test('a builder that is named is asked alone', async () => {
  await runner({ plugin: says(INSPECTED.replace('Driver: docker', 'Driver: remote')) })
  expect((await detect({ builder: 'pool' })).name).toBe('buildx')
  expect(await calls()).toEqual([INSPECT.replace(' [', ' pool [')])
})

test('what buildx has to say itself is reported, and docker is not asked for it again', async () => {
  await runner({ plugin: refuses('ERROR: no builder "nope" found') })
  expect(await problemOf(() => detect({ builder: 'nope' }))).toMatchObject({
    code: 'ENGINE_MISSING',
    message: 'buildx cannot use the builder nope (ERROR: no builder "nope" found)',
  })
  expect(await calls()).toEqual([INSPECT.replace(' [', ' nope [')])
})

describe('docker has the last word on a plugin', () => {
  const NO_COMMAND = "docker: '\\''buildx'\\'' is not a docker command."

  test.each([
    ['that speaks of something else', refuses('no such subcommand: buildx')],
    ['that is silent', 'exit 3'],
    ['that says nothing of a builder', says('Usage: something [OPTIONS]')],
    ['that crashes', 'kill -SEGV $$'],
  ])('%s', async (_, plugin) => {
    await runner({ plugin, docker: refuses(NO_COMMAND) })
    await serve(json(INFO))
    // As without a plugin the next engine is asked, and that is docker's classic builder.
    expect((await detect()).name).toBe('docker')
    expect(await calls()).toEqual([INSPECT, THROUGH_DOCKER, BY_DOCKER])
  })

  test('that cannot be started, though it looks as if it could', async () => {
    await runner({ docker: says(INSPECTED) })
    await rm(at('plugin/docker-buildx.sh'))
    await serve(json(INFO))
    expect((await detect()).name).toBe('buildx')
    expect(await calls()).toEqual([THROUGH_DOCKER])
  })
})

describe('a daemon that does not answer as it should is asked by docker, which has the words for it', () => {
  const words = 'Cannot connect to the Docker daemon at unix:///d.sock.'
  const broken = says(`${INSPECTED}\nError: Cannot connect`)

  test.each<[string, RequestListener]>([
    ['an error', (_, response) => response.writeHead(500).end(JSON.stringify(INFO))],
    ['a refusal', (_, response) => response.writeHead(403).end('{"message":"denied by a plugin"}')],
    ['another place', (_, response) => response.writeHead(301, { location: '/v1.44/info' }).end()],
    ['no JSON', (_, response) => response.end('<html>')],
    ['another answer', json([INFO])],
    ['nothing of images', json({ ServerVersion: '29.4.2' })],
    ['a number', json({ ...INFO, Driver: 7 })],
    ['an answer without end', (_, response) => void endless(response)],
    ['half an answer', (_, response) => response.writeHead(200, { 'content-length': '900' }).end('{"Driver')],
    ['nothing', (request) => request.socket.destroy()],
  ])('%s', async (_, answer) => {
    await runner({ plugin: broken, info: refuses(words) })
    await serve(answer)
    const { code, message } = await problemOf(() => detect())
    expect({ code, message }).toEqual({
      code: 'ENGINE_MISSING',
      message: `none of docker buildx, buildah and docker answers on this runner (${words})`,
    })
    expect((await calls()).toSorted()).toEqual([BY_DOCKER, INSPECT])
  })

  test('no socket', async () => {
    await runner({ plugin: broken, info: refuses(words) })
    expect((await problemOf(() => detect())).message).toContain(`(${words})`)
    expect((await calls()).toSorted()).toEqual([BY_DOCKER, INSPECT])
  })
})

function endless(response: Parameters<RequestListener>[1]): void {
  const write = () => {
    while (!response.destroyed && response.write(' '.repeat(64 * 1024)));
  }
  response.on('drain', write)
  write()
}

describe('a socket where nobody answers', () => {
  async function silent(): Promise<string> {
    const server = createListener(() => {})
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(at('docker.sock'), resolve))
    return at('docker.sock')
  }

  test('is given up after a while', async () => {
    const signal = new AbortController().signal
    expect(await infoBySocket(await silent(), { signal, limitMs: 200 })).toBe('')
  })

  test('is given up when the run ends', async () => {
    const end = new AbortController()
    const asked = infoBySocket(await silent(), { signal: end.signal, limitMs: 60_000 })
    end.abort()
    expect(await asked).toBe('')
  })
})

test("podman's answer in docker's place has another shape, and says the same", async () => {
  const info = { Driver: 'overlay', ServerVersion: '5.4.1', DriverStatus: [['Native Overlay Diff', 'false']] }
  const socket = await serve(json({ ...info, Containers: 0, SecurityOptions: ['name=rootless'] }))
  expect(await infoBySocket(socket, { signal: undefined })).toBe(
    'overlay 5.4.1 [["Native Overlay Diff","false"]]',
  )
})

test('a version without end is cut where it comes in', async () => {
  const socket = await serve(json({ ...INFO, ServerVersion: `29.4.2${'x'.repeat(500_000)}` }))
  const info = await infoBySocket(socket, { signal: undefined })
  expect(info).toMatch(/^overlay2 29\.4\.2x+\.\.\. \(\d+ more characters\) \[\["Backing/)
  expect(info.length).toBeLessThan(5_000)
})
