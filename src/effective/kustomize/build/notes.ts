import type { Unknown } from '../../object.ts'
import type { Span } from '../../yaml/node.ts'

/** Why not everything is known of what is built, each reason once. */
export interface Notes {
  readonly note: (message: string, at: Span) => void
  /** The same reason at many places counts once. */
  readonly once: (message: string, at: Span) => void
  /** What may well be there where more is known than here: said where everything else is. */
  readonly missing: (message: string, at: Span) => void
  /** Those of what it is built on: layers that share a base share what is unknown of it. */
  readonly add: (unknown: readonly Unknown[]) => void
  readonly all: () => readonly Unknown[]
}

export function openNotes(): Notes {
  const known = new Map<string, Unknown>()
  const said = new Set<string>()
  const keep = (unknown: Unknown) => {
    const { message, at } = unknown
    const key = `${at.source.path}\n${at.start}\n${message}`
    if (!known.has(key)) known.set(key, unknown)
  }
  const note = (message: string, { source, start, end }: Span) =>
    keep({ message, at: { source, start, end } })
  return {
    note,
    once: (message, at) => {
      if (!said.has(message)) note(message, at)
      said.add(message)
    },
    missing: (message, at) => {
      if (known.size === 0) note(message, at)
    },
    add: (unknown) => {
      for (const one of unknown) keep(one)
    },
    all: () => [...known.values()],
  }
}
