import { describe, expect, test } from 'vitest'
import { outputsOf } from '../../../../src/doors/deploy/outputs.ts'
import {
  type DeployRecord,
  type ImageRecord,
  RESULTS,
  type Result,
  stepResult,
  strongest,
} from '../../../../src/doors/deploy/record.ts'
import { StepError } from '../../../../src/errors/errors.ts'
import {
  ACCOUNT,
  aCheckPlan,
  aFound,
  anImage,
  aProposal,
  aPushPlan,
  aVerdict,
  digestOf,
  HOST,
  OLD_SHA,
  REPOSITORY,
  SHA,
} from '../../builders.ts'

const DIGEST = digestOf('d')
const COMMIT = 'c'.repeat(40)
const built: ImageRecord = {
  how: 'built',
  found: aFound({ digest: DIGEST, platforms: ['linux/amd64'] }),
  seconds: 12.3,
}
const reused: ImageRecord = { ...built, how: 'reused', seconds: 0 }
const kept: ImageRecord = { how: 'unchanged', found: undefined, deployedTag: OLD_SHA, seconds: 0 }
const images = (record: ImageRecord = built) => new Map([['identity-service', record]])
const error = new StepError([{ code: 'TAG_MUTABLE', message: 'm', hint: 'h' }])
const FILE = 'apps/identity-service/overlays/prod/kustomization.yaml'
const OVERLAY = 'apps/identity-service/overlays/prod'
const changed = aProposal([aVerdict()], { [FILE]: ['a', 'b'] })
const same = aProposal([aVerdict({ outcome: 'unchanged', previous: SHA })], { [FILE]: ['a', 'a'] })
const held = aProposal([aVerdict({ outcome: 'held' })], { [FILE]: ['a', 'a'] })
const stale = aProposal([aVerdict({ outcome: 'superseded' })], { [FILE]: ['a', 'a'] })

const PULL = { number: 7, url: 'https://github.com/acme/platform-config/pull/7' }

const RUNS: readonly (readonly [title: string, record: DeployRecord, result: Result])[] = [
  ['deployed', { plan: aPushPlan(), images: images(), proposal: changed, commit: COMMIT }, 'deployed'],
  [
    'deployed from a reused image',
    { plan: aPushPlan(), images: images(reused), proposal: changed, commit: COMMIT },
    'deployed',
  ],
  [
    'proposed by a pull request',
    { plan: aPushPlan(), images: images(), proposal: changed, isProposed: true, pullRequest: PULL },
    'proposed',
  ],
  [
    'merged at once',
    { plan: aPushPlan(), images: images(), proposal: changed, commit: COMMIT, pullRequest: PULL },
    'deployed',
  ],
  ['unchanged', { plan: aPushPlan(), images: images(reused), proposal: same }, 'unchanged'],
  ['superseded', { plan: aPushPlan(), images: images(), proposal: stale }, 'superseded'],
  ['held', { plan: aPushPlan(), images: images(), proposal: held }, 'held'],
  ['pushed from another ref', { plan: aPushPlan({ config: undefined }), images: images() }, 'built'],
  [
    'a pull request',
    { plan: aCheckPlan(), images: images({ how: 'checked', found: undefined, seconds: 1 }) },
    'checked',
  ],
  ['a dry run', { plan: aPushPlan({ dryRun: true }), images: new Map(), proposal: changed }, 'dry-run'],
  [
    'a dry run of a built image',
    { plan: aPushPlan({ dryRun: true }), images: images(reused), proposal: same },
    'dry-run',
  ],
  ['refused before there was a plan', { images: new Map(), error }, 'failed'],
  ['failed before the build', { plan: aPushPlan(), images: new Map(), error }, 'failed'],
  ['failed after the build', { plan: aPushPlan(), images: images(), proposal: changed, error }, 'failed'],
  ['failed as a pull request', { plan: aCheckPlan(), images: new Map(), error }, 'failed'],
]

describe('the result of the step', () => {
  test.each(RUNS)('%s', (_, record, result) => {
    expect(stepResult(record)).toBe(result)
    expect(outputsOf(record).result).toBe(result)
  })

  test.each(RUNS)('of the step is one of its overlays: %s', (_, record, result) => {
    const { images: json } = outputsOf(record)
    const overlays = Object.values(
      JSON.parse(json) as Record<string, { overlays: Record<string, string> }>,
    ).flatMap((image) => Object.values(image.overlays))
    if (record.plan) expect(overlays).toContain(result)
    else expect(overlays).toEqual([])
  })

  test('is the first that occurs, in the order of the contract', () => {
    expect(RESULTS).toEqual([
      'failed',
      'deployed',
      'proposed',
      'held',
      'superseded',
      'built',
      'checked',
      'dry-run',
      'unchanged',
    ])
    for (const [index, first] of RESULTS.entries()) {
      for (const later of RESULTS.slice(index)) expect(strongest([later, first])).toBe(first)
    }
    expect(strongest([])).toBe('unchanged')
  })

  test('of several overlays is reported for each, and the strongest for the step', () => {
    const overlays = ['a', 'b', 'c']
    const proposal = aProposal([
      aVerdict({ overlay: 'a', outcome: 'unchanged' }),
      aVerdict({ overlay: 'b', outcome: 'superseded' }),
      aVerdict({ overlay: 'c', outcome: 'write' }),
    ])
    const record: DeployRecord = {
      plan: aPushPlan({ images: [anImage({ overlays })] }),
      images: images(),
      proposal,
      commit: COMMIT,
    }
    expect(stepResult(record)).toBe('deployed')
    expect(JSON.parse(outputsOf(record).images)).toMatchObject({
      'identity-service': { overlays: { a: 'unchanged', b: 'superseded', c: 'deployed' } },
    })
  })

  test('is not deployed as long as there is no commit', () => {
    expect(stepResult({ plan: aPushPlan(), images: images(), proposal: changed })).toBe('failed')
    expect(stepResult({ plan: aPushPlan(), images: images() })).toBe('failed')
  })
})

describe('the outputs', () => {
  test('of a deploy', () => {
    const record: DeployRecord = { plan: aPushPlan(), images: images(), proposal: changed, commit: COMMIT }
    const { images: json, ...flat } = outputsOf(record)
    expect(flat).toEqual({
      image: `${HOST}/${REPOSITORY}:${SHA}`,
      'image-by-digest': `${HOST}/${REPOSITORY}@${DIGEST}`,
      tag: SHA,
      digest: DIGEST,
      registry: HOST,
      'account-id': ACCOUNT,
      'repository-url': `${HOST}/${REPOSITORY}`,
      result: 'deployed',
      'config-commit': COMMIT,
      'config-commit-url': `https://github.com/acme/platform-config/commit/${COMMIT}`,
      'changed-files': FILE,
      'pull-request-url': '',
      'pull-request-number': '',
      'deployment-id': '',
    })
    expect(JSON.parse(json)).toEqual({
      'identity-service': {
        repository: REPOSITORY,
        repositoryUrl: `${HOST}/${REPOSITORY}`,
        tag: SHA,
        digest: DIGEST,
        reused: false,
        platforms: ['linux/amd64'],
        overlays: { [OVERLAY]: 'deployed' },
      },
    })
  })

  test.each([
    ['reused', true],
    ['released', true],
    ['built', false],
    ['unchanged', false],
  ] as const)('say whether the image was there: %s', (how, there) => {
    const record: DeployRecord = { plan: aPushPlan(), images: images({ ...built, how }), proposal: same }
    expect(JSON.parse(outputsOf(record).images)).toMatchObject({ 'identity-service': { reused: there } })
  })

  test('of a pull request name no registry, because nothing is there', () => {
    const outputs = outputsOf({ plan: aCheckPlan(), images: new Map() })
    expect(outputs).toMatchObject({
      image: '',
      registry: '',
      'account-id': '',
      'repository-url': '',
      tag: SHA,
      digest: '',
    })
    expect(JSON.parse(outputs.images)).toEqual({
      'identity-service': {
        repository: REPOSITORY,
        repositoryUrl: null,
        tag: SHA,
        digest: null,
        reused: false,
        platforms: [],
        overlays: { [OVERLAY]: 'checked' },
      },
    })
  })

  test('never name a digest, a commit or a file that is not there', () => {
    const outputs = outputsOf({ plan: aPushPlan(), images: new Map(), proposal: changed, error })
    expect(outputs).toMatchObject({
      'image-by-digest': '',
      digest: '',
      'config-commit': '',
      'config-commit-url': '',
      'changed-files': '',
    })
  })

  test('of a run that was refused at once are all there, and empty', () => {
    const { result, images: json, ...rest } = outputsOf({ images: new Map(), error })
    expect([result, json]).toEqual(['failed', '{}'])
    expect(new Set(Object.values(rest))).toEqual(new Set(['']))
  })

  test.each(RUNS)('are strings without line breaks but those of the list of files: %s', (_, record) => {
    for (const [name, value] of Object.entries(outputsOf(record))) {
      expect(typeof value, name).toBe('string')
      if (name !== 'changed-files') expect(value, name).not.toContain('\n')
    }
  })

  test('list several changed files one a line', () => {
    const proposal = aProposal([aVerdict()], {
      'a.yaml': ['1', '2'],
      'b.yaml': ['1', '1'],
      'c.yaml': ['1', '2'],
    })
    expect(
      outputsOf({ plan: aPushPlan(), images: images(), proposal, commit: COMMIT })['changed-files'],
    ).toBe('a.yaml\nc.yaml')
  })

  test('have no link where the repository has no pages', () => {
    const base = aPushPlan()
    const config = base.config && { ...base.config, remote: { ...base.config.remote, webUrl: undefined } }
    expect(
      outputsOf({ plan: { ...base, config }, images: images(), proposal: changed, commit: COMMIT })[
        'config-commit-url'
      ],
    ).toBe('')
  })
})

test('a pattern is reported by the overlays that it stands for, once they are known', () => {
  const plan = aPushPlan({ images: [anImage({ overlays: ['apps/*/prod'] })] })
  const targets = [
    aVerdict({ overlay: 'apps/a/prod' }),
    aVerdict({ overlay: 'apps/b/prod', outcome: 'unchanged' }),
  ]
  const overlays = (record: DeployRecord) => JSON.parse(outputsOf(record).images)['identity-service'].overlays
  expect(
    overlays({
      plan,
      images: images(),
      proposal: aProposal(targets, { [FILE]: ['a', 'b'] }),
      commit: COMMIT,
    }),
  ).toEqual({ 'apps/a/prod': 'deployed', 'apps/b/prod': 'unchanged' })
  expect(overlays({ plan, images: images(), error })).toEqual({ 'apps/*/prod': 'failed' })
})

test('each of several images is reported by its own tag and overlays', () => {
  const record: DeployRecord = {
    plan: aPushPlan({ images: [anImage({ name: 'api' }), anImage({ name: 'web' })] }),
    images: new Map([
      ['api', built],
      ['web', { ...kept, deployedTag: undefined }],
    ]),
    proposal: aProposal([
      aVerdict({ image: 'api', overlay: 'prod', previous: 'v1.2.3' }),
      aVerdict({ image: 'api', overlay: 'api' }),
      aVerdict({ image: 'web', overlay: 'prod', outcome: 'untouched' }),
    ]),
    commit: COMMIT,
  }
  const { api, web } = JSON.parse(outputsOf(record).images)
  expect([api.tag, api.overlays]).toEqual([SHA, { prod: 'deployed', api: 'deployed' }])
  expect([web.tag, web.overlays]).toEqual([OLD_SHA, { prod: 'unchanged' }])
})

test('an image that stays as it is deployed is reported with the deployed tag, also when the run fails later', () => {
  const asDeployed = aProposal([aVerdict({ outcome: 'untouched', previous: OLD_SHA })], {
    [FILE]: ['a', 'a'],
  })
  for (const record of [
    { plan: aPushPlan(), images: images(kept), proposal: asDeployed },
    { plan: aPushPlan(), images: images(kept), error },
  ]) {
    expect(outputsOf(record)).toMatchObject({ tag: OLD_SHA, digest: '', 'image-by-digest': '' })
    expect(JSON.parse(outputsOf(record).images)).toMatchObject({
      'identity-service': { tag: OLD_SHA, digest: null, reused: false },
    })
  }
})

test('an image that stays, of which nobody knows what is deployed, is reported with its own tag', () => {
  const record = { plan: aPushPlan(), images: images({ ...kept, deployedTag: undefined }), error }
  expect(outputsOf(record).tag).toBe(SHA)
})

test('outputs of a proposal have the pull request and its files, and no commit, because nothing is deployed from it', () => {
  const record = {
    plan: aPushPlan(),
    images: images(),
    proposal: changed,
    isProposed: true,
    pullRequest: PULL,
  }
  expect(outputsOf(record)).toMatchObject({
    result: 'proposed',
    'config-commit': '',
    'config-commit-url': '',
    'changed-files': FILE,
    'pull-request-url': PULL.url,
    'pull-request-number': '7',
  })
})

test('a tag that another writer has deployed meanwhile is the one that is reported', () => {
  const moved = aProposal([aVerdict({ outcome: 'unchanged', previous: 'v2.0.0' })], { [FILE]: ['a', 'a'] })
  expect(outputsOf({ plan: aPushPlan(), images: images(kept), proposal: moved }).tag).toBe('v2.0.0')
})
