import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createWorld, type World } from '../support/world.ts'
import { currentRig } from './rig.ts'
import { type Sshd, startSshd } from './sshd.ts'

const OVERLAY = 'apps/identity-service/overlays/production/kustomization.yaml'

beforeAll(async () => {
  await currentRig()
})

async function overSsh(world: World, sshd: Sshd, inputs: Record<string, string> = {}) {
  await world.putImage(world.facts.ecrRepository, world.facts.head)
  return world.run({
    'config-repository': `ssh://root@127.0.0.1:${sshd.port}${world.config.directory}`,
    'config-token': '',
    'config-ssh-key': sshd.deployKey,
    'config-ssh-known-hosts': sshd.knownHosts,
    ...inputs,
  })
}

const errorsOf = (result: Awaited<ReturnType<typeof overSsh>>) =>
  result.annotations.filter(({ level }) => level === 'error').map(({ properties }) => properties.title)

test('a deploy key commits over a real sshd, and no agent or key of the user is asked', async () => {
  await using world = await createWorld()
  await using sshd = await startSshd(join(world.root, 'sshd'))
  Object.assign(world.env, { SSH_AUTH_SOCK: join(world.root, 'no-agent') })
  const result = await overSsh(world, sshd)
  expect(errorsOf(result)).toEqual([])
  expect(result.outputs.result).toBe('deployed')
  expect(await world.config.file(OVERLAY)).toContain(world.facts.head)
  const again = await overSsh(world, sshd)
  expect(again.outputs.result).toBe('unchanged')
  const shown = result.stdout.split('\n').filter((line) => !line.startsWith('::add-mask::'))
  expect([...shown, result.stderr, result.summary].join('\n')).not.toContain(sshd.deployKey.split('\n')[2])
})

test.each(['100%h', 'a"b c', '%%\u0024{HOME}', "it's", '-F'])(
  'a RUNNER_TEMP called %j is no more than a folder to ssh',
  async (name) => {
    await using world = await createWorld()
    await using sshd = await startSshd(join(world.root, 'sshd'))
    const temp = join(world.root, name)
    await mkdir(temp)
    world.env.RUNNER_TEMP = temp
    const result = await overSsh(world, sshd)
    expect(errorsOf(result)).toEqual([])
    expect(result.outputs.result).toBe('deployed')
  },
)

test.each<[form: string, of: (key: string) => string]>([
  ['base64', (key) => Buffer.from(key).toString('base64')],
  ['one line', (key) => key.replaceAll('\n', ' ')],
  ['\\n as two characters', (key) => key.replaceAll('\n', '\\n')],
])('a deploy key as %s opens the repository, and no line of it is shown', async (_, of) => {
  await using world = await createWorld()
  await using sshd = await startSshd(join(world.root, 'sshd'))
  const result = await overSsh(world, sshd, { 'config-ssh-key': of(sshd.deployKey) })
  expect(errorsOf(result)).toEqual([])
  expect(result.outputs.result).toBe('deployed')
  for (const line of sshd.deployKey.trim().split('\n')) expect(result.masks).toContain(line)
})

test('a key that the server does not know is refused, naming the input', async () => {
  await using world = await createWorld()
  await using sshd = await startSshd(join(world.root, 'sshd'))
  const result = await overSsh(world, sshd, { 'config-ssh-key': sshd.strangerKey })
  expect(errorsOf(result)).toEqual(['CONFIG_DENIED'])
  expect(result.annotations.at(-1)?.message).toContain('config-ssh-key')
})

test.each([
  ['is not known', () => ''],
  ['is another one', ({ impostorHosts }: Sshd) => impostorHosts],
])('a server whose host key %s gets nothing', async (_, knownHosts) => {
  await using world = await createWorld()
  await using sshd = await startSshd(join(world.root, 'sshd'))
  const before = await world.config.tip()
  const result = await overSsh(world, sshd, { 'config-ssh-known-hosts': knownHosts(sshd) })
  expect(errorsOf(result)).toEqual(['CONFIG_DENIED'])
  expect(result.annotations.at(-1)?.message).toContain('config-ssh-known-hosts')
  expect(await world.config.tip()).toBe(before)
})
