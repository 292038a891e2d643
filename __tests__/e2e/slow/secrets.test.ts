import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { PROTECTED_BRANCH } from '../../support/git-repositories.ts'
import type { MainResult } from '../../support/runner.ts'
import { formOfKey } from '../../support/ssh-key.ts'
import type { BuilderScript } from '../builder-script.ts'
import { watchProcesses } from '../process-watch.ts'
import { createScene, FILE, type Scene, type SceneOptions } from '../scene.ts'

const DOCKERFILE = 'FROM scratch\nCOPY app.txt /app.txt\nRUN make\n'
const built = (make: NonNullable<BuilderScript['steps']>[string] = {}): SceneOptions => ({
  serviceCommits: [{ Dockerfile: DOCKERFILE, 'app.txt': 'one\n' }, { 'app.txt': 'two\n' }],
  builder: { steps: { make } },
})
const FOREVER = { times: Number.POSITIVE_INFINITY }

const basic = (token: string): string => Buffer.from(`x-access-token:${token}`).toString('base64')

/** A key by its form, every line of which is a secret. */
function sshKey(scene: Scene): { key: string; lines: string[] } {
  const key = formOfKey()
  const lines = key.split('\n').filter((line) => line !== '' && !line.startsWith('-----'))
  return { key, lines: lines.map((line) => scene.secret('ssh-key', line)) }
}

const SSH = { host: 'git.example.com', hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHostKeyOfTheTest' }

/** Inputs for the config repository over ssh, and the stand-in client that serves it. */
async function overSsh(scene: Scene) {
  const { key, lines } = sshKey(scene)
  const client = await scene.openSsh({ ...SSH, key })
  const inputs = {
    'config-repository': `git@${SSH.host}:acme/platform-config.git`,
    'config-token': '',
    'config-ssh-key': key,
    'config-ssh-known-hosts': `${SSH.host} ${SSH.hostKey}`,
  }
  return { inputs, lines, client }
}

interface Ending {
  what: string
  options?: SceneOptions
  inputs?: Record<string, string>
  arrange?: (scene: Scene) => unknown
  exitCode: number
}

const endings: Ending[] = [
  { what: 'a deploy with a build', options: built({ prints: ['made'] }), exitCode: 0 },
  {
    what: 'a deploy of an image that is there',
    arrange: (scene: Scene) => scene.haveImage(),
    exitCode: 0,
  },
  { what: 'a dry run', inputs: { 'dry-run': 'true' }, exitCode: 0 },
  { what: 'a refused input', inputs: { tag: 'latest' }, exitCode: 1 },
  {
    what: 'a refused role',
    arrange: ({ sts }: Scene) => Object.assign(sts.settings, { accept: () => false }),
    exitCode: 1,
  },
  {
    what: 'an STS that answers for another account',
    arrange: ({ sts }: Scene) =>
      Object.assign(sts.settings, { answerAs: 'arn:aws:iam::999988887777:role/gitops-deploy' }),
    exitCode: 1,
  },
  {
    what: 'an STS answer that is cut short, once',
    arrange: (scene: Scene) => {
      scene.sts.fail('truncate')
      return scene.haveImage()
    },
    exitCode: 0,
  },
  {
    what: 'an ECR refusal',
    arrange: ({ ecr }: Scene) => Object.assign(ecr.settings, { denied: ['ecr:GetAuthorizationToken'] }),
    exitCode: 1,
  },
  { what: 'a failed build', options: built({ complains: ['no such target'], exitCode: 2 }), exitCode: 1 },
  {
    what: 'a refused push of the image',
    arrange: ({ ecr }: Scene) => Object.assign(ecr.settings, { denied: ['ecr:PutImage'] }),
    exitCode: 1,
  },
  {
    what: 'a registry that refuses the login',
    arrange: ({ registry }: Scene) => registry.fail({ status: 401 }, FOREVER),
    exitCode: 1,
  },
  {
    what: 'a refused credential of the config repository',
    arrange: (scene: Scene) => scene.git.settings.tokens.clear(),
    exitCode: 1,
  },
  {
    what: 'a config repository that may only be read',
    arrange: ({ git }: Scene) =>
      Object.assign(git.settings, {
        decide: ({ service }: { service: string }) => (service === 'receive-pack' ? 'forbidden' : undefined),
      }),
    exitCode: 1,
  },
  {
    what: 'a protected branch',
    arrange: ({ config }: Scene) => config.refuse(PROTECTED_BRANCH),
    exitCode: 1,
  },
  {
    what: 'a history that may not be read',
    arrange: ({ github }: Scene) => github.fail({ status: 403 }, FOREVER),
    exitCode: 1,
  },
  {
    what: 'a lost race',
    arrange: async (scene: Scene) => {
      await scene.haveImage()
      scene.git.beforePush(() => scene.config.commit({ files: { x: 'x\n' }, message: 'First' }).then())
    },
    exitCode: 0,
  },
]

describe('no secret is anywhere after', () => {
  test.concurrent.for(endings)('$what', async ({ options, inputs, arrange, exitCode }) => {
    await using scene = await createScene(options)
    await arrange?.(scene)
    const result = await scene.go(inputs)
    expect(result.exitCode).toBe(exitCode)
    expect(await scene.leaks(result)).toEqual([])
    expect(await scene.leftovers()).toEqual([])
    const post = await result.post()
    expect(post).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await scene.leaks(post)).toEqual([])
    expectOrdinaryWordsUnmasked(scene, result)
  })

  test.concurrent('a deploy over ssh, and the key was private while it was needed', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const { inputs, lines, client } = await overSsh(scene)
    const result = await scene.go(inputs)
    expect(result.outputs.result).toBe('deployed')
    expect((await scene.config.log()).length).toBe(2)
    const calls = await client.calls()
    expect(calls).toHaveLength(2)
    for (const { keyMode, folderMode, options } of calls) {
      expect({ keyMode, folderMode }).toEqual({ keyMode: '600', folderMode: '700' })
      expect(options).toMatchObject({ BatchMode: 'yes', IdentitiesOnly: 'yes', IdentityAgent: 'none' })
    }
    for (const line of lines) expect(result.masks).toContain(line)
    const argv = calls.flatMap((call) => call.argv).join('\n')
    expect(await scene.scanForSecrets({ texts: { argv } })).toEqual([])
    expect(await scene.leaks(result, await result.post())).toEqual([])
    expect(await scene.leftovers()).toEqual([])
  })

  test.concurrent('an ssh key that the server refuses, and a host that is not known', async () => {
    await using scene = await createScene()
    const { inputs } = await overSsh(scene)
    const wrongKey = sshKey(scene).key
    const refused = await scene.go({ ...inputs, 'config-ssh-key': wrongKey })
    const unknown = await scene.go({ ...inputs, 'config-ssh-known-hosts': '' })
    const errors = [refused, unknown].flatMap(({ annotations }) =>
      annotations.filter(({ level }) => level === 'error'),
    )
    expect(errors.map(({ properties }) => properties.title)).toEqual(['CONFIG_DENIED', 'CONFIG_DENIED'])
    expect(errors[0]?.message).toContain('config-ssh-key')
    expect(errors[1]?.message).toContain('config-ssh-known-hosts')
    expect(await scene.leaks(refused, unknown)).toEqual([])
    expect(await scene.leftovers()).toEqual([])
  })
})

/** They are no secrets, and masked they would make the log unreadable. */
function expectOrdinaryWordsUnmasked(scene: Scene, { masks }: MainResult): void {
  const { account, region, host, head, ecrRepository } = scene.facts
  const words = ['AWS', 'x-access-token', 'Basic', account, region, host, head, ecrRepository]
  for (const word of words) expect(masks).not.toContain(word)
  for (const value of masks) expect(value.length).toBeGreaterThan(8)
}

interface Hold {
  what: string
  /** The request that first carries the secrets hangs, and the step is killed there. */
  hang: (scene: Scene) => unknown
  arrived: (scene: Scene) => boolean | Promise<boolean>
  masked: (scene: Scene) => string[]
  options?: SceneOptions
}

const holds: Hold[] = [
  {
    what: 'the request token at the OIDC request',
    hang: ({ oidc }) => oidc.fail('hang', FOREVER),
    arrived: ({ oidc }) => oidc.requests.length > 0,
    masked: ({ oidc }) => oidc.markers(),
  },
  {
    what: 'the web identity token at the STS request',
    hang: ({ sts }) => sts.fail('hang', FOREVER),
    arrived: ({ sts }) => sts.requests.length > 0,
    masked: ({ oidc }) => oidc.markers(),
  },
  {
    what: 'the session at the first ECR request',
    hang: ({ ecr }) => ecr.fail('hang', FOREVER),
    arrived: ({ ecr }) => ecr.requests.length > 0,
    masked: ({ sts }) => sts.markers(),
  },
  {
    what: 'the registry password, in both forms, at the start of the builder',
    options: built({ hangs: true }),
    hang: () => undefined,
    arrived: ({ builder }) => builder.isHanging(),
    masked: ({ ecr }) => ecr.markers(),
  },
  {
    what: 'the config token, in both forms, at the first request of git',
    hang: ({ git }) => git.fail('hang', FOREVER),
    arrived: ({ git }) => git.requests.length > 0,
    masked: ({ tokens }) => [tokens.config, basic(tokens.config)],
  },
  {
    what: 'the github token at the compare request',
    hang: ({ github }) => github.fail('hang', FOREVER),
    arrived: ({ github }) => github.requests.length > 0,
    masked: ({ tokens }) => [tokens.github],
  },
]

describe('masked before its first use:', () => {
  test.concurrent.for(holds)('$what', async ({ hang, arrived, masked, options }) => {
    await using scene = await createScene(options)
    await hang(scene)
    await using step = scene.start()
    await step.until(() => arrived(scene))
    const expected = masked(scene)
    expect(expected.length).toBeGreaterThan(0)
    const result = await step.kill('SIGKILL')
    for (const secret of expected) expect(result.masks).toContain(secret)
    // What a killed step leaves behind, the post step takes away.
    const post = await result.post()
    expect(post.exitCode).toBe(0)
    expect(await scene.leftovers()).toEqual([])
    expect(await scene.leaks(result, post)).toEqual([])
  })
})

interface Cancel {
  what: string
  options?: SceneOptions
  arrange?: (scene: Scene) => unknown
  reached: (scene: Scene) => boolean | Promise<boolean>
}

const cancels: Cancel[] = [
  {
    what: 'during a RUN step',
    options: built({ prints: ['making'], hangs: true }),
    reached: ({ builder }) => builder.isHanging(),
  },
  {
    what: 'during a RUN step that takes no notice of an interrupt',
    options: built({ prints: ['making'], hangs: true, ignoresInterrupt: true }),
    reached: ({ builder }) => builder.isHanging(),
  },
  {
    what: 'during the push of the image',
    options: { builder: { holdPush: true } },
    reached: ({ builder }) => builder.isHanging(),
  },
  {
    what: 'while git reads the config repository',
    arrange: ({ git }) => git.fail('hang', FOREVER),
    reached: ({ git }) => git.requests.length > 0,
  },
  {
    what: 'while git pushes',
    arrange: async (scene) => {
      await scene.haveImage()
      scene.git.fail('hang', { on: 'receive-pack', ...FOREVER })
    },
    reached: ({ git }) => git.requests.some(({ action }) => action === 'receive-pack'),
  },
  {
    what: 'while STS does not answer',
    arrange: ({ sts }) => sts.fail('hang', FOREVER),
    reached: ({ sts }) => sts.requests.length > 0,
  },
  {
    what: 'while the compare API does not answer',
    arrange: ({ github }) => github.fail('hang', FOREVER),
    reached: ({ github }) => github.requests.length > 0,
  },
]

const signals: NodeJS.Signals[] = ['SIGTERM', 'SIGINT']

describe.each(signals)('%s', (signal) => {
  test.concurrent.for(cancels)('$what leaves nothing behind', async ({ options, arrange, reached }) => {
    await using scene = await createScene(options)
    await arrange?.(scene)
    const tip = await scene.config.tip()
    await using step = scene.start()
    await step.until(() => reached(scene))
    const sent = performance.now()
    const result = await step.kill(signal)
    // The runner gives 7.5 s after SIGINT.
    expect(performance.now() - sent).toBeLessThan(7_500)
    expect(result).toMatchObject({ exitCode: 1, killedBy: null, stderr: '' })
    expect(result.outputs).toMatchObject({ result: 'failed', 'config-commit': '' })
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual(['CANCELLED'])
    expect(await scene.config.tip()).toBe(tip)
    expect(await scene.leftovers()).toEqual([])
    // A git that goes on by itself could still deploy what was cancelled.
    expect(await step.survivors()).toEqual([])
    const post = await result.post()
    expect(post).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await scene.leaks(result, post)).toEqual([])
  })
})

describe('children', () => {
  test('have the token in one variable, bound to the URL of the repository, and nothing else', async () => {
    await using scene = await createScene(built())
    const watch = watchProcesses()
    scene.git.settings.latencyMs = 300
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    const seen = await watch.stop()
    // Also git's own helpers, which no stub on PATH can record.
    expect(seen.some((line) => line.includes('remote-http'))).toBe(true)
    expect(await scene.scanForSecrets({ texts: { argv: seen.join('\n') }, directories: [] })).toEqual([])

    const calls = await scene.children.calls('git')
    const withToken = calls.filter(({ env }) => JSON.stringify(env).includes(basic(scene.tokens.config)))
    // What stays on this machine needs no credential, and gets none. After a slow build the tip is fetched again.
    const transfers = withToken.map(({ argv }) => argv.find((word) => /^(?:clone|fetch|push)$/.test(word)))
    expect(transfers.filter((word) => word !== 'fetch')).toEqual(['clone', 'push'])
    for (const { env } of withToken) {
      const [name, ...more] = Object.keys(env).filter((key) => env[key]?.includes(basic(scene.tokens.config)))
      expect(more).toEqual([])
      expect(env[name?.replace('VALUE', 'KEY') ?? '']).toBe(
        `http.${scene.git.url}/acme/platform-config.git.extraHeader`,
      )
    }
    const names = [...calls, ...(await scene.builder.calls())].flatMap(({ env }) => Object.keys(env))
    expect(names.filter((name) => /^(?:INPUT_|STATE_|ACTIONS_ID_TOKEN)/.test(name))).toEqual([])
  })

  test('of the build find the login in private files only', async () => {
    await using scene = await createScene(built())
    const result = await scene.go()
    expect(result.exitCode).toBe(0)
    const calls = await scene.builder.calls()
    expect(calls).toHaveLength(2)
    for (const { files, env } of calls) {
      const modes = files.map(({ path, mode }) => [path.split('/').slice(-2).join('/'), mode])
      expect(modes).toEqual([
        ['docker/auth.json', '600'],
        [expect.stringMatching(/\/docker$/), '700'],
        ['docker/config.json', '600'],
      ])
      expect(env.DOCKER_CONFIG?.startsWith(scene.temp)).toBe(true)
    }
    const [password = ''] = scene.ecr.markers()
    const login = Buffer.from(`AWS:${password}`).toString('base64')
    expect(calls[0]?.files[0]?.text).toContain(login)
  })
})

describe('a HOME with a docker configuration', () => {
  test('is used and left byte for byte as it was', async () => {
    await using scene = await createScene(built())
    const docker = join(scene.home, '.docker')
    const config = `{\n  "credsStore": "desktop",\n  "credHelpers": { "ghcr.io": "gh" },\n\t"auths": { "docker.io": { "auth": "dTpw" } },\n  "proxies": { "default": { "httpProxy": "http://p:3128" } },\n  "currentContext": "remote", "experimental": "enabled"\n}`
    await mkdir(join(docker, 'contexts', 'meta'), { recursive: true })
    await writeFile(join(docker, 'config.json'), config, { mode: 0o644 })
    await writeFile(join(docker, 'contexts', 'meta', 'meta.json'), '{"Name":"remote"}')
    await writeFile(join(scene.home, '.netrc'), 'machine example.com login me password you\n')
    await symlink('nowhere', join(scene.home, 'dangling'))
    const before = join(scene.root, 'home-before')
    await cp(scene.home, before, { recursive: true, verbatimSymlinks: true })

    const result = await scene.go()
    expect(result.exitCode).toBe(0)
    expect(await contentOf(scene.home)).toEqual(await contentOf(before))

    const [call] = await scene.builder.calls('build')
    const ours = JSON.parse(call?.files.at(-1)?.text ?? '{}')
    const { host } = new URL(scene.registry.url)
    expect(ours).toMatchObject({
      credsStore: 'desktop',
      credHelpers: { 'ghcr.io': 'gh', [host]: '' },
      auths: { 'docker.io': { auth: 'dTpw' }, [host]: { auth: expect.any(String) } },
      proxies: { default: { httpProxy: 'http://p:3128' } },
      currentContext: 'remote',
    })
  })

  test('that is not JSON is no obstacle', async () => {
    await using scene = await createScene(built())
    await mkdir(join(scene.home, '.docker'))
    await writeFile(join(scene.home, '.docker', 'config.json'), '{ "auths": ')
    const result = await scene.go()
    expect(result.exitCode).toBe(0)
    expect(await readFile(join(scene.home, '.docker', 'config.json'), 'utf8')).toBe('{ "auths": ')
  })
})

async function contentOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const pairs = entries.map(async (entry): Promise<[string, string]> => {
    const path = join(entry.parentPath, entry.name)
    const name = path.slice(folder.length)
    return [name, entry.isFile() ? await readFile(path, 'latin1') : entry.isDirectory() ? 'folder' : 'link']
  })
  return Object.fromEntries(await Promise.all(pairs))
}

test('hostile settings of git in HOME and the workspace see no token and run nothing', async () => {
  await using scene = await createScene()
  await scene.haveImage()
  const trap = join(scene.root, 'trap')
  const helper = `!f() { env > ${trap}; cat >> ${trap}; }; f`
  await writeFile(
    join(scene.home, '.gitconfig'),
    `[credential]\n\thelper = "${helper}"\n[core]\n\tfsmonitor = "touch ${trap}"\n\thooksPath = ${scene.home}/hooks\n\tsshCommand = touch ${trap}\n[http]\n\textraHeader = "Authorization: Basic bWU6eW91"\n`,
  )
  await mkdir(join(scene.home, 'hooks'))
  for (const hook of ['pre-push', 'reference-transaction', 'post-checkout', 'post-index-change']) {
    await writeFile(join(scene.home, 'hooks', hook), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 })
  }
  const result = await scene.go()
  expect(result.outputs.result).toBe('deployed')
  await sleep(50)
  await expect(readFile(trap, 'utf8')).rejects.toThrow('ENOENT')
  expect(await scene.config.file(FILE)).toContain(scene.facts.head)
  expect(await scene.leaks(result)).toEqual([])
})
