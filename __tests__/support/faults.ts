/** `-after`: the request takes full effect first, only its answer is lost. */
export type Fault =
  | 'hang'
  | 'hang-after'
  | 'reset'
  | 'reset-after'
  | 'truncate'
  /** The request arrives, but not as it was sent. */
  | 'damage'
  /** A body that goes on for as long as somebody takes it. */
  | 'endless'
  | StatusFault
  | CodeFault
  | { delayMs: number }

export interface StatusFault {
  status: number
  body?: string
  headers?: Record<string, string>
  after?: boolean
}

/** An error in the words of the service: the part gives it the service's own shape. */
export interface CodeFault {
  code: string
  message?: string
  status?: number
}

export interface FaultScope {
  /** Only requests whose action is this one; every request when absent. */
  on?: string
  /** `Infinity` is for ever. */
  times?: number
}

interface QueuedFault {
  fault: Fault
  on: string | undefined
  left: number
}

export class FaultQueue {
  #queue: QueuedFault[] = []

  add(fault: Fault, scope: FaultScope = {}): void {
    this.#queue.push({ fault, on: scope.on, left: scope.times ?? 1 })
  }

  clear(): void {
    this.#queue = []
  }

  take(action: string): Fault | undefined {
    const next = this.#queue.find((entry) => entry.left > 0 && (entry.on ?? action) === action)
    if (!next) return undefined
    next.left -= 1
    return next.fault
  }
}

export const takesEffect = (fault: Fault): boolean =>
  fault === 'truncate' ||
  fault === 'hang-after' ||
  fault === 'reset-after' ||
  (typeof fault === 'object' && 'status' in fault && 'after' in fault && fault.after === true)

export const describeFault = (fault: Fault): string =>
  typeof fault === 'string' ? fault : JSON.stringify(fault)
