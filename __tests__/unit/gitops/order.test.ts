import { describe, expect, test } from 'vitest'
import { Order } from '../../../src/gitops/order.ts'
import type { ConfigPlan } from '../../../src/plan/config.ts'
import type { History, Relation } from '../../../src/source/history/history.ts'
import { digestOf, OLD_SHA, problemOf, SHA } from '../builders.ts'

type Policies = Pick<ConfigPlan, 'onStale' | 'onDiverged'>
type Answers = Readonly<Record<string, Relation | undefined>>

/** A history that knows some pairs and remembers what it was asked. */
function historyOf(answers: Answers) {
  const asked: string[] = []
  const history: History = {
    compare: async (base, head) => {
      asked.push(`${base}...${head}`)
      return answers[`${base}...${head}`]
    },
    changes: async () => undefined,
  }
  return { history, asked }
}

const PAIR = `${OLD_SHA}...${SHA}`
const POLICIES: Policies = { onStale: 'skip', onDiverged: 'default-branch' }
const image = { tag: SHA, commit: SHA }
const MAIN_BRANCH = { defaultBranch: 'main' }

function decide(
  deployed: string | undefined,
  answers: Answers,
  changes: Partial<Policies> = {},
  branch: string | undefined = 'main',
) {
  const order = new Order(historyOf(answers).history, { ...POLICIES, ...changes }, { defaultBranch: branch })
  return order.decide(deployed, image, 'prod/k.yaml:3')
}

const MAIN = `${SHA}...main`

describe('an entry whose order needs no question', () => {
  test.each([
    ['nothing is deployed', undefined],
    ['the same commit is deployed', SHA],
    ['the same commit is deployed under another tag', `main-${SHA}`],
  ])('is written when %s', async (_, deployed) => {
    const { history, asked } = historyOf({})
    expect(await new Order(history, POLICIES, MAIN_BRANCH).decide(deployed, image, 'w')).toEqual({
      write: true,
    })
    expect(asked).toEqual([])
  })

  test.each(['latest', 'main', OLD_SHA.slice(0, 12), 'v1', '2024-01-15', digestOf('a')])(
    'is written with a notice when %s is deployed, which names no commit',
    async (deployed) => {
      const { history, asked } = historyOf({})
      const decision = await new Order(history, { onStale: 'fail', onDiverged: 'fail' }, MAIN_BRANCH).decide(
        deployed,
        image,
        'w',
      )
      expect(decision).toMatchObject({ write: true, notice: expect.stringContaining('order is unknown') })
      expect(asked).toEqual([])
    },
  )
})

describe('relations and policies', () => {
  const newer: readonly (Relation | undefined)[] = ['ahead', 'identical']
  test.each(newer)('%s is written, whatever the policies', async (relation) => {
    for (const onStale of ['skip', 'fail'] as const) {
      for (const onDiverged of ['default-branch', 'write', 'skip', 'fail'] as const) {
        expect(await decide(OLD_SHA, { [PAIR]: relation }, { onStale, onDiverged })).toEqual({ write: true })
      }
    }
  })

  test('behind is superseded with on-stale: skip', async () => {
    expect(await decide(OLD_SHA, { [PAIR]: 'behind' }, { onDiverged: 'write' })).toEqual({
      write: false,
      reason: 'prod/k.yaml:3: a1b2c3d is deployed and newer than 4f2b8c1',
    })
  })

  test('behind fails with on-stale: fail', async () => {
    const problem = await problemOf(() =>
      decide(OLD_SHA, { [PAIR]: 'behind' }, { onStale: 'fail', onDiverged: 'write' }),
    )
    expect(problem).toMatchObject({ code: 'ORDER_STALE', hint: expect.stringContaining('on-stale: skip') })
  })

  describe.each<readonly [string, Relation | undefined]>([
    ['diverged', 'diverged'],
    ['a commit that is not in the repository', undefined],
  ])('%s', (_, relation) => {
    // The new commit itself is known: it has diverged from main, where nothing else is said.
    const on = (onDiverged: Policies['onDiverged'], answers: Answers = {}) =>
      decide(OLD_SHA, { [PAIR]: relation, [MAIN]: 'diverged', ...answers }, { onDiverged, onStale: 'fail' })

    test('is written with on-diverged: write, and said', async () => {
      expect(await on('write')).toMatchObject({
        write: true,
        notice: expect.stringContaining('as on-diverged says'),
      })
    })
    test('is superseded with on-diverged: skip', async () => {
      expect(await on('skip')).toMatchObject({
        write: false,
        reason: expect.stringContaining('a1b2c3d (deployed) and 4f2b8c1'),
      })
    })
    test('fails with on-diverged: fail', async () => {
      expect(await problemOf(() => on('fail'))).toMatchObject({ code: 'ORDER_DIVERGED' })
    })
    test.each<Relation>(['ahead', 'identical'])(
      'is written when the default branch is %s of it',
      async (main) => {
        expect(await on('default-branch', { [MAIN]: main })).toMatchObject({
          write: true,
          notice: expect.stringContaining('the new commit is on main'),
        })
      },
    )
    test.each<Relation>(['behind', 'diverged'])(
      'fails when the default branch does not contain it: %s',
      async (main) => {
        const problem = await problemOf(() => on('default-branch', { [MAIN]: main }))
        expect(problem).toMatchObject({
          code: 'ORDER_DIVERGED',
          message: expect.stringContaining('is not on main'),
        })
      },
    )
    test('fails when the default branch is not known', async () => {
      const order = new Order(
        historyOf({ [PAIR]: relation }).history,
        { onStale: 'skip', onDiverged: 'default-branch' },
        { defaultBranch: undefined },
      )
      expect(await problemOf(() => order.decide(OLD_SHA, image, 'w'))).toMatchObject({
        code: 'ORDER_DIVERGED',
        message: expect.stringContaining('not on a known default branch'),
      })
    })
  })
})

describe('a history that does not show even the new commit, as to a token without contents: read', () => {
  const hidden = (onDiverged: Policies['onDiverged']) => decide(OLD_SHA, {}, { onDiverged })

  test.each(['default-branch', 'skip'] as const)(
    'is unknown, not diverged, with on-diverged: %s',
    async (policy) => {
      expect(await problemOf(() => hidden(policy))).toMatchObject({
        code: 'ORDER_UNKNOWN',
        hint: expect.stringContaining('contents: read'),
      })
    },
  )

  test('is no obstacle to on-diverged: write, which the hint itself proposes', async () => {
    expect(await hidden('write')).toMatchObject({
      write: true,
      notice: expect.stringContaining('as on-diverged says'),
    })
  })
})

describe('what is compared', () => {
  test('is the commit inside of a tag', async () => {
    const { history, asked } = historyOf({ [PAIR]: 'ahead' })
    await new Order(history, POLICIES, MAIN_BRANCH).decide(
      `main-${OLD_SHA}-r1`,
      { tag: `main-${SHA}`, commit: SHA },
      'w',
    )
    expect(asked).toEqual([PAIR])
  })

  test('is the commit of an image whose tag is a version', async () => {
    const { history, asked } = historyOf({ [PAIR]: 'ahead' })
    await new Order(history, POLICIES, MAIN_BRANCH).decide(OLD_SHA, { tag: '1.2.3', commit: SHA }, 'w')
    expect(asked).toEqual([PAIR])
  })

  test('is a deployed version by the name of its git tag, with or without v', async () => {
    const { history } = historyOf({ [`v1.2.2...${SHA}`]: 'behind' })
    const order = new Order(history, POLICIES, MAIN_BRANCH)
    expect(await order.decide('1.2.2', { tag: 'v1.2.3', commit: SHA }, 'w')).toMatchObject({ write: false })
    expect(await order.decide('v1.2.2', { tag: 'v1.2.3', commit: SHA }, 'w')).toMatchObject({ write: false })
  })

  test('is a wanted version by the name of its git tag too, when its commit is not known', async () => {
    const { history } = historyOf({ 'v1.2.2...v1.2.1': 'behind' })
    const order = new Order(history, POLICIES, MAIN_BRANCH)
    expect(await order.decide('1.2.2', { tag: '1.2.1', commit: undefined }, 'w')).toMatchObject({
      write: false,
    })
  })

  test('is asked once for all overlays that hold the same', async () => {
    const { history, asked } = historyOf({ [PAIR]: 'behind' })
    const order = new Order(history, POLICIES, MAIN_BRANCH)
    await Promise.all([order.decide(OLD_SHA, image, 'a'), order.decide(OLD_SHA, image, 'b')])
    expect(asked).toEqual([PAIR])
  })

  test('a failure to compare is reported, never taken for an order', async () => {
    const history: History = {
      compare: () => Promise.reject(new Error('offline')),
      changes: async () => undefined,
    }
    await expect(
      new Order(history, { onStale: 'skip', onDiverged: 'write' }, MAIN_BRANCH).decide(OLD_SHA, image, 'w'),
    ).rejects.toThrow('offline')
  })
})

describe('on-stale: write', () => {
  test('rolls back, and only over a newer commit', async () => {
    const back = await decide(OLD_SHA, { [PAIR]: 'behind' }, { onStale: 'write' })
    expect(back).toMatchObject({
      write: true,
      rollback: true,
      notice: expect.stringContaining('rolled back'),
    })
    expect(await decide(OLD_SHA, { [PAIR]: 'ahead' }, { onStale: 'write' })).toEqual({ write: true })
  })

  test('rolls back from a commit beside it too: from a hotfix to what was there before', async () => {
    const aside = { [PAIR]: 'diverged', [MAIN]: 'ahead' } as const
    expect(await decide(OLD_SHA, aside, { onStale: 'write' })).toMatchObject({ write: true, rollback: true })
    expect(await decide(OLD_SHA, aside, { onStale: 'write', onDiverged: 'write' })).toMatchObject({
      rollback: true,
    })
    expect(await decide(OLD_SHA, aside)).not.toHaveProperty('rollback')
  })
})

describe('a version of a component', () => {
  test('is looked for under the git tag of that component first', async () => {
    const { history, asked } = historyOf({ [`svc-v1.2.3...${SHA}`]: 'ahead' })
    const order = new Order(history, POLICIES, { defaultBranch: 'main', tagPrefix: 'svc-' })
    expect(await order.decide('1.2.3', image, 'w')).toEqual({ write: true })
    expect(asked).toEqual([`svc-1.2.3...${SHA}`, `svc-v1.2.3...${SHA}`])
  })
})

test('a default branch that cannot be seen is no reason to call the commit missing from it', async () => {
  const problem = await problemOf(() => decide(OLD_SHA, { [PAIR]: 'diverged' }))
  expect(problem).toMatchObject({ code: 'ORDER_UNKNOWN', hint: expect.stringContaining('contents: read') })
})

describe('a commit of another repository than that of the run', () => {
  const decideForeign = (answers: Answers, onDiverged: Policies['onDiverged'] = 'default-branch') => {
    const refs = { defaultBranch: undefined, foreign: 'acme/web' }
    return new Order(historyOf(answers).history, { ...POLICIES, onDiverged }, refs).decide(
      OLD_SHA,
      image,
      'w',
    )
  }
  const SEEN = { [`${SHA}...${SHA}`]: 'identical' } as const

  test('is ordered by the history of that repository', async () => {
    expect(await decideForeign({ [PAIR]: 'ahead' })).toEqual({ write: true })
    expect(await decideForeign({ [PAIR]: 'behind' })).toMatchObject({ write: false })
  })

  test.each([
    ['has diverged', { [PAIR]: 'diverged', ...SEEN } as const],
    ['cannot be compared, though it is there itself', SEEN],
  ])('that %s needs another on-diverged: the default branch is not known', async (_, answers) => {
    expect(await problemOf(() => decideForeign(answers))).toMatchObject({
      code: 'ORDER_DIVERGED',
      message: expect.stringContaining('default branch of acme/web is not known'),
      hint: expect.stringContaining('Set on-diverged to write'),
    })
    expect(await decideForeign(answers, 'write')).toMatchObject({ write: true })
    expect(await decideForeign(answers, 'skip')).toMatchObject({ write: false })
  })

  test('that is a version without a git tag of that name is unknown, and the hint tells of prefixes', async () => {
    const version = { ...image, commit: undefined, tag: 'v1.2.3' }
    const order = new Order(historyOf({}).history, POLICIES, MAIN_BRANCH)
    expect(await problemOf(() => order.decide(OLD_SHA, version, 'w'))).toMatchObject({
      code: 'ORDER_UNKNOWN',
      message: expect.stringContaining('git tag of the version v1.2.3'),
      hint: expect.stringMatching(/svc-v1\.2\.3 has, set the input tag to the full SHA.*contents: read/),
    })
  })

  test('that is taken for one of the run is unknown, and the hint names source-repository', async () => {
    expect(await problemOf(() => decide(OLD_SHA, {}))).toMatchObject({
      code: 'ORDER_UNKNOWN',
      hint: expect.stringContaining('name that in source-repository'),
    })
  })

  test('that the token does not show is unknown, and the hint names the token and the repository', async () => {
    expect(await problemOf(() => decideForeign({}))).toMatchObject({
      code: 'ORDER_UNKNOWN',
      message: expect.stringContaining('in acme/web'),
      hint: expect.stringMatching(/github-token.*acme\/web.*source-repository/),
    })
  })
})

describe('the changes since what is deployed', () => {
  const changing = (answers: Answers) => {
    const { history, asked } = historyOf(answers)
    const told: string[] = []
    const changes = async (base: string, head: string) => {
      told.push(`${base}...${head}`)
      return [`${base}...${head}`]
    }
    return { order: new Order({ ...history, changes }, POLICIES, MAIN_BRANCH), asked, told }
  }

  test('are asked for once, by the names under which git knows the two', async () => {
    const { order, asked, told } = changing({ [`v1.2.2...${SHA}`]: 'ahead' })
    expect(await order.changesSince('1.2.2', { tag: 'v1.2.3', commit: SHA })).toEqual([`v1.2.2...${SHA}`])
    await order.changesSince('1.2.2', { tag: SHA, commit: undefined })
    expect([asked, told]).toEqual([[`1.2.2...${SHA}`, `v1.2.2...${SHA}`], [`v1.2.2...${SHA}`]])
  })

  test.each(['behind', 'diverged', undefined] as const)(
    'are unknown where the relation is %s',
    async (relation) => {
      const { order, told } = changing({ [PAIR]: relation })
      expect(await order.changesSince(OLD_SHA, image)).toBeUndefined()
      expect(told).toEqual([])
    },
  )

  test('are none of the very commit, and unknown of a tag that names none', async () => {
    const { order, asked } = changing({})
    expect(await order.changesSince(SHA, image)).toEqual([])
    expect(await order.changesSince(SHA, { tag: 'latest', commit: undefined })).toBeUndefined()
    expect(asked).toEqual([])
  })
})
