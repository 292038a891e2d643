import { describe, expect, test } from 'vitest'
import { fail } from '../../../src/errors.ts'
import { type History, Order, type Relation } from '../../../src/gitops/order.ts'
import { type DeployTarget, propose } from '../../../src/gitops/propose.ts'
import type { Snapshot } from '../../../src/gitops/repository.ts'
import type { ConfigPlan } from '../../../src/plan/plan.ts'
import { aConfig, anImage, digestOf, HOST, must, OLD_SHA, problemsOf, REPOSITORY, SHA } from '../builders.ts'

const NAME = `${HOST}/${REPOSITORY}`
const DIGEST = digestOf('d')
const kustomization = (tag: string, extra = '') =>
  `images:\n- name: identity-service\n  newName: ${NAME}\n  newTag: ${tag}\n${extra}`

function snapshotOf(files: Readonly<Record<string, string>>): Snapshot {
  return {
    tip: 'f'.repeat(40),
    nodes: new Map(Object.entries(files).map(([path, text]) => [path, { kind: 'file', text }])),
  }
}

interface Run {
  readonly files: Readonly<Record<string, string>>
  readonly targets: readonly DeployTarget[]
  readonly config?: Partial<ConfigPlan>
  readonly relation?: Relation
  readonly history?: History
}

function run({ files, targets, config, relation = 'ahead', history }: Run) {
  const plan = aConfig(config)
  const order = new Order(history ?? { compare: async () => relation }, plan, 'main')
  return propose(snapshotOf(files), targets, { config: plan, order, placeAt: () => (file) => ({ file }) })
}

const target = (changes: Parameters<typeof anImage>[0] = {}): DeployTarget => ({
  image: anImage({ overlays: ['prod.yaml'], ...changes }),
  digest: DIGEST,
})

describe('propose', () => {
  test('changes what differs, in every overlay, and tells what was there', async () => {
    const files = { 'prod.yaml': kustomization(OLD_SHA), 'staging.yaml': kustomization(SHA) }
    const proposal = await run({ files, targets: [target({ overlays: ['prod.yaml', 'staging.yaml'] })] })
    expect(proposal.tip).toBe('f'.repeat(40))
    expect(proposal.targets).toEqual([
      {
        image: 'identity-service',
        overlay: 'prod.yaml',
        file: 'prod.yaml',
        outcome: 'write',
        previous: OLD_SHA,
        notices: [],
      },
      {
        image: 'identity-service',
        overlay: 'staging.yaml',
        file: 'staging.yaml',
        outcome: 'unchanged',
        previous: SHA,
        notices: [],
      },
    ])
    expect([...proposal.files]).toEqual([['prod.yaml', kustomization(SHA)]])
    expect(proposal.before.get('prod.yaml')).toBe(kustomization(OLD_SHA))
  })

  test('puts several images into one file', async () => {
    const worker = `- name: worker\n  newName: ${HOST}/worker\n  newTag: ${OLD_SHA}\n`
    const files = { 'prod.yaml': kustomization(OLD_SHA, worker) }
    const second = target({ name: 'worker', repository: 'worker', repositoryUrl: `${HOST}/worker` })
    const proposal = await run({ files, targets: [target(), second] })
    expect(proposal.files.get('prod.yaml')).toBe(kustomization(SHA, worker.replace(OLD_SHA, SHA)))
    expect(proposal.targets.map(({ outcome }) => outcome)).toEqual(['write', 'write'])
  })

  test('leaves a superseded image alone and still writes the other one of the file', async () => {
    const worker = `- name: worker\n  newName: ${HOST}/worker\n  newTag: latest\n`
    const files = { 'prod.yaml': kustomization(OLD_SHA, worker) }
    const second = target({ name: 'worker', repository: 'worker', repositoryUrl: `${HOST}/worker` })
    const proposal = await run({ files, targets: [second, target()], relation: 'behind' })
    expect(proposal.files.get('prod.yaml')).toBe(kustomization(OLD_SHA, worker.replace('latest', SHA)))
    expect(proposal.targets.map(({ outcome }) => outcome)).toEqual(['write', 'superseded'])
    expect(must(proposal.targets[1]).notices).toEqual([expect.stringContaining('is deployed and newer')])
  })

  test('has no files when nothing changes', async () => {
    const proposal = await run({ files: { 'prod.yaml': kustomization(SHA) }, targets: [target()] })
    expect(proposal.files.size).toBe(0)
  })

  test('is unchanged only when every wanted value is there, not when the commits are equal', async () => {
    const proposal = await run({ files: { 'prod.yaml': kustomization(`main-${SHA}`) }, targets: [target()] })
    expect(must(proposal.targets[0]).outcome).toBe('write')
  })

  test('tells the problems of all overlays together', async () => {
    const files = {
      'a.yaml': 'images: []\n',
      'b.yaml': kustomization(OLD_SHA).replace(HOST, '602401143452.dkr.ecr.us-east-1.amazonaws.com'),
      'c.yaml': kustomization(OLD_SHA),
    }
    const overlays = ['a.yaml', 'missing', 'b.yaml', 'c.yaml']
    const problems = await problemsOf(() => run({ files, targets: [target({ overlays })] }))
    expect(problems.map(({ code }) => code)).toEqual(['ENTRY_MISSING', 'OVERLAY_MISSING', 'ENTRY_REGISTRY'])
  })

  test('tells one cause once, however many overlays it hits', async () => {
    const history: History = {
      compare: async () =>
        fail({ code: 'ORDER_UNKNOWN', message: 'GitHub did not answer', hint: 'Run again.' }),
    }
    const files = { 'a.yaml': kustomization(OLD_SHA), 'b.yaml': kustomization(OLD_SHA) }
    const problems = await problemsOf(() =>
      run({ files, targets: [target({ overlays: ['a.yaml', 'b.yaml'] })], history }),
    )
    expect(problems.map(({ code }) => code)).toEqual(['ORDER_UNKNOWN'])
  })

  test('throws on what is no problem of the deploy', async () => {
    const history: History = { compare: () => Promise.reject(new TypeError('a defect')) }
    await expect(
      run({ files: { 'prod.yaml': kustomization(OLD_SHA) }, targets: [target()], history }),
    ).rejects.toThrow('a defect')
  })

  test('writes a placeholder away, with a notice', async () => {
    const files = { 'prod.yaml': kustomization('abc').replace('465002806239', '123456789012') }
    const proposal = await run({ files, targets: [target()] })
    expect(proposal.files.get('prod.yaml')).toBe(kustomization(SHA))
    expect(must(proposal.targets[0]).notices).toEqual([
      expect.stringContaining('is a placeholder'),
      expect.stringContaining('names no commit'),
    ])
  })

  test('adds newName where there is none, and leaves one that the name makes needless', async () => {
    const bare = `images:\n- name: identity-service\n  newTag: ${OLD_SHA}\n`
    const first = await run({ files: { 'prod.yaml': bare }, targets: [target()] })
    expect(first.files.get('prod.yaml')).toBe(
      `images:\n- name: identity-service\n  newName: ${NAME}\n  newTag: ${SHA}\n`,
    )
    const full = `images:\n- name: ${NAME}\n  newTag: ${OLD_SHA}\n`
    const second = await run({ files: { 'prod.yaml': full }, targets: [target({ name: NAME })] })
    expect(second.files.get('prod.yaml')).toBe(`images:\n- name: ${NAME}\n  newTag: ${SHA}\n`)
  })
})

describe('pin', () => {
  const entry = (rest: string) => `images:\n- name: identity-service\n  newName: ${NAME}\n${rest}`
  const OLD_DIGEST = digestOf('e')
  test.each<readonly [ConfigPlan['pin'], string, string]>([
    ['tag', `  newTag: ${OLD_SHA}\n`, `  newTag: ${SHA}\n`],
    ['tag', `  newTag: ${OLD_SHA}\n  digest: ${OLD_DIGEST}\n`, `  newTag: ${SHA}\n  digest: ${DIGEST}\n`],
    ['tag', `  digest: ${OLD_DIGEST}\n`, `  digest: ${DIGEST}\n`],
    ['digest', `  digest: ${OLD_DIGEST}\n`, `  digest: ${DIGEST}\n`],
    ['digest', `  newTag: ${OLD_SHA}\n  digest: ${OLD_DIGEST}\n`, `  newTag: ${SHA}\n  digest: ${DIGEST}\n`],
    ['both', `  newTag: ${OLD_SHA}\n  digest: ${OLD_DIGEST}\n`, `  newTag: ${SHA}\n  digest: ${DIGEST}\n`],
  ])('%s over %j never leaves an old digest or tag behind', async (pin, before, after) => {
    const proposal = await run({
      files: { 'prod.yaml': entry(before) },
      targets: [target()],
      config: { pin },
    })
    const written = must(proposal.files.get('prod.yaml'))
    const withTag = after.includes('newTag') || pin !== 'digest'
    expect(written).not.toContain(OLD_DIGEST)
    expect(written).not.toContain(OLD_SHA)
    expect(written.includes(`newTag: ${SHA}`)).toBe(withTag)
    expect(written.includes(`digest: ${DIGEST}`)).toBe(after.includes('digest'))
  })

  test('digest adds a digest, and moves a tag that is there with it', async () => {
    const proposal = await run({
      files: { 'prod.yaml': entry('') },
      targets: [target()],
      config: { pin: 'digest' },
    })
    expect(proposal.files.get('prod.yaml')).toBe(
      `images:\n- name: identity-service\n  digest: ${DIGEST}\n  newName: ${NAME}\n`,
    )
  })
})
