/** `node scripts/plot.ts`: plots and tables of docs/benchmarks.md anew, from the figures of the last `--page`. */
import { readFigures, writePage } from './plot/page.ts'

writePage(readFigures())
