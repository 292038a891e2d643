import { describe, expect, test } from 'vitest'
import { type Problem, StepError } from '../../../src/errors/errors.ts'
import { buildInParallel } from '../../../src/images/in-parallel.ts'
import type { Log } from '../../../src/runner/log.ts'

/** A log that keeps its lines, those of a group indented. */
function keptLog(): { log: Log; lines: string[] } {
  const lines: string[] = []
  let indent = ''
  const log: Log = {
    info: (text) => lines.push(`${indent}${text}`),
    notice: (text) => lines.push(`${indent}notice ${text}`),
    warning: (text) => lines.push(`${indent}warning ${text}`),
    group: async (title, work) => {
      lines.push(`${indent}> ${title}`)
      indent = '  '
      try {
        return await work()
      } finally {
        indent = ''
      }
    },
  }
  return { log, lines }
}

const problem = (message: string): Problem => ({ code: 'BUILD_FAILED', message, hint: 'x' })
const named = (...names: readonly string[]) => names.map((name) => ({ name }))
const HOW = { verb: 'Build', engine: 'buildx', signal: new AbortController().signal }

describe('buildInParallel', () => {
  test('tells of one image without its name before every line', async () => {
    const { log, lines } = keptLog()
    const how = { ...HOW, maxParallel: 6, log }
    await buildInParallel(named('api'), how, async (_, onLine) => onLine('step 1'))
    expect(lines).toEqual(['> Build api with buildx', '  step 1'])
  })

  test('tells of several in one group, each line by the name of its image', async () => {
    const { log, lines } = keptLog()
    const how = { ...HOW, maxParallel: 2, log }
    await buildInParallel(named('api', 'web'), how, async ({ name }, onLine) => onLine(`step of ${name}`))
    expect(lines.map((line) => line.replace(/\d+\.\d s/, 'N s'))).toEqual([
      '> Build 2 images with buildx, 2 at once',
      '  [api] step of api',
      '  [web] step of web',
      '  [api] done in N s',
      '  [web] done in N s',
    ])
  })

  test('goes on after a failure, tells the log of what failed once more in one piece, and every problem', async () => {
    const { log, lines } = keptLog()
    const ended: string[] = []
    const how = { ...HOW, maxParallel: 1, log }
    const work = async ({ name }: { name: string }, onLine: (line: string) => void) => {
      onLine(`step of ${name}`)
      if (name !== 'web') throw new StepError([problem(`${name} broke`)])
      ended.push(name)
      return `${name} is done`
    }
    const { values, failure } = await buildInParallel(named('api', 'web', 'jobs'), how, work)
    expect(failure?.problems.map(({ message }) => message)).toEqual(['api broke', 'jobs broke'])
    expect(values).toEqual(['web is done'])
    expect(ended).toEqual(['web'])
    expect(lines.slice(-4)).toEqual([
      '> Log of api, which failed',
      '  step of api',
      '> Log of jobs, which failed',
      '  step of jobs',
    ])
  })

  test('starts nothing after a cancel, and calls nothing failed that was stopped by it', async () => {
    const { log, lines } = keptLog()
    const cancel = new AbortController()
    const how = { ...HOW, maxParallel: 1, log, signal: cancel.signal }
    const started: string[] = []
    const work = async ({ name }: { name: string }) => {
      started.push(name)
      cancel.abort()
      cancel.signal.throwIfAborted()
    }
    expect((await buildInParallel(named('api', 'web'), how, work)).failure).toBeDefined()
    expect(started).toEqual(['api'])
    expect(lines).toEqual(['> Build 2 images with buildx, 1 at once'])
  })

  test('of nothing says nothing', async () => {
    const { log, lines } = keptLog()
    await buildInParallel([], { ...HOW, maxParallel: 6, log }, async () => {})
    expect(lines).toEqual([])
  })
})
