import type { Measured } from '../bench/report.ts'
import { barsSvg } from './bars.ts'
import { wallOf } from './wall.ts'

const RUNS = [
  { name: 'image', axis: 'image', way: 'step' },
  { name: 'no-op', axis: 'no-op', way: 'step' },
  { name: 'reuse', axis: 'reuse', way: 'step' },
  { name: 'bare git', axis: 'bare git', way: 'git' },
]
/** Milliseconds of a round trip to what a part ends with. */
const PARTS = [
  { name: 'at 0 ms', colour: '#0969da', size: 0 },
  { name: 'what 60 ms a round trip add', colour: '#57606a', size: 60 },
]

/** A bar for each kind of run: what it takes where it is, and what the way to its services adds. */
export const distanceSvg = (run: Measured): string =>
  barsSvg(run, {
    title: 'Wall time of whole runs, by the distance of their services',
    parts: PARTS,
    bars: RUNS.map(({ name, ...place }) => ({
      name,
      ends: PARTS.map(({ size }) => wallOf(run.cases.wire, { ...place, size })),
    })),
  })
