import { describe, expect, test } from 'vitest'
import type { Target } from '../../src/plan/target.ts'
import { openConfigRoom } from '../support/config-room.ts'
import { imageUrl, type WriterTask, write } from '../support/writers.ts'
import { HOST } from '../unit/builders.ts'

const values = (path: string, key: string): Target => ({ kind: 'helm-values', path, key })
const manifest = (path: string, key: string): Target => ({ kind: 'manifest', path, key })

const OTHER = HOST.replace(/^\d+/, '999988887777')

/** Every file holds the first commit of the service. */
const filesOf = (tag: string) => ({
  'apps/web/kustomization.yaml': `images:\n- name: web\n  newName: ${imageUrl('web')}\n  newTag: ${tag}\n`,
  'apps/web/values.yaml': `# kept\nimage:\n  repository: ${imageUrl('web')} # kept\n  tag: '${tag}'\nworker: {image: "${imageUrl('web')}:${tag}"}\n`,
  'apps/api/values.yaml': 'service: {port: 80}\n',
  'apps/web/all.yaml': `kind: Service\nmetadata: {name:   web}\n---\nkind: CronJob\nmetadata: {name: web}\nspec:\n  jobTemplate: {spec: {template: {spec: {containers: [{name: job, image: "${imageUrl('web')}:${tag}"}]}}}}\n`,
  'global/values.yaml': `global:\n  registry:\n    url: ${OTHER}\nimage:\n  repository: ""\n  tag: ${tag}\n`,
  'shared/values.yaml': `global: {imageRegistry: ${HOST}}\nimage:\n  repository: ""\n  tag: ${tag}\n`,
  'placeholder/values.yaml': `image: {registry: 123456789012.dkr.ecr.ap-southeast-2.amazonaws.com, repository: team/web, tag: ${tag}}\n`,
  'held/values.yaml': `# ecr-gitops: hold incident 7\nimage: {repository: ${imageUrl('web')}, tag: ${tag}}\n`,
  'empty/values.yaml': 'image: {}\n',
})

const openRoom = () => openConfigRoom({ config: ([first = '']) => filesOf(first) })

function taskOf(commit: string, targets: Target[], policies: WriterTask['policies'] = {}): WriterTask {
  return { id: '77', images: [{ name: 'web', overlays: [], targets }], commit, policies }
}

test('an overlay, values and a manifest are written in one commit, and once', async () => {
  await using room = await openRoom()
  const [first = '', second = ''] = room.commits
  const before = filesOf(first)
  const targets: Target[] = [
    { kind: 'kustomize', path: 'apps/web', key: 'web' },
    values('apps/*/values.yaml', 'image'),
    values('apps/web/values.yaml', 'worker.image'),
    manifest('apps/web/all.yaml', 'cronjob/web/job'),
    values('held/values.yaml', 'image'),
  ]
  const written = await write(room.over('file'), taskOf(second, targets))
  expect(written.error).toBeUndefined()
  expect(written.outcomes).toEqual({
    'web apps/web': 'write',
    'web apps/web/values.yaml#image': 'write',
    'web apps/web/values.yaml#worker.image': 'write',
    'web apps/web/all.yaml#cronjob/web/job': 'write',
    'web held/values.yaml#image': 'held',
  })
  for (const [path, text] of Object.entries(before)) {
    const changes = path.startsWith('apps/web/')
    expect(await room.config.file(path), path).toBe(changes ? text.replaceAll(first, second) : text)
  }
  const [{ message } = { message: '' }, ...older] = await room.config.log()
  expect(older).toHaveLength(1)
  expect(message.match(/^ {2}file .*/gm)).toEqual([
    '  file     apps/web/kustomization.yaml',
    '  file     apps/web/values.yaml#image',
    '  file     apps/web/values.yaml#worker.image',
    '  file     apps/web/all.yaml#cronjob/web/job',
  ])
  const again = await write(room.over('file'), taskOf(second, targets))
  expect(again.commit).toBeUndefined()
  expect(again.error).toBeUndefined()
  const back = await write(room.over('file'), taskOf(first, targets.slice(1, 3)))
  expect(Object.values(back.outcomes)).toEqual(['superseded', 'superseded'])
})

test('a rollback leaves a hold at each of them', async () => {
  await using room = await openRoom()
  const [first = '', second = ''] = room.commits
  const targets = [values('apps/web/values.yaml', 'image'), manifest('apps/web/all.yaml', 'CronJob/web/job')]
  await write(room.over('file'), taskOf(second, targets))
  const back = await write(room.over('file'), taskOf(first, targets.slice(0, 1), { onStale: 'write' }))
  expect(back.error).toBeUndefined()
  expect(await room.config.file('apps/web/values.yaml')).toMatch(
    /^# kept\n# ecr-gitops: hold rolled back .*\nimage:\n/,
  )
  const next = await write(room.over('file'), taskOf(second, targets))
  expect(next.outcomes).toMatchObject({ 'web apps/web/values.yaml#image': 'held' })
})

test('the account of a placeholder is corrected, and a registry that all images share stays', async () => {
  await using room = await openRoom()
  const [first = '', second = ''] = room.commits
  const targets = [values('placeholder/values.yaml', 'image'), values('shared/values.yaml', 'image')]
  const written = await write(room.over('file'), taskOf(second, targets))
  expect(written.error).toBeUndefined()
  expect(await room.config.file('placeholder/values.yaml')).toBe(
    `image: {registry: ${HOST}, repository: team/web, tag: ${second}}\n`,
  )
  expect(await room.config.file('shared/values.yaml')).toBe(
    filesOf(first)['shared/values.yaml'].replace(first, second),
  )
})

test('create-missing fills a mapping that is empty', async () => {
  await using room = await openRoom()
  const second = room.commits[1] ?? ''
  const targets = [values('empty/values.yaml', 'image')]
  expect((await write(room.over('file'), taskOf(second, targets))).error).toMatch(/has no image at image/)
  const created = await write(room.over('file'), taskOf(second, targets, { createMissing: true }))
  expect(created.error).toBeUndefined()
  expect(await room.config.file('empty/values.yaml')).toBe(
    `image: {repository: ${imageUrl('web')}, tag: ${second}}\n`,
  )
})

test('an image that kustomizations know by its old name is not renamed in a manifest below them', async () => {
  const old = `${OTHER}/team/web`
  await using room = await openConfigRoom({
    config: ([first = '']) => ({
      'app/kustomization.yaml': `resources: [pod.yaml]\nimages:\n- name: ${old}\n  newTag: x\n`,
      'app/pod.yaml': `kind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: "${old}:${first}"}]}\n`,
      'alone/pod.yaml': `kind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: "${old}:${first}"}]}\n`,
    }),
  })
  const second = room.commits[1] ?? ''
  const retargeted = (path: string) =>
    write(room.over('file'), taskOf(second, [manifest(path, 'Pod/web/web')], { retarget: true }))
  expect((await retargeted('app/pod.yaml')).error).toMatch(/calls the image .* for all that build on it/)
  expect((await retargeted('alone/pod.yaml')).outcomes).toEqual({ 'web alone/pod.yaml#Pod/web/web': 'write' })
})

test.each([
  ['values', values('shop.yaml', 'billing.image'), 'shop.yaml:3'],
  ['every file of a pattern', values('sh*.yaml', 'billing.image'), 'shop.yaml:3'],
  ['a manifest', manifest('pod.yaml', 'Pod/billing/main'), 'pod.yaml:5'],
])('a path to the image of another service changes nothing: %s', async (_, target, where) => {
  await using room = await openConfigRoom({
    config: () => ({
      'shop.yaml': `billing:\n  image:\n    repository: ${imageUrl('billing')}\n    tag: '7'\n`,
      'pod.yaml': `kind: Pod\nmetadata: {name: billing}\nspec:\n  containers:\n  - image: "${imageUrl('billing')}:7"\n    name: main\n`,
    }),
  })
  const second = room.commits[1] ?? ''
  const written = await write(room.over('file'), taskOf(second, [target]))
  expect(written.error).toContain(
    `${where} names ${imageUrl('billing')}, another repository than ${imageUrl('web')}`,
  )
  expect(await room.config.log()).toHaveLength(1)
  const moved = await write(room.over('file'), taskOf(second, [target], { retarget: true }))
  expect(Object.values(moved.outcomes)).toEqual(['write'])
  expect(await room.config.file(where.replace(/:.*/, ''))).toContain(imageUrl('web'))
})

describe('a refusal', () => {
  test.each<[string, Target, RegExp]>([
    [
      'a registry that all images share, of another account',
      values('global/values.yaml', 'image'),
      /ENTRY_REGISTRY.*global\/values.yaml:5 leaves the registry to global.registry.url \(global\/values.yaml:3\), which is 999988887777/s,
    ],
    [
      'a path that is not there',
      values('apps/api/values.yaml', 'image'),
      /ENTRY_MISSING|has no image at image: has no image\. It has: service/,
    ],
    [
      'a file that is not there',
      values('apps/web/value.yaml', 'image'),
      /has no apps\/web\/value.yaml.*Did you mean "apps\/web\/values.yaml"/,
    ],
    [
      'a file in a misspelt folder',
      values('app/web/values.yaml', 'image'),
      /has no app\/web\/values.yaml.*Did you mean "apps\/web\/values.yaml"/,
    ],
    ['a folder', manifest('apps/web', 'Deployment/web/web'), /apps\/web is a folder.*manifests names files/],
    [
      'a pattern without a file',
      values('nowhere/*.yaml', 'image'),
      /no file of the config repository matches nowhere/,
    ],
    [
      'a pattern whose files do not have it',
      values('apps/*/values.yaml', 'job.image'),
      /no file that matches apps\/\*\/values.yaml#job.image has the image web there: apps\/\w+\/values.yaml has no image at job.image: .* It has: /,
    ],
    [
      'an object that is not there',
      manifest('apps/web/all.yaml', 'Deployment/web/web'),
      /has no Deployment\/web with containers. It has: CronJob\/web/,
    ],
  ])('of %s changes nothing', async (_, target, message) => {
    await using room = await openRoom()
    const written = await write(room.over('file'), taskOf(room.commits[1] ?? '', [target]))
    expect(written.error).toMatch(message)
    expect(await room.config.log()).toHaveLength(1)
  })
})
