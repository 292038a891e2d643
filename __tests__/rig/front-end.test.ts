import { randomBytes } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { OCI_MANIFEST } from '../support/image-store.ts'
import { failEveryOther, refuseOverwrites } from '../support/registry-front-end.ts'
import { type PlacedFrontEnd, placeFrontEnd } from './front-ends.ts'
import { askRegistry, headManifest, putImage } from './registry-client.ts'
import { currentRig, type Rig } from './rig.ts'

let rig: Rig

beforeAll(async () => {
  rig = await currentRig()
})

const newTag = () => randomBytes(20).toString('hex')
const repository = 'front-end/try'

/** Puts the manifest of an image that is there under another tag of its repository, through the front end. */
async function copyTag(front: PlacedFrontEnd, from: string, to: string) {
  const path = (tag: string) => `/v2/${repository}/manifests/${tag}`
  const ask = { address: front.address, host: front.host }
  const { body } = await askRegistry(rig, {
    ...ask,
    method: 'GET',
    path: path(from),
    headers: { accept: OCI_MANIFEST },
  })
  const headers = { 'content-type': OCI_MANIFEST }
  return askRegistry(rig, { ...ask, method: 'PUT', path: path(to), headers, body })
}

test('an immutable tag is refused in the words of ECR, also for the same digest', async () => {
  await using front = await placeFrontEnd(rig, refuseOverwrites)
  const [from, to] = [newTag(), newTag()]
  const digest = await putImage(rig, { host: front.host, repository, tag: from })
  expect((await copyTag(front, from, to)).status).toBe(201)
  const { status, body } = await copyTag(front, from, to)
  expect(status).toBe(400)
  expect(JSON.parse(body).errors).toEqual([
    {
      code: 'TAG_INVALID',
      message: `The image tag '${to}' already exists in the '${repository}' repository and cannot be overwritten because the tag is immutable.`,
    },
  ])
  expect(front.putsOf(to)).toEqual([201, 400])
  expect(await headManifest(rig, { host: front.host, repository, tag: to })).toEqual({ status: 200, digest })
})

test('every other manifest is answered with 503, and nothing of it arrives', async () => {
  await using front = await placeFrontEnd(rig, failEveryOther)
  const [from, to] = [newTag(), newTag()]
  await putImage(rig, { host: front.host, repository, tag: from })
  expect((await copyTag(front, from, to)).status).toBe(503)
  expect((await headManifest(rig, { host: front.host, repository, tag: to })).status).toBe(404)
  expect((await copyTag(front, from, to)).status).toBe(201)
  expect(front.putsOf(to)).toEqual([503, 201])
})

test('two front ends at once have names of their own, and each counts its own requests', async () => {
  await using one = await placeFrontEnd(rig, refuseOverwrites)
  await using other = await placeFrontEnd(rig, failEveryOther)
  expect(one.host).not.toBe(other.host)
  const ask = { method: 'GET', host: other.host, path: '/v2/' }
  expect((await askRegistry(rig, { ...ask, address: other.address })).status).toBe(200)
  expect((await askRegistry(rig, { ...ask, address: other.address, password: 'wrong' })).status).toBe(401)
  expect(other.requests.map(({ action }) => action)).toEqual(['GET base', 'GET base'])
  expect(one.requests).toEqual([])
})
