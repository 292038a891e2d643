/** One line of the table; a figure without a ceiling is told, not judged. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: 'ms' | 's' | 'kB' | 'x' | ''
  readonly ceiling?: number
  readonly goal?: number
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
    const shown = `${unit === '' ? value : value.toFixed(unit === 'x' ? 2 : 1)} ${unit}`.trimEnd()
    console.log(
      `  ${what.padEnd(64)} ${shown.padStart(10)}  ${limits.flat().join(', ').padEnd(24)} ${verdict}`,
    )
  }
  return figures.every(({ value, ceiling }) => ceiling === undefined || value <= ceiling)
}

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
