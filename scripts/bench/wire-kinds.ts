import { overlayPath } from '../../__tests__/support/world-files.ts'
import { NO_COMMIT } from './build-room.ts'
import type { Limits, Measure } from './report.ts'

/** Whole runs, for which the image is in the registry already. */
export interface Kind {
  readonly inputs: Record<string, string>
  readonly result: string
  /** Counts are those of the step as it is: none may become more. */
  readonly most: Readonly<Record<'requests' | 'connections' | 'processes', number>>
  /** Of runs whose services are far away. */
  readonly far: Readonly<Partial<Record<Measure, Limits>>>
  /** Round trips one after another, those of new connections too. */
  readonly inARow: Limits & { readonly ceiling: number }
  /** Over an empty Node script. */
  readonly cpu: Limits
}

export const KINDS = {
  reuse: {
    inputs: {},
    result: 'deployed',
    most: { requests: 10, connections: 7, processes: 15 },
    far: { wallMs: { goal: 952, ratioGoal: 0.83 }, memoryMiB: { goal: 75 } },
    inARow: { goal: 10, ceiling: 15 },
    cpu: { goal: 16, ceiling: 24 },
  },
  'no-op': {
    inputs: { overlays: overlayPath('identity-service', 'staging') },
    result: 'unchanged',
    // The one to GitHub's API is for nothing: that no comparison is needed shows when git has cloned.
    most: { requests: 7, connections: 6, processes: 8 },
    far: { wallMs: { goal: 522, ratioGoal: 0.7 } },
    inARow: { goal: 5, ceiling: 7.5 },
    cpu: { goal: 12, ceiling: 18 },
  },
  image: {
    inputs: NO_COMMIT,
    result: 'built',
    most: { requests: 4, connections: 4, processes: 2 },
    far: { wallMs: { goal: 468, ratioGoal: 0.63 } },
    inARow: { goal: 5, ceiling: 7.5 },
    cpu: { goal: 9, ceiling: 13.5 },
  },
} as const satisfies Record<string, Kind>

export type KindName = keyof typeof KINDS
export const kindNames = Object.keys(KINDS) as readonly KindName[]
