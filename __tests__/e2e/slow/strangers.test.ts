import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { MainResult } from '../../support/runner.ts'
import type { RunOptions } from '../../support/world.ts'
import type { BuilderCall } from '../builder-script.ts'
import { createScene, type Scene, type SceneOptions } from '../scene.ts'

const OWN = { default_branch: 'main', full_name: 'acme/identity-service' }
const FORK = { full_name: 'mallory/identity-service' }
const on = (name: string, payload: object = {}): RunOptions => ({
  event: { name, payload: { repository: OWN, ...payload } },
})
const TARGET = on('pull_request_target', { pull_request: { head: { repo: FORK } } })

/** Runs whose files are of a stranger, though GitHub hands the job all that it has. */
const RUNS: Readonly<Record<string, RunOptions>> = {
  pull_request_target: TARGET,
  workflow_run: on('workflow_run', { workflow_run: { event: 'pull_request', head_repository: FORK } }),
  issue_comment: { ...on('issue_comment', { issue: { pull_request: { url: 'u' } } }), sha: 'c'.repeat(40) },
  'pull_request on a runner that has credentials of its own': on('pull_request', {
    pull_request: { head: { repo: FORK } },
  }),
}

interface Case {
  /** What of the scene this row is about; every value of it is a marker. */
  readonly given: (scene: Scene) => Promise<Record<string, string>> | Record<string, string>
  readonly scene?: SceneOptions
  /** What must be seen of the call, or of the run. */
  readonly seen?: (facts: { call: BuilderCall; result: MainResult; scene: Scene }) => void
  readonly refused?: string
  /** What the notice names. */
  readonly told?: string
}

const BUILDX: SceneOptions = { buildx: {} }
const REMOTE: SceneOptions = { buildx: { driver: 'remote', endpoint: 'tcp://buildkitd:1234' } }

async function dockerLogins(scene: Scene): Promise<void> {
  const folder = join(scene.home, '.docker')
  await mkdir(folder)
  const auth = Buffer.from(`user:${scene.secret('docker-login')}`).toString('base64')
  const config = { auths: { 'ghcr.io': { auth } }, credsStore: 'vault', credHelpers: { 'gcr.io': 'vault' } }
  await writeFile(join(folder, 'config.json'), JSON.stringify(config))
  const containers = join(scene.home, '.config/containers')
  await mkdir(containers, { recursive: true })
  await writeFile(join(containers, 'auth.json'), JSON.stringify({ auths: { 'quay.io': { auth } } }))
  scene.env.DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { 'ghcr.io': { auth } } })
}

const argsOf = ({ argv }: BuilderCall, option: string) => argv.filter((word) => word.startsWith(`${option}=`))

/** By the first column of the table in docs/builds.md. */
const CASES: Readonly<Record<string, Case>> = {
  'AWS credentials, a push, a deploy': {
    given: () => ({ push: 'true' }),
    refused: 'CREDENTIALS_UNAVAILABLE',
  },
  'a builder of another machine': { given: () => ({}), scene: REMOTE, refused: 'BUILDER_SHARED' },
  '`secrets`': {
    given: (scene) => ({ secrets: `npm=${scene.secret('inline')}` }),
    told: 'secrets (npm)',
  },
  '`secret-envs`': {
    given: (scene) => {
      scene.env.HIDDEN = scene.secret('variable')
      return { 'secret-envs': 'npm=HIDDEN' }
    },
    told: 'secret-envs (npm)',
  },
  '`secret-files`': {
    given: async (scene) => {
      await writeFile(join(scene.root, 'npmrc'), scene.secret('file'))
      return { 'secret-files': `npm=${join(scene.root, 'npmrc')}` }
    },
    seen: ({ call, scene }) => expect(call.argv.join('\n')).not.toContain(join(scene.root, 'npmrc')),
    told: 'secret-files (npm)',
  },
  '`ssh`, agent and keys': {
    given: async (scene) => {
      scene.env.SSH_AUTH_SOCK = join(scene.root, scene.secret('agent'))
      await writeFile(join(scene.root, 'key'), 'a key')
      return { ssh: `default\ngit=${join(scene.root, 'key')}` }
    },
    seen: ({ call }) => expect(call.argv.join('\n')).not.toMatch(/--ssh|key/),
    told: 'ssh (default, git)',
  },
  '`build-args` whose name looks like a secret': {
    given: (scene) => ({ 'build-args': `NPM_TOKEN=${scene.secret('argument')}` }),
    told: 'build-args (NPM_TOKEN)',
  },
  '`login-registries`': {
    given: (scene) => ({ 'login-registries': scene.facts.host }),
    seen: ({ scene }) => expect(scene.requests()).toMatchObject({ oidc: [], sts: [], ecr: [] }),
    told: 'login-registries',
  },
  'registry logins and credential helpers of the runner': {
    given: async (scene) => {
      await dockerLogins(scene)
      return {}
    },
    seen: ({ call }) => {
      const texts = call.files.map(({ text }) => text).join('\n')
      expect(texts).not.toMatch(/vault|ghcr|quay|gcr/)
      // Without any entry docker would ask a store of the system.
      expect(texts).toContain('"auths":{"withheld.invalid":{}}')
    },
  },
  '`cache: gha`, and `cache-from` with `type=gha`, `s3` or `azblob`': {
    given: (scene) => {
      scene.env.ACTIONS_RUNTIME_TOKEN = scene.secret('runtime-token')
      const from = ['type=gha,scope=x', 'type=s3,region=r,bucket=b', 'type=azblob,name=n']
      return { cache: 'gha', 'cache-from': from.join('\n') }
    },
    scene: BUILDX,
    seen: ({ call }) => expect(call.argv.join('\n')).not.toMatch(/--cache-/),
    told: 'cache (gha), cache-from (gha, s3, azblob)',
  },
  '`cache: ecr:...`': {
    given: (scene) => ({ cache: 'ecr:team/cache', 'login-registries': scene.facts.host }),
    scene: BUILDX,
    seen: ({ call }) => expect(call.argv.join('\n')).not.toMatch(/--cache-/),
    told: 'login-registries',
  },
  'variables of the job that look like a secret': {
    given: (scene) => {
      const names = ['AWS_SECRET_ACCESS_KEY', 'ACTIONS_RUNTIME_TOKEN', 'GITHUB_TOKEN', 'DEPLOY_PASSWORD']
      for (const name of names) scene.env[name] = scene.secret(name)
      return {}
    },
  },
  'passwords of proxies': {
    given: async (scene) => {
      const proxy = `http://user:${scene.secret('proxy')}@127.0.0.1:9`
      Object.assign(scene.env, { http_proxy: proxy, NO_PROXY: '*' })
      await mkdir(join(scene.home, '.docker'))
      const proxies = { default: { httpProxy: proxy } }
      await writeFile(join(scene.home, '.docker/config.json'), JSON.stringify({ proxies }))
      return {}
    },
    seen: ({ call }) => {
      expect(call.env.http_proxy).toBe('http://127.0.0.1:9')
      expect(call.files.map(({ text }) => text).join()).toContain('"httpProxy":"http://127.0.0.1:9"')
    },
  },
  'other `build-args`, `labels`, `target`, `platforms`, `build-contexts`': {
    given: () => ({
      'build-args': 'NODE_VERSION=24',
      labels: 'team=payments',
      target: 'app',
      platforms: 'linux/amd64',
      'build-contexts': 'shared=.',
    }),
    seen: ({ call }) =>
      expect(call.argv).toEqual(
        expect.arrayContaining([
          '--build-arg=NODE_VERSION=24',
          '--label=team=payments',
          '--target=app',
          '--platform=linux/amd64',
          '--build-context=shared=.',
        ]),
      ),
  },
  '`cache-from` with `type=registry` or `local`': {
    given: () => ({ 'cache-from': 'type=registry,ref=ghcr.io/a/b:c\ntype=local,src=/c\nghcr.io/a/b:d' }),
    scene: BUILDX,
    seen: ({ call }) =>
      expect(argsOf(call, '--cache-from')).toEqual([
        '--cache-from=type=registry,ref=ghcr.io/a/b:c',
        '--cache-from=type=local,src=/c',
        '--cache-from=ghcr.io/a/b:d',
      ]),
  },
  'a builder of this machine': { given: () => ({ builder: 'x' }), scene: BUILDX },
  '`network`, and what the builder reaches': {
    given: () => ({ network: 'host' }),
    seen: ({ call }) => expect(call.argv).toContain('--network=host'),
  },
}

function rowsOfTheDocs(): string[] {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/builds.md'), 'utf8')
  const [, table = ''] = /<!-- strangers:start -->(.*)<!-- strangers:end -->/s.exec(page) ?? []
  const rows = table.split('\n').filter((line) => line.startsWith('|'))
  return rows.slice(2).map((line) => line.split('|')[1]?.trim() ?? '')
}

const encodings = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
]

/** Nothing that an engine is started with holds a secret of the job. */
async function expectNoSecret(scene: Scene): Promise<void> {
  const seen = JSON.stringify(await scene.builder.calls('build'))
  for (const secret of scene.secrets().flatMap(encodings)) expect(seen).not.toContain(secret)
}

async function prove({ given, seen, refused, told }: Case, scene: Scene, run: RunOptions): Promise<void> {
  const result = await scene.go(await given(scene), run)
  const levels = (level: string) => result.annotations.filter((one) => one.level === level)
  if (refused !== undefined) {
    expect(levels('error'), result.stdout).toMatchObject([{ properties: { title: refused } }])
    expect(await scene.builder.calls()).toEqual([])
    return
  }
  expect(result.outputs.result, result.stdout).toBe('checked')
  const [call, ...more] = await scene.builder.calls('build')
  expect(more).toEqual([])
  if (!call) throw new Error('nothing was built')
  await expectNoSecret(scene)
  seen?.({ call, result, scene })
  const notice = levels('notice')
    .map(({ message }) => message)
    .join('\n')
  if (told === undefined) expect(notice).not.toContain('built without')
  else expect(notice).toContain(`so they are built without ${told}`)
}

test('the table of the docs has a proof for every row', () => {
  expect(rowsOfTheDocs()).toEqual(Object.keys(CASES))
})

describe('files of a stranger:', () => {
  test.concurrent.for(Object.entries(CASES))('%s', async ([, one]) => {
    await using scene = await createScene(one.scene)
    await prove(one, scene, TARGET)
  })
})

test.concurrent.for(Object.entries(RUNS))('on %s they get none of it', async ([, run]) => {
  await using scene = await createScene()
  const given: Record<string, string> = {}
  const left = Object.values(CASES).filter(({ scene: other, refused }) => !other && refused === undefined)
  await dockerLogins(scene)
  for (const one of left) {
    if (one === CASES['registry logins and credential helpers of the runner']) continue
    if (one === CASES['passwords of proxies']) continue
    const inputs = await one.given(scene)
    const args = [given['build-args'], inputs['build-args']].filter(Boolean).join('\n')
    Object.assign(given, inputs, args ? { 'build-args': args } : {})
  }
  const secrets = { secrets: `a=${scene.secret('a')}`, 'secret-envs': 'b=HIDDEN' }
  const result = await scene.go({ ...given, ...secrets, 'secret-files': '' }, run)
  expect(result.outputs.result, result.stdout).toBe('checked')
  await expectNoSecret(scene)
  const [call] = await scene.builder.calls('build')
  for (const option of ['--secret', '--ssh']) expect(call?.argv.join('\n')).not.toContain(option)
  expect(scene.requests()).toMatchObject({ oidc: [], sts: [], ecr: [] })
})

test('the same inputs reach a build of the repository itself', async () => {
  await using scene = await createScene(BUILDX)
  scene.env.ACTIONS_RUNTIME_TOKEN = scene.secret('runtime-token')
  const inputs = { secrets: 'npm=1234', cache: 'gha', 'build-args': 'NPM_TOKEN=x', push: 'false' }
  const result = await scene.go(inputs)
  expect(result.outputs.result, result.stdout).toBe('checked')
  const [call] = await scene.builder.calls('build')
  expect(call?.argv.join('\n')).toMatch(
    /--build-arg=NPM_TOKEN=x[\s\S]*--secret=id=npm[\s\S]*--cache-from=type=gha/,
  )
  expect(call?.env.ACTIONS_RUNTIME_TOKEN).toBe(scene.env.ACTIONS_RUNTIME_TOKEN)
})

test('GitHub’s cache token is for a build with such a cache alone', async () => {
  await using scene = await createScene(BUILDX)
  scene.env.ACTIONS_RUNTIME_TOKEN = scene.secret('runtime-token')
  await scene.go({ push: 'false' })
  const [call] = await scene.builder.calls('build')
  expect(call?.env).not.toHaveProperty('ACTIONS_RUNTIME_TOKEN')
})

describe('a builder that others use', () => {
  test.concurrent.for(['builder', 'BUILDX_BUILDER', 'the current one'])('is refused: %s', async (how) => {
    await using scene = await createScene(REMOTE)
    if (how === 'BUILDX_BUILDER') scene.env.BUILDX_BUILDER = 'pool'
    const result = await scene.go(how === 'builder' ? { builder: 'pool' } : {}, TARGET)
    expect(result.stdout).toContain('BUILDER_SHARED')
    expect(await scene.builder.calls()).toEqual([])
  })

  test('is used with share-builder, and by the repository itself', async () => {
    await using scene = await createScene(REMOTE)
    const runs: [Record<string, string>, RunOptions][] = [
      [{ 'share-builder': 'true' }, TARGET],
      [{ push: 'false' }, {}],
    ]
    for (const [inputs, run] of runs) {
      const result = await scene.go(inputs, run)
      expect(result.outputs.result, result.stdout).toBe('checked')
    }
  })
})

test('a build that fails for want of what it may not have says so', async () => {
  const prints =
    '#5 ERROR: failed to resolve: pull access denied, repository does not exist or may require authorization\n'
  await using scene = await createScene({ buildx: { prints } })
  const result = await scene.go({ secrets: 'npm=1234' }, TARGET)
  expect(result.exitCode).toBe(1)
  const [error] = result.annotations.filter(({ level }) => level === 'error')
  expect(error?.message).toContain(
    "The files of this run may be anybody's, so it was built without secrets (npm), the registry logins of this runner, login-registries.",
  )
})
