import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Figure, isOver, type Measured } from '../../scripts/bench/report.ts'
import { distanceSvg } from '../../scripts/plot/distance.ts'
import { growthSvg } from '../../scripts/plot/growth.ts'
import { PLOTS, readFigures, tablesOf } from '../../scripts/plot/page.ts'
import { panelSvg, ticksTo } from '../../scripts/plot/panel.ts'
import { stagesSvg } from '../../scripts/plot/stages.ts'
import { casesTable, costTable, figureTable } from '../../scripts/plot/table.ts'

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

const wall = (axis: string, way: string, [size, value]: readonly [number, number]): Figure => ({
  what: '',
  value,
  unit: 'ms',
  at: { row: '', axis, size, way, measure: 'wallMs' },
})
/** Of the first bar: where each part begins, and how wide it is. */
const partsOf = (svg: string) =>
  [...svg.matchAll(/<rect x="(\d+)" y="54" width="(\d+)"/g)].map(([, x, width]) => [x, width])

describe('the plot of the stages', () => {
  const stage = (axis: string, way: string, value: number): Figure => wall(axis, way, [1, value])
  const step = [stage('build', 'build', 200), stage('image', 'step', 500), stage('commit', 'step', 900)]

  test('has a part for each stage, as long as what it adds', () => {
    const svg = stagesSvg({ ...RUN, cases: { build: step } })
    expect(partsOf(svg)).toEqual([
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

describe('the plot of the distance', () => {
  test('has a bar for each run, parted into what it takes here and what the way adds', () => {
    const wire = [
      wall('image', 'step', [0, 250]),
      wall('image', 'step', [60, 1000]),
      wall('bare git', 'git', [0, 100]),
      wall('bare git', 'git', [60, 700]),
    ]
    const svg = distanceSvg({ ...RUN, cases: { wire } })
    expect(partsOf(svg)).toEqual([
      ['160', '168'],
      ['328', '502'],
    ])
    expect(svg).toContain('>250 ms<')
    expect(svg).toContain('>750 ms<')
    expect(svg).toContain('>1000 ms<')
    expect(svg).toContain('>600 ms<')
    expect(svg).not.toContain('reuse')
  })
})

test('the page and its plots are those of the figures beside it', () => {
  const run = readFigures()
  const page = readFileSync('docs/benchmarks.md', 'utf8')
  for (const [name, draw] of Object.entries(PLOTS)) {
    expect(readFileSync(`docs/benchmarks/${name}`, 'utf8'), name).toBe(draw(run))
  }
  for (const [name, table] of Object.entries(tablesOf(run))) {
    expect(page).toContain(`<!-- ${name}:start -->\n\n${table}\n\n<!-- ${name}:end -->`)
  }
})

test('a table of costs has a row for each way, - for what was not measured, and says what is over its ceiling', () => {
  const over = (measure: 'wallMs' | 'cpuMs', value: number): Figure => ({
    ...{ what: '', value, unit: 'x', ceiling: 1 },
    at: { row: 'the step over it', axis: 'ratio', size: 1, way: 'commands', measure },
  })
  const figures = [...(RUN.cases.growth ?? []), over('wallMs', 0.333), over('cpuMs', 1.5)]
  expect(cellsOf(costTable(figures))).toEqual([
    ['', 'Wall', 'CPU', 'Peak memory', 'Processes', 'Requests', 'Connections', 'Bytes'],
    ['10 files: step', '300 ms', '-', '-', '-', '-', '-', '-'],
    ['1000 files: step', '400 ms', '-', '-', '-', '-', '-', '-'],
    ['1000 files: commands', '900 ms', '-', '-', '-', '-', '-', '-'],
    ['the step over it', '0.33 x', '1.50 x (over)', '-', '-', '-', '-', '-'],
  ])
})

const cellsOf = (table: string): string[][] =>
  table
    .split('\n')
    .filter((_, line) => line !== 1)
    .map((line) => line.split('|').slice(1, -1))
    .map((cells) => cells.map((cell) => cell.trim()))

const figure = (what: string, value: number, more: Partial<Figure> = {}): Figure => ({
  ...{ what, value, unit: 'ms' },
  ...more,
})
const earlier = (value: number, ratio: number) => ({ before: { value, ratio } })

test('cells are as wide as their column, with numbers on the right', () => {
  expect(figureTable([figure('short', 1), figure('longer', 1000)])).toBe(
    `|        |  Measured |
| ------ | --------: |
| short  |    1.0 ms |
| longer | 1000.0 ms |`,
  )
})

describe('the table of figures', () => {
  test('says what is over its ceiling, also what is no number', () => {
    const figures = [
      figure('within', 1, { unit: 'x', ceiling: 1 }),
      figure('over', 3, { unit: '', ceiling: 2 }),
      figure('nothing', Number.NaN, { ceiling: 2 }),
      figure('reported', 1.26),
    ]
    expect(cellsOf(figureTable(figures))).toEqual([
      ['', 'Measured', 'Ceiling'],
      ['within', '1.00 x', '1'],
      ['over', '3 (over)', '2'],
      ['nothing', 'NaN ms (over)', '2'],
      ['reported', '1.3 ms', '-'],
    ])
  })

  test('has the state before, and a goal that either is to reach: by its value, or by its ratio to that', () => {
    const figures = [
      figure('by value', 90, { goal: 90, ratioGoal: 0.5, ...earlier(100, 0.9) }),
      figure('by ratio', 91, { goal: 90, ratioGoal: 0.9, ...earlier(100, 0.9) }),
      figure('by none', 91, { goal: 90, ratioGoal: 0.9, ...earlier(100, 0.91) }),
      figure('no goal', 91, earlier(100, 0.91)),
    ]
    expect(cellsOf(figureTable(figures))).toEqual([
      ['', 'Before', 'Measured', 'Median ratio', 'Goal', 'Reached'],
      ['by value', '100.0 ms', '90.0 ms', '0.90 x', '90.0 ms or 0.50 x', 'yes'],
      ['by ratio', '100.0 ms', '91.0 ms', '0.90 x', '90.0 ms or 0.90 x', 'yes'],
      ['by none', '100.0 ms', '91.0 ms', '0.91 x', '90.0 ms or 0.90 x', 'no'],
      ['no goal', '100.0 ms', '91.0 ms', '0.91 x', '-', '-'],
    ])
  })

  test('without a state before, says nothing of ratios', () => {
    const figures = [figure('alone', 91, { goal: 90, ratioGoal: 0.9 })]
    expect(cellsOf(figureTable(figures))).toEqual([
      ['', 'Measured', 'Goal', 'Reached'],
      ['alone', '91.0 ms', '90.0 ms', 'no'],
    ])
  })
})

test.each([
  ['a row of costs', cost(10, 'step', 1).at, 1.5, false],
  ['a row of costs', cost(10, 'step', 1).at, 1.6, true],
  ['a figure that stands alone', undefined, 1.6, false],
])('%s at %j is over its ceiling with %d times the baseline: %j', (_, at, ratio, expected) => {
  expect(isOver(figure('', 1, { ...(at && { at }), ...earlier(1, ratio) }))).toBe(expected)
})

test('the table of the cases has what stands alone, and what has a goal', () => {
  const figures = [figure('alone', 1), cost(10, 'step', 1), { ...cost(10, 'step', 2), what: 'row', goal: 3 }]
  expect(cellsOf(casesTable({ ...RUN, cases: { load: figures } }))).toEqual([
    ['', 'Measured', 'Goal'],
    ['load: alone', '1.0 ms', '-'],
    ['load: row', '2.0 ms', '3.0 ms'],
  ])
})
