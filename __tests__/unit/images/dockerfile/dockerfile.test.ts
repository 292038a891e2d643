import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readDockerfile } from '../../../../src/images/dockerfile/dockerfile.ts'
import type { Engine } from '../../../../src/images/engine/engine.ts'
import { aBuild, problemOf } from '../../builders.ts'
import { temporaryFolder } from '../../temporary.ts'

const engineOf = (name: Engine['name']): Engine => ({
  name,
  run: () => Promise.reject(new Error('not run')),
})

/** Which of the files of a context is read, when the input file says nothing. */
async function nameRead(engine: Engine['name'], files: readonly string[]): Promise<string> {
  await using folder = await temporaryFolder()
  for (const name of files) await folder.write(name, `# ${name}\n`)
  const { path, text } = await readDockerfile(aBuild({ context: folder.path }), engineOf(engine))
  expect(path).toBe(join(folder.path, text.slice('# '.length).trim()))
  return text.slice('# '.length).trim()
}

describe('the Dockerfile that is read is the one that the engine takes', () => {
  // BuildKit: frontend/dockerui/config.go; docker: cli/command/image/build/context.go; buildah: pkg/util/util.go.
  test.each([
    ['buildx', ['Dockerfile'], 'Dockerfile'],
    ['buildx', ['dockerfile'], 'dockerfile'],
    ['buildx', ['dockerfile', 'Dockerfile', 'Containerfile'], 'Dockerfile'],
    ['docker', ['dockerfile'], 'dockerfile'],
    ['docker', ['dockerfile', 'Dockerfile'], 'Dockerfile'],
    ['buildah', ['Dockerfile'], 'Dockerfile'],
    ['buildah', ['Dockerfile', 'Containerfile'], 'Containerfile'],
  ] as const)('%s, of %j', async (engine, files, name) => {
    expect(await nameRead(engine, files)).toBe(name)
  })
})

describe('a Dockerfile is missing', () => {
  test.each([
    ['buildx', 'Containerfile', ['Dockerfile', 'dockerfile']],
    ['docker', 'Containerfile', ['Dockerfile', 'dockerfile']],
    ['buildah', 'dockerfile', ['Containerfile', 'Dockerfile']],
  ] as const)('for %s beside %s, and what was tried is reported', async (engine, file, tried) => {
    await using folder = await temporaryFolder()
    await folder.write(file, 'FROM scratch\n')
    const plan = aBuild({ context: folder.path })
    expect(await problemOf(() => readDockerfile(plan, engineOf(engine)))).toMatchObject({
      code: 'DOCKERFILE_MISSING',
      message: `there is no Dockerfile at ${tried.map((name) => join(folder.path, name)).join(' or ')}`,
    })
  })

  test('where the input file names another case of it', async () => {
    await using folder = await temporaryFolder()
    await folder.write('dockerfile', 'FROM scratch\n')
    const plan = aBuild({ context: folder.path, file: join(folder.path, 'Dockerfile') })
    expect(await problemOf(() => readDockerfile(plan, engineOf('buildx')))).toMatchObject({
      code: 'DOCKERFILE_MISSING',
      message: `there is no Dockerfile at ${folder.path}/Dockerfile`,
    })
  })
})

describe('what an engine would read without an end is refused', () => {
  const FOUR_MIB = 4 * 1024 * 1024

  test.each([
    ['Dockerfile', undefined],
    ['other/file', 'other/file'],
    ['.dockerignore', undefined],
    ['Dockerfile.dockerignore', undefined],
    ['other/file.containerignore', 'other/file'],
    ['Dockerfile.rego', undefined],
  ])('%s', async (name, given) => {
    await using folder = await temporaryFolder()
    for (const other of ['Dockerfile', 'other/file']) await folder.write(other, 'FROM scratch\n')
    const at = (path: string) => join(folder.path, path)
    const file = given === undefined ? {} : { file: at(given) }
    const plan = aBuild({ context: folder.path, ...file })
    await folder.write(name, '#'.repeat(FOUR_MIB))
    expect((await readDockerfile(plan, engineOf('buildx'))).path).toBe(at(given ?? 'Dockerfile'))
    await folder.write(name, '#'.repeat(FOUR_MIB + 1))
    expect(await problemOf(() => readDockerfile(plan, engineOf('buildx')))).toMatchObject({
      code: 'INPUT_INVALID',
      message: `the build reads ${at(name)}, which is larger than 4 MiB`,
    })
    await rm(at(name))
    execFileSync('mkfifo', [at(name)])
    expect(await problemOf(() => readDockerfile(plan, engineOf('buildx')))).toMatchObject({
      message: `the build reads ${at(name)}, which is no regular file`,
    })
  })
})
