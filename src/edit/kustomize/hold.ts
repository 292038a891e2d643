import { type HoldComment, MARKER, markersOf, markerText } from '../hold-marker.ts'
import { refuse } from '../refuse.ts'
import type { Hold } from '../target.ts'
import { beginsLine, lineEnd, lineStart, prefixOf, type Splice } from '../yaml/lines.ts'
import type { ImageEntry } from './entry.ts'
import { scopeIn } from './hold-scope.ts'
import { imagesList } from './image-list.ts'
import type { Kustomization } from './kustomization.ts'

interface HeldItems {
  readonly hold: HoldComment
  /** Indexes of the items that the marker holds. */
  readonly items: 'all' | readonly number[]
}

interface Holder {
  readonly hold: HoldComment
  /** It stands at the whole list or at a line of several entries, so it is not this entry's to change. */
  readonly shared: boolean
}

/** What begins as a marker and is none. */
const NEARLY = /#\s*ecr-gitops\s*:/i

/** The marker that holds an entry: its own one before one that holds others too. */
export function holdOf({ kustomization, index }: ImageEntry): Hold | undefined {
  return holdersIn(kustomization)(index)?.hold
}

/** The reason for which each item of the list is held. */
export function holdReasons(kustomization: Kustomization): readonly (string | undefined)[] {
  const holderOf = holdersIn(kustomization)
  const items = imagesList(kustomization)?.items ?? []
  return items.map((_, index) => holderOf(index)?.hold.reason)
}

/** Lines of comments that begin as a marker and hold nothing: they stand at no entry, or say something else. */
export function strayHolds(kustomization: Kustomization): readonly number[] {
  const { file, comments, lineAt } = kustomization
  const held = heldItems(kustomization).filter(({ items }) => items.length > 0)
  const holding = new Set(held.map(({ hold }) => hold.line))
  const lines = comments.flatMap(({ start, end }) => {
    const text = file.text.slice(start, end)
    return NEARLY.test(text) || MARKER.test(text) ? [lineAt(start)] : []
  })
  return lines.filter((line) => !holding.has(line))
}

/** What holds each item: its own marker before one that holds others too, and of several the first. */
function holdersIn(kustomization: Kustomization): (index: number) => Holder | undefined {
  const own = new Map<number, HoldComment>()
  const shared = new Map<number, HoldComment>()
  let all: HoldComment | undefined
  for (const { hold, items } of heldItems(kustomization)) {
    if (items === 'all') {
      all ??= hold
      continue
    }
    const holds = items.length > 1 ? shared : own
    for (const index of items) if (!holds.has(index)) holds.set(index, hold)
  }
  return (index) => {
    const mine = own.get(index)
    if (mine) return { hold: mine, shared: false }
    const [first] = [shared.get(index) ?? [], all ?? []]
      .flat()
      .toSorted((one, other) => one.start - other.start)
    return first && { hold: first, shared: true }
  }
}

function heldItems(kustomization: Kustomization): readonly HeldItems[] {
  const list = imagesList(kustomization)
  if (!list?.items.length) return []
  const scope = scopeIn(kustomization, list)
  return markersOf(kustomization).map((hold) => ({ hold, items: scope(hold) }))
}

/** Writes the marker above the entry, or replaces the one that it has. */
export function holdSplices(entry: ImageEntry, reason: string): readonly Splice[] {
  const { kustomization, index } = entry
  const { text } = kustomization.file
  const marker = markerText(reason)
  const old = holdersIn(kustomization)(index)
  if (old && !old.shared) {
    const { start, end } = old.hold
    return old.hold.reason === reason ? [] : [{ start, end, text: marker }]
  }
  if (!beginsLine(text, entry.start)) {
    return refuse(kustomization.file, entry.line, {
      message: 'has an entry that does not begin its line, so a hold cannot be written above it',
      hint: 'Write images as a block list, one entry a line: - name: ...',
    })
  }
  const start = lineStart(text, entry.start)
  const { eol } = lineEnd(text, entry.start)
  return [{ start, end: start, text: `${prefixOf(text, entry.start)}${marker}${eol}` }]
}
