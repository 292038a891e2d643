import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newRepository } from '../../__tests__/support/image-store.ts'
import type { World } from '../../__tests__/support/world.ts'
import { loggedIn, NO_COMMIT, newCommit, openRoom, registryHost, runStep, scratch } from './build-room.ts'
import { run } from './process.ts'
import { timed } from './report.ts'

const NAMES = Array.from({ length: 12 }, (_, index) => `service-${index + 1}`)
const repositoryOf = (name: string): string => `bench/${name}`

/**
 * A second of work and a layer of 8 MB; the arguments make every image another one. Without network, because bake of
 * buildx 0.13 knows no other one than the bridge, which the rig does not have.
 */
const DOCKERFILE = `FROM scratch
COPY busybox /bin/busybox
RUN --network=none ["/bin/busybox", "--install", "-s", "/bin"]
ARG IMAGE
ARG ROUND
RUN --network=none sleep 1 && head -c 8000000 /dev/urandom >/layer
`

/** A room with the repositories of all images. undefined: no docker buildx answers here. */
export const openRoomForMany = (): Promise<World | undefined> =>
  openRoom({
    serviceCommits: [{ Dockerfile: DOCKERFILE, '.gitignore': 'busybox\n' }],
    repositories: NAMES.map(repositoryOf),
  })

/** One way to build and push all of them; resolves to its seconds. */
export type Way = (world: World) => Promise<number>

/** `docker buildx build --push`, so many processes at a time. */
export const atATime =
  (limit: number, names = NAMES): Way =>
  async (world) => {
    const sha = await freshRound(world)
    const [env, folder] = [await loggedIn(world), await scratch(world, 'bare')]
    const waiting = [...names]
    const work = async () => {
      for (let name = waiting.shift(); name; name = waiting.shift()) {
        await run(buildCommand(world, { name, sha, folder }), { cwd: world.workspace, env })
      }
    }
    return seconds(() => Promise.all(Array.from({ length: limit }, work)))
  }

/** One after another, measured on two of them, because all of them take so long. */
export const oneByOne: Way = async (world) =>
  (NAMES.length / 2) * (await atATime(1, NAMES.slice(0, 2))(world))

export const bake: Way = async (world) => {
  const sha = await freshRound(world)
  const [env, folder] = [await loggedIn(world), await scratch(world, 'bake')]
  const file = join(folder, 'bake.json')
  const target = (name: string) => ({
    context: world.workspace,
    args: { IMAGE: name, ROUND: sha },
    tags: [referenceOf(world, name, sha)],
  })
  const targets = Object.fromEntries(NAMES.map((name) => [name, target(name)]))
  await writeFile(file, JSON.stringify({ group: { default: { targets: NAMES } }, target: targets }))
  const command = ['docker', 'buildx', 'bake', '--provenance=false', '--push', `--file=${file}`] as const
  return seconds(() => run(command, { cwd: world.workspace, env }))
}

/** The step, with the default of `max-parallel`. */
export const step: Way = async (world) => {
  const sha = await freshRound(world)
  const images = NAMES.map(
    (name) => `- name: ${name}
  repository: ${repositoryOf(name)}
  build-args: |
    IMAGE=${name}
    ROUND=${sha}
`,
  )
  const { durationMs } = await runStep(world, { ...NO_COMMIT, repository: '', images: images.join('') })
  return durationMs / 1000
}

/** A new tag; and empty repositories, because they are kept in memory. */
async function freshRound(world: World): Promise<string> {
  const repositories = NAMES.map((name) => newRepository(repositoryOf(name)))
  await Promise.all(repositories.map((settings) => world.catalog.createRepository(world.facts, settings)))
  return newCommit(world)
}

const referenceOf = (world: World, name: string, sha: string): string =>
  `${registryHost(world)}/${repositoryOf(name)}:${sha}`

function buildCommand(world: World, { name, sha, folder }: { name: string; sha: string; folder: string }) {
  return [
    'docker',
    'buildx',
    'build',
    '--provenance=false',
    `--build-arg=IMAGE=${name}`,
    `--build-arg=ROUND=${sha}`,
    `--metadata-file=${join(folder, name)}`,
    '--push',
    `--tag=${referenceOf(world, name, sha)}`,
    '.',
  ] as const
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => (await timed(work)) / 1000
