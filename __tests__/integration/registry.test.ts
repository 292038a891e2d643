// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { FoundImage } from '../../src/aws/registry/registry.ts'
import { createRepositories } from '../../src/images/repositories.ts'
import type { AccountId } from '../../src/names/host.ts'
import { runnerLog } from '../../src/runner/log.ts'
import { digestOf, newRepository, OCI_INDEX, OCI_MANIFEST } from '../support/image-store.ts'
import { putSampleImage } from '../support/sample-image.ts'
import { anImage, aRepository } from '../unit/builders.ts'
import { A, B, errorOf, FOREVER, must, type Opened, openAws, REGION, REPOSITORY } from './aws-room.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

const PLACE = { account: A, region: REGION, repository: REPOSITORY }
const arnOf = (repository: string) => `arn:aws:ecr:${REGION}:${A}:repository/${repository}`
const actionsOf = ({ ecr }: Opened) => ecr.requests.map(({ action }) => action)

async function find({ registry }: Opened, tag: string): Promise<FoundImage> {
  return must((await registry.find(REPOSITORY, [tag]))?.get(tag))
}

describe('find', () => {
  test('asks once for all tags, and leaves out those that no image has', async () => {
    await using opened = await openAws()
    const platforms = ['linux/amd64', 'linux/arm64']
    const annotations = { 'org.opencontainers.image.revision': 'abc' }
    const digest = await putSampleImage(opened.catalog, PLACE, { tag: 'multi', platforms, annotations })
    const found = await opened.registry.find(REPOSITORY, ['here', 'none', 'multi', 'here'])
    expect([...(found?.keys() ?? [])].sort()).toEqual(['here', 'multi'])
    expect(found?.get('here')).toMatchObject({ digest: opened.digest, platforms: [], revision: undefined })
    const multi = must(found?.get('multi'))
    expect(multi).toMatchObject({ digest, platforms, revision: 'abc', mediaType: OCI_INDEX })
    expect(digestOf(multi.manifest)).toBe(digest)
    expect(actionsOf(opened)).toEqual(['BatchGetImage'])
  })

  test('asks for no more than 100 tags at once', async () => {
    await using opened = await openAws()
    const tags = Array.from({ length: 201 }, (_, at) => `t${at}`)
    const found = await opened.registry.find(REPOSITORY, [...tags, 'here'])
    expect([...(found?.keys() ?? [])]).toEqual(['here'])
    expect(opened.ecr.requests).toHaveLength(3)
  })

  test('tells a repository that does not exist from a tag that does not', async () => {
    await using opened = await openAws()
    expect(await opened.registry.find('team/none', ['here'])).toBeUndefined()
    expect(await opened.registry.find(REPOSITORY, ['none'])).toEqual(new Map())
    expect(opened.ecr.requests).toHaveLength(2)
  })

  test('tells of all images that are kept back at once', async () => {
    await using opened = await openAws()
    const failures = ['ImageArchived', 'UpstreamTooManyRequests', 'InvalidImageTag']
    for (const failureCode of failures) {
      await putSampleImage(opened.catalog, PLACE, { tag: failureCode })
      opened.ecr.settings.withheld.set(failureCode, { failureCode, failureReason: 'so it is' })
    }
    const { problems } = await errorOf(opened.registry.find(REPOSITORY, ['here', 'none', ...failures]))
    expect(problems.map(({ code, message }) => [code, message.split(': ')[1]])).toEqual([
      ['IMAGE_UNAVAILABLE', 'ImageArchived so it is'],
      ['IMAGE_UNAVAILABLE', 'UpstreamTooManyRequests so it is'],
      ['ECR_FAILED', 'InvalidImageTag so it is'],
    ])
  })

  test('asks alone for a tag that an answer about several says nothing of', async () => {
    await using opened = await openAws()
    opened.ecr.fail({ status: 200, body: '{"images":[],"failures":[]}' })
    const found = await opened.registry.find(REPOSITORY, ['here', 'none'])
    expect([...(found?.keys() ?? [])]).toEqual(['here'])
    expect(opened.ecr.requests).toHaveLength(3)
  })

  test('takes an answer that says nothing of a tag for no answer', async () => {
    await using opened = await openAws()
    opened.ecr.fail({ status: 200, body: '{"images":[],"failures":[]}' }, FOREVER)
    const { problems } = await errorOf(opened.registry.find(REPOSITORY, ['here']))
    expect(problems).toMatchObject([{ code: 'ECR_FAILED', message: expect.stringContaining('no answer') }])
  })

  test.each([
    ['ImageArchivedException', 'IMAGE_UNAVAILABLE'],
    ['UnableToGetUpstreamImageException', 'IMAGE_UNAVAILABLE'],
    ['AccessDeniedException', 'ECR_DENIED'],
    ['ThrottlingException', 'AWS_UNREACHABLE'],
    ['InvalidParameterException', 'ECR_FAILED'],
  ])('ends at %s with %s', async (code, expected) => {
    await using opened = await openAws({ limits: { attemptMs: 500, budgetMs: 1_000 } })
    opened.ecr.fail({ code, message: 'as ECR says' }, FOREVER)
    expect((await errorOf(opened.registry.find(REPOSITORY, ['here']))).code).toBe(expected)
  })
})

describe('tag', () => {
  test('puts the same manifest under one more tag, an index too', async () => {
    await using opened = await openAws()
    const platforms = ['linux/amd64', 'linux/arm64']
    await putSampleImage(opened.catalog, PLACE, { tag: 'multi', platforms })
    for (const [tag, release] of [
      ['here', 'v1.2.3'],
      ['multi', 'v1.2.4'],
    ] as const) {
      const image = await find(opened, tag)
      expect(await opened.registry.tag(REPOSITORY, release, image)).toBe('tagged')
      expect(await find(opened, release)).toEqual(image)
      expect(await opened.registry.tag(REPOSITORY, release, image)).toBe('tagged')
    }
  })

  test('does not move an immutable tag', async () => {
    await using opened = await openAws()
    await putSampleImage(opened.catalog, PLACE, { tag: 'v1.2.3' })
    const released = await find(opened, 'v1.2.3')
    expect(await opened.registry.tag(REPOSITORY, 'v1.2.3', await find(opened, 'here'))).toBe('taken')
    expect(await find(opened, 'v1.2.3')).toEqual(released)
  })

  test('has tagged, though the answer was lost', async () => {
    await using opened = await openAws()
    const image = await find(opened, 'here')
    opened.ecr.fail('reset-after')
    expect(await opened.registry.tag(REPOSITORY, 'v1.2.3', image)).toBe('tagged')
    expect(actionsOf(opened)).toEqual(['BatchGetImage', 'PutImage', 'PutImage'])
  })

  test('says what is missing: a permission, an image of the index, a layer', async () => {
    await using opened = await openAws()
    const image = await find(opened, 'here')
    const gone = `sha256:${'0'.repeat(64)}`
    const of = (content: object, mediaType: string): FoundImage => {
      const manifest = JSON.stringify(content)
      return { ...image, manifest, mediaType, digest: digestOf(manifest) as FoundImage['digest'] }
    }
    const tag = async (other: FoundImage) =>
      (await errorOf(opened.registry.tag(REPOSITORY, 'v1', other))).problems[0]
    expect(await tag(of({ manifests: [{ digest: gone }] }, OCI_INDEX))).toMatchObject({
      code: 'ECR_FAILED',
      hint: expect.stringContaining('lifecycle policy'),
    })
    expect(await tag(of({ layers: [{ digest: gone }] }, OCI_MANIFEST))).toMatchObject({
      code: 'ECR_FAILED',
      message: expect.stringContaining('LayersNotFoundException'),
    })
    opened.ecr.settings.denied = ['ecr:PutImage']
    expect(await tag(image)).toMatchObject({
      code: 'ECR_DENIED',
      hint: expect.stringContaining(`ecr:PutImage on ${arnOf(REPOSITORY)}`),
    })
  })
})

describe('archived', () => {
  test('knows the images that a look-up does not find', async () => {
    await using opened = await openAws()
    const { registry, catalog, ecr } = opened
    await putSampleImage(catalog, PLACE, { tag: 'stored', labels: { of: 'another' } })
    ecr.settings.archived.add('stored')
    const tags = ['here', 'stored', 'nowhere']
    expect([...((await registry.find(REPOSITORY, tags)) ?? new Map()).keys()]).toEqual(['here'])
    expect(await registry.archived(REPOSITORY, tags)).toEqual(new Map([['stored', 'ARCHIVED']]))
  })

  test('is nothing where the role may not ask', async () => {
    await using opened = await openAws()
    opened.ecr.settings.archived.add('stored')
    opened.ecr.settings.denied = ['ecr:DescribeImages']
    expect(await opened.registry.archived(REPOSITORY, ['stored'])).toEqual(new Map())
    expect(actionsOf(opened)).toEqual(['DescribeImages'])
  })
})

describe('createRepository', () => {
  const NEW = 'team/new'
  const pullAccounts = [B as AccountId]

  const openCreating = async () => {
    const opened = await openAws()
    const access = opened.access()
    const session = { ...access.session, creates: [arnOf(NEW)], tags: [arnOf(NEW)] }
    return { ...opened, registry: opened.connect({ ...access, session }) }
  }

  test('makes it immutable and scanned, with its policies', async () => {
    await using opened = await openCreating()
    expect(await opened.registry.createRepository(NEW, aRepository({ pullAccounts }))).toBe('created')
    const [made] = (await opened.catalog.repositories(PLACE)).filter(({ name }) => name === NEW)
    expect(made).toMatchObject({ mutability: 'IMMUTABLE', scanOnPush: true })
    const texts = Object.fromEntries(
      opened.ecr.documents.map(({ kind, repository, text }) => [kind, { repository, ...JSON.parse(text) }]),
    )
    expect(texts.lifecyclePolicyText).toMatchObject({
      repository: NEW,
      rules: [{ selection: { tagStatus: 'untagged', countNumber: 14, countUnit: 'days' } }],
    })
    expect(texts.policyText).toMatchObject({
      repository: NEW,
      Statement: [
        {
          Principal: { AWS: [`arn:aws:iam::${B}:root`] },
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        },
      ],
    })
    expect(await opened.registry.find(NEW, ['here'])).toEqual(new Map())
  })

  test('makes it as an organisation demands', async () => {
    await using opened = await openCreating()
    const tags = new Map([['team', 'payments']])
    const demands = { kmsKey: 'alias/ecr', tags, exclude: ['sha256-*'] }
    expect(await opened.registry.createRepository(NEW, aRepository(demands))).toBe('created')
    const [made] = (await opened.catalog.repositories(PLACE)).filter(({ name }) => name === NEW)
    expect(made).toMatchObject({
      mutability: 'IMMUTABLE_WITH_EXCLUSION',
      filters: ['sha256-*'],
      kmsKey: 'alias/ecr',
      tags: [{ Key: 'team', Value: 'payments' }],
    })
    const attestation = `sha256-${'0'.repeat(64)}.sig`
    expect(await opened.registry.mutableTags(NEW, ['v1.2.3', attestation])).toEqual({
      tags: [attestation],
      filters: ['sha256-*'],
    })
  })

  test('is not allowed to tag it where the plan has no tags', async () => {
    await using opened = await openAws()
    const access = opened.access()
    const session = { ...access.session, creates: [arnOf(NEW)] }
    const registry = opened.connect({ ...access, session })
    const tags = new Map([['team', 'payments']])
    const { problems } = await errorOf(registry.createRepository(NEW, aRepository({ tags })))
    expect(problems).toMatchObject([{ code: 'ECR_DENIED', hint: expect.stringContaining('ecr:TagResource') }])
  })

  test('makes it in the account of the registry, not in that of the role', async () => {
    await using opened = await openAws()
    opened.ecr.settings.accounts.push(B)
    const access = opened.access(B)
    const creates = [arnOf(NEW).replace(A, B)]
    const registry = opened.connect({ ...access, session: { ...access.session, creates } })
    await registry.createRepository(NEW, aRepository({ pullAccounts: [A as AccountId] }))
    const names = async (account: string) =>
      (await opened.catalog.repositories({ ...PLACE, account })).map(({ name }) => name)
    expect([await names(A), await names(B)]).toEqual([[REPOSITORY], [NEW]])
    expect(opened.ecr.documents.map(({ account }) => account)).toEqual([B, B])
  })

  test('sets no repository policy where nobody else may pull', async () => {
    await using opened = await openCreating()
    await opened.registry.createRepository(NEW, aRepository())
    expect(actionsOf(opened)).toEqual(['CreateRepository', 'PutLifecyclePolicy'])
  })

  test('leaves one alone that another job has just made', async () => {
    await using opened = await openCreating()
    await opened.catalog.createRepository(PLACE, newRepository(NEW))
    expect(await opened.registry.createRepository(NEW, aRepository({ pullAccounts }))).toBe('existed')
    expect(actionsOf(opened)).toEqual(['CreateRepository'])
    expect(opened.ecr.documents).toEqual([])
  })

  test('knows its own again, though the answer was lost', async () => {
    await using opened = await openCreating()
    opened.ecr.fail('reset-after', { on: 'CreateRepository' })
    expect(await opened.registry.createRepository(NEW, aRepository({ pullAccounts }))).toBe('created')
    expect(actionsOf(opened).slice(0, 2)).toEqual(['CreateRepository', 'CreateRepository'])
    expect(opened.ecr.documents.map(({ kind }) => kind).sort()).toEqual(['lifecyclePolicyText', 'policyText'])
  })

  test('is reported only of those that it made', async () => {
    await using opened = await openCreating()
    await opened.catalog.createRepository(PLACE, newRepository('team/theirs'))
    const access = opened.access()
    const creates = [NEW, 'team/theirs'].map(arnOf)
    const registry = opened.connect({ ...access, session: { ...access.session, creates } })
    const login = await registry.login()
    const builds = [NEW, 'team/theirs'].map((repository) => ({
      image: anImage({ repository, repositoryUrl: `host/${repository}` }),
      registry,
      login,
      content: undefined,
    }))
    const notices: string[] = []
    const log = { ...runnerLog, notice: (text: string) => notices.push(text) }
    await createRepositories(builds, aRepository(), log)
    expect(notices).toEqual([
      expect.stringContaining(`Created the ECR repository host/${NEW}: immutable tags`),
    ])
  })

  test('is not allowed for a repository that the plan does not create', async () => {
    await using opened = await openCreating()
    const { problems } = await errorOf(
      opened.registry.createRepository('team/other', aRepository({ pullAccounts })),
    )
    expect(problems).toMatchObject([
      { code: 'ECR_DENIED', message: expect.stringContaining('may not ecr:CreateRepository on team/other') },
    ])
    expect(opened.ecr.documents).toEqual([])
  })

  test('says of every policy that could not be set that the repository is there without it', async () => {
    await using opened = await openCreating()
    opened.ecr.settings.denied = ['ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy']
    const { problems } = await errorOf(opened.registry.createRepository(NEW, aRepository({ pullAccounts })))
    const told = (action: string, what: string) => ({
      code: 'ECR_DENIED',
      message: expect.stringMatching(
        new RegExp(`may not ecr:${action} .*The repository team/new exists now, without its ${what}$`),
      ),
      hint: expect.stringContaining(
        `aws ecr delete-repository --region ${REGION} --repository-name team/new`,
      ),
    })
    expect(problems).toMatchObject([
      told('PutLifecyclePolicy', 'lifecycle policy'),
      told('SetRepositoryPolicy', 'repository policy'),
    ])
  })

  test('names the input for an account that ECR does not know', async () => {
    await using opened = await openCreating()
    const fault = { code: 'InvalidParameterException', message: 'Principal not found' }
    opened.ecr.fail(fault, { ...FOREVER, on: 'SetRepositoryPolicy' })
    const { problems } = await errorOf(opened.registry.createRepository(NEW, aRepository({ pullAccounts })))
    expect(problems).toMatchObject([{ code: 'ECR_FAILED', hint: expect.stringContaining('pull-accounts') }])
  })
})
