import { expect, test } from 'vitest'
import { askedOf, lookUp } from '../../src/doors/audit/registry/look-up.ts'
import type { EffectiveImage } from '../../src/effective/image.ts'
import { splitReference } from '../../src/names/reference.ts'
import { registryHost } from '../support/registry-access.ts'
import { putSampleImage } from '../support/sample-image.ts'
import { A, B, openAws, REGION, REPOSITORY } from './aws-room.ts'

const HOST = registryHost({ account: A, region: REGION })
const NAME = `${HOST}/${REPOSITORY}`

/** Of an image no more is asked than its parts. */
function imagesOf(...texts: readonly string[]): readonly EffectiveImage[] {
  return texts.map((text) => {
    const { name, tag, digest } = splitReference(text)
    const part = (said: string | undefined) => (said === undefined ? undefined : { text: said })
    return {
      text,
      known: 'certain',
      name: part(name),
      tag: part(tag),
      digest: part(digest),
    } as unknown as EffectiveImage
  })
}

test('images are looked up in their registry, each repository once for every hundred of them', async () => {
  await using aws = await openAws()
  const place = { account: A, region: REGION, repository: REPOSITORY }
  const many = Array.from({ length: 120 }, (_, index) => `t${index}`)
  for (const tag of many) await putSampleImage(aws.catalog, place, { tag })
  const images = imagesOf(
    ...many.map((tag) => `${NAME}:${tag}`),
    `${NAME}:here@${aws.digest}`,
    `${NAME}:gone`,
  )
  const { repositories } = await lookUp(askedOf(images), () => aws.registry)
  const facts = repositories.get(NAME)
  if (facts?.state !== 'known') throw new Error('the repository is there')
  expect(facts.images.get('here')?.digest).toBe(aws.digest)
  expect(many.filter((tag) => !facts.images.has(tag))).toEqual([])
  expect(facts.images.has('gone')).toBe(false)
  // Of 122 tags and digests.
  expect(aws.ecr.requests.filter(({ action }) => action === 'BatchGetImage').length).toBeLessThanOrEqual(3)
  expect(facts.newest).toContain('here')
})

test('a repository that is not there is told from what may not be asked', async () => {
  await using aws = await openAws()
  const other = registryHost({ account: B, region: REGION })
  const images = imagesOf(`${HOST}/no/such:a`, `${other}/team/app:a`, 'docker.io/library/nginx:1')
  const asked = askedOf(images)
  expect(asked.map(({ name }) => name)).toEqual([`${HOST}/no/such`, `${other}/team/app`])
  const open = (host: { readonly account: string }) => aws.connect(aws.access(host.account))
  const { repositories } = await lookUp(asked, open)
  expect(repositories.get(`${HOST}/no/such`)?.state).toBe('missing')
  const foreign = repositories.get(`${other}/team/app`)
  expect(foreign?.state === 'unknown' && foreign.hint).toMatch(/\w/)
})
