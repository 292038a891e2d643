import { describe, expect, test } from 'vitest'
import type {
  Change,
  CommitOutcome,
  ConfigRepository,
  Snapshot,
} from '../../../src/config-repository/repository.ts'
import { originOf } from '../../../src/doors/deploy/deployment.ts'
import { kustomizeImages } from '../../../src/edit/kustomize/target.ts'
import { StepError } from '../../../src/errors/errors.ts'
import { Bump } from '../../../src/gitops/bump.ts'
import { Order } from '../../../src/gitops/order.ts'
import type { Proposal } from '../../../src/gitops/proposal.ts'
import { pushDelivery } from '../../../src/gitops/push.ts'
import type { ConfigPlan } from '../../../src/plan/config.ts'
import type { WantedImage } from '../../../src/plan/deployment.ts'
import type { PushedImage } from '../../../src/plan/image.ts'
import type { Relation } from '../../../src/source/history/history.ts'
import { aConfig, aSource, aWanted, digestOf, HOST, must, OLD_SHA, problemsOf, SHA } from '../builders.ts'

const [PROD, STAGING] = ['prod.yaml', 'staging.yaml']
const NEWER = '9'.repeat(40)
const LOST = '0'.repeat(40)
const REVERTED = '7'.repeat(40)

/** What GitHub would say of every commit that an overlay here may hold, compared with SHA. */
const HISTORY: Readonly<Record<string, { relation: Relation; changes: readonly string[] | undefined }>> = {
  [OLD_SHA]: { relation: 'ahead', changes: ['services/api/main.go', 'go.mod'] },
  [REVERTED]: { relation: 'ahead', changes: ['services/web/page.tsx'] },
  [NEWER]: { relation: 'behind', changes: undefined },
  ['5'.repeat(40)]: { relation: 'diverged', changes: undefined },
  ['3'.repeat(40)]: { relation: 'ahead', changes: undefined },
}

interface Entry {
  name: string
  newName?: string
  newTag?: string
  digest?: string
  hold?: string
}

function overlay(...entries: Entry[]): string {
  const lines = entries.flatMap(({ hold, name, newName = `${HOST}/${name}`, newTag, digest }) => [
    ...(hold === undefined ? [] : [`# ecr-gitops: hold ${hold}`]),
    `- name: ${name}`,
    ...(newName === '' ? [] : [`  newName: ${newName}`]),
    ...(newTag === undefined ? [] : [`  newTag: "${newTag}"`]),
    ...(digest === undefined ? [] : [`  digest: ${digest}`]),
  ])
  return `images:\n${lines.join('\n')}\nkind: Kustomization\n`
}

class MemoryRepository implements ConfigRepository {
  readonly commits: Change[] = []
  files: Record<string, string>
  tip = 1
  /** Called before each commit: what others do in the meantime. */
  others: () => void = () => {}

  constructor(files: Record<string, string>) {
    this.files = { ...files }
  }

  async read(): Promise<Snapshot> {
    const nodes = Object.entries(this.files).map(
      ([path, text]) => [path, { kind: 'file', id: text, text }] as const,
    )
    return { tip: String(this.tip), nodes: new Map(nodes) }
  }

  async commit(tip: string, change: Change): Promise<CommitOutcome> {
    this.others()
    if (tip !== String(this.tip))
      return { landed: false, commit: 'lost', reason: 'fetch first', unanswered: false, unsent: true }
    this.commits.push(change)
    this.files = { ...this.files, ...Object.fromEntries(change.files) }
    this.tip += 1
    return { landed: true, commit: `commit-${this.tip}` }
  }

  write(files: Record<string, string>): void {
    this.files = { ...this.files, ...files }
    this.tip += 1
  }

  async landed(): Promise<undefined> {
    return undefined
  }

  nodesAt(): never {
    throw new Error('nothing else is read here')
  }

  list(): never {
    throw new Error('there is no glob here')
  }

  materialise(): never {
    throw new Error('nothing is rendered here')
  }
}

const image = (name: string, paths: readonly string[], changes: Partial<PushedImage> = {}) =>
  aWanted({ name, repository: name, paths, overlays: [PROD, STAGING], ...changes })
const WEB = image('web', ['services/web'])
const API = image('api', ['services/api', 'go.mod'])

function open(
  files: Record<string, string>,
  images: readonly WantedImage[] = [WEB],
  policies: Partial<ConfigPlan> = {},
) {
  const repository = new MemoryRepository(files)
  const config = aConfig(policies)
  const asked: string[] = []
  const open = { now: 0, most: 0 }
  const history = {
    compare: async (base: string) => {
      asked.push(base)
      open.now += 1
      open.most = Math.max(open.most, open.now)
      await new Promise((resolve) => setImmediate(resolve))
      open.now -= 1
      return HISTORY[base]?.relation
    },
    changes: async (base: string) => HISTORY[base]?.changes,
  }
  const order = new Order(history, config, { defaultBranch: undefined })
  const rendered: Proposal[] = []
  const found: string[] = []
  const warnings: string[] = []
  const render = async (proposal: Proposal) => {
    rendered.push(proposal)
    return found
  }
  const { signal } = new AbortController()
  const bump = new Bump(images, {
    config,
    origin: originOf(aSource()),
    repository,
    delivery: pushDelivery(repository, { signal }),
    kindOf: () => kustomizeImages,
    orders: () => order,
    signal,
    describe: async () => undefined,
    checks: { advise: async () => found, render },
    onWarning: (warning) => warnings.push(warning),
  })
  return { bump, repository, history, asked, rendered, found, warnings, mostAsked: () => open.most }
}

const both = (entry: Entry) => ({ [PROD]: overlay(entry), [STAGING]: overlay(entry) })
const WEB_OLD: Entry = { name: 'web', newTag: OLD_SHA }
const digests = (...names: string[]) => new Map(names.map((name) => [name, digestOf('d')] as const))
const outcomes = ({ verdicts }: Proposal) =>
  verdicts.map(({ image: name, file, outcome }) => `${name} ${file} ${outcome}`)

const untouchedBy = async (bump: Bump) => [...(await bump.preflight()).keys()]

describe('an image with paths', () => {
  test('is left alone when nothing under them changed since it was deployed: no digest is needed', async () => {
    const { bump, repository, rendered } = open(both(WEB_OLD))
    expect(await untouchedBy(bump)).toEqual(['web'])
    expect(rendered.map(outcomes)).toEqual([['web prod.yaml untouched', 'web staging.yaml untouched']])
    const tried = await bump.tryOut(new Map())
    expect(tried.verdicts[0]).toMatchObject({
      outcome: 'untouched',
      previous: OLD_SHA,
      reference: `${HOST}/web:${OLD_SHA}`,
      notices: ['prod.yaml:2: nothing under services/web changed since a1b2c3d'],
    })
    const { commit, proposal } = await bump.commit(new Map())
    expect([commit, repository.commits]).toEqual([undefined, []])
    expect(proposal).toEqual(tried)
  })

  test('is built and written when one of them changed', async () => {
    const { bump, repository } = open(both({ name: 'api', newTag: OLD_SHA }), [API])
    expect(await untouchedBy(bump)).toEqual([])
    await bump.commit(digests('api'))
    expect(repository.files).toEqual(both({ name: 'api', newTag: SHA }))
  })

  test('is decided for itself, in a file with others', async () => {
    const entries = (api: string) => overlay(WEB_OLD, { name: 'api', newTag: api })
    const files = { [PROD]: entries(OLD_SHA), [STAGING]: entries(OLD_SHA) }
    const { bump, repository } = open(files, [WEB, API])
    expect(await untouchedBy(bump)).toEqual(['web'])
    const { proposal } = await bump.commit(digests('api'))
    expect(repository.files).toEqual({ [PROD]: entries(SHA), [STAGING]: entries(SHA) })
    expect(outcomes(proposal)).toEqual([
      'web prod.yaml untouched',
      'web staging.yaml untouched',
      'api prod.yaml write',
      'api staging.yaml write',
    ])
    expect(repository.commits[0]?.message).not.toContain('web')
  })

  test('is built without paths, whatever changed', async () => {
    const { bump } = open(both(WEB_OLD), [image('web', [])])
    expect(await untouchedBy(bump)).toEqual([])
  })

  test('is written everywhere when one overlay needs it', async () => {
    const files = {
      [PROD]: overlay({ name: 'api', newTag: OLD_SHA }),
      [STAGING]: overlay({ name: 'api', newTag: REVERTED }),
    }
    const { bump, repository } = open(files, [API])
    expect(await untouchedBy(bump)).toEqual([])
    await bump.commit(digests('api'))
    expect(repository.files).toEqual(both({ name: 'api', newTag: SHA }))
  })

  test.each<readonly [string, Entry]>([
    ['no tag', { name: 'web' }],
    ['a tag that names no commit', { name: 'web', newTag: 'latest' }],
    ['a digest alone', { name: 'web', digest: digestOf('e') }],
    ['a commit that is not in the repository, as after a force-push', { name: 'web', newTag: LOST }],
    ['a commit beside the new one', { name: 'web', newTag: '5'.repeat(40) }],
    ['a newer commit', { name: 'web', newTag: NEWER }],
    ['a commit with more changes than are reported', { name: 'web', newTag: '3'.repeat(40) }],
    [
      'the account of a placeholder',
      { ...WEB_OLD, newName: `111122223333.dkr.ecr.us-east-1.amazonaws.com/web` },
    ],
    ['another registry', { ...WEB_OLD, newName: 'ghcr.io/acme/web' }],
    ['another repository of the registry', { ...WEB_OLD, newName: `${HOST}/old/web` }],
    ['no newName', { ...WEB_OLD, newName: '' }],
  ])('is built when one overlay has %s', async (_, entry) => {
    const policies = { retarget: true, onDiverged: 'write' } as const
    const { bump } = open({ [PROD]: overlay(WEB_OLD), [STAGING]: overlay(entry) }, [WEB], policies)
    expect(await untouchedBy(bump)).toEqual([])
  })

  test('is built when the entry is only to be created', async () => {
    const files = { [PROD]: overlay(WEB_OLD), [STAGING]: overlay({ name: 'other', newTag: OLD_SHA }) }
    const { bump } = open(files, [WEB], { createMissing: true })
    expect(await untouchedBy(bump)).toEqual([])
  })

  test('is built under another tag of the very commit, which is asked for to have it built again', async () => {
    const files = {
      [PROD]: overlay({ name: 'web', newTag: SHA }),
      [STAGING]: overlay({ name: 'web', newTag: `main-${SHA}` }),
    }
    const { bump, asked } = open(files)
    expect(await untouchedBy(bump)).toEqual([])
    expect(asked).toEqual([])
  })

  test('is left alone at the very tag, and nobody is asked', async () => {
    const { bump, asked } = open(both({ name: 'web', newTag: SHA }))
    expect(await bump.preflight()).toEqual(new Map([['web', SHA]]))
    expect(asked).toEqual([])
  })

  test('has no one tag to name where its overlays hold several', async () => {
    const third = { ...WEB_OLD, newTag: `main-${OLD_SHA}` }
    const { bump } = open({ [PROD]: overlay(WEB_OLD), [STAGING]: overlay(third) })
    expect(await bump.preflight()).toEqual(new Map([['web', undefined]]))
  })

  test('is left alone where every wanted value is there, also under a version that the history does not know', async () => {
    const released = image('web', ['services/web'], { tag: '1.2.3', commit: SHA })
    const { bump } = open(both({ name: 'web', newTag: '1.2.3' }), [released])
    expect(await untouchedBy(bump)).toEqual(['web'])
  })

  test.each(['digest', 'both'] as const)(
    'is left alone with pin: %s, where no digest is known',
    async (pin) => {
      const entry = { ...WEB_OLD, digest: digestOf('e') }
      const { bump, repository } = open(both(entry), [WEB], { pin })
      expect(await untouchedBy(bump)).toEqual(['web'])
      await bump.commit(new Map())
      expect(repository.commits).toEqual([])
    },
  )

  test('is asked about once for all overlays and images that hold the same commit', async () => {
    const twelve = Array.from({ length: 12 }, (_, index) => image(`s${index}`, [`services/s${index}`]))
    const text = overlay(...twelve.map(({ name }) => ({ name, newTag: OLD_SHA })))
    const { bump, asked } = open({ [PROD]: text, [STAGING]: text }, twelve)
    expect((await bump.preflight()).size).toBe(12)
    expect(asked).toEqual([OLD_SHA])
  })

  test('is asked about beside others at commits of their own, eight at once and each once', async () => {
    const twelve = Array.from({ length: 12 }, (_, index) => image(`s${index}`, [`services/s${index}`]))
    const commits = twelve.map((_, index) => index.toString(16).repeat(40))
    const text = overlay(...twelve.map(({ name }, index) => ({ name, newTag: commits[index] ?? '' })))
    const { bump, asked, mostAsked } = open({ [PROD]: text, [STAGING]: text }, twelve, { onDiverged: 'skip' })
    await bump.preflight()
    expect(commits.filter((commit) => !asked.includes(commit))).toEqual([])
    expect(new Set(asked.filter((commit) => commits.includes(commit))).size).toBe(12)
    expect(mostAsked()).toBe(8)
  })

  test('is built when its changes cannot be asked for', async () => {
    const held = both({ ...WEB_OLD, hold: 'audit' })
    const { bump } = open(held)
    const failing = open(held)
    failing.asked.push = () => {
      throw new StepError([{ code: 'ORDER_UNKNOWN', message: 'GitHub did not answer', hint: 'Run again.' }])
    }
    expect(await untouchedBy(bump)).toEqual(['web'])
    expect(await untouchedBy(failing.bump)).toEqual([])
  })

  test('is no reason to go on when the run is cancelled meanwhile', async () => {
    const { bump, history } = open(both(WEB_OLD))
    history.changes = async () => {
      throw new DOMException('cancelled', 'AbortError')
    }
    await expect(bump.preflight()).rejects.toThrow('cancelled')
  })
})

describe('a held overlay', () => {
  const held = (newTag: string): Entry => ({ name: 'api', newTag, hold: 'audit' })

  test('does not decide, because it is not written', async () => {
    const files = { [PROD]: overlay(held(OLD_SHA)), [STAGING]: overlay({ name: 'api', newTag: REVERTED }) }
    const { bump } = open(files, [API])
    expect(await untouchedBy(bump)).toEqual(['api'])
    expect(outcomes(await bump.tryOut(new Map()))).toEqual([
      'api prod.yaml held',
      'api staging.yaml untouched',
    ])
  })

  test('decides where all are held', async () => {
    expect(await untouchedBy(open(both(held(OLD_SHA)), [API]).bump)).toEqual([])
    expect(await untouchedBy(open(both(held(REVERTED)), [API]).bump)).toEqual(['api'])
  })
})

describe('after a lost race', () => {
  /** Another image is built, so that there is a race to lose; then the entry of `web` becomes this one. */
  async function race(web: Entry | undefined, policies: Partial<ConfigPlan> = {}) {
    const api: Entry = { name: 'api', newTag: OLD_SHA }
    const first = open(
      { [PROD]: overlay(WEB_OLD, api), [STAGING]: overlay(WEB_OLD, api) },
      [WEB, API],
      policies,
    )
    const { bump, repository } = first
    expect(await untouchedBy(bump)).toEqual(['web'])
    repository.others = () => {
      repository.others = () => {}
      repository.write({ [STAGING]: overlay(...(web ? [web] : []), api) })
    }
    return {
      ...first,
      webAt: () => must(/name: web\n.*\n.*newTag: "(.*)"/.exec(must(repository.files[STAGING]))?.[1]),
    }
  }

  test('the decision stays while the tag does', async () => {
    const { bump, repository, webAt } = await race({ ...WEB_OLD, digest: digestOf('e') })
    await bump.commit(digests('api'))
    expect(repository.commits).toHaveLength(1)
    expect(webAt()).toBe(OLD_SHA)
  })

  test('it stays under another commit of which nothing changed either', async () => {
    const { bump, webAt } = await race({ name: 'web', newTag: SHA })
    await bump.commit(digests('api'))
    expect(webAt()).toBe(SHA)
  })

  test('a newer commit stays, as on-stale says', async () => {
    const { bump, webAt } = await race({ name: 'web', newTag: NEWER })
    const { proposal } = await bump.commit(digests('api'))
    expect(outcomes(proposal)).toContain('web staging.yaml superseded')
    expect(outcomes(proposal)).toContain('web prod.yaml untouched')
    expect(webAt()).toBe(NEWER)
  })

  test('a hold stays', async () => {
    const { bump, webAt } = await race({ ...WEB_OLD, newTag: REVERTED, hold: 'audit' })
    const { proposal } = await bump.commit(digests('api'))
    expect(outcomes(proposal)).toContain('web staging.yaml held')
    expect(webAt()).toBe(REVERTED)
  })

  test.each([REVERTED, 'latest'])('%s needs the image that was not built: refused', async (newTag) => {
    const { bump, repository } = await race({ name: 'web', newTag })
    expect(await problemsOf(() => bump.commit(digests('api')))).toEqual([
      {
        code: 'CONFIG_CONTENTION',
        message: expect.stringMatching(/^staging\.yaml:2: another writer .* services\/web /),
        hint: expect.stringContaining('it builds web'),
        configPlace: expect.objectContaining({ file: STAGING, line: 2 }),
      },
    ])
    expect(repository.commits).toEqual([])
  })

  test('an entry that is gone, and would be created, needs it too: there is no line to name', async () => {
    const { bump, repository } = await race(undefined, { createMissing: true })
    expect(await problemsOf(() => bump.commit(digests('api')))).toMatchObject([
      {
        code: 'CONFIG_CONTENTION',
        message: expect.stringMatching(/^staging\.yaml: another writer .*it has no tag now/),
        configPlace: { file: STAGING },
      },
    ])
    expect(repository.commits).toEqual([])
  })

  test('an image that was built is written, also over a commit of which nothing changed', async () => {
    const { bump, repository } = open(both({ name: 'api', newTag: OLD_SHA }), [API])
    await bump.preflight()
    repository.others = () => {
      repository.others = () => {}
      repository.write(both({ name: 'api', newTag: REVERTED }))
    }
    await bump.commit(digests('api'))
    expect(repository.files).toEqual(both({ name: 'api', newTag: SHA }))
  })

  test('and it is written after all where the registry has the image', async () => {
    const { bump, webAt } = await race({ name: 'web', newTag: REVERTED })
    const { proposal } = await bump.commit(digests('api', 'web'))
    expect(outcomes(proposal)).toEqual([
      'web prod.yaml write',
      'web staging.yaml write',
      'api prod.yaml write',
      'api staging.yaml write',
    ])
    expect(webAt()).toBe(SHA)
  })
})

test('what the checks find is reported once, however often they are asked', async () => {
  const { bump, found, warnings, rendered } = open(both({ name: 'api', newTag: OLD_SHA }), [API])
  found.push('one')
  await bump.preflight()
  found.push('two')
  await bump.commit(digests('api'))
  expect(rendered).toHaveLength(2)
  expect(warnings).toEqual(['one', 'two'])
})
