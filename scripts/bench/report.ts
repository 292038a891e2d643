import { cpus, loadavg, platform } from 'node:os'

/** What a figure is to be at most; one without a ceiling is reported, not judged. */
export interface Limits {
  /** To reach. */
  readonly goal?: number
  /** To reach instead, as a ratio to the baseline. */
  readonly ratioGoal?: number
  /** Above it the bench fails. */
  readonly ceiling?: number
}

export interface Figure extends Limits {
  readonly what: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'kB' | 'MiB' | 'x' | ''
  /** The same of the baseline, if there is one. */
  readonly before?: Before
  /** Where a table and a plot have it. */
  readonly at?: Place
}

export interface Before {
  readonly value: number
  /** Of the figure to it: the median of what the rounds give. */
  readonly ratio: number
}

/** No row of costs may be so many times that of the baseline. */
const MOST_OVER_BASELINE = 1.5

/** What is no number is over its ceiling, too. */
export function isOver({ value, ceiling, before, at }: Figure): boolean {
  const isOverBaseline = before !== undefined && at !== undefined && !(before.ratio <= MOST_OVER_BASELINE)
  return isOverBaseline || (ceiling !== undefined && !(value <= ceiling))
}

/** undefined: it has no goal. */
export function isReached({ value, goal, ratioGoal, before }: Figure): boolean | undefined {
  if (goal === undefined && ratioGoal === undefined) return undefined
  return value <= (goal ?? Number.NaN) || (before?.ratio ?? Number.NaN) <= (ratioGoal ?? Number.NaN)
}

/** Columns of a table of costs, in its order. */
export const MEASURES = {
  wallMs: { name: 'Wall', unit: 'ms' },
  cpuMs: { name: 'CPU', unit: 'ms' },
  memoryMiB: { name: 'Peak memory', unit: 'MiB' },
  processes: { name: 'Processes', unit: '' },
  requests: { name: 'Requests', unit: '' },
  connections: { name: 'Connections', unit: '' },
  kB: { name: 'Bytes', unit: 'kB' },
} as const satisfies Record<string, { name: string; unit: Figure['unit'] }>

export type Measure = keyof typeof MEASURES
export const measures = Object.keys(MEASURES) as readonly Measure[]

export interface Place {
  /** Of the table. */
  readonly row: string
  readonly axis: string
  readonly size: number
  readonly way: string
  readonly measure: Measure
}

/** What `--json` writes: figures of one run, and on what they were measured. */
export interface Measured {
  readonly date: string
  readonly machine: string
  readonly cases: Readonly<Record<string, readonly Figure[]>>
}

export function measured(cases: Measured['cases']): Measured {
  const [core] = cpus()
  const { node } = process.versions
  const machine = `${cpus().length} x ${core?.model.trim()}, ${platform()}, Node ${node}, load ${loadavg()[0]?.toFixed(1)}`
  return { date: new Date().toISOString().slice(0, 10), machine, cases }
}

export const quantity = (value: number, unit: Figure['unit']): string =>
  `${unit === '' ? value : value.toFixed(unit === 'x' ? 2 : 1)} ${unit}`.trimEnd()

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Wall time of some work in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}
