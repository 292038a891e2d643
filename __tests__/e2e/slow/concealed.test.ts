import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createScene, type Scene } from '../scene.ts'

/**
 * Something hostile that the step runs, in the place of this tool: it reads the environment of whoever started it, and
 * of every other process that it may.
 */
async function spyAs(scene: Scene, tool: string): Promise<string> {
  const folder = join(scene.root, `spy-${tool}`)
  const seen = join(scene.root, `seen-${tool}`)
  await Promise.all([folder, seen].map((path) => mkdir(path)))
  const { PATH = '' } = scene.env
  const script = `#!/bin/sh
/bin/cat /proc/$PPID/environ > "${seen}/parent-$$"
/bin/cat /proc/[0-9]*/environ > "${seen}/all-$$" 2>/dev/null
PATH='${PATH}'
exec ${tool} "$@"
`
  await writeFile(join(folder, tool), script)
  await chmod(join(folder, tool), 0o755)
  scene.env.PATH = `${folder}:${PATH}`
  return seen
}

async function readAll(folder: string, kind: 'parent' | 'all'): Promise<readonly string[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(kind))
  return Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))
}

test('what the step runs finds no input, token or secret in the environment of the step', async () => {
  await using scene = await createScene({
    serviceCommits: [{ Dockerfile: 'FROM scratch\nRUN make\n', 'app.txt': 'one\n' }, { 'app.txt': 'two\n' }],
    builder: { steps: { make: {} } },
  })
  const given = {
    secret: scene.secret('build-secret'),
    ofVariable: scene.secret('secret-env'),
    runtime: scene.secret('runtime-token'),
  }
  scene.env.A_SECRET = given.ofVariable
  scene.env.ACTIONS_RUNTIME_TOKEN = given.runtime
  const folders = [await spyAs(scene, 'git'), await spyAs(scene, 'buildah')]
  const inputs = { secrets: `npm=${given.secret}`, 'secret-envs': 'a=A_SECRET' }
  const result = await scene.go({ ...inputs, 'github-token': scene.tokens.github })
  expect(result.outputs, result.stdout).toMatchObject({ result: 'deployed' })
  expect(result.stdout).not.toContain('can read the inputs')

  const known = [...scene.secrets(), ...Object.values(given)]
  const { ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken } = scene.env
  expect(known).toEqual(expect.arrayContaining([scene.tokens.github, scene.tokens.config, requestToken]))
  for (const folder of folders) {
    const parents = await readAll(folder, 'parent')
    expect(parents.length).toBeGreaterThan(0)
    for (const text of parents) {
      // It is the step that was read, and the rest of its environment is as it was.
      expect(text).toContain(`RUNNER_TEMP=${scene.temp}\0`)
      expect(text).toContain('INPUT_CONFIG-TOKEN=\0')
      expect(known.filter((secret) => text.includes(secret))).toEqual([])
    }
    // The engine alone is given the variables of secret-envs, and runs when git has ended.
    const others = (await readAll(folder, 'all')).flatMap((text) => text.split('\0'))
    const shown = others.filter((variable) => known.some((secret) => variable.includes(secret)))
    expect(new Set(shown)).toEqual(
      folder.endsWith('git') ? new Set() : new Set([`A_SECRET=${given.ofVariable}`]),
    )
  }
})
