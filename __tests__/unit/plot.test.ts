import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Figure, Measured } from '../../scripts/bench/report.ts'
import { growthSvg } from '../../scripts/plot/growth.ts'
import { panelSvg, ticksTo } from '../../scripts/plot/panel.ts'
import { stagesSvg } from '../../scripts/plot/stages.ts'
import { casesTable, costTable } from '../../scripts/plot/table.ts'

const cost = (size: number, way: 'step' | 'commands', value: number): Figure => ({
  what: '',
  value,
  unit: 'ms',
  at: { row: `${size} files: ${way}`, axis: 'files', size, way, measure: 'wallMs' },
})
const RUN: Measured = {
  date: '2026-01-15',
  machine: '2 x <core>',
  cases: { growth: [cost(10, 'step', 300), cost(1000, 'step', 400.4), cost(1000, 'commands', 900)] },
}

describe('a panel', () => {
  test.each([
    [3, [0, 1, 2, 3]],
    [4, [0, 1, 2, 3, 4]],
    [846, [0, 500, 1000]],
    [2225, [0, 1000, 2000, 3000]],
  ])('whose highest value is %d has ticks at %j', (highest, ticks) => {
    expect(ticksTo(highest)).toEqual(ticks)
  })

  test('places equal factors at equal distances, and zero at the bottom', () => {
    const points = [1, 10, 100].map((x) => [x, x === 10 ? 0 : 4] as const)
    const svg = panelSvg({
      title: '',
      unit: 'ms',
      series: [{ name: '', colour: 'red', dashed: false, points }],
    })
    expect(svg).toContain('M60 28L170 184L280 28')
  })
})

describe('the plot of the growth', () => {
  test('has a line for each way, and says when and where it was measured, as text', () => {
    const svg = growthSvg(RUN)
    expect(svg).toContain('2026-01-15, 2 x &lt;core>')
    expect(svg).toMatch(/<path d="M60 \S+L280 \S+" fill="none" stroke="#0969da"/)
    expect(svg).toMatch(/<circle [^>]+ fill="#bc4c00"/)
  })
})

describe('the plot of the stages', () => {
  const stage = (axis: string, way: string, value: number): Figure => ({
    what: '',
    value,
    unit: 'ms',
    at: { row: '', axis, size: 1, way, measure: 'wallMs' },
  })
  const step = [stage('build', 'build', 200), stage('image', 'step', 500), stage('commit', 'step', 900)]

  test('has a part for each stage, as long as what it adds', () => {
    const svg = stagesSvg({ ...RUN, cases: { build: step } })
    const parts = [...svg.matchAll(/<rect x="(\d+)" y="54" width="(\d+)"/g)].map(([, x, width]) => [x, width])
    expect(parts).toEqual([
      ['160', '134'],
      ['294', '201'],
      ['495', '268'],
    ])
    expect(svg).toContain('>200 ms<')
    expect(svg).toContain('>300 ms<')
    expect(svg).toContain('>900 ms<')
  })

  test('leaves out what was not measured', () => {
    const svg = stagesSvg({ ...RUN, cases: { build: [...step, stage('image', 'actions', 700)] } })
    expect(svg).toContain('>the step<')
    expect(svg).not.toContain('AWS CLI')
    expect(svg).not.toContain('two actions')
  })
})

test('the page and its plots are those of the figures beside it', () => {
  const [growth, cases] = ['growth', 'cases'].map(
    (name) => JSON.parse(readFileSync(`docs/benchmarks/${name}.json`, 'utf8')) as Measured,
  )
  if (!growth || !cases) throw new Error('no figures')
  const page = readFileSync('docs/benchmarks.md', 'utf8')
  expect(readFileSync('docs/benchmarks/growth.svg', 'utf8')).toBe(growthSvg(growth))
  expect(readFileSync('docs/benchmarks/stages.svg', 'utf8')).toBe(stagesSvg(cases))
  expect(page).toContain(`\n${costTable(growth.cases.growth ?? [])}\n`)
  expect(page).toContain(`\n${costTable(cases.cases.build ?? [])}\n`)
  expect(page).toContain(`\n${casesTable(cases)}\n`)
})

test('a table of costs has a row for each way, - for what was not measured, and tells what is over its ceiling', () => {
  const over = (measure: 'wallMs' | 'cpuMs', value: number): Figure => ({
    ...{ what: '', value, unit: 'x', ceiling: 1 },
    at: { row: 'the step over it', axis: 'ratio', size: 1, way: 'commands', measure },
  })
  const figures = [...(RUN.cases.growth ?? []), over('wallMs', 0.333), over('cpuMs', 1.5)]
  expect(costTable(figures).split('\n').slice(2)).toEqual([
    '| 10 files: step       | 300 ms |             - |           - |         - |        - |     - |',
    '| 1000 files: step     | 400 ms |             - |           - |         - |        - |     - |',
    '| 1000 files: commands | 900 ms |             - |           - |         - |        - |     - |',
    '| the step over it     | 0.33 x | 1.50 x (over) |           - |         - |        - |     - |',
  ])
})

test('the table of the cases tells what is over its ceiling', () => {
  const figures = [
    { what: 'within', value: 1, unit: 'x' as const, ceiling: 1 },
    { what: 'over', value: 3, unit: '' as const, ceiling: 2 },
    { what: 'told', value: 1.26, unit: 'ms' as const },
    cost(10, 'step', 1),
  ]
  expect(
    casesTable({ ...RUN, cases: { load: figures } })
      .split('\n')
      .slice(2),
  ).toEqual([
    '| load: within |   1.00 x |       1 |',
    '| load: over   | 3 (over) |       2 |',
    '| load: told   |   1.3 ms |       - |',
  ])
})
