import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createScene, type Scene } from './scene.ts'

const DOCKERFILE = 'FROM scratch\nCOPY app.txt /app.txt\nRUN make\n'

interface Given {
  readonly inputs: Record<string, string>
  /** What no argument, log line or file may hold. */
  readonly values: readonly string[]
}

async function give(scene: Scene): Promise<Given> {
  const [inline, first, second, variable, plain, file] = [
    'inline',
    'first',
    'second',
    'variable',
    'plain',
    'file',
  ].map((name) => scene.secret(name)) as [string, string, string, string, string, string]
  // One that git would act on, and one that no list of names could know: other children must not see either.
  Object.assign(scene.env, { GIT_AUTH_TOKEN: variable, NPM_TOKEN: plain })
  const path = join(scene.root, 'npmrc')
  await writeFile(path, `${file}\n`)
  return {
    inputs: {
      secrets: `npm=${inline}\n"key=${first}\n${second}"`,
      'secret-envs': 'git=GIT_AUTH_TOKEN\nregistry=NPM_TOKEN',
      'secret-files': `npmrc=${path}`,
    },
    values: [inline, first, second, variable, plain, file],
  }
}

const open = () =>
  createScene({
    serviceCommits: [{ Dockerfile: DOCKERFILE, 'app.txt': 'one\n' }, { 'app.txt': 'two\n' }],
    builder: { steps: { make: { prints: ['made'] } } },
  })

test('secrets reach the engine by file and variable, and nobody else', async () => {
  await using scene = await open()
  const { inputs, values } = await give(scene)
  const result = await scene.go(inputs)
  expect(result.exitCode, result.stdout).toBe(0)
  const [build] = await scene.builder.calls('build')
  const secrets = build?.argv.filter((arg) => arg.startsWith('--secret=')) ?? []
  expect(secrets.map((arg) => arg.replace(/src=.*\/(?!.*\/)/, 'src=.../'))).toEqual([
    '--secret=id=npm,src=.../secret-0',
    '--secret=id=key,src=.../secret-1',
    '--secret=id=npmrc,src=.../npmrc',
    '--secret=id=git,env=GIT_AUTH_TOKEN',
    '--secret=id=registry,env=NPM_TOKEN',
  ])
  const gitCalls = await scene.children.calls('git')
  expect(gitCalls.length).toBeGreaterThan(3)
  for (const name of ['GIT_AUTH_TOKEN', 'NPM_TOKEN']) {
    expect(build?.env[name]).toBe(scene.env[name])
    for (const { env } of gitCalls) expect(env).not.toHaveProperty(name)
  }
  const calls = await scene.builder.calls()
  const shown = result.stdout.replaceAll(/^::add-mask::.*$/gm, '')
  for (const value of values) {
    expect(calls.flatMap(({ argv }) => argv).join('\n')).not.toContain(value)
    expect(shown).not.toContain(value)
    expect(result.stdout).toContain(`::add-mask::${value}\n`)
  }
  expect(await scene.leftovers()).toEqual([])
})

test('the time of the commit reaches the engine and the label', async () => {
  await using scene = await open()
  expect((await scene.go()).exitCode).toBe(0)
  const [build] = await scene.builder.calls('build')
  const seconds = Number(build?.env.SOURCE_DATE_EPOCH)
  expect(seconds).toBeGreaterThan(0)
  const created = new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
  expect(build?.argv).toContain(`--label=org.opencontainers.image.created=${created}`)
  expect(build?.argv).toContain(`--annotation=org.opencontainers.image.revision=${scene.facts.head}`)
})

test('everything that is wrong with secrets is reported at once, without a value, before anything starts', async () => {
  await using scene = await open()
  const value = scene.secret('malformed')
  const result = await scene.go({
    secrets: `a=1234\n${value}`,
    'secret-envs': 'git=NOT_SET',
    ssh: 'default',
    cache: 'somewhere',
  })
  expect(result.exitCode).toBe(1)
  const text = result.annotations.map(({ message }) => message).join('\n')
  for (const part of ['line 2 is not of the form', 'NOT_SET', 'SSH_AUTH_SOCK', 'neither gha nor ecr'])
    expect(text).toContain(part)
  expect(result.stdout.replaceAll(/^::add-mask::.*$/gm, '')).not.toContain(value)
  expect(await scene.builder.calls()).toEqual([])
})

test('what the engine cannot do is refused before it builds', async () => {
  await using scene = await open()
  const result = await scene.go({ cache: 'gha', sbom: 'true', platforms: 'linux/amd64,linux/arm64' })
  expect(result.exitCode).toBe(1)
  expect(result.annotations.map(({ message }) => message).join('\n')).toContain(
    'the engine buildah cannot do what is asked for: platforms (several), cache, sbom',
  )
  expect(await scene.builder.calls()).toEqual([])
})
