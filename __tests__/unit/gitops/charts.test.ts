import { expect, test } from 'vitest'
import type { ConfigTree, TreeNode } from '../../../src/config-repository/repository.ts'
import { withCharts } from '../../../src/gitops/charts.ts'
import type { EntryVerdict, Proposal } from '../../../src/gitops/proposal.ts'
import { must } from '../builders.ts'

const TIP = 'f'.repeat(40)
const chart = (version: string): string => `name: web\nversion: ${version}\nappVersion: 1.0.0\n`

function treeOf(files: Readonly<Record<string, string>>) {
  const asked: string[] = []
  const tree: ConfigTree = {
    list: async () => {
      asked.push('list')
      return Object.keys(files)
    },
    nodesAt: async (tip, paths) => {
      asked.push(`nodes at ${tip === TIP ? 'the tip' : tip}`)
      const found = paths.flatMap((path): (readonly [string, TreeNode])[] => {
        const text = files[path]
        return text === undefined ? [] : [[path, { kind: 'file', id: path, text }]]
      })
      return new Map(found)
    },
    materialise: async () => ({ refused: 'it is not asked for' }),
  }
  return { tree, asked }
}

const verdict = (file: string, more: Partial<EntryVerdict> = {}): EntryVerdict => ({
  image: 'web',
  kind: 'helm-values',
  overlay: `${file}#image`,
  key: 'image',
  file,
  optional: false,
  outcome: 'write',
  place: { file },
  previous: '1.0.0',
  deployed: undefined,
  reference: 'registry.example/web:1.1.0',
  pinned: undefined,
  notices: ['one'],
  ...more,
})

const proposalOf = (...verdicts: readonly EntryVerdict[]): Proposal => ({
  tip: TIP,
  verdicts,
  before: new Map(verdicts.map(({ file }) => [file, 'old'])),
  files: new Map(verdicts.map(({ file }) => [file, 'new'])),
})

const placeAt = () => (file: string, line?: number) => ({ file, ...(line === undefined ? {} : { line }) })

test('the chart of edited values is in the same proposal, and said once', async () => {
  const { tree, asked } = treeOf({ 'web/Chart.yaml': chart('0.1.0'), 'web/values.yaml': 'old' })
  const proposal = proposalOf(verdict('web/values.yaml'), verdict('web/values.yaml', { key: 'other' }))
  const raised = await withCharts(proposal, { tree, placeAt })
  expect(raised.files).toEqual(
    new Map([
      ['web/values.yaml', 'new'],
      ['web/Chart.yaml', chart('0.1.1').replace('1.0.0', '1.1.0')],
    ]),
  )
  expect(raised.before.get('web/Chart.yaml')).toBe(chart('0.1.0'))
  expect(raised.verdicts.map(({ notices }) => notices)).toEqual([
    ['one', 'web/Chart.yaml:2: version 0.1.0 becomes 0.1.1 (chart-version).'],
    ['one'],
  ])
  expect(asked).toEqual(['list', 'nodes at the tip'])
})

test('on another tip it is raised from what stands there', async () => {
  const { tree } = treeOf({ 'web/Chart.yaml': chart('0.1.7') })
  const raised = await withCharts(proposalOf(verdict('web/values.yaml')), { tree, placeAt })
  expect(raised.files.get('web/Chart.yaml')).toContain('version: 0.1.8')
})

test.each([
  ['values that stay', verdict('web/values.yaml', { outcome: 'unchanged' })],
  ['values that are held', verdict('web/values.yaml', { outcome: 'held' })],
])('%s ask for nothing, and nothing is looked at or said', async (_, one) => {
  const { tree, asked } = treeOf({ 'web/Chart.yaml': chart('0.1.0') })
  const proposal = proposalOf(one)
  expect(await withCharts(proposal, { tree, placeAt })).toEqual(proposal)
  expect(asked).toEqual([])
})

const NONE = (files: string) =>
  `chart-version: no edited file (${files}) is part of a chart, so no version goes up.`

test('an overlay is no part of a chart: nothing is looked at, and it is said', async () => {
  const { tree, asked } = treeOf({ 'web/Chart.yaml': chart('0.1.0') })
  const proposal = proposalOf(verdict('web/kustomization.yaml', { kind: 'kustomize', notices: [] }))
  expect(await withCharts(proposal, { tree, placeAt })).toEqual({
    ...proposal,
    verdicts: [{ ...must(proposal.verdicts[0]), notices: [NONE('web/kustomization.yaml')] }],
  })
  expect(asked).toEqual([])
})

test.each(['manifest', 'argocd'] as const)(
  'what is plain in the templates is of the chart: %s',
  async (kind) => {
    const { tree } = treeOf({ 'web/Chart.yaml': chart('0.1.0') })
    const raised = await withCharts(proposalOf(verdict('web/templates/x.yaml', { kind })), { tree, placeAt })
    expect(raised.files.get('web/Chart.yaml')).toBe(chart('0.1.1').replace('1.0.0', '1.1.0'))
  },
)

test.each(['manifest', 'argocd'] as const)('what only names the chart is not: %s', async (kind) => {
  const { tree } = treeOf({ 'web/Chart.yaml': chart('0.1.0') })
  const proposal = proposalOf(verdict('apps/web.yaml', { kind }))
  const raised = await withCharts(proposal, { tree, placeAt })
  expect(raised.files).toEqual(proposal.files)
  expect(raised.verdicts.map(({ notices }) => notices)).toEqual([['one', NONE('apps/web.yaml')]])
})

test('values in no chart cost one list, and one notice with every file that is edited', async () => {
  const { tree, asked } = treeOf({ 'other/Chart.yaml': chart('0.1.0') })
  const held = verdict('other/values.yaml', { outcome: 'held', notices: [] })
  const other = verdict('envs/prod/values.yaml', { key: 'sidecar.image', notices: [] })
  const proposal = proposalOf(held, verdict('envs/prod/values.yaml'), other, verdict('raw/web.yaml'))
  const raised = await withCharts(proposal, { tree, placeAt })
  expect(raised.verdicts.map(({ notices }) => notices)).toEqual([
    [],
    ['one', NONE('envs/prod/values.yaml, raw/web.yaml')],
    [],
    ['one'],
  ])
  expect(asked).toEqual(['list'])
})

test('nothing more is said where one of the files is part of a chart', async () => {
  const { tree } = treeOf({ 'web/Chart.yaml': chart('0.1.0') })
  const proposal = proposalOf(verdict('envs/values.yaml'), verdict('web/values.yaml'))
  const raised = await withCharts(proposal, { tree, placeAt })
  expect(raised.verdicts.map(({ notices }) => notices)).toEqual([
    ['one'],
    ['one', 'web/Chart.yaml:2: version 0.1.0 becomes 0.1.1 (chart-version).'],
  ])
})
