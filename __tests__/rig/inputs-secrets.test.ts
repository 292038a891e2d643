import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { digestOf } from '../support/image-store.ts'
import { errorsOf } from './build-scene.ts'
import { ENGINES } from './engines.ts'
import { ownTag, readEverything } from './image-content.ts'
import { currentRig, type Rig } from './rig.ts'
import { openStages } from './stages.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

const WITH_CONTEXTS = ENGINES.filter((way) => way !== 'docker')

const SECRETS = ['inline', 'lines', 'variable', 'file']
const MOUNTS = SECRETS.map((id) => `--mount=type=secret,id=${id}`).join(' ')
const SECRET_STEPS = `ARG SUMS
RUN ${MOUNTS} cd /run/secrets && echo "$SUMS" | tr ' ' '\\n' | sed 's/=/  /' | sha256sum -c
COPY --from=shared shared.txt /
`

/** What sha256sum checks: hashes may be seen, and tell that every byte of a secret has arrived. */
const sumsOf = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([name, value]) => `${digestOf(value).slice('sha256:'.length)}=${name}`)
    .join(' ')

describe.concurrent.each(WITH_CONTEXTS)('%s', (way) => {
  test('mounts secrets of all three inputs, and leaves none of them anywhere', async () => {
    await using world = await openStages(rig, way, SECRET_STEPS)
    const [inline, first, second, variable, file] = ['inline', 'first', 'second', 'variable', 'file'].map(
      (name) => world.secret(name),
    ) as [string, string, string, string, string]
    const values = { inline, lines: `${first}\n${second}`, variable, file: `${file}\n` }
    world.env.BUILD_TOKEN = variable
    const path = join(rig.dockerConfig, `secret-${randomUUID()}`)
    await writeFile(path, values.file)
    const shared = join(world.workspace, 'shared')
    await mkdir(shared)
    await writeFile(join(shared, 'shared.txt'), `shared by ${world.facts.head}\n`)
    const recorder = await world.recordEngines()
    const result = await world.run({
      'build-args': `SUMS=${sumsOf(values)}`,
      'build-contexts': 'shared=shared',
      secrets: `inline=${inline}\n"lines=${values.lines}"`,
      'secret-envs': 'variable=BUILD_TOKEN',
      'secret-files': `file=${path}`,
    })
    expect(result.exitCode, result.stdout).toBe(0)
    for (const id of SECRETS) expect(result.stdout).toContain(`${id}: OK`)

    const image = await readEverything(rig, ownTag(world))
    expect(image).toContain(`shared by ${world.facts.head}`)
    const argv = (await recorder.calls()).flatMap((call) => call.argv).join('\n')
    const texts = { stdout: result.stdout, summary: result.summary, argv, image }
    // The recorder itself keeps the variables of the engine, which has to have them.
    const directories = [world.home, world.workspace, world.temp]
    expect(await world.scanForSecrets({ texts, directories })).toEqual([])
  })
})

test('the classic builder refuses secrets and contexts before it builds, and names what can do it', async () => {
  await using world = await openStages(rig, 'docker')
  const recorder = await world.recordEngines()
  const result = await world.run({ secrets: 'npm=not-a-real-one', 'build-contexts': 'shared=.' })
  const [error, ...others] = errorsOf(result)
  expect(others).toEqual([])
  expect(error?.properties).toMatchObject({ title: 'ENGINE_UNSUITABLE' })
  expect(error?.message).toContain('cannot do what is asked for: secrets, build-contexts')
  expect(error?.message).toContain('docker/setup-buildx-action')
  expect((await recorder.calls()).filter(({ argv }) => argv.includes('build'))).toEqual([])
})
