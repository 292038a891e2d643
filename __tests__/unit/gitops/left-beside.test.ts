import { expect, test } from 'vitest'
import type { TreeNode } from '../../../src/config-repository/repository.ts'
import { compose } from '../../../src/gitops/draft.ts'
import { type JudgeOptions, judgeEach } from '../../../src/gitops/judge/judge-images.ts'
import { aWanted, digestOf, HOST, OLD_SHA, SHA } from '../builders.ts'
import { judging } from './judging.ts'

const FILE = 'raw/worker.yaml'
const NAME = `${HOST}/acme/web`
const OLD = `${NAME}:${OLD_SHA}`

const notices = (text: string, ...keys: readonly string[]) => noticesBy(judging(), text, ...keys)

async function noticesBy(options: JudgeOptions, text: string, ...keys: readonly string[]) {
  const node: TreeNode = { kind: 'file', id: '1', text }
  const survey = { tip: 'f'.repeat(40), nodes: new Map([[FILE, node]]), matches: new Map() }
  const targets = keys.map((key) => ({ kind: 'manifest', path: FILE, key: `Deployment/${key}` }) as const)
  const image = aWanted({ name: 'web', repository: 'acme/web', digest: digestOf('d') })
  const { value, problems } = await judgeEach(survey, [{ ...image, targets }], options)
  expect(problems).toEqual([])
  const { verdicts } = await compose(survey, value, { ...options, untouched: new Map() })
  return verdicts.map((verdict) => verdict.notices)
}

const deployment = (name: string, image: string, others: string, init = '') =>
  `kind: Deployment
metadata: {name: ${name}}
spec:
  template:
    spec:
      initContainers:
      - name: migrate
        image: "${init}"
      containers:
      - name: worker
        image: ${image}
${others}`
const proxy = (image: string, mark = '') => `      ${mark}\n      - name: proxy\n        image: ${image}\n`

const MIGRATE = `${FILE}:8: container migrate of Deployment/worker has the same image and keeps ${OLD}, because it is not named. Add ${FILE}#Deployment/worker/migrate to manifests, or a hold marker to the container.`

test('a container of the same image that is not named is said', async () => {
  expect(await notices(deployment('worker', OLD, '', OLD), 'worker/worker')).toEqual([[MIGRATE]])
})

test('once, and with every one that is left', async () => {
  const text = deployment('worker', OLD, `${proxy(OLD)}${proxy(OLD).replace('proxy', 'last')}`, OLD)
  const [first = [], second = []] = await notices(text, 'worker/worker', 'worker/proxy')
  expect(first).toEqual([MIGRATE, expect.stringContaining(`${FILE}:17: container last of`)])
  expect(second).toEqual([])
})

test('also under another tag', async () => {
  const older = `${NAME}:older@${digestOf('a')}`
  const [[notice] = []] = await notices(deployment('worker', OLD, '', older), 'worker/worker')
  expect(notice).toContain(`keeps ${older},`)
})

test.each([
  ['it is named', deployment('worker', OLD, '', OLD), ['worker/worker', 'worker/migrate'], 2],
  ['it has another image', deployment('worker', OLD, '', `${NAME}-other:1`), ['worker/worker'], 1],
  ['it has no image', deployment('worker', OLD, '').replace('image: ""', ''), ['worker/worker'], 1],
  ['it has the new one', deployment('worker', OLD, '', `${NAME}:${SHA}`), ['worker/worker'], 1],
  ['it is held', deployment('worker', OLD, proxy(OLD, '# ecr-gitops: hold')), ['worker/worker'], 1],
  [
    'it is of another object',
    `${deployment('api', OLD, '')}---\n${deployment('worker', OLD, '')}`,
    ['worker/worker'],
    1,
  ],
  ['nothing is written', deployment('worker', `${NAME}:${SHA}`, '', OLD), ['worker/worker'], 1],
])('nothing is said where %s', async (_, text, keys, count) => {
  expect(await notices(text, ...keys)).toEqual(Array.from({ length: count }, () => []))
})

test('nothing is said where the commit is older than the deployed one, and nothing is written', async () => {
  const older = judging({}, { compare: async () => 'behind', changes: async () => undefined })
  expect(await noticesBy(older, deployment('worker', OLD, '', OLD), 'worker/worker')).toEqual([
    [`${FILE}:11: a1b2c3d is deployed and newer than 4f2b8c1`],
  ])
})
