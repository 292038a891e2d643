import { cpus, loadavg, platform } from 'node:os'

/** One line of the table; a figure without a ceiling is told, not judged. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'kB' | 'MB' | 'x' | ''
  readonly ceiling?: number
  readonly goal?: number
  /** Where a plot has it. */
  readonly at?: Place
}

export interface Place {
  readonly axis: string
  readonly size: number
  readonly way: 'step' | 'commands'
  readonly measure: string
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

/** Prints the figures of a case; true when all of them are within their ceilings. */
export function report(name: string, figures: readonly Figure[]): boolean {
  console.log(`\n${name}`)
  for (const { what, value, unit, ceiling, goal } of figures) {
    const limits = [
      goal === undefined ? [] : [`goal ${goal}`],
      ceiling === undefined ? [] : [`ceiling ${ceiling}`],
    ]
    const verdict = ceiling === undefined ? '' : value <= ceiling ? 'ok' : 'OVER'
    const shown = quantity(value, unit)
    console.log(
      `  ${what.padEnd(64)} ${shown.padStart(10)}  ${limits.flat().join(', ').padEnd(24)} ${verdict}`,
    )
  }
  return figures.every(({ value, ceiling }) => ceiling === undefined || value <= ceiling)
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
