import { existsSync } from 'node:fs'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { errorsOf } from '../monorepo.ts'
import { createScene, type Scene } from '../scene.ts'

const VERSION = 'if [ "$1" = --version ]; then echo "buildah version 1.44.0"; exit; fi'

/** In the place of buildah: an engine that does what the shell does. */
async function engine(scene: Scene, script: string): Promise<void> {
  const path = join(scene.root, 'bin', 'buildah')
  await writeFile(path, `#!/bin/sh\nPATH=/usr/bin:/bin\n${VERSION}\n${script}\n`)
  await chmod(path, 0o755)
}

const FAILED = `echo 'Error: building at STEP "RUN make": exit status 3' >&2; exit 3`
const lines = (bytes: number) => `yes 'a line of a build' | head -c ${bytes}; echo`

describe('a log that is read slowly', () => {
  test('has everything that was printed, the error at its end too', async () => {
    await using scene = await createScene()
    await engine(scene, `${lines(4_000_000)}; ${FAILED}`)
    let read = 0
    const result = await scene.go(undefined, {
      // Slow at the end as well: there is more to read then than is read in a second.
      reader: (piece) => {
        read += piece.length
        return sleep(read > 2_000_000 ? 60 : 1)
      },
    })
    expect(result.exitCode).toBe(1)
    expect(errorsOf(result).map(({ properties }) => properties.title)).toEqual(['BUILD_FAILED'])
  })

  test('holds back an engine that prints faster, whose output would fill the memory', async () => {
    await using scene = await createScene()
    const printed = join(scene.root, 'printed')
    await engine(scene, `${lines(8_000_000)}; : >'${printed}'; ${FAILED}`)
    let read = 0
    let behind = 0
    await scene.go(undefined, {
      reader: async (piece) => {
        read += piece.length
        await sleep(2)
        if (existsSync(printed)) behind ||= 8_000_000 - read
      },
    })
    expect(existsSync(printed)).toBe(true)
    expect(behind).toBeLessThan(2_000_000)
  })
})

describe('the report of a failed step', () => {
  /** What GitHub takes: longer messages are cut at their end, and larger summaries are dropped. */
  const MOST = { message: 4096, summary: 1024 * 1024 }

  test.each([
    ['lines without end', 'head -c 3000000 /dev/zero | tr "\\0" x; echo'],
    ['a bar of progress on one line', 'for i in $(seq 9999); do printf "\\r%5d of 9999" "$i"; done; echo'],
    ['thirty long lines', 'for i in $(seq 30); do echo "$i $(head -c 300 /dev/zero | tr "\\0" x)"; done'],
  ])('that printed %s fits, with what to change', async (_, prints) => {
    await using scene = await createScene()
    await engine(scene, `echo 'STEP 1/1: RUN make'; ${prints}; ${FAILED}`)
    const result = await scene.go()
    const [error] = errorsOf(result)
    expect(error?.message.length).toBeLessThanOrEqual(MOST.message)
    expect(error?.message).toMatch(/^the build of .* failed/)
    expect(error?.message).toContain('\nWhat to change: ')
    expect(result.summary.length).toBeLessThan(50_000)
    expect(result.summary).toContain('What to change:')
  })

  test('that printed a secret has nothing of it, where the runner would not know it any more', async () => {
    await using scene = await createScene()
    // As it stands in HTML, and cut through where a long line ends, no mask of the runner fits.
    const secret = `${scene.secret('npm')}<&"'>end`
    const line = `${'x'.repeat(480)}${secret}`
    await engine(scene, `cat <<'EOF'\nSTEP 1/1: RUN make\ntoken ${secret}\n${line}\nEOF\n${FAILED}`)
    const result = await scene.go({ secrets: `npm=${secret}` })
    expect(result.masks).toContain(secret)
    const [error] = errorsOf(result)
    for (const text of [error?.message, result.summary]) {
      expect(text).toContain('token ***')
      expect(text).not.toContain('marker-npm')
    }
  })

  test('of very many images fits', async () => {
    await using scene = await createScene()
    const long = `for i in $(seq 40); do echo "$i $(head -c 500 /dev/zero | tr "\\0" x)"; done`
    await engine(scene, `echo 'STEP 1/1: RUN make'; ${long}; ${FAILED}`)
    const names = Array.from({ length: 90 }, (_, index) => `service-${index}`)
    const images = names.map((name) => ({ name, tag: `${name}-${scene.facts.head}` }))
    const result = await scene.go({ images: JSON.stringify(images), 'config-repository': '' })
    expect(errorsOf(result)).toHaveLength(names.length)
    expect(Buffer.byteLength(result.summary)).toBeLessThan(MOST.summary)
    expect(result.summary).toContain('service-0 failed')
    expect(result.summary).toContain('<code>service-89</code>')
    expect(result.summary).toContain('the log of this step')
  })
})

describe('an engine that cannot say why it failed', () => {
  test.each([
    ['is killed', 'echo "STEP 1/1: FROM scratch"; kill -KILL $$', 'ended by SIGKILL', 'memory'],
    ['says nothing', 'exit 5', 'exit code 5', 'Dockerfile'],
    ['says nothing behind its progress', 'echo "STEP 1/1: FROM scratch"; exit 1', 'exit code 1', 'line 1 of'],
    [
      'had its step killed',
      `echo 'Error: building at STEP "RUN make": exit status 137' >&2; exit 137`,
      'exit status 137',
      'memory',
    ],
  ])('because it %s is reported all the same', async (_, script, words, hint) => {
    await using scene = await createScene()
    await engine(scene, script)
    const [error, ...more] = errorsOf(await scene.go())
    expect(more).toEqual([])
    expect(error?.properties.title).toBe('BUILD_FAILED')
    const [what = '', change = ''] = error?.message.split('What to change:') ?? []
    expect(what).toContain(words)
    expect(change).toContain(hint)
  })
})
