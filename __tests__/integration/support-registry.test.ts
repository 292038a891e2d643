import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { createDistributionStore } from '../support/distribution-store.ts'
import { catalogOf, type ImageCatalog } from '../support/image-catalog.ts'
import { digestOf, newRepository, OCI_INDEX, OCI_MANIFEST } from '../support/image-store.ts'
import { marker } from '../support/markers.ts'
import { startRegistry } from '../support/registry.ts'
import { createPasswords } from '../support/registry-access.ts'
import { putSampleImage } from '../support/sample-image.ts'
import { createSessions } from '../support/sessions.ts'

const home = { account: '465002806239', region: 'ap-southeast-2' }
const place = { ...home, repository: 'team/app' }

async function open({ policy, passwordLifetime = 60 }: { policy?: string; passwordLifetime?: number } = {}) {
  const catalog: ImageCatalog = await catalogOf(home, ['team/app', 'team/other'])
  const passwords = createPasswords({ accounts: [home.account], denied: [] })
  const userArn = `arn:aws:sts::${home.account}:assumed-role/r/s`
  const session = createSessions().open({ roleArn: 'r', userArn, policy, lifetimeSeconds: 60 })
  const { password } = passwords.issue(session, { passwordLifetimeSeconds: passwordLifetime })
  const registry = await startRegistry({ ...home, catalog, access: passwords })
  const authorization = `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, registry.url), { ...init, headers: { authorization, ...init.headers } })
  return { catalog, registry, password, ask, [Symbol.asyncDispose]: registry.close }
}

type Opened = Awaited<ReturnType<typeof open>>

async function errorOf(answer: Response): Promise<{ status: number; code: string; message: string }> {
  const { errors } = (await answer.json()) as { errors: { code: string; message: string }[] }
  return { status: answer.status, code: errors[0]?.code ?? '', message: errors[0]?.message ?? '' }
}

async function pushBlob({ ask }: Opened, data: string): Promise<string> {
  const started = await ask('/v2/team/app/blobs/uploads/', { method: 'POST' })
  const digest = digestOf(data)
  await ask(`${started.headers.get('location')}?digest=${digest}`, { method: 'PUT', body: data })
  return digest
}

async function pushManifest(opened: Opened, reference: string, salt = ''): Promise<Response> {
  const digest = await pushBlob(opened, `{"salt":"${salt}"}`)
  const manifest = { schemaVersion: 2, mediaType: OCI_MANIFEST, config: { digest }, layers: [] }
  const headers = { 'content-type': OCI_MANIFEST }
  const body = JSON.stringify(manifest)
  return opened.ask(`/v2/team/app/manifests/${reference}`, { method: 'PUT', headers, body })
}

describe('who may enter', () => {
  test('only a password that ECR issued, as user AWS', async () => {
    await using opened = await open()
    const refused = await fetch(`${opened.registry.url}/v2/`)
    expect(refused.status).toBe(401)
    expect(refused.headers.get('www-authenticate')).toMatch(/^Basic realm=/)
    expect((await opened.ask('/v2/')).status).toBe(200)
    const wrong = `Basic ${Buffer.from(`AWS:${marker('wrong')}`).toString('base64')}`
    expect((await opened.ask('/v2/', { headers: { authorization: wrong } })).status).toBe(401)
  })

  test('an old password is reported so, and the session policy holds for pushes', async () => {
    await using old = await open({ passwordLifetime: 0 })
    expect((await errorOf(await old.ask('/v2/'))).message).toContain('Your authorization token has expired')
    const statement = { Effect: 'Allow', Action: 'ecr:*', Resource: 'arn:aws:ecr:*:*:repository/team/app' }
    await using narrow = await open({ policy: JSON.stringify({ Statement: [statement] }) })
    expect((await narrow.ask('/v2/team/app/blobs/uploads/', { method: 'POST' })).status).toBe(202)
    const refused = await narrow.ask('/v2/team/other/blobs/uploads/', { method: 'POST' })
    expect((await errorOf(refused)).message).toContain('not authorized to perform: ecr:InitiateLayerUpload')
  })
})

describe('blobs', () => {
  test('are uploaded in chunks, with the range so far', async () => {
    await using opened = await open()
    const started = await opened.ask('/v2/team/app/blobs/uploads/', { method: 'POST' })
    const location = started.headers.get('location') ?? ''
    expect(started.headers.get('docker-upload-uuid')).toBe(location.split('/').at(-1))
    const first = await opened.ask(location, { method: 'PATCH', body: 'abc' })
    expect([first.status, first.headers.get('range')]).toEqual([202, '0-2'])
    const gap = { 'content-range': '7-9' }
    expect((await opened.ask(location, { method: 'PATCH', body: 'def', headers: gap })).status).toBe(416)
    await opened.ask(location, { method: 'PATCH', body: 'def', headers: { 'content-range': '3-5' } })
    const digest = digestOf('abcdef')
    expect((await opened.ask(`${location}?digest=${digest}`, { method: 'PUT' })).status).toBe(201)
    const path = `/v2/team/app/blobs/${digest}`
    const head = await opened.ask(path, { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '6'])
    expect(await (await opened.ask(path)).text()).toBe('abcdef')
    expect(await (await opened.ask(path, { headers: { range: 'bytes=2-3' } })).text()).toBe('cd')
  })

  test('are refused with a wrong digest, and mounted from another repository', async () => {
    await using opened = await open()
    const uploads = '/v2/team/app/blobs/uploads/'
    const wrong = await opened.ask(`${uploads}?digest=${digestOf('other')}`, { method: 'POST', body: 'abc' })
    expect((await errorOf(wrong)).code).toBe('DIGEST_INVALID')
    const digest = await pushBlob(opened, 'abc')
    const mount = () =>
      opened.ask(`/v2/team/other/blobs/uploads/?mount=${digest}&from=team/app`, { method: 'POST' })
    opened.registry.settings.mount = false
    expect((await mount()).status).toBe(202)
    opened.registry.settings.mount = true
    expect((await mount()).status).toBe(201)
    expect((await opened.ask(`/v2/team/other/blobs/${digest}`, { method: 'HEAD' })).status).toBe(200)
  })
})

describe('manifests', () => {
  test('are stored by tag and digest, and answered in the accepted type only', async () => {
    await using opened = await open()
    const stored = await pushManifest(opened, 'one')
    const digest = stored.headers.get('docker-content-digest') ?? ''
    expect(stored.status).toBe(201)
    for (const reference of ['one', digest]) {
      const path = `/v2/team/app/manifests/${reference}`
      const head = await opened.ask(path, { method: 'HEAD', headers: { accept: OCI_MANIFEST } })
      expect([head.status, head.headers.get('docker-content-digest')]).toEqual([200, digest])
      expect((await opened.ask(path, { headers: { accept: OCI_INDEX } })).status).toBe(404)
    }
  })

  test('need their blobs, their digest and a repository', async () => {
    await using opened = await open()
    const put = (path: string, body: string) => opened.ask(path, { method: 'PUT', body })
    const body = JSON.stringify({ config: { digest: digestOf('unknown') } })
    expect((await errorOf(await put('/v2/team/app/manifests/one', body))).code).toBe('MANIFEST_BLOB_UNKNOWN')
    const wrong = `/v2/team/app/manifests/${digestOf('unknown')}`
    expect((await errorOf(await put(wrong, body))).code).toBe('DIGEST_INVALID')
    expect(await errorOf(await put('/v2/absent/manifests/one', body))).toEqual({
      status: 404,
      code: 'NAME_UNKNOWN',
      message: "The repository with name 'absent' does not exist in the registry with id '465002806239'",
    })
  })

  test('cannot be replaced under an immutable tag', async () => {
    await using opened = await open()
    await pushManifest(opened, 'one')
    expect(await errorOf(await pushManifest(opened, 'one', 'other'))).toEqual({
      status: 400,
      code: 'TAG_INVALID',
      message:
        "The image tag 'one' already exists in the 'team/app' repository and cannot be overwritten because the repository is immutable.",
    })
    await opened.catalog.createRepository(home, newRepository('team/app', { mutability: 'MUTABLE' }))
    await pushManifest(opened, 'one')
    expect((await pushManifest(opened, 'one', 'other')).status).toBe(201)
  })

  test('fail as told, and may be stored although the answer is an error', async () => {
    await using opened = await open()
    opened.registry.fail({ status: 503 }, { on: 'PutManifest' })
    opened.registry.fail({ status: 503, after: true }, { on: 'PutManifest' })
    expect((await pushManifest(opened, 'one')).status).toBe(503)
    expect(await opened.catalog.image(place, 'one')).toBeUndefined()
    expect((await pushManifest(opened, 'one')).status).toBe(503)
    expect(await opened.catalog.image(place, 'one')).toBeDefined()
  })
})

test('the distribution store reads and writes images over HTTP', async () => {
  await using opened = await open()
  const digest = await putSampleImage(opened.catalog, place, {
    tag: 'multi',
    platforms: ['linux/amd64', 'linux/arm64'],
  })
  const { port } = new URL(opened.registry.url)
  const store = createDistributionStore({
    url: 'http://465002806239.dkr.ecr.ap-southeast-2.amazonaws.com',
    connect: { host: '127.0.0.1', port: Number(port) },
    username: 'AWS',
    password: opened.password,
    repositories: [newRepository('team/app')],
  })
  const image = await store.image(place, 'multi')
  expect(image).toMatchObject({ digest, mediaType: OCI_INDEX, tags: ['multi'] })
  expect(await store.image(place, 'absent')).toBeUndefined()
  const { manifest = '', mediaType = '' } = image ?? {}
  expect(await store.putImage(place, { manifest, mediaType, tag: 'v1.2.3' })).toEqual({
    result: 'stored',
    digest,
  })
})

const hasBuildah = spawnSync('buildah', ['--version']).status === 0

async function run(command: string, args: string[]): Promise<{ code: number; stderr: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'close') as Promise<[number]>])
  return { code, stderr }
}

// Not a skipped test where there is no engine: the rig suite runs real ones, and the gate counts skips as failures.
if (hasBuildah) {
  test('buildah pushes, pulls, and is refused an immutable tag', async () => {
    await using opened = await open()
    const folder = await mkdtemp(join(tmpdir(), 'buildah-'))
    const at = (name: string) => join(folder, name)
    await writeFile(at('Dockerfile'), 'FROM scratch\nCOPY app.txt /app.txt\n')
    await writeFile(at('app.txt'), 'hello\n')
    const { host } = new URL(opened.registry.url)
    const auth = Buffer.from(`AWS:${opened.password}`).toString('base64')
    await writeFile(at('auth.json'), JSON.stringify({ auths: { [host]: { auth } } }))
    const stores = ['--root', at('root'), '--runroot', at('run'), '--storage-driver', 'vfs']
    const buildah = (...args: string[]) => run('buildah', [...stores, ...args])
    const image = `${host}/team/app:one`
    const remote = ['--tls-verify=false', '--authfile', at('auth.json')]
    const push = (...more: string[]) => buildah('push', ...remote, ...more, image)
    const build = (...more: string[]) =>
      buildah('build', '--isolation', 'chroot', ...more, '-t', image, folder)

    expect(await build()).toMatchObject({ code: 0 })
    expect(await push('--digestfile', at('digest'))).toMatchObject({ code: 0 })
    const digest = await readFile(at('digest'), 'utf8')
    expect(await opened.catalog.image(place, 'one')).toMatchObject({ digest })
    expect(await buildah('pull', ...remote, `${host}/team/app@${digest}`)).toMatchObject({ code: 0 })
    await build('--label', 'other=1')
    const refused = await push()
    expect(refused.code).not.toBe(0)
    expect(refused.stderr).toContain('cannot be overwritten because the repository is immutable')
    await buildah('rmi', '--all', '--force')
    await rm(folder, { recursive: true, force: true })
  })
}
