import { existsSync } from 'node:fs'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { startEavesdropper } from '../../support/eavesdropper.ts'
import { COMMAND, RAN, settings } from '../../support/hostile-git.ts'
import { createScene, FILE, type Scene, type SceneOptions } from '../scene.ts'
import { snapshot } from '../shared-home.ts'

const FOREVER = { times: Number.POSITIVE_INFINITY }
const HOOKS = [
  'pre-push',
  'reference-transaction',
  'post-checkout',
  'post-index-change',
  'fsmonitor-watchman',
]

/** Settings of a self-hosted runner's user that start programs, or write what git is given to files that stay. */
async function furnish({ home, git, config }: Scene): Promise<void> {
  const hooks = join(home, 'hooks')
  const script = join(home, 'program')
  await mkdir(hooks)
  for (const path of [script, ...HOOKS.map((name) => join(hooks, name))]) {
    await writeFile(path, `#!/bin/sh\n${COMMAND}\n`)
    await chmod(path, 0o755)
  }
  const values = Array.from({ length: 60 }, (_, index) => `GIT_CONFIG_VALUE_${index}`)
  const trace = (name: string) => join(home, `trace-${name}`)
  // An address is the name of a remote, too.
  const addresses = [`${git.url}/acme/platform-config.git`, `file://${config.directory}`]
  const ofAddress = (address: string, program: string) => [
    [
      `remote "${address}"`,
      {
        url: `ext::/bin/sh ${program}`,
        pushurl: `ext::/bin/sh ${program}`,
        vcs: 'ext',
        proxy: 'http://127.0.0.1:1',
        uploadpack: program,
        receivepack: program,
      },
    ],
    [`http "${address}"`, { cookieFile: join(home, 'cookies'), saveCookies: 'true' }],
  ]
  const text = settings({
    core: { askPass: script, hooksPath: hooks, fsmonitor: script, sshCommand: COMMAND, gitProxy: script },
    credential: { helper: `!${COMMAND}` },
    [`credential "${git.url}"`]: { helper: `!${COMMAND}` },
    trace2: {
      normalTarget: trace('normal'),
      eventTarget: trace('event'),
      perfTarget: trace('perf'),
      envVars: values.join(','),
      configParams: '*',
    },
    'hook "evil"': { command: COMMAND, event: 'pre-push' },
    http: { cookieFile: join(home, 'cookies'), saveCookies: 'true' },
    'protocol "ext"': { allow: 'always' },
    ...Object.fromEntries(addresses.flatMap((address) => ofAddress(address, script))),
    log: { showSignature: 'true' },
    gpg: { program: script },
    commit: { gpgSign: 'true' },
    push: { gpgSign: 'if-asked' },
    uploadpack: { packObjectsHook: COMMAND },
  })
  await writeFile(join(home, '.gitconfig'), text)
}

interface Case {
  what: string
  options?: SceneOptions
  arrange: (scene: Scene) => Promise<unknown> | unknown
  inputs?: (scene: Scene) => Record<string, string>
  exitCode: number
}

/** Served by git on this machine, with the same HOME. */
const overFile = ({ config }: Scene) => ({
  'config-repository': `file://${config.directory}`,
  'config-token': '',
})

const cases: Case[] = [
  { what: 'a deploy', arrange: () => {}, exitCode: 0 },
  {
    what: 'a deploy from a checkout with all of its history',
    options: { checkoutDepth: 0 },
    arrange: () => {},
    exitCode: 0,
  },
  { what: 'a deploy to a repository on this machine', arrange: () => {}, inputs: overFile, exitCode: 0 },
  { what: 'a token that is refused', arrange: ({ git }) => git.settings.tokens.clear(), exitCode: 1 },
  {
    what: 'a server that refuses it with a cookie',
    arrange: ({ git }) => {
      const headers = { 'www-authenticate': 'Basic realm="x"', 'set-cookie': 'session=x; Max-Age=9999' }
      git.fail({ status: 401, headers }, FOREVER)
    },
    exitCode: 1,
  },
]

describe("what the git settings in the runner's HOME name", () => {
  test.concurrent.for(cases)('is neither run nor written to: $what', async (one) => {
    await using scene = await createScene(one.options)
    await furnish(scene)
    await one.arrange(scene)
    const before = await snapshot(scene.home)
    const result = await scene.go(one.inputs?.(scene))
    expect(existsSync(join(scene.temp, RAN))).toBe(false)
    expect(await snapshot(scene.home)).toEqual(before)
    expect(result.exitCode, result.stdout).toBe(one.exitCode)
    const titles = result.annotations.map(({ properties }) => properties.title)
    if (one.exitCode === 1) expect(titles).toEqual(['CONFIG_DENIED'])
    else expect(await scene.config.file(FILE)).toContain(scene.facts.head)
    expect(await scene.leaks(result)).toEqual([])
  })
})

test.each([
  ['for every server', (_: string) => 'http'],
  ['for the address of the repository', (url: string) => `http "${url}"`],
  ['for its server', (url: string) => `http "${new URL(url).origin}/"`],
])('a certificate that nobody vouches for is refused, whatever the user allows %s', async (_, section) => {
  await using scene = await createScene()
  await using stranger = await startEavesdropper()
  const url = `${stranger.secureUrl}/acme/platform-config.git`
  await writeFile(join(scene.home, '.gitconfig'), settings({ [section(url)]: { sslVerify: 'false' } }))
  const result = await scene.go({ 'config-repository': url })
  expect(result.annotations.map(({ properties }) => properties.title)).toEqual(['CONFIG_UNREACHABLE'])
  expect(stranger.heard).toEqual([])
  expect(stranger.connections()).toBeGreaterThan(0)
})
