import { existsSync, readdirSync } from 'node:fs'
import { appendFile, chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { git } from '../../__tests__/support/git.ts'
import type { RunOptions, World } from '../../__tests__/support/world.ts'
import { newCommit } from './build-room.ts'
import { meterIn, type Used } from './cost.ts'
import { type FarRoom, openFarRoom } from './far-room.ts'

export const BUILD_MS = 3_000
const EVENT = { name: 'push', payload: { repository: { default_branch: 'main' } } }
const STAND_IN = join(import.meta.dirname, '..', '..', '__tests__', 'e2e', 'stand-in-builder.ts')

/** A world whose services are a round trip away, and whose engine waits for three seconds, and then pushes. */
export interface SlowRoom extends FarRoom {
  /** Builds a new commit and deploys it. `meanwhile` is called when the engine has begun. */
  build(options?: RunOptions, meanwhile?: () => Promise<unknown>): Promise<Used>
  /** Another writer's commit, to a file of its own. */
  move(): Promise<unknown>
}

export async function openSlowRoom(): Promise<SlowRoom> {
  const room = await openFarRoom()
  const { world } = room
  const engine = await installEngine(world)
  await appendFile(join(world.workspace, 'Dockerfile'), 'RUN make\n')
  await git(['commit', '--quiet', '--all', '--message=Make it'], { cwd: world.workspace })
  const build: SlowRoom['build'] = async (options = {}, meanwhile = async () => undefined) => {
    await room.reset()
    const sha = await newCommit(world)
    const { under, used } = meterIn(world.root)
    const builds = engine.builds()
    const running = world.run({}, { event: EVENT, sha, under, ...options })
    const moved = (async () => {
      while (engine.builds() === builds) await sleep(20)
      await meanwhile()
    })()
    const { outputs, stdout } = await running
    if (outputs.result !== 'deployed') throw new Error(`it ended as ${outputs.result}:\n${stdout}`)
    await moved
    return used()
  }
  let moves = 0
  const move = () => {
    moves += 1
    return world.config.commit({ files: { 'other.txt': `${moves}\n` }, message: 'Other' })
  }
  return Object.assign(room, { build, move })
}

/** What the end-to-end tests have in the place of buildah, which pushes over TLS here. */
async function installEngine({ root, env, inputs }: World) {
  const [bin, folder] = [join(root, 'bin'), join(root, 'builder')]
  await Promise.all([bin, folder].map((path) => mkdir(path)))
  await writeFile(join(folder, 'script.json'), JSON.stringify({ steps: { make: { takesMs: BUILD_MS } } }))
  const run = `exec '${process.execPath}' '${STAND_IN}' '${folder}' "$@"`
  const start = `#!/bin/sh\nexport NODE_EXTRA_CA_CERTS='${env.NODE_EXTRA_CA_CERTS}'\n${run}\n`
  await writeFile(join(bin, 'buildah'), start)
  await chmod(join(bin, 'buildah'), 0o755)
  env.PATH = `${bin}:${process.env.PATH}`
  inputs.engine = 'buildah'
  const calls = join(folder, 'calls')
  // Each image is a build and a push.
  return { builds: () => (existsSync(calls) ? readdirSync(calls).length : 0) }
}
