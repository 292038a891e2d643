import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { headManifest, type Reference } from './registry-client.ts'
import { currentRig, type Rig, writeBusyboxContext, writeDockerConfig } from './rig.ts'

const run = promisify(execFile)

let rig: Rig
let folder: string
let reference: Reference

beforeEach(async () => {
  rig = await currentRig()
  folder = await mkdtemp(join(tmpdir(), 'rig-smoke-'))
  reference = {
    host: '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com',
    repository: 'kubeadm_ec2_cluster/identity-service',
    tag: randomBytes(20).toString('hex'),
  }
})

afterEach(async () => {
  if (folder) await rm(folder, { recursive: true, force: true })
})

async function buildAndPush({ host, repository, tag }: Reference, content: string): Promise<string> {
  const [context, config, metadata] = ['context', 'docker', 'metadata.json'].map((name) =>
    join(folder, name),
  ) as [string, string, string]
  await writeBusyboxContext(context, content)
  await writeDockerConfig(rig, config, host)
  const options = ['--network=host', '--provenance=false', '--progress=plain', `--metadata-file=${metadata}`]
  await run(
    'docker',
    ['buildx', 'build', '--push', ...options, '-t', `${host}/${repository}:${tag}`, context],
    {
      env: { ...process.env, DOCKER_CONFIG: config },
    },
  )
  return JSON.parse(await readFile(metadata, 'utf8'))['containerimage.digest']
}

test('buildx pushes to an ECR host name, and its digest is the one the registry gives for the tag', async () => {
  expect((await headManifest(rig, reference)).status).toBe(404)

  const digest = await buildAndPush(reference, reference.tag)

  expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(await headManifest(rig, reference)).toEqual({ status: 200, digest })
  const image = `${reference.host}/${reference.repository}:${reference.tag}`
  const { stdout } = await run('docker', ['run', '--rm', '--network=host', image])
  expect(stdout).toBe(reference.tag)
})

test('the registry answers under every ECR host name, and only with its password', async () => {
  expect(rig.hosts).toContain(reference.host)
  expect(rig.hosts.length).toBeGreaterThan(1)
  for (const host of rig.hosts) {
    expect((await headManifest(rig, { ...reference, host })).status).toBe(404)
    expect((await headManifest(rig, { ...reference, host }, 'wrong')).status).toBe(401)
  }
})
