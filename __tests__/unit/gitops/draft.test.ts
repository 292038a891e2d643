import { describe, expect, test } from 'vitest'
import { matchOverlays } from '../../../src/config-repository/overlay.ts'
import type { TreeNode } from '../../../src/config-repository/repository.ts'
import type { Survey } from '../../../src/config-repository/survey.ts'
import { fail } from '../../../src/errors/errors.ts'
import { compose } from '../../../src/gitops/draft.ts'
import { judgeAll } from '../../../src/gitops/judge/judge-images.ts'
import type { EcrHost } from '../../../src/names/host.ts'
import type { ConfigPlan } from '../../../src/plan/config.ts'
import type { WantedImage } from '../../../src/plan/deployment.ts'
import type { History, Relation } from '../../../src/source/history/history.ts'
import {
  anAccess,
  aWanted,
  digestOf,
  HOST,
  host,
  must,
  OLD_SHA,
  problemsOf,
  REPOSITORY,
  SHA,
} from '../builders.ts'
import { judging } from './judging.ts'

const NAME = `${HOST}/${REPOSITORY}`
const DIGEST = digestOf('d')
const kustomization = (tag: string, extra = '') =>
  `images:\n- name: identity-service\n  newName: ${NAME}\n  newTag: ${tag}\n${extra}`

/** Every glob of the targets is answered, as it would be for these files. */
function surveyOf(files: Readonly<Record<string, string>>, targets: readonly WantedImage[]): Survey {
  const overlays = targets.flatMap((image) => image.targets.map(({ path }) => path))
  const nodes = Object.entries(files).flatMap(([path, text]): (readonly [string, TreeNode])[] => [
    [path, { kind: 'file', id: path, text }],
    [path.slice(0, Math.max(0, path.lastIndexOf('/'))), { kind: 'folder', id: path, entries: [] }],
  ])
  return {
    tip: 'f'.repeat(40),
    nodes: new Map(nodes),
    matches: new Map(overlays.map((overlay) => [overlay, matchOverlays(overlay, Object.keys(files))])),
  }
}

interface Run {
  readonly files: Readonly<Record<string, string>>
  readonly targets: readonly WantedImage[]
  readonly config?: Partial<ConfigPlan>
  readonly relation?: Relation
  readonly history?: History
}

async function run({ files, targets, config, relation = 'ahead', history }: Run) {
  const options = judging(
    config,
    history ?? { compare: async () => relation, changes: async () => undefined },
  )
  const survey = surveyOf(files, targets)
  const judged = await judgeAll(survey, targets, options)
  return compose(survey, judged, { ...options, untouched: new Map() })
}

const target = (changes: Parameters<typeof aWanted>[0] = {}): WantedImage =>
  aWanted({ overlays: ['prod.yaml'], digest: DIGEST, ...changes })

describe('propose', () => {
  test('changes what differs, in every overlay, and tells what was there', async () => {
    const files = { 'prod.yaml': kustomization(OLD_SHA), 'staging.yaml': kustomization(SHA) }
    const proposal = await run({ files, targets: [target({ overlays: ['prod.yaml', 'staging.yaml'] })] })
    expect(proposal.tip).toBe('f'.repeat(40))
    expect(proposal.verdicts).toEqual([
      {
        image: 'identity-service',
        kind: 'kustomize',
        overlay: 'prod.yaml',
        key: 'identity-service',
        file: 'prod.yaml',
        optional: false,
        outcome: 'write',
        place: { file: 'prod.yaml', line: 2 },
        previous: OLD_SHA,
        deployed: OLD_SHA,
        reference: `${NAME}:${SHA}`,
        notices: [],
      },
      {
        image: 'identity-service',
        kind: 'kustomize',
        overlay: 'staging.yaml',
        key: 'identity-service',
        file: 'staging.yaml',
        optional: false,
        outcome: 'unchanged',
        place: { file: 'staging.yaml', line: 2 },
        previous: SHA,
        deployed: SHA,
        reference: `${NAME}:${SHA}`,
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
    expect(proposal.verdicts.map(({ outcome }) => outcome)).toEqual(['write', 'write'])
  })

  test('writes a file once that two overlays name', async () => {
    const files = { 'prod/kustomization.yaml': kustomization(OLD_SHA) }
    const overlays = ['prod', 'prod/kustomization.yaml']
    const proposal = await run({ files, targets: [target({ overlays })] })
    expect([...proposal.files.values()]).toEqual([kustomization(SHA)])
    expect(proposal.verdicts).toMatchObject([{ outcome: 'write', previous: OLD_SHA }])
  })

  test('keeps the hold of one rollback beside the other in one file', async () => {
    const worker = `- name: worker\n  newName: ${HOST}/worker\n  newTag: ${OLD_SHA}\n`
    const files = { 'prod.yaml': kustomization(OLD_SHA, worker) }
    const second = target({ name: 'worker', repository: 'worker', repositoryUrl: `${HOST}/worker` })
    const config = { onStale: 'write' as const }
    const proposal = await run({ files, targets: [target(), second], config, relation: 'behind' })
    const held = (text: string) => text.replace('- name', '# ecr-gitops: hold rolled back by octocat\n- name')
    const written = worker.replace(OLD_SHA, SHA)
    expect(proposal.files.get('prod.yaml')).toBe(held(kustomization(SHA)) + held(written))
  })

  test('speaks of each by its line at the commit that was read, whatever the others put above it', async () => {
    const bare = '- name: worker\n  newTag: a\n'
    const old = `- name: cron\n  newName: ${HOST.replace('465002806239', '123456789012')}/cron\n  newTag: latest\n`
    const suffixed = `- name: web\n  newTag: ${OLD_SHA}\n  tagSuffix: -arm\n`
    const files = { 'prod.yaml': kustomization(OLD_SHA, `${bare}${old}${suffixed}`) }
    const other = (name: string) => target({ name, repository: name, repositoryUrl: `${HOST}/${name}` })
    const targets = [target(), other('worker'), other('cron'), other('web')]
    const proposal = await run({ files, targets, config: { onStale: 'write' }, relation: 'behind' })
    expect(proposal.verdicts.map(({ place }) => place.line)).toEqual([2, 5, 7, 10])
    expect(proposal.verdicts.map(({ notices }) => notices.map((text) => text.split(' ')[0]))).toEqual([
      ['prod.yaml:2:'],
      ['prod.yaml:5:'],
      ['prod.yaml:8:', 'prod.yaml:7:'],
      ['prod.yaml:12:', 'prod.yaml:10:'],
    ])
    const written = must(proposal.files.get('prod.yaml'))
    expect(written.split('\n').indexOf('- name: web')).toBeGreaterThan(10)
  })

  test('speaks of a hold by its line at the commit, whatever a rollback put above it', async () => {
    const held = '# ecr-gitops: hold freeze\n- name: worker\n  newTag: a\n'
    const files = { 'prod.yaml': kustomization(OLD_SHA, held) }
    const worker = target({ name: 'worker', repository: 'worker', repositoryUrl: `${HOST}/worker` })
    const config = { onStale: 'write' } as const
    const { verdicts } = await run({ files, targets: [target(), worker], config, relation: 'behind' })
    expect(verdicts.map(({ notices }) => notices.map((text) => text.split(' ')[0]))).toEqual([
      ['prod.yaml:2:'],
      ['prod.yaml:5'],
    ])
  })

  test('leaves a superseded image alone and still writes the other one of the file', async () => {
    const worker = `- name: worker\n  newName: ${HOST}/worker\n  newTag: latest\n`
    const files = { 'prod.yaml': kustomization(OLD_SHA, worker) }
    const second = target({ name: 'worker', repository: 'worker', repositoryUrl: `${HOST}/worker` })
    const proposal = await run({ files, targets: [second, target()], relation: 'behind' })
    expect(proposal.files.get('prod.yaml')).toBe(kustomization(OLD_SHA, worker.replace('latest', SHA)))
    expect(proposal.verdicts.map(({ outcome }) => outcome)).toEqual(['write', 'superseded'])
    expect(must(proposal.verdicts[1]).notices).toEqual([expect.stringContaining('is deployed and newer')])
  })

  test('has no files when nothing changes', async () => {
    const proposal = await run({ files: { 'prod.yaml': kustomization(SHA) }, targets: [target()] })
    expect(proposal.files.size).toBe(0)
  })

  test('is unchanged only when every wanted value is there, not when the commits are equal', async () => {
    const proposal = await run({ files: { 'prod.yaml': kustomization(`main-${SHA}`) }, targets: [target()] })
    expect(must(proposal.verdicts[0]).outcome).toBe('write')
  })

  test('tells the problems of all overlays together', async () => {
    const files = {
      'a/kustomization.yaml': 'images: []\n',
      'b.yaml': kustomization(OLD_SHA).replace(HOST, '602401143452.dkr.ecr.us-east-1.amazonaws.com'),
      'c.yaml': kustomization(OLD_SHA),
    }
    const overlays = ['a/kustomization.yaml', 'missing', 'b.yaml', 'c.yaml']
    const problems = await problemsOf(() => run({ files, targets: [target({ overlays })] }))
    expect(problems.map(({ code }) => code)).toEqual(['ENTRY_MISSING', 'OVERLAY_MISSING', 'ENTRY_REGISTRY'])
  })

  test('tells one cause once, however many overlays it hits', async () => {
    const history: History = {
      compare: async () =>
        fail({ code: 'ORDER_UNKNOWN', message: 'GitHub did not answer', hint: 'Run again.' }),
      changes: async () => undefined,
    }
    const files = { 'a.yaml': kustomization(OLD_SHA), 'b.yaml': kustomization(OLD_SHA) }
    const problems = await problemsOf(() =>
      run({ files, targets: [target({ overlays: ['a.yaml', 'b.yaml'] })], history }),
    )
    expect(problems.map(({ code }) => code)).toEqual(['ORDER_UNKNOWN'])
  })

  test('throws on what is no problem of the deploy', async () => {
    const history: History = {
      compare: () => Promise.reject(new TypeError('a defect')),
      changes: async () => undefined,
    }
    await expect(
      run({ files: { 'prod.yaml': kustomization(OLD_SHA) }, targets: [target()], history }),
    ).rejects.toThrow('a defect')
  })

  test('writes a placeholder away, with a notice', async () => {
    const files = { 'prod.yaml': kustomization('abc').replace('465002806239', '123456789012') }
    const proposal = await run({ files, targets: [target()] })
    expect(proposal.files.get('prod.yaml')).toBe(kustomization(SHA))
    expect(must(proposal.verdicts[0]).notices).toEqual([
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

describe('a tag or digest that stands behind another value', () => {
  const OLD_DIGEST = digestOf('e')
  const entry = (rest: string) => `images:\n- name: identity-service\n${rest}`
  const forms = [
    [`  newName: ${NAME}\n  newTag: ${OLD_SHA}@${OLD_DIGEST}\n`, `${NAME}:${SHA}@${DIGEST}`],
    [`  newName: "${NAME}:${OLD_SHA}"\n`, `${NAME}:${SHA}`],
    [`  newName: ${NAME}:${OLD_SHA}@${OLD_DIGEST}\n`, `${NAME}:${SHA}@${DIGEST}`],
    [`  newName: ${NAME}:${OLD_SHA}\n  digest: ${OLD_DIGEST}\n`, `${NAME}:${SHA}@${DIGEST}`],
  ] as const

  test.each(forms)('%j says what is deployed, and is superseded by nothing older', async (rest) => {
    const files = { 'prod.yaml': entry(rest) }
    const proposal = await run({ files, targets: [target()], relation: 'behind' })
    expect(proposal.files.size).toBe(0)
    expect(proposal.verdicts).toMatchObject([
      {
        outcome: 'superseded',
        previous: OLD_SHA,
        deployed: OLD_SHA,
        notices: [expect.stringContaining(`${OLD_SHA.slice(0, 7)} is deployed and newer`)],
      },
    ])
  })

  test.each(forms)('%j gets tag and digest of the new image', async (rest, reference) => {
    const files = { 'prod.yaml': entry(rest) }
    const proposal = await run({ files, targets: [target()] })
    expect(proposal.verdicts).toMatchObject([{ outcome: 'write', previous: OLD_SHA, reference }])
    const text = must(proposal.files.get('prod.yaml'))
    expect(text).not.toContain(OLD_SHA)
    expect(text).not.toContain(OLD_DIGEST)
    const again = await run({ files: { 'prod.yaml': text }, targets: [target()] })
    expect(again.verdicts).toMatchObject([{ outcome: 'unchanged', previous: SHA, reference }])
  })

  test('is no other repository', async () => {
    const files = { 'prod/kustomization.yaml': entry(`  newName: ${NAME}:${OLD_SHA}\n`) }
    const proposal = await run({ files, targets: [target({ overlays: ['prod*'] })] })
    expect(proposal.verdicts).toMatchObject([
      { outcome: 'write', notices: [expect.stringContaining('get a key each')] },
    ])
  })

  test('is compared before a hold is left or passed', async () => {
    const marker = '# ecr-gitops: hold audit\n'
    const held = (tag: string) =>
      entry(`  newName: ${NAME}\n  newTag: ${tag}\n`).replace('- name', `${marker}- name`)
    const at = (tag: string) => run({ files: { 'prod.yaml': held(tag) }, targets: [target()] })
    expect((await at(`${SHA}@${DIGEST}`)).verdicts).toMatchObject([{ outcome: 'unchanged' }])
    expect((await at(`${OLD_SHA}@${OLD_DIGEST}`)).verdicts).toMatchObject([{ outcome: 'held' }])
  })
})

describe('another host of the same registry', () => {
  const virginia = host('465002806239.dkr.ecr.us-east-1.amazonaws.com')
  const pushedTo = (registry: EcrHost, name?: string) =>
    target({ access: anAccess({ registry }), ...(name === undefined ? {} : { name }) })
  const forms = [
    '465002806239.dkr-ecr.us-east-1.on.aws',
    '465002806239.dkr.ecr-fips.us-east-1.amazonaws.com',
    '465002806239.dkr-ecr-fips.us-east-1.on.aws',
  ]

  test.each(forms)('%s is kept, as is what is said of the image', async (form) => {
    const files = { 'prod.yaml': kustomization(OLD_SHA).replace(HOST, form) }
    const proposal = await run({ files, targets: [pushedTo(virginia)] })
    expect(proposal.files.get('prod.yaml')).toBe(kustomization(SHA).replace(HOST, form))
    expect(proposal.verdicts).toMatchObject([
      { deployed: OLD_SHA, reference: `${form}/${REPOSITORY}:${SHA}`, notices: [] },
    ])
  })

  test.each(forms)(
    '%s is kept where a step pushes to a form that the overlay does not have',
    async (form) => {
      const files = { 'prod.yaml': kustomization(SHA).replace(HOST, virginia.host) }
      expect((await run({ files, targets: [pushedTo(host(form))] })).verdicts).toMatchObject([
        { outcome: 'unchanged' },
      ])
    },
  )

  test.each(forms)('%s is kept where a placeholder stands for the account', async (form) => {
    const written = kustomization(OLD_SHA).replace(HOST, form.replace('465002806239', '123456789012'))
    const proposal = await run({ files: { 'prod.yaml': written }, targets: [pushedTo(virginia)] })
    expect(proposal.files.get('prod.yaml')).toBe(kustomization(SHA).replace(HOST, form))
  })

  test('is kept as a name without newName', async () => {
    const [form = ''] = forms
    const name = `${form}/${REPOSITORY}`
    const files = { 'prod.yaml': `images:\n- name: ${name}\n  newTag: ${OLD_SHA}\n` }
    const proposal = await run({ files, targets: [pushedTo(virginia, name)] })
    expect(proposal.files.get('prod.yaml')).toBe(`images:\n- name: ${name}\n  newTag: ${SHA}\n`)
  })

  test('is kept by a move to another repository, which is said with it', async () => {
    const [form = ''] = forms
    const files = { 'prod.yaml': kustomization(OLD_SHA).replace(NAME, `${form}/old`) }
    const proposal = await run({ files, targets: [pushedTo(virginia)] })
    expect(proposal.files.get('prod.yaml')).toBe(kustomization(SHA).replace(HOST, form))
    expect(proposal.verdicts[0]?.notices).toEqual([
      `prod.yaml:3: moves from ${form}/old to ${form}/${REPOSITORY}, another repository of the same registry, as repository says.`,
    ])
  })
})

describe('a replica', () => {
  const dublin = '465002806239.dkr.ecr.eu-west-1.amazonaws.com'
  const replicas = {
    patterns: [{ written: 'eu-*', account: undefined, region: 'eu-*' }],
    timeoutSeconds: 300,
  }
  const there = (tag: string) => kustomization(tag).replace(HOST, dublin)
  const files = { 'prod.yaml': kustomization(OLD_SHA), 'eu.yaml': there(OLD_SHA) }
  const both = target({ overlays: ['prod.yaml', 'eu.yaml'] })

  test('keeps its host and gets the tag, in one change with the others', async () => {
    const proposal = await run({ files, targets: [both], config: { replicas } })
    expect([...proposal.files]).toEqual([
      ['prod.yaml', kustomization(SHA)],
      ['eu.yaml', there(SHA)],
    ])
    expect(proposal.verdicts).toMatchObject([
      { outcome: 'write', replica: undefined, deployed: OLD_SHA },
      {
        outcome: 'write',
        replica: { host: dublin },
        deployed: OLD_SHA,
        reference: `${dublin}/${REPOSITORY}:${SHA}`,
        notices: [],
      },
    ])
  })

  test('keeps its host whatever else is allowed, and has its pin written', async () => {
    const pinned = { 'eu.yaml': there(`${OLD_SHA}@${digestOf('e')}`) }
    const eu = target({ overlays: ['eu.yaml'] })
    const proposal = await run({ files: pinned, targets: [eu], config: { replicas, retarget: true } })
    expect(proposal.files.get('eu.yaml')).toBe(there(`"${SHA}@${DIGEST}"`).replaceAll('"', ''))
  })

  test('with a placeholder for the account keeps its region', async () => {
    const written = { 'eu.yaml': there(OLD_SHA).replace('465002806239', '123456789012') }
    const eu = target({ overlays: ['eu.yaml'] })
    const proposal = await run({ files: written, targets: [eu], config: { replicas } })
    expect(proposal.files.get('eu.yaml')).toBe(there(SHA))
    expect(proposal.verdicts).toMatchObject([
      {
        replica: { host: dublin },
        notices: ['eu.yaml:3: the account "123456789012" is a placeholder and becomes 465002806239.'],
      },
    ])
  })

  test('that is not listed is refused, and replicas is what is spoken of first', async () => {
    const [problem] = await problemsOf(() => run({ files, targets: [both] }))
    expect(problem).toMatchObject({
      code: 'ENTRY_REGISTRY',
      message: expect.stringContaining('in region eu-west-1, but this step pushes to region ap-southeast-2'),
      hint: expect.stringMatching(
        /^If ECR replicates \S+ to eu-west-1, list 465002806239\.dkr\.ecr\.eu-west-1\.amazonaws\.com in the input replicas: .*retarget: true would .*its cluster would pull from ap-southeast-2\.$/,
      ),
    })
  })

  test('of another account is none', async () => {
    const other = { 'eu.yaml': there(OLD_SHA).replace('465002806239', '602401143452') }
    const eu = target({ overlays: ['eu.yaml'] })
    const [problem] = await problemsOf(() => run({ files: other, targets: [eu], config: { replicas } }))
    expect(problem?.code).toBe('ENTRY_REGISTRY')
    expect(problem?.hint).not.toContain('replicas')
  })
})

describe('a glob', () => {
  const paths = ['a/kustomization.yaml', 'b/kustomization.yaml', 'c/kustomization.yaml']
  const [a = '', b = '', c = ''] = paths
  const globbed = target({ overlays: ['*'] })

  test('writes where the entry is, and skips files without it unread', async () => {
    const files = { [a]: kustomization(OLD_SHA), [b]: 'images: [{name: other}]\n', [c]: 'not: [valid\n' }
    const proposal = await run({ files, targets: [globbed] })
    expect(proposal.verdicts.map(({ overlay, outcome }) => [overlay, outcome])).toEqual([['a', 'write']])
    expect([...proposal.before.keys()]).toEqual([a])
  })

  test('skips a file that only speaks of the name', async () => {
    const files = { [a]: kustomization(OLD_SHA), [b]: '# identity-service lives elsewhere\nresources: []\n' }
    const proposal = await run({ files, targets: [globbed], config: { createMissing: true } })
    expect(proposal.verdicts).toHaveLength(1)
    expect([...proposal.files.keys()]).toEqual([a])
  })

  test('fails when no match has the entry: a green run would deploy nothing', async () => {
    const files = { [a]: 'resources: []\n', [b]: 'images: []\n' }
    expect(await problemsOf(() => run({ files, targets: [globbed] }))).toMatchObject([
      {
        code: 'ENTRY_MISSING',
        inputs: ['name', 'overlays'],
        message: expect.stringContaining('no kustomization that matches * has an images entry'),
      },
    ])
  })

  test('does not count as found what is another image', async () => {
    const files = { [a]: kustomization(OLD_SHA) }
    const other = target({ name: 'worker', overlays: ['*'] })
    expect(await problemsOf(() => run({ files, targets: [globbed, other] }))).toMatchObject([
      { code: 'ENTRY_MISSING', message: expect.stringContaining('"worker"') },
    ])
  })

  test('skips an object of somebody else that has the name, too', async () => {
    const flux =
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: identity-service\n'
    const files = { [a]: kustomization(OLD_SHA), [b]: flux }
    const proposal = await run({ files, targets: [globbed], config: { createMissing: true } })
    expect([...proposal.files.keys()]).toEqual([a])
  })

  test('refuses a match that has the entry and cannot be edited', async () => {
    const files = { [a]: kustomization(OLD_SHA), [b]: kustomization(OLD_SHA, 'sops: {}\n') }
    expect(await problemsOf(() => run({ files, targets: [globbed] }))).toMatchObject([
      { code: 'EDIT_UNSAFE' },
    ])
  })
})

const FILE = 'prod/kustomization.yaml'

describe('create-missing', () => {
  const files = { [FILE]: 'images:\n- name: other\n' }

  test('adds an entry that is absent, and says so', async () => {
    const proposal = await run({
      files,
      targets: [target({ overlays: [FILE] })],
      config: { createMissing: true, pin: 'both' },
    })
    expect(proposal.files.get(FILE)).toContain(`- name: identity-service\n  newName: ${NAME}\n`)
    expect(proposal.verdicts).toMatchObject([
      {
        outcome: 'write',
        previous: undefined,
        deployed: undefined,
        reference: `${NAME}:${SHA}@${DIGEST}`,
        notices: [expect.stringContaining('is added')],
      },
    ])
  })

  test.each([true, false])(
    'never writes to what is no kustomization (create-missing: %s)',
    async (createMissing) => {
      const others = { 'values.yaml': 'image: {}\n', 'compose.yaml': 'services: {}\n' }
      const targets = [target({ overlays: Object.keys(others) })]
      const problems = await problemsOf(() => run({ files: others, targets, config: { createMissing } }))
      expect(problems.map(({ code }) => code)).toEqual(['OVERLAY_INVALID', 'OVERLAY_INVALID'])
    },
  )

  test('is off unless asked for', async () => {
    expect(await problemsOf(() => run({ files, targets: [target({ overlays: [FILE] })] }))).toMatchObject([
      { code: 'ENTRY_MISSING' },
    ])
  })
})

describe('a hold', () => {
  test('of the whole list holds an entry that is missing, too', async () => {
    const files = { [FILE]: '# ecr-gitops: hold freeze\nimages:\n- name: other\n' }
    const proposal = await run({
      files,
      targets: [target({ overlays: [FILE] })],
      config: { createMissing: true },
    })
    expect(proposal.files.size).toBe(0)
    expect(proposal.verdicts).toMatchObject([{ outcome: 'held' }])
  })

  test('behind the list is named by its line at the commit, also where an entry would come before it', async () => {
    const files = { [FILE]: 'images: [\n  {name: other},\n] # ecr-gitops: hold freeze\n' }
    const targets = [target({ overlays: [FILE] })]
    const proposal = await run({ files, targets, config: { createMissing: true } })
    expect(proposal.verdicts).toMatchObject([
      {
        outcome: 'held',
        notices: [expect.stringMatching(/^prod\/kustomization\.yaml:3 holds identity-service: freeze/)],
      },
    ])
  })

  const marker = '# ecr-gitops: hold payments are down\n'
  const held = { 'prod.yaml': kustomization(OLD_SHA).replace('- name', `${marker}- name`) }

  test.each(['ahead', 'behind', 'diverged'] as const)(
    'stops a commit that is %s, unasked',
    async (relation) => {
      let asked = 0
      const history = {
        compare: async () => {
          asked += 1
          return relation
        },
        changes: async () => undefined,
      }
      const proposal = await run({ files: held, targets: [target()], history })
      expect(proposal.files.size).toBe(0)
      expect(proposal.verdicts).toMatchObject([
        {
          outcome: 'held',
          notices: [expect.stringContaining('prod.yaml:2 holds identity-service: payments are down')],
        },
      ])
      expect(asked).toBe(0)
    },
  )

  test('does not hide that every value is there', async () => {
    const files = { 'prod.yaml': kustomization(SHA).replace('- name', `${marker}- name`) }
    const proposal = await run({ files, targets: [target()] })
    expect(proposal.verdicts).toMatchObject([{ outcome: 'unchanged' }])
  })

  test('is passed by a rollback, and says then who rolled back', async () => {
    const config = { onStale: 'write' } as const
    const proposal = await run({ files: held, targets: [target()], config, relation: 'behind' })
    expect(proposal.verdicts).toMatchObject([{ outcome: 'write' }])
    const text = must(proposal.files.get('prod.yaml'))
    expect(text.match(/# ecr-gitops: hold .*/g)).toEqual(['# ecr-gitops: hold rolled back by octocat'])
    expect(text).toContain(`newTag: ${SHA}`)
  })

  test('is not passed by a newer commit, whatever on-stale says', async () => {
    const proposal = await run({ files: held, targets: [target()], config: { onStale: 'write' } })
    expect(proposal.verdicts).toMatchObject([{ outcome: 'held' }])
  })

  test('of one entry does not hold another', async () => {
    const files = {
      'prod.yaml': `${held['prod.yaml']}- name: worker\n  newName: ${NAME}\n  newTag: ${OLD_SHA}\n`,
    }
    const proposal = await run({ files, targets: [target({ name: 'worker' })] })
    expect(proposal.verdicts).toMatchObject([{ outcome: 'write' }])
  })
})

describe('a rollback', () => {
  test('writes the older commit and leaves a hold', async () => {
    const proposal = await run({
      files: { 'prod.yaml': kustomization(OLD_SHA) },
      targets: [target()],
      config: { onStale: 'write' },
      relation: 'behind',
    })
    expect(proposal.files.get('prod.yaml')).toBe(
      kustomization(SHA).replace('- name', '# ecr-gitops: hold rolled back by octocat\n- name'),
    )
    expect(proposal.verdicts[0]?.notices).toEqual([expect.stringContaining('rolled back, as on-stale says')])
    expect(proposal.verdicts[0]?.rollback).toEqual({
      reason: 'a1b2c3d is deployed and newer than 4f2b8c1; rolled back, as on-stale says.',
      hold: 'rolled back by octocat',
    })
  })

  test('leaves no hold when the commit is a newer one', async () => {
    const proposal = await run({
      files: { 'prod.yaml': kustomization(OLD_SHA) },
      targets: [target()],
      config: { onStale: 'write' },
    })
    expect(proposal.files.get('prod.yaml')).toBe(kustomization(SHA))
    expect(proposal.verdicts[0]?.rollback).toBeUndefined()
  })
})

test('tagSuffix is said to be without effect', async () => {
  const proposal = await run({
    files: { 'prod.yaml': kustomization(OLD_SHA, '  tagSuffix: -arm\n') },
    targets: [target()],
  })
  expect(proposal.verdicts[0]?.notices).toEqual([
    'prod.yaml:5: tagSuffix has no effect, because kustomize ignores it beside newTag or digest.',
  ])
})

test.each(['1234567', '553640e6', '0755', 'true'])(
  'a tag of its own that kustomize reads as something else (%s) is written over, in quotes where it needs them',
  async (old) => {
    const proposal = await run({ files: { 'prod.yaml': kustomization(old) }, targets: [target()] })
    expect(proposal.files.get('prod.yaml')).toBe(kustomization(SHA))
    expect(proposal.verdicts).toMatchObject([
      { previous: old, notices: [expect.stringContaining(`"${old}" names no commit`)] },
    ])
  },
)

test('a commit of digits alone that stands there as a number is not there yet', async () => {
  const digits = '1234567890'.repeat(4)
  const image = { tag: digits, commit: digits }
  const proposal = await run({ files: { 'prod.yaml': kustomization(digits) }, targets: [target(image)] })
  expect(proposal.files.get('prod.yaml')).toBe(kustomization(`"${digits}"`))
  expect(proposal.verdicts).toMatchObject([{ outcome: 'write' }])
  const files = { 'prod.yaml': kustomization(`"${digits}"`) }
  expect((await run({ files, targets: [target(image)] })).files.size).toBe(0)
})

describe('a spelling that kustomize takes for another key', () => {
  test.each([
    ['newTag', 'NewTag'],
    ['digest', 'Digest'],
    ['name', 'Name'],
    ['images', 'Images'],
    ['newName', 'newname'],
  ])('%s as %s is refused, with its line', async (key, written) => {
    const text = kustomization(OLD_SHA, `  digest: ${DIGEST}\n`).replace(`${key}:`, `${written}:`)
    const work = () =>
      run({ files: { 'prod.yaml': text }, targets: [target()], config: { createMissing: true } })
    expect(await problemsOf(work)).toMatchObject([
      {
        code: 'EDIT_UNSAFE',
        message: expect.stringContaining(`has the key ${written}, which kustomize takes for ${key}`),
      },
    ])
  })
})

test('a hold comes before what else may be wrong with an entry', async () => {
  const text = `images:\n# ecr-gitops: hold moving\n- name: identity-service\n  newName: ghcr.io/acme/x\n  newTag: a\n`
  const proposal = await run({ files: { 'prod.yaml': text }, targets: [target()] })
  expect(proposal.verdicts).toMatchObject([{ outcome: 'held' }])
})

describe('a mistake of another team, in a file that a pattern found', () => {
  const [ours, theirs] = ['a/kustomization.yaml', 'b/kustomization.yaml'] as const
  const short = { name: 'api', overlays: ['*'] }
  const named = (text: string) => text.replaceAll('name: identity-service\n', 'name: api\n')
  const files = (text: string) => ({ [ours]: named(kustomization(OLD_SHA)), [theirs]: text })

  test.each([
    ['broken YAML', 'apiVersion: v1\nimages: [oops\n'],
    ['two documents', 'apiVersion: v1\n---\na: b\n'],
    ['a tag of theirs that is a number', 'apiVersion: v1\nimages:\n- name: web\n  newTag: 1234567\n'],
  ])('is none of ours: %s', async (_, text) => {
    const proposal = await run({ files: files(text), targets: [target(short)] })
    expect(proposal.verdicts).toMatchObject([{ overlay: 'a', outcome: 'write' }])
  })

  test.each(['- name: api', '- {"name": "api"}', '- name:\n    api', '- {name: api}'])(
    'is refused where the entry is: %s',
    async (entry) => {
      const text = `images:\n${entry}\nbroken: [\n`
      expect(await problemsOf(() => run({ files: files(text), targets: [target(short)] }))).toMatchObject([
        { code: 'YAML_INVALID' },
      ])
    },
  )
})

test('an image of another service with the same name, in a file that a pattern found, is not written over', async () => {
  const ours = kustomization(OLD_SHA)
  const theirs = ours.replace(/newName: .*/, `newName: ${HOST}/other/service`)
  const files = { 'a/kustomization.yaml': ours, 'b/kustomization.yaml': theirs }
  expect(await problemsOf(() => run({ files, targets: [target({ overlays: ['*'] })] }))).toMatchObject([
    {
      code: 'ENTRY_REGISTRY',
      message: expect.stringMatching(/^b\/kustomization\.yaml:3 names \S+other\/service/),
    },
  ])
  const named = await run({ files, targets: [target({ overlays: ['a', 'b'] })] })
  expect(named.verdicts).toMatchObject([{ outcome: 'write' }, { outcome: 'write' }])
})

test('a hold without a reason is reported without one', async () => {
  const text = kustomization(OLD_SHA).replace('- name', '# ecr-gitops: hold\n- name')
  const { verdicts } = await run({ files: { 'prod.yaml': text }, targets: [target()] })
  expect(verdicts[0]?.notices).toEqual([
    expect.stringMatching(/^prod\.yaml:2 holds identity-service\. Remove/),
  ])
})
