import { describe, expect, test } from 'vitest'
import type { ImageFacts, RepositoryFacts } from '../../../../../../src/doors/audit/plan/registry-facts.ts'
import { REGISTRY_RULES } from '../../../../../../src/doors/audit/rules/registry/rules.ts'
import type { Audited, Found } from '../../../../../../src/doors/audit/rules/rule.ts'
import type { EffectiveImage } from '../../../../../../src/effective/image.ts'
import { parseEcrHost } from '../../../../../../src/names/host.ts'
import { splitReference } from '../../../../../../src/names/reference.ts'

const HOST = '465002806239.dkr.ecr.eu-west-1.amazonaws.com'
const NAME = `${HOST}/team/web`
const ONE = `sha256:${'1'.repeat(64)}`
const TWO = `sha256:${'2'.repeat(64)}`

function imageOf(text: string, known: EffectiveImage['known'] = 'certain'): EffectiveImage {
  const { name, tag, digest } = splitReference(text)
  const source = { path: 'web.yaml', text, exact: true }
  const at = { source, start: 0, end: text.length }
  const part = (said: string | undefined) => (said === undefined ? undefined : { text: said, at })
  return {
    text,
    name: { text: name, at },
    tag: part(tag),
    digest: part(digest),
    written: { kind: 'scalar', ...at, text, style: 'plain', tag: undefined },
    entries: [],
    object: 'Deployment/web',
    field: 'spec.template.spec.containers[0].image',
    namespace: undefined,
    reach: 'images',
    origins: [{ root: 'overlays/prod', kind: 'kustomize' }],
    known,
    updated: false,
  }
}

const host = parseEcrHost(HOST)
if (!host) throw new Error('the test is wrong')

const amd64 = (digest: string): ImageFacts => ({ digest, platforms: ['linux/amd64'] })

interface Known {
  readonly images?: Readonly<Record<string, ImageFacts>>
  readonly mutable?: readonly string[]
  readonly newest?: readonly string[]
  readonly expires?: readonly string[]
}

const known = ({ images = {}, mutable = [], newest = [], expires = [] }: Known): RepositoryFacts => ({
  state: 'known',
  host,
  images: new Map(Object.entries(images)),
  mutable: new Set(mutable),
  newest,
  expires,
})

function foundBy(
  id: string,
  references: readonly (string | EffectiveImage)[],
  facts: Readonly<Record<string, RepositoryFacts>>,
): readonly Found[] {
  const rule = REGISTRY_RULES.find((one) => one.id === id)
  if (!rule) throw new Error(id)
  const images = references.map((one) => (typeof one === 'string' ? imageOf(one) : one))
  const audited = { repository: { images }, registry: { repositories: new Map(Object.entries(facts)) } }
  // The rules of registries look at nothing else.
  return [...rule.check(audited as unknown as Audited)]
}

describe('image-missing', () => {
  test('names the nearest tag, the newest ones and what may have removed it', () => {
    const facts = known({ newest: ['v1.2.4', 'v1.2.3'], expires: ['rule 1 removes images after 30 days'] })
    const [found] = foundBy('image-missing', [`${NAME}:v1.2.44`], { [NAME]: facts })
    expect(found).toMatchObject({ inheritedBy: ['overlays/prod'] })
    expect(found?.message).toBe(
      'team/web has no image v1.2.44 in account 465002806239, eu-west-1; its lifecycle policy may have removed it (rule 1 removes images after 30 days)',
    )
    expect(found?.hint).toContain('the newest are v1.2.4, v1.2.3.')
  })

  test('tells a repository that is missing from an image', () => {
    const [found] = foundBy('image-missing', [`${NAME}:a`], { [NAME]: { state: 'missing', host } })
    expect(found?.message).toContain('has no repository team/web in account 465002806239')
  })

  const silent: readonly (readonly [string, string | EffectiveImage, RepositoryFacts])[] = [
    ['is there', `${NAME}:a`, known({ images: { a: amd64(ONE) } })],
    [
      'is there by its digest, whatever the tag is',
      `${NAME}:gone@${ONE}`,
      known({ images: { [ONE]: amd64(ONE) } }),
    ],
    ['is not known', `${NAME}:a`, { state: 'unknown', host, why: 'denied', hint: 'allow it' }],
    ['may be another one', imageOf(`${NAME}:a`, 'assumed'), known({})],
    ['was not looked up', `${HOST}/other:a`, known({})],
    ['has no tag', NAME, known({})],
  ]
  test.each(silent)('says nothing of one that %s', (_, image, facts) => {
    expect(foundBy('image-missing', [image], { [NAME]: facts })).toEqual([])
  })
})

describe('repository-mutable', () => {
  const facts = known({ images: { a: amd64(ONE), [ONE]: amd64(ONE) }, mutable: ['a'] })

  test('says how it is made immutable', () => {
    const [found] = foundBy('repository-mutable', [`${NAME}:a`], { [NAME]: facts })
    expect(found?.hint).toContain('--registry-id 465002806239 --region eu-west-1 --repository-name team/web')
  })

  test('says nothing where a digest decides, or the tag stays', () => {
    expect(foundBy('repository-mutable', [`${NAME}:a@${ONE}`, `${NAME}:b`], { [NAME]: facts })).toEqual([])
  })
})

describe('digest-moved', () => {
  test('says what the tag is now', () => {
    const facts = known({ images: { a: amd64(TWO), [ONE]: amd64(ONE) } })
    const [found] = foundBy('digest-moved', [`${NAME}:a@${ONE}`], { [NAME]: facts })
    expect(found?.message).toContain(`is ${TWO} in the registry, but ${ONE} is what runs`)
  })

  test('says nothing where they agree, or one of them is not there', () => {
    const facts = known({ images: { a: amd64(ONE), [ONE]: amd64(ONE) } })
    expect(
      foundBy('digest-moved', [`${NAME}:a@${ONE}`, `${NAME}:a@${TWO}`, `${NAME}:b@${ONE}`], {
        [NAME]: facts,
      }),
    ).toEqual([])
  })
})

describe('platform-missing', () => {
  const arm64 = { digest: TWO, platforms: ['linux/arm64'] }
  const both = { digest: TWO, platforms: ['linux/amd64', 'linux/arm64'] }

  test('compares with what most images are for', () => {
    const facts = known({ images: { a: amd64(ONE), b: both, c: arm64 } })
    const found = foundBy('platform-missing', [`${NAME}:a`, `${NAME}:b`, `${NAME}:c`], { [NAME]: facts })
    expect(found).toHaveLength(1)
    expect(found[0]?.message).toContain(
      'team/web:c is built for linux/arm64 alone, and most images here are for linux/amd64',
    )
  })

  test('says nothing where none is for most', () => {
    const facts = known({ images: { a: amd64(ONE), c: arm64 } })
    expect(foundBy('platform-missing', [`${NAME}:a`, `${NAME}:c`], { [NAME]: facts })).toEqual([])
  })
})

test('what ECR refuses to say is told, as a notice', () => {
  const facts: RepositoryFacts = {
    state: 'unknown',
    host,
    why: 'ecr:BatchGetImage is denied',
    hint: 'allow it',
  }
  expect(foundBy('registry-unreadable', [`${NAME}:a`], { [NAME]: facts })).toMatchObject([
    { message: expect.stringContaining('ecr:BatchGetImage is denied'), hint: 'allow it' },
  ])
})
