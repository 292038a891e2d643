import { join } from 'node:path'
import { expect, test } from 'vitest'
import { formOfKey } from '../../support/ssh-key.ts'
import { createScene, FILE, type Scene } from '../scene.ts'

const SSH = { host: 'git.example.com', hostKey: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHostKeyOfTheTest' }

async function overSsh(scene: Scene) {
  const key = formOfKey()
  const client = await scene.openSsh({ ...SSH, key })
  const inputs = {
    'config-repository': `git@${SSH.host}:acme/platform-config.git`,
    'config-token': '',
    'config-ssh-key': key,
    'config-ssh-known-hosts': `${SSH.host} ${SSH.hostKey}`,
  }
  return { client, inputs }
}

test('the key of the config repository lies nowhere while images are built, and opens it before and after', async () => {
  await using scene = await createScene()
  const { client, inputs } = await overSsh(scene)
  const result = await scene.go(inputs)
  expect(result.outputs.result, result.stdout).toBe('deployed')
  expect((await client.calls()).length).toBeGreaterThanOrEqual(2)
  expect(await scene.config.file(FILE)).toContain(scene.facts.head)
  const calls = await scene.builder.calls()
  expect(calls.map(({ argv }) => argv[0])).toEqual(['build', 'push'])
  for (const { privateFiles } of calls) {
    // The clone is there already: git has had the key.
    expect(privateFiles).toContain(join('git', 'config.git', 'HEAD'))
    expect(privateFiles.filter((name) => /key/i.test(name))).toEqual([])
  }
})

test('what the engine has of the token of the registry is masked in the form in which it lies there', async () => {
  await using scene = await createScene()
  const result = await scene.go()
  expect(result.outputs.result, result.stdout).toBe('deployed')
  const [password = ''] = scene.ecr.markers()
  expect(result.masks).toContain(Buffer.from(`AWS:${password}`).toString('base64'))
})
