import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RunOptions } from '../support/world.ts'
import { createScene, type Scene } from './scene.ts'

const SAYS = /persist-credentials: false/

/** As actions/checkout leaves it: up to v5 with the token, from v6 on with the path of a file in RUNNER_TEMP. */
const CONFIGS = {
  v4: (token: string) =>
    `[http "https://github.com/"]\n\textraheader = AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}\n`,
  v6: () =>
    '[includeIf "gitdir:/home/runner/work/app/app/.git"]\n\tpath = /home/runner/work/_temp/git-credentials-1.config\n',
}

async function leave(scene: Scene, version: keyof typeof CONFIGS): Promise<void> {
  await appendFile(join(scene.workspace, '.git', 'config'), CONFIGS[version](scene.secret('checkout')))
}

async function told(scene: Scene, inputs: Record<string, string> = {}, run: RunOptions = {}) {
  const result = await scene.go(inputs, run)
  expect(result.exitCode, result.stdout).toBe(0)
  expect((await scene.leaks(result)).filter(({ place }) => !place.endsWith('.git/config'))).toEqual([])
  return result.annotations.filter(({ message }) => SAYS.test(message)).map(({ level }) => level)
}

const FORK: RunOptions = {
  event: {
    name: 'pull_request',
    payload: { pull_request: { head: { repo: { full_name: 'mallory/identity-service' } } } },
  },
}

describe('a token that the checkout has left where a build can read it', () => {
  test('is reported once, however many images are built of it', async () => {
    await using scene = await createScene({ repositories: ['team/a', 'team/b'] })
    await leave(scene, 'v4')
    const images = ['a', 'b'].map((name) => `- { repository: team/${name}, name: identity-service-${name} }`)
    const inputs = { images: images.join('\n'), repository: '', 'config-repository': '', overlays: '' }
    expect(await told(scene, { ...inputs, 'config-token': '' })).toEqual(['notice'])
  })

  test('is a warning where the files are of a fork', async () => {
    await using scene = await createScene()
    await leave(scene, 'v4')
    expect(await told(scene, {}, FORK)).toEqual(['warning'])
  })

  test('is no matter where nothing is built', async () => {
    await using scene = await createScene()
    await leave(scene, 'v4')
    await scene.haveImage()
    expect(await told(scene)).toEqual([])
  })

  test('is not there with a newer checkout, nor without one', async () => {
    await using scene = await createScene()
    await leave(scene, 'v6')
    expect(await told(scene)).toEqual([])
  })
})
