import type { Delivered } from '../delivery.ts'

/** What came of one look at everything: an end, or why it must be looked at again. */
export type Step = Delivered | { readonly kind: 'lost'; readonly reason: string }

export const lost = (reason: string): Step => ({ kind: 'lost', reason })
