import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Measured } from '../../scripts/bench/report.ts'
import { growthSvg } from '../../scripts/plot/growth.ts'
import { panelSvg, ticksTo } from '../../scripts/plot/panel.ts'
import { casesTable, growthTable } from '../../scripts/plot/table.ts'

const cost = (size: number, way: 'step' | 'commands', value: number) => ({
  what: '',
  value,
  unit: 'ms' as const,
  at: { axis: 'files', size, way, measure: 'wallMs' },
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
    expect(svg).toContain('M60 28L173 184L286 28')
  })
})

describe('the plot of the growth', () => {
  test('has a line for each way, and says when and where it was measured, as text', () => {
    const svg = growthSvg(RUN)
    expect(svg).toContain('2026-01-15, 2 x &lt;core>')
    expect(svg).toMatch(/<path d="M60 \S+L286 \S+" fill="none" stroke="#0969da"/)
    expect(svg).toMatch(/<circle [^>]+ fill="#bc4c00"/)
  })

  test('is that of the figures beside it', () => {
    const run = JSON.parse(readFileSync('docs/benchmarks/growth.json', 'utf8')) as Measured
    expect(readFileSync('docs/benchmarks/growth.svg', 'utf8')).toBe(growthSvg(run))
    expect(readFileSync('docs/benchmarks.md', 'utf8')).toContain(`\n${growthTable(run)}\n`)
    const cases = JSON.parse(readFileSync('docs/benchmarks/cases.json', 'utf8')) as Measured
    expect(readFileSync('docs/benchmarks.md', 'utf8')).toContain(`\n${casesTable(cases)}\n`)
  })
})

test('the table has a row for each size and way, and - for what was not measured', () => {
  expect(growthTable(RUN).split('\n').slice(2)).toEqual([
    '| 10 files: the step           | 300 ms |   - |           - |         - |        - |     - |',
    '| 1000 files: the step         | 400 ms |   - |           - |         - |        - |     - |',
    '| 1000 files: clone, sed, push | 900 ms |   - |           - |         - |        - |     - |',
  ])
})

test('the table of the cases tells what is over its ceiling', () => {
  const figures = [
    { what: 'within', value: 1, unit: 'x' as const, ceiling: 1 },
    { what: 'over', value: 3, unit: '' as const, ceiling: 2 },
    { what: 'told', value: 1.26, unit: 'ms' as const },
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
