import { beforeAll, describe, expect, test } from 'vitest'
import { errorsOf } from './build-scene.ts'
import { type EngineWay, useEngine } from './engines.ts'
import { currentRig, type Rig } from './rig.ts'
import { createRigWorld } from './rig-world.ts'

/** Dockerfiles that the engines of the rig, which are older than they, read in ways of their own. */

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

async function failed(way: EngineWay, dockerfile: string) {
  await using world = await createRigWorld(rig, dockerfile)
  await using _engine = await useEngine(rig, world, way)
  const result = await world.run()
  expect(result.exitCode, result.stdout).toBe(1)
  const [first] = errorsOf(result)
  return { title: first?.properties.title, line: first?.properties.line, message: first?.message ?? '' }
}

const PARENTS = 'FROM scratch\nCOPY app.txt /\nCOPY --parents app.txt /b/\n'
const MOUNTED = 'FROM scratch\nCOPY app.txt /\nRUN --mount=type=secret,id=x,env=X ["/app.txt"]\n'

describe.each<[EngineWay, RegExp]>([
  ['buildx', /"# syntax=docker\/dockerfile:1" on the first line of \S*Dockerfile/],
  ['docker', /set engine: buildx, and put "# syntax=docker\/dockerfile:1"/],
  ['buildah', /update buildah \(this is 1\.\d+\.\d+\), or set engine: buildx/],
])('%s', (way, hint) => {
  test.each([PARENTS, MOUNTED])('names the line of what it does not know: %j', async (dockerfile) => {
    const { title, message, line } = await failed(way, dockerfile)
    expect(title).toBe('BUILD_FAILED')
    expect(message).toMatch(hint)
    expect(line).toBe('3')
  })
})

const COPIED = 'FROM scratch\nCOPY app.txt /\nCOPY <<EOF /hello\nhello\nEOF\n'
const RUN = `FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN <<EOF
echo hi > /hello
EOF
`

describe('a here-document', () => {
  test.each<[EngineWay, string, string]>([
    ['buildah', COPIED, '3'],
    ['buildah', RUN, '4'],
    ['docker', COPIED, '3'],
    ['docker', RUN, '4'],
  ])('is what %s is too old for: %j', async (way, dockerfile, line) => {
    const failure = await failed(way, dockerfile)
    expect(failure).toMatchObject({ title: 'ENGINE_UNSUITABLE', line })
    expect(failure.message).toMatch(/here-document/)
    expect(failure.message).toMatch(/engine: buildx/)
  })

  test.each([COPIED, RUN])('is read by buildx: %j', async (dockerfile) => {
    await using world = await createRigWorld(rig, dockerfile)
    await using _engine = await useEngine(rig, world, 'buildx')
    const result = await world.run()
    expect(result.exitCode, result.stdout).toBe(0)
  })
})
