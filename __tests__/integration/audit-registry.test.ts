import { expect, test } from 'vitest'
import type { Step } from '../../src/action.ts'
import { sessionPolicy } from '../../src/aws/session/policy.ts'
import { planAccesses } from '../../src/doors/audit/registry/accesses.ts'
import { askedOf, lookUp } from '../../src/doors/audit/registry/look-up.ts'
import { type LookUpPorts, lookUpImages } from '../../src/doors/audit/registry/open.ts'
import type { EffectiveImage } from '../../src/effective/image.ts'
import { parseEcrHost, parseRoleArn } from '../../src/names/host.ts'
import { splitReference } from '../../src/names/reference.ts'
import { sourceOf } from '../../src/source/event.ts'
import { registryHost } from '../support/registry-access.ts'
import { putSampleImage } from '../support/sample-image.ts'
import { A, B, must, openAws, REGION, REPOSITORY, ROLE } from './aws-room.ts'

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

test('each registry is asked with the role of its account, by a session that only reads', async () => {
  await using aws = await openAws()
  const other = registryHost({ account: B, region: REGION })
  const china = `${A}.dkr.ecr.cn-north-1.amazonaws.com.cn`
  const hosts = [HOST, other, china].map((host) => must(parseEcrHost(host)))
  const roles = [ROLE, `arn:aws:iam::${B}:role/audit`].map((arn) => must(parseRoleArn(arn)))
  const { value } = planAccesses(hosts, roles, sourceOf(aws.oidc.env, {}))
  expect([...value].map(([host, { role }]) => [host, role?.account])).toEqual([
    [HOST, A],
    [other, B],
  ])
  const read = JSON.parse(sessionPolicy(must(value.get(HOST)).session)) as {
    Statement: { Action: string[] }[]
  }
  expect(read.Statement).toHaveLength(1)
  expect(read.Statement[0]?.Action).toContain('ecr:GetLifecyclePolicy')
  expect(
    read.Statement[0]?.Action.filter((action) => /:(?:Put|Create|Delete|Set|Upload|Initiate)/.test(action)),
  ).toEqual([])
})

test('a run asks OIDC, STS and ECR for the images that are deployed', async () => {
  await using aws = await openAws()
  const { secrets } = aws.patience
  const ports = {
    environment: { variables: aws.oidc.env } as unknown as Step['environment'],
    ...{ secrets, log: { info: () => {} }, signal: aws.cancel.signal, watch: undefined, atEnd: () => {} },
    source: sourceOf({ ...process.env, ...aws.oidc.env }, {}),
  } as unknown as LookUpPorts
  const facts = await lookUpImages(
    imagesOf(`${NAME}:here`, `${NAME}:gone`),
    [must(parseRoleArn(ROLE))],
    ports,
  )
  expect(facts.repositories.get(NAME)).toMatchObject({ state: 'known', newest: ['here'] })
  expect(aws.sts.requests).toHaveLength(1)
})
