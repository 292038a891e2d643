import { overwritten, progressLine } from '../report/terminal/progress.ts'
import type { Output } from './program.ts'

/** Says on a terminal what a long run is at: one line, which is gone at its end. */
export function progressOn(err: Output): { readonly say: (phase: string) => void; readonly end: () => void } {
  const since = performance.now()
  let isShown = false
  return {
    say: (phase) => {
      if (!err.isTTY) return
      const line = progressLine({ phase, ms: performance.now() - since }, err.columns ?? 80)
      if (line === undefined) return
      isShown = true
      err.write(overwritten(line))
    },
    end: () => {
      if (isShown) err.write(overwritten(''))
    },
  }
}
