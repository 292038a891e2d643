import type { ScalarNode } from '../yaml/node.ts'

const TAG = '!not-known'

/** A scalar in place of a value that only a cluster or another repository knows: nothing is made of it. */
export const notKnown = (node: ScalarNode): ScalarNode => ({ ...node, text: '', tag: TAG })

export const isNotKnown = (node: ScalarNode): boolean => node.tag === TAG
