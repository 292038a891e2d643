import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { besideInspection, type LookOptions, type Quiet } from '../../../../src/doors/deploy/inspect.ts'
import type { DeployRecord } from '../../../../src/doors/deploy/record.ts'
import { fail } from '../../../../src/errors/errors.ts'
import type { ConfigPlan } from '../../../../src/plan/config.ts'
import type { Log } from '../../../../src/runner/log.ts'
import { Phases } from '../../../../src/runner/phases.ts'
import { aCheckPlan, aConfig, aProposal, aSource, aVerdict, problemsOf } from '../../builders.ts'

const PROBLEM = {
  code: 'OVERLAY_MISSING',
  message: 'the config repository has no nope',
  hint: 'Correct it.',
} as const
const BUILD = { code: 'BUILD_FAILED', message: 'no', hint: 'h' } as const

interface Scene {
  readonly read?: (signal: AbortSignal) => Promise<void>
  readonly config?: Partial<ConfigPlan>
  readonly dryRun?: boolean
  readonly look?: (options: LookOptions & { readonly signal: AbortSignal }) => Promise<void>
  readonly work?: (quiet: Quiet) => Promise<void>
}

function open({ dryRun = false, look = async () => {}, work = async () => {}, ...scene }: Scene) {
  const { read = async () => {}, config } = scene
  const record: DeployRecord = { images: new Map() }
  const lines: string[] = []
  const write = (kind: string) => (text: string) => void lines.push(`${kind}: ${text}`)
  const log: Log = {
    info: write('info'),
    notice: write('notice'),
    warning: write('warning'),
    group: (_, inner) => inner(),
  }
  const phases = new Phases(() => 0)
  const plan = aCheckPlan({ dryRun, inspection: { config: aConfig(config), images: [] } })
  const openInspection = async (_: unknown, options: LookOptions & { readonly signal: AbortSignal }) => ({
    preflight: async () => {
      await look(options)
      return new Map()
    },
    read: read(options.signal),
  })
  const run = () =>
    besideInspection(plan, work, { ports: { openInspection, log, phases }, record, source: aSource() })
  return { run, record, lines, phases }
}

const refused = async (): Promise<never> => fail(PROBLEM)
const failedBuild = async (): Promise<never> => fail(BUILD)

describe('an inspection', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('runs beside the build: neither waits for the other to begin', async () => {
    const order: string[] = []
    const step = (name: string) => async () => {
      order.push(`${name} begins`)
      await vi.advanceTimersByTimeAsync(1)
      order.push(`${name} ends`)
    }
    await open({ look: step('look'), work: step('build') }).run()
    expect(order.slice(0, 2).toSorted()).toEqual(['build begins', 'look begins'])
  })

  test('keeps what it has found, also beside a mistake', async () => {
    const proposal = aProposal([aVerdict()])
    const look = async ({ onProposal }: LookOptions) => {
      onProposal(proposal)
      fail(PROBLEM)
    }
    const { run, record } = open({ look })
    await run()
    expect(record).toMatchObject({ proposal, mistakes: [PROBLEM] })
  })

  test('with a mistake is a warning, and the run is as green as its build', async () => {
    const { run, record, lines } = open({ look: refused })
    await run()
    expect(record.mistakes).toEqual([PROBLEM])
    expect(lines).toEqual([
      'warning: A deploy would fail with OVERLAY_MISSING: the config repository has no nope\nWhat to change: Correct it.',
    ])
  })

  test('with a mistake in a dry run fails it, together with what else is wrong', async () => {
    expect(await problemsOf(open({ dryRun: true, look: refused }).run)).toEqual([PROBLEM])
    const both = open({ dryRun: true, look: refused, work: failedBuild })
    expect(await problemsOf(both.run)).toEqual([BUILD, PROBLEM])
    expect(both.record.mistakes).toBeUndefined()
  })

  test('is reported beside a build that failed', async () => {
    const { run, record } = open({ look: refused, work: failedBuild })
    expect(await problemsOf(run)).toEqual([BUILD])
    expect(record.mistakes).toEqual([PROBLEM])
  })

  test('that gets no answer holds a run for a moment only, and a line says so', async () => {
    const never = ({ signal }: { readonly signal: AbortSignal }) =>
      new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    const { run, record, lines } = open({ look: never })
    const running = run()
    await vi.advanceTimersByTimeAsync(9_999)
    expect(lines).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await running
    const line = 'The overlays are not checked: the config repository could not be read in time.'
    expect([record.unchecked, record.mistakes, lines]).toEqual([line, undefined, [`info: ${line}`]])
  })

  const never = (signal: AbortSignal) =>
    new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
  const SSH = { credential: { kind: 'ssh', key: 'k', knownHosts: undefined } } as const

  test.each([
    ['a key, which is in a file while git runs', SSH, ['engine', 'read', 'build']],
    ['a token', {}, ['engine', 'build', 'read']],
  ])('reads with %s, and then images may be built', async (_, config, expected) => {
    const order: string[] = []
    const read = async () => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      order.push('read')
    }
    const work = async (quiet: Quiet) => {
      order.push('engine')
      await quiet()
      order.push('build')
      await vi.advanceTimersByTimeAsync(100)
    }
    const running = open({ config, read, work }).run()
    await vi.advanceTimersByTimeAsync(100)
    await running
    expect(order).toEqual(expected)
  })

  test('whose server does not answer lets images be built after a moment, without its key', async () => {
    const built: string[] = []
    const work = async (quiet: Quiet) => {
      await quiet()
      built.push('built')
    }
    const read = (signal: AbortSignal) => never(signal).catch(() => undefined)
    const { run, record } = open({ config: SSH, read, work, look: ({ signal }) => never(signal) })
    const running = run()
    await vi.advanceTimersByTimeAsync(9_999)
    expect(built).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await running
    expect([built, record.unchecked]).toEqual([['built'], expect.stringContaining('in time')])
  })
})
