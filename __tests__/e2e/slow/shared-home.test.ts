import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { MainResult } from '../../support/runner.ts'
import { scanForSecrets } from '../../support/secret-scan.ts'
import type { ScriptedStep } from '../builder-script.ts'
import { startStep } from '../running-step.ts'
import { createScene, FILE, type Scene } from '../scene.ts'
import { type Agent, furnishHome, snapshot, startAgent } from '../shared-home.ts'

const DOCKERFILE = 'FROM scratch\nCOPY app.txt /app.txt\nRUN make\n'
const ACCOUNTS = ['465002806239', '210987654321', '333322221111', '777766665555']

/** Steps of several runners of one user: an account, a config repository and a checkout each, and one HOME. */
interface Household extends AsyncDisposable {
  scenes: Scene[]
  home: string
  /** One RUNNER_TEMP, too: the hardest case. */
  temp: string
  agent: Agent
  go(scene: Scene): Promise<MainResult>
}

async function openHousehold(size: number, make: ScriptedStep = { prints: ['made'] }): Promise<Household> {
  const scenes = await Promise.all(
    ACCOUNTS.slice(0, size).map((account, index) =>
      createScene({
        account,
        serviceCommits: [{ Dockerfile: DOCKERFILE, 'app.txt': 'one\n' }, { 'app.txt': `two ${index}\n` }],
        builder: { steps: { make: index === 0 ? make : {} } },
      }),
    ),
  )
  const [first] = scenes
  if (!first) throw new Error('a household has at least one step')
  const { home, temp } = first
  await furnishHome(
    home,
    scenes.map(({ git }) => git.url),
  )
  const agent = await startAgent(join(home, '.ssh', 'agent.sock'))
  return {
    scenes,
    home,
    temp,
    agent,
    go: (scene) => scene.go({}, { home, temp, env: { ...scene.env, SSH_AUTH_SOCK: agent.socket } }),
    async [Symbol.asyncDispose]() {
      await agent[Symbol.asyncDispose]()
      await Promise.all(scenes.map((scene) => scene.close()))
    },
  }
}

/** Logins that the builder of a step was given, as `host user:password`. */
async function loginsOf({ builder }: Scene): Promise<string[]> {
  const calls = await builder.calls('push')
  const texts = calls
    .flatMap(({ files }) => files.map(({ text }) => text))
    .filter((text) => text.startsWith('{'))
  const auths = texts.flatMap((text) =>
    Object.entries((JSON.parse(text) as { auths: Record<string, { auth: string }> }).auths),
  )
  return [...new Set(auths.map(([host, { auth }]) => `${host} ${Buffer.from(auth, 'base64').toString()}`))]
}

describe.each([2, 4])('%d runs at once with one HOME', (size) => {
  test('deploy each with its own credentials, and leave HOME as it was', async () => {
    await using household = await openHousehold(size)
    const { scenes, home, temp } = household
    const before = await snapshot(home)
    const runs = await Promise.all(
      scenes.map(async (scene) => ({ scene, result: await household.go(scene) })),
    )

    for (const { scene, result } of runs) {
      expect(result.outputs, result.stdout).toMatchObject({
        result: 'deployed',
        'account-id': scene.facts.account,
      })
      expect(await scene.config.file(FILE)).toContain(scene.facts.head)
      const [password = ''] = scene.ecr.markers()
      const own = `${new URL(scene.registry.url).host} AWS:${password}`
      expect((await loginsOf(scene)).sort()).toEqual([own, 'ghcr.io me:personal'].sort())
    }
    expect(await snapshot(home)).toEqual(before)
    expect(household.agent.asked()).toBe(0)

    const posts = await Promise.all(runs.map(({ result }) => result.post()))
    for (const post of posts) expect(post).toMatchObject({ exitCode: 0, stderr: '' })
    expect(await scenes[0]?.leftovers()).toEqual([])
    expect(await snapshot(home)).toEqual(before)
    const secrets = scenes.flatMap((scene) => scene.secrets())
    const logs = [...runs.map(({ result }) => result), ...posts].map(({ stdout }) => stdout).join('\n')
    const directories = [home, temp, ...scenes.map(({ workspace }) => workspace)]
    expect(await scanForSecrets({ secrets, texts: { logs }, directories })).toEqual([])
    for (const { scene, result } of runs) expect(await scene.leaks(result, ...posts)).toEqual([])
  })
})

test('a post step removes the private folder of its own run, and of no other that is under way', async () => {
  await using household = await openHousehold(2, { hangs: true })
  const { scenes, home } = household
  const [slow, quick] = scenes
  if (!slow || !quick) throw new Error('two steps were asked for')
  await using step = startStep(slow, household.go(slow))
  await step.until(() => slow.builder.isHanging())
  const before = await snapshot(home)
  const folders = await slow.leftovers()
  expect(folders).toHaveLength(1)

  const result = await household.go(quick)
  expect(result.outputs.result).toBe('deployed')
  expect((await result.post()).exitCode).toBe(0)
  expect(await slow.leftovers()).toEqual(folders)

  const killed = await step.kill('SIGKILL')
  expect((await result.post()).exitCode).toBe(0)
  expect(await slow.leftovers()).toEqual(folders)
  const post = await killed.post()
  expect(post).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await slow.leftovers()).toEqual([])
  expect(await snapshot(home)).toEqual(before)
  expect(await slow.leaks(killed, post, result)).toEqual([])
  const directories = [home, household.temp]
  expect(await scanForSecrets({ secrets: scenes.flatMap((scene) => scene.secrets()), directories })).toEqual(
    [],
  )
})
