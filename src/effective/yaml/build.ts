import {
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import { behindBracket, behindColon, behindDash } from './gaps.ts'
import { merged, repeatedIn, unmergeableIn } from './merge.ts'
import type { ListNode, MapEntry, MapNode, ScalarNode, ScalarStyle, Source, YamlNode } from './node.ts'
import { MOST_FAULTS, type Placed, type YamlDocument, type YamlFault, type YamlText } from './text.ts'

const STYLES: readonly ScalarStyle[] = ['plain', 'plain', 'single', 'double', 'literal', 'folded']
const FLOW = 2
/** What aliases may make of a document: people stay far below, and a bomb doubles with every line. */
const MOST_NODES = 1_000_000

interface Text {
  readonly text: string
  readonly at: Placed
}

/** Why a document is not taken as it is written, and where in the file. */
class Refused extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** Makes nodes of the events of a text. The parser keeps them below its limit of depth, so this may call itself. */
export class DocumentBuilder {
  readonly #source: Source
  readonly #text: string
  readonly #at: Placed
  readonly #events: readonly Event[]
  #next = 0
  /** Where the last thing ended: an empty value has no place of its own. */
  #last = 0
  #anchors = new Map<string, YamlNode | undefined>()
  /** How many nodes a walk meets in a node that something may stand for again. */
  #sizes = new Map<YamlNode, number>()
  #size = 0

  constructor(source: Source, { text, at }: Text, events: readonly Event[]) {
    this.#source = source
    this.#text = text
    this.#at = at
    this.#events = events
  }

  read(): YamlText {
    const documents: YamlDocument[] = []
    const faults: YamlFault[] = []
    while (this.#next < this.#events.length && faults.length < MOST_FAULTS) {
      const from = this.#next
      try {
        documents.push(this.#document())
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        faults.push({ message: error.message, offset: error.offset })
        this.#next = endOfDocument(this.#events, from)
      }
    }
    return { documents, faults }
  }

  #document(): YamlDocument {
    this.#next += 1
    this.#anchors = new Map()
    this.#sizes = new Map()
    this.#size = 0
    const isEmpty = this.#events[this.#next]?.type === EVENT_ID.POP
    const root = isEmpty ? undefined : this.#node()
    this.#next += 1
    return { root: root?.kind === 'scalar' && root.start === root.end ? undefined : root }
  }

  #node(): YamlNode {
    const event = this.#events[this.#next]
    this.#next += 1
    if (event === undefined) throw new Error('the parser gave no event where a value was to be')
    switch (event.type) {
      case EVENT_ID.SCALAR:
        return this.#anchored(event, () => this.#scalar(event))
      case EVENT_ID.MAPPING:
        return this.#anchored(event, () => this.#map(event))
      case EVENT_ID.SEQUENCE:
        return this.#anchored(event, () => this.#list(event))
      case EVENT_ID.ALIAS:
        return this.#alias(this.#text.slice(event.anchorStart, event.anchorEnd), event.anchorStart)
      case EVENT_ID.DOCUMENT:
      case EVENT_ID.POP:
        throw new Error('the parser gave the end of something where a value was to be')
    }
  }

  #anchored(event: ScalarEvent | MappingEvent | SequenceEvent, read: () => YamlNode): YamlNode {
    const before = this.#size
    this.#grow(1)
    if (event.anchorStart < 0) return read()
    const name = this.#text.slice(event.anchorStart, event.anchorEnd)
    // Until it is whole, an alias to it would be within itself.
    this.#anchors.set(name, undefined)
    const node = read()
    this.#anchors.set(name, node)
    this.#sizes.set(node, this.#size - before)
    return node
  }

  #alias(name: string, start: number): YamlNode {
    const node = this.#anchors.get(name)
    if (!node) {
      const why = this.#anchors.has(name) ? 'stands within what it is the name of' : 'has no anchor before it'
      throw new Refused(`the alias *${name} ${why}`, this.#at(start))
    }
    this.#last = start + name.length
    this.#grow(this.#sizes.get(node) ?? 1)
    return node
  }

  #grow(by: number): void {
    this.#size += by
    if (this.#size > MOST_NODES)
      throw new Refused(`it stands for more than ${MOST_NODES} values`, this.#at(this.#last))
  }

  #scalar(event: ScalarEvent): ScalarNode {
    const style = STYLES[event.style] ?? 'plain'
    const isEmpty = event.valueStart < 0
    const quote = style === 'single' || style === 'double' ? 1 : 0
    // An empty value stands behind what leads to it: a dash, a colon, a tag, an anchor.
    const start = isEmpty ? Math.max(this.#last, event.tagEnd, event.anchorEnd) : event.valueStart - quote
    const end = isEmpty ? start : event.valueEnd + quote
    this.#last = end
    const text = isEmpty ? '' : getScalarValue(this.#text, event)
    return { kind: 'scalar', ...this.#span(start, end), text, style, tag: this.#tagOf(event) }
  }

  #value(): YamlNode {
    this.#last = behindColon(this.#text, this.#last)
    return this.#node()
  }

  #map(event: MappingEvent): MapNode {
    const entries: MapEntry[] = []
    this.#last = event.start
    while (this.#events[this.#next]?.type !== EVENT_ID.POP) {
      const key = this.#node()
      if (key.kind !== 'scalar') throw new Refused('a key is a mapping or a list', key.start)
      entries.push({ key, value: this.#value() })
    }
    const repeated = repeatedIn(entries)
    if (repeated) throw new Refused(`the key "${repeated.text}" stands there twice`, repeated.start)
    const unmergeable = unmergeableIn(entries)
    if (unmergeable) throw new Refused('what is merged (<<) is no mapping', unmergeable.start)
    const flow = event.style === FLOW
    const span = this.#close(event.start, flow)
    return { kind: 'map', ...span, entries: merged(entries), flow, tag: this.#tagOf(event) }
  }

  #list(event: SequenceEvent): ListNode {
    const items: YamlNode[] = []
    this.#last = event.start
    while (this.#events[this.#next]?.type !== EVENT_ID.POP) {
      this.#last = behindDash(this.#text, this.#last)
      items.push(this.#node())
    }
    const flow = event.style === FLOW
    return { kind: 'list', ...this.#close(event.start, flow), items, flow, tag: this.#tagOf(event) }
  }

  /** Ends a mapping or list: where its last value does, and behind its bracket. */
  #close(start: number, flow: boolean): Pick<YamlNode, 'source' | 'start' | 'end'> {
    this.#next += 1
    // A pair within a list (`[a: b]`) is a mapping without brackets of its own.
    if (flow && /[[{]/.test(this.#text[start] ?? ''))
      this.#last = behindBracket(this.#text, Math.max(this.#last, start + 1))
    return this.#span(start, this.#last)
  }

  #span(start: number, end: number): Pick<YamlNode, 'source' | 'start' | 'end'> {
    return { source: this.#source, start: this.#at(start), end: this.#at(end) }
  }

  #tagOf({ tagStart, tagEnd }: ScalarEvent | MappingEvent | SequenceEvent): string | undefined {
    return tagStart < 0 ? undefined : this.#text.slice(tagStart, tagEnd)
  }
}

/** Behind the end of the document that begins there. */
function endOfDocument(events: readonly Event[], from: number): number {
  let next = from + 1
  while (next < events.length && events[next]?.type !== EVENT_ID.DOCUMENT) next += 1
  return next
}
