import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createScene, type Scene } from '../scene.ts'

/** Longer than silence lasts before it is spoken of, and not by a minute. */
const LATE = '/bin/sleep 27'
const BUILDAH = `[ "$1" != --version ] || { echo 'buildah version 1.44.0'; exit; }`

/** A program on PATH, before all others. */
async function install(scene: Scene, name: string, script: string): Promise<void> {
  const folder = join(scene.root, 'first')
  await mkdir(folder)
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, name), 0o755)
  scene.env.PATH = `${folder}:${scene.env.PATH}`
}

const cases: {
  what: string
  program: string
  script: (scene: Scene) => string
  inputs?: Record<string, string>
  says: string
}[] = [
  {
    what: 'git at a checkout',
    program: 'git',
    script: ({ root }) =>
      `case " $* " in *' status '*) ${LATE} ;; esac\nexec '${root}/children/bin/git' "$@"`,
    says: 'git, which looks at the checkout',
  },
  {
    what: 'an engine that is asked whether it is there',
    program: 'buildah',
    script: ({ root }) => `[ "$1" != --version ] || ${LATE}\nexec '${root}/bin/buildah' "$@"`,
    says: 'an engine that answers',
  },
  {
    what: 'a renderer',
    program: 'kustomize',
    script: ({ facts: { host, ecrRepository, head } }) =>
      `${LATE}\nprintf '{kind: Pod, spec: {containers: [{image: ${host}/${ecrRepository}:${head}}]}}' >"$4"`,
    inputs: { 'render-check': 'require' },
    says: 'the overlays to be rendered',
  },
  {
    what: 'a step of a build',
    program: 'buildah',
    script: ({ root }) =>
      `${BUILDAH}\n[ "$1" != build ] || { echo 'STEP 2/2: RUN ##[group]make'; ${LATE}; }\nexec '${root}/bin/buildah' "$@"`,
    // As the log has it: text of others is no command.
    says: 'identity-service, STEP 2/2: RUN # #[group]make',
  },
]

// No more than vitest runs at once (maxConcurrency): nearly all of it is waiting.
describe('silence', () => {
  test.concurrent.for(cases)('of $what is explained', async ({ program, script, inputs, says }) => {
    await using scene = await createScene()
    await install(scene, program, script(scene))
    const result = await scene.go(inputs)
    expect(result, result.stdout).toMatchObject({ exitCode: 0, stderr: '' })
    const waits = result.stdout.split('\n').filter((line) => line.startsWith('Still waiting: '))
    expect(waits).toEqual([expect.stringMatching(/^Still waiting: 2\d s for /)])
    expect(waits[0]?.endsWith(` s for ${says}.`), waits[0]).toBe(true)
  })
})
