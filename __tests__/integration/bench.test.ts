import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recorded, type Way } from '../../scripts/bench/cost.ts'
import { gitAs, run } from '../../scripts/bench/process.ts'
import { wireUp } from '../../scripts/bench/traffic.ts'
import { createWorld } from '../support/world.ts'

test('a benchmark sees what a git command starts itself, and all that it says to a service', async () => {
  await using world = await createWorld()
  await using traffic = await wireUp(world)
  const { GITHUB_SERVER_URL: server } = world.env
  let clones = 0
  const clone: Way = async () => {
    clones += 1
    const command = [
      'git',
      'clone',
      '-q',
      `${server}/${world.config.name}.git`,
      join(world.root, `${clones}`),
    ]
    return ({ under, env }) =>
      run([...under, ...command], { cwd: world.root, env: { ...gitAs(world.tokens.config), ...env } })
  }
  const tools = (await recorded({ world, traffic }, clone)).map(({ tool }) => tool)
  expect(tools).toContain('git-remote-http')
  expect(tools.filter((tool) => tool === 'git').length).toBeGreaterThan(2)
  const first = { requests: traffic.requests(), kB: traffic.kB() }
  expect(first.requests).toBe(world.git.requests.length)
  // The files, which are compressed, and the heads of two requests and their answers.
  expect(first.kB).toBeGreaterThan(1)
  traffic.reset()
  expect([traffic.requests(), traffic.kB()]).toEqual([0, 0])
})
