import { cpus, loadavg, platform } from 'node:os'

/** One line of the table; a figure without a ceiling is reported, not judged. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'kB' | 'MB' | 'x' | ''
  readonly ceiling?: number
  readonly goal?: number
  /** Where a table and a plot have it. */
  readonly at?: Place
}

/** Columns of a table of costs, in its order. */
export const MEASURES = {
  wallMs: { name: 'Wall', unit: 'ms' },
  cpuMs: { name: 'CPU', unit: 'ms' },
  memoryMB: { name: 'Peak memory', unit: 'MB' },
  processes: { name: 'Processes', unit: '' },
  requests: { name: 'Requests', unit: '' },
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
