import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { MainResult } from '../../support/runner.ts'
import { errorsOf } from '../monorepo.ts'
import { listProcesses } from '../process-watch.ts'
import { createScene, FILE, NAME, type Scene } from '../scene.ts'

/** A hostile text may cost a run some time more than a harmless one of the same length, and not many times as much. */
const MOST_TIMES = 6
const ATTEMPTS = 3

const repeated = (unit: string, length: number): string => unit.repeat(Math.ceil(length / unit.length))

interface Attack {
  readonly arrange: (scene: Scene, text: string) => Promise<void>
  readonly harmless: string
  readonly hostile: string
  readonly inputs?: Record<string, string>
  readonly expected: (result: MainResult) => void
}

async function timeOf({ arrange, inputs, expected }: Attack, text: string): Promise<number> {
  await using scene = await createScene()
  await arrange(scene, text)
  const started = performance.now()
  const result = await scene.go(inputs)
  const took = performance.now() - started
  expected(result)
  return took
}

/** Other processes slow down either run: the best comparison of a few counts. */
async function expectPrompt(attack: Attack): Promise<void> {
  let least = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < ATTEMPTS && least > MOST_TIMES; attempt += 1) {
    const harmless = await timeOf(attack, attack.harmless)
    least = Math.min(least, (await timeOf(attack, attack.hostile)) / harmless)
  }
  expect(least).toBeLessThanOrEqual(MOST_TIMES)
}

async function overlayWith(scene: Scene, text: string): Promise<void> {
  const before = await scene.config.file(FILE)
  await scene.config.commit({ files: { [FILE]: `${before}${text}` }, message: 'Change by hand' })
}

const isReading = async ({ temp }: Scene): Promise<boolean> =>
  [...(await listProcesses()).values()].some(({ line }) => line.includes('cat-file') && line.includes(temp))

const deployed = (result: MainResult): void =>
  expect(result, result.stdout.slice(-2000)).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })

const failedWith =
  (code: string) =>
  (result: MainResult): void => {
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result).map(({ properties }) => properties.title)).toEqual([code])
    // As much as a person can read, whatever was said.
    expect(result.summary.length).toBeLessThan(50_000)
  }

/** A program on PATH that the shell stands for; the step leaves it no PATH of its own. */
const install = (scene: Scene, name: string, script: string) =>
  writeFile(join(scene.root, 'bin', name), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`, { mode: 0o755 })

describe('an overlay', () => {
  const arrange = async (scene: Scene, text: string) => {
    await scene.haveImage()
    await overlayWith(scene, text)
  }

  test.each([150_000, 900_000])(
    'with a comment of %d characters deploys as soon as any other',
    async (length) => {
      const harmless = `# ecr-gitop: ${'x'.repeat(length)}\n`
      const hostile = `# ecr-gitops${' '.repeat(length)}x\n`
      await expectPrompt({ arrange, harmless, hostile, expected: deployed })
    },
  )

  test('with thousands of markers and entries deploys as soon as with other comments', async () => {
    const entries = (comment: string) =>
      Array.from({ length: 6_000 }, (_, number) => `  # ${comment} x\n  - name: a${number}\n`).join('')
    const [harmless, hostile] = [entries('ecr-gitop:  held'), entries('ecr-gitops: hold')]
    await expectPrompt({ arrange, harmless, hostile, expected: deployed })
  })

  test('of 900 kB does not keep a run from being cancelled', async () => {
    await using scene = await createScene({ builder: { steps: { 'make build': { hangs: true } } } })
    await overlayWith(scene, `# ecr-gitops${' '.repeat(900_000)}x\n`)
    await using step = scene.start()
    const hasRead = async () => (await scene.children.calls()).some(({ argv }) => argv.includes('cat-file'))
    await step.until(hasRead)
    const sent = performance.now()
    const result = await step.kill('SIGTERM')
    // The runner kills after 7.5 s.
    expect(performance.now() - sent).toBeLessThan(7_500)
    expect(errorsOf(result).map(({ properties }) => properties.title)).toEqual(['CANCELLED'])
  })
})

test('hundreds of large overlays do not keep a run from being cancelled', async () => {
  await using scene = await createScene({ builder: { steps: { 'make build': { hangs: true } } } })
  const entries = Array.from({ length: 2_000 }, (_, number) => `- name: a${number}\n`).join('')
  const text = `images:\n${entries}- name: ${NAME}\n  newTag: old\n`
  const paths = Array.from({ length: 800 }, (_, number) => `many/${number}/kustomization.yaml`)
  await scene.config.commit({ files: Object.fromEntries(paths.map((path) => [path, text])), message: 'Many' })
  await using step = scene.start({ overlays: 'many/*' })
  // The files are read with the process behind the listing, and gone through when that has ended.
  const commands = async () => (await scene.children.calls()).map(({ argv }) => argv)
  await step.until(async () => (await commands()).at(-2)?.includes('ls-tree') === true)
  await step.until(async () => !(await isReading(scene)))
  const sent = performance.now()
  const result = await step.kill('SIGTERM')
  expect(performance.now() - sent).toBeLessThan(7_500)
  expect(errorsOf(result).map(({ properties }) => properties.title)).toEqual(['CANCELLED'])
})

describe('a git server', () => {
  const refusing = async ({ git, ...scene }: Scene, body: string) => {
    await scene.haveImage()
    const headers = { 'content-type': 'text/plain' }
    git.fail({ status: 403, body, headers }, { on: 'refs:upload-pack', times: Number.POSITIVE_INFINITY })
  }

  test('that answers with much of what git says itself is given up on as soon as any other', async () => {
    const [harmless, hostile] = [repeated('x', 1_000_000), repeated('Remote branch ', 1_000_000)]
    await expectPrompt({ arrange: refusing, harmless, hostile, expected: failedWith('CONFIG_DENIED') })
  })

  test('that refuses a push with a line of spaces is reported as soon as any other', async () => {
    const arrange = async (scene: Scene, text: string) => {
      await scene.haveImage()
      await scene.config.refuse([text])
    }
    const [harmless, hostile] = ['x'.repeat(100_000), `a${' '.repeat(100_000)}b`]
    await expectPrompt({ arrange, harmless, hostile, expected: failedWith('CONFIG_REFUSED') })
  })
})

test('a renderer that fails with a long text is reported as soon as any other', async () => {
  const arrange = async (scene: Scene, text: string) => {
    await scene.haveImage()
    await writeFile(join(scene.root, 'words'), text)
    await install(scene, 'kustomize', `cat '${join(scene.root, 'words')}' >&2; exit 1`)
  }
  const [harmless, hostile] = [repeated('fro [', 1_000_000), repeated('from [', 1_000_000)]
  await expectPrompt({ arrange, harmless, hostile, inputs: { 'render-check': '' }, expected: deployed })
})

test.each([
  ['carriage returns', `${'\r'.repeat(1_000_000)}x`],
  ['escapes', repeated('\u001b]', 1_000_000)],
  ['words of an answer', `ERROR: ${repeated('status', 1_000_000)}`],
])('a build that prints a megabyte of %s is reported as soon as any other', async (_, line) => {
  const arrange = async (scene: Scene, text: string) => {
    await writeFile(join(scene.root, 'words'), `${text}\n`)
    const failure = `echo 'Error: building at STEP "RUN make": exit status 3' >&2; exit 3`
    await install(scene, 'buildah', `cat '${join(scene.root, 'words')}'; ${failure}`)
  }
  const harmless = 'x'.repeat(1_000_000)
  await expectPrompt({ arrange, harmless, hostile: line, expected: failedWith('BUILD_FAILED') })
})

test('an answer of AWS that goes on and on is reported as soon as any other', async () => {
  const arrange = async ({ sts }: Scene, message: string) => {
    sts.fail({ code: 'AccessDenied', message, status: 403 }, { times: Number.POSITIVE_INFINITY })
  }
  const [harmless, hostile] = [repeated('x', 900_000), repeated('explicit deny in a ', 900_000)]
  const expected = (result: MainResult) => expect(errorsOf(result)).toHaveLength(1)
  await expectPrompt({ arrange, harmless, hostile, expected })
})
