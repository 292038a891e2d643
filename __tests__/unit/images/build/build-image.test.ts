import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { FoundImage } from '../../../../src/aws/registry/registry.ts'
import { fail } from '../../../../src/errors/errors.ts'
import { buildAndPush, checkBuild } from '../../../../src/images/build/build-image.ts'
import { digestOf } from '../../builders.ts'
import { failing, image, play, push, pushed, type Scene } from '../failure/stage.ts'

const STEP = failing('build', 'buildx/step-lies')
const BUSY_BASE = failing('build', 'docker/base-429')
const AWAY = failing('build', 'buildx/remote-unreachable')
const LOST = failing('build', 'buildkit/builder-lost')
const PUSH_503 = failing('push', 'buildah/push-503')
const DENIED = failing('push', 'buildkit/push-denied')
const IMMUTABLE = failing('push', 'buildah/push-immutable')

describe('attempts', () => {
  test('a push that a registry fails is tried three times, without building again', async () => {
    const { runs, error, lines } = await push({ outcomes: [PUSH_503] })
    expect(runs).toEqual(['build', 'push', 'push'])
    expect(error?.code).toBe('REGISTRY_UNAVAILABLE')
    expect(error?.message).toContain('3 attempts to push')
    expect(lines).toHaveLength(2)
  })

  test('a base image that a registry fails is tried three times', async () => {
    const { runs, error } = await push({ outcomes: [BUSY_BASE] })
    expect(runs).toEqual(['build', 'build', 'build'])
    expect(error?.code).toBe('REGISTRY_UNAVAILABLE')
    expect(error?.message).toContain('the build of api failed')
  })

  test('one that passes is no failure', async () => {
    const { runs, found } = await push({
      outcomes: [BUSY_BASE, PUSH_503, pushed('a')],
      answers: [undefined, undefined, image('a')],
    })
    expect(runs).toEqual(['build', 'build', 'push'])
    expect(found).toEqual(image('a'))
  })

  test.each([
    ['a step, whatever it printed', STEP, 'BUILD_FAILED'],
    ['a refusal', DENIED, 'PUSH_FAILED'],
    ['an immutable tag', IMMUTABLE, 'PUSH_FAILED'],
    ['a refusal without words', failing('push', 'buildkit/push-400-old'), 'PUSH_FAILED'],
    ['a missing repository', failing('push', 'docker/push-repository-missing'), 'REPOSITORY_MISSING'],
    ['a used quota', failing('build', 'buildkit/base-quota'), 'REGISTRY_UNAVAILABLE'],
    ['a feature', failing('build', 'buildx/platforms'), 'ENGINE_UNSUITABLE'],
    ['a wrong certificate', failing('build', 'buildkit/builder-x509'), 'BUILDER_UNREACHABLE'],
  ] as const)('%s is not tried again', async (_, outcome, code) => {
    const { runs, error, lines } = await push({ outcomes: [outcome] })
    expect(runs).toEqual(['build'])
    expect(error?.code).toBe(code)
    expect(lines).toEqual([])
  })

  test('a builder is waited for as long as the budget, with a line each time', async () => {
    const { runs, error, lines } = await push({ outcomes: [AWAY], builderBudgetMs: 40 })
    expect(runs.length).toBeGreaterThan(3)
    expect(lines).toHaveLength(runs.length - 1)
    expect(error?.code).toBe('BUILDER_UNREACHABLE')
    expect(error?.message).toContain(`in ${runs.length} attempts`)
  })

  test('a builder that comes late leaves the attempts of the push alone', async () => {
    const { runs, error } = await push({ outcomes: [AWAY, AWAY, AWAY, AWAY, PUSH_503] })
    expect(runs).toEqual(['build', 'build', 'build', 'build', 'build', 'push', 'push'])
    expect(error?.code).toBe('REGISTRY_UNAVAILABLE')
  })

  test('a builder that came late and is lost from a long build is waited for anew', async () => {
    const { runs, found } = await push({
      outcomes: [AWAY, LOST, pushed('a')],
      answers: [undefined, undefined, image('a')],
      builderBudgetMs: 100,
      onRun: (run) => (run === 2 ? sleep(150) : undefined),
    })
    expect(runs).toEqual(['build', 'build', 'build'])
    expect(found).toEqual(image('a'))
  })

  test('but not for ever: a build may be what ends its builder each time', async () => {
    const { runs, error } = await push({
      outcomes: [AWAY, LOST],
      builderBudgetMs: 100,
      onRun: (run) => (run > 1 ? sleep(150) : undefined),
    })
    expect(runs).toHaveLength(4)
    expect(error?.code).toBe('BUILDER_UNREACHABLE')
  })

  test('an abort ends the wait', async () => {
    const stage = play({ outcomes: [LOST] })
    const waits = { firstMs: 60_000, builderMs: 30_000, builderBudgetMs: 600_000 }
    const building = buildAndPush(stage.made, stage.engine, { ...stage.context, waits })
    setTimeout(() => stage.stop.abort(), 20)
    await expect(building).rejects.toThrow(/abort/i)
    expect(stage.runs).toEqual(['build'])
  })

  test('an abort while the engine runs asks no registry', async () => {
    const stage = play({ outcomes: [STEP], onRun: () => stage.stop.abort() })
    await expect(buildAndPush(stage.made, stage.engine, stage.context)).rejects.toThrow(/abort/i)
    expect(stage.questions()).toBe(0)
  })

  test('a build that pushes nothing is tried again as well', async () => {
    const { engine, made, context, runs } = play({
      outcomes: [BUSY_BASE, LOST, { ok: true, digest: undefined }],
    })
    await checkBuild(made, engine, context)
    expect(runs).toEqual(['build', 'build', 'build'])
  })

  test('an export that fails without a push is a failed build', async () => {
    const { engine, made, context, runs } = play({ outcomes: [failing('push', 'docker/push-503')] })
    const checking = checkBuild(made, engine, context)
    await expect(checking).rejects.toThrow(/the build of api failed/)
    expect(runs).toEqual(['build', 'build', 'build'])
  })

  test('a build that pushes nothing fails as one that does', async () => {
    const { engine, made, context, runs } = play({ outcomes: [STEP] })
    const checking = checkBuild(made, engine, context)
    await expect(checking).rejects.toMatchObject({ code: 'BUILD_FAILED' })
    expect(runs).toEqual(['build'])
  })
})

describe('the registry is asked after every run', () => {
  test.each([
    ['a refused push', IMMUTABLE],
    ['a failed build', STEP],
  ])('and an image that is there after %s is taken, when it is accepted', async (_, outcome) => {
    const { found, accepted, lines } = await push({ outcomes: [outcome], answers: [image('b')] })
    expect(found).toEqual(image('b'))
    expect(accepted).toEqual([digestOf('b')])
    expect(lines.join()).toContain('the registry has the image')
  })

  test('one that is not accepted fails the run', async () => {
    const accept = () => fail({ code: 'TAG_COMMIT_MISMATCH', message: 'of another commit', hint: 'h' })
    const { error, runs } = await push({ outcomes: [PUSH_503], answers: [image('b')], accept })
    expect(error?.code).toBe('TAG_COMMIT_MISMATCH')
    expect(runs).toEqual(['build'])
  })

  test('what this run pushed is known for its own, what another pushed is not', async () => {
    const own = await push({ outcomes: [pushed('a')], answers: [image('a')] })
    expect(own.accepted).toEqual(['own'])
    const raced = await push({ outcomes: [pushed('a')], answers: [image('b')] })
    expect(raced.found).toEqual(image('b'))
    expect(raced.accepted).toEqual([digestOf('b')])
    expect(raced.lines.join()).toContain('another run pushed it')
  })

  test('an image that was pushed and is not there is no success', async () => {
    const { error, runs } = await push({ outcomes: [pushed('a')] })
    expect(error?.code).toBe('PUSH_FAILED')
    expect(error?.message).toContain('does not have it')
    expect(runs).toEqual(['build'])
  })

  const missing = () => fail({ code: 'REPOSITORY_MISSING', message: 'm', hint: 'h' })
  const archived = () => fail({ code: 'ECR_FAILED', message: 'archived', hint: 'restore it' })

  test.each([
    ['a missing repository explains a failed push', DENIED, missing, ['REPOSITORY_MISSING']],
    ['another answer is reported beside it', IMMUTABLE, archived, ['PUSH_FAILED', 'ECR_FAILED']],
    ['and of a failed build only the build is reported', STEP, missing, ['BUILD_FAILED']],
    ['after a good push there is nothing else to tell', pushed('a'), archived, ['ECR_FAILED']],
  ] as const)('%s', async (_, outcome, answer, codes) => {
    const { error } = await push({ outcomes: [outcome], answers: [answer] })
    expect(error?.problems.map(({ code }) => code)).toEqual(codes)
  })
})

describe('the phases of a build', () => {
  /** The engine builds for 60, pushes for 4, and the registry answers in 1. */
  function timed(outcomes: Scene['outcomes'], answer?: FoundImage) {
    let now = 0
    const pass = (ms: number) => {
      now += ms
    }
    const onRun = (_: number, onPush: () => void) => {
      pass(60)
      if (outcomes.some((outcome) => outcome.ok || outcome.stage === 'push')) onPush()
      pass(4)
    }
    const find = () => {
      pass(1)
      return answer
    }
    return { outcomes, now: () => now, onRun, answers: [find] }
  }
  const timesOf = ({ phases }: ReturnType<typeof play>) =>
    phases.soFar().map(({ name, ms, failed }) => `${name} ${ms}${failed ? ' failed' : ''}`)

  test('are the build, and the push until the registry has confirmed it', async () => {
    const stage = await push(timed([pushed('a')], image('a')))
    expect(stage.found).toEqual(image('a'))
    expect(timesOf(stage)).toEqual(['build 60', 'push 5'])
  })

  test('go on with every attempt, and the last one is what failed', async () => {
    const stage = await push(timed([BUSY_BASE, PUSH_503, DENIED]))
    expect(stage.runs).toEqual(['build', 'build', 'push'])
    expect(timesOf(stage)).toEqual(['build 120', 'push 75 failed'])
  })

  test('end with a failed build', async () => {
    expect(timesOf(await push(timed([STEP])))).toEqual(['build 65 failed'])
  })

  test('have no push where nothing is pushed', async () => {
    const stage = play(timed([pushed('a')]))
    await checkBuild(stage.made, stage.engine, stage.context)
    expect(timesOf(stage)).toEqual(['build 64'])
  })
})
