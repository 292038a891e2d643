import {
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  type ScalarEvent,
  type SequenceEvent,
} from 'js-yaml'
import { behindBracket, behindColon, behindDash } from './gaps.ts'
import { faultIn, merged } from './merge.ts'
import type { ListNode, MapEntry, MapNode, ScalarNode, ScalarStyle, Source, YamlNode } from './node.ts'
import { MOST_FAULTS, type Placed, type YamlDocument, type YamlFault, type YamlText } from './text.ts'
import { sharedWord } from './words.ts'

const STYLES: readonly ScalarStyle[] = ['plain', 'plain', 'single', 'double', 'literal', 'folded']
const FLOW = 2
/**
 * What aliases may make of a document: so many values, and several for each that is written. People stay far below; a
 * bomb doubles with every line, and every walk through a document meets all of it.
 */
const MOST_ALIASED = 50_000
const MOST_FOR_EACH = 20

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
  #written = 0

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
    this.#written = 0
    const isEmpty = this.#events[this.#next]?.type === EVENT_ID.POP
    const root = isEmpty ? undefined : this.#node()
    this.#next += 1
    return { root: root?.kind === 'scalar' && root.start === root.end ? undefined : root }
  }

  #node(): YamlNode {
    const event = this.#events[this.#next]
    this.#next += 1
    if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP)
      throw new Error('the parser gave no event where a value was to be')
    this.#written += 1
    if (event.type === EVENT_ID.ALIAS)
      return this.#alias(this.#text.slice(event.anchorStart, event.anchorEnd), event.anchorStart)
    const before = this.#size
    this.#grow(1)
    if (event.anchorStart < 0) return this.#read(event)
    const name = this.#text.slice(event.anchorStart, event.anchorEnd)
    // Until it is whole, an alias to it would be within itself.
    this.#anchors.set(name, undefined)
    const node = this.#read(event)
    this.#anchors.set(name, node)
    this.#sizes.set(node, this.#size - before)
    return node
  }

  #read(event: ScalarEvent | MappingEvent | SequenceEvent): YamlNode {
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event)
    return event.type === EVENT_ID.MAPPING ? this.#map(event) : this.#list(event)
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
    if (this.#size > MOST_ALIASED + MOST_FOR_EACH * this.#written)
      throw new Refused('its aliases stand for far more values than are written', this.#at(this.#last))
  }

  #scalar(event: ScalarEvent, word?: string): ScalarNode {
    const style = STYLES[event.style] ?? 'plain'
    const isEmpty = event.valueStart < 0
    const quote = style === 'single' || style === 'double' ? 1 : 0
    // An empty value stands behind what leads to it: a dash, a colon, a tag, an anchor.
    const start = isEmpty ? Math.max(this.#last, event.tagEnd, event.anchorEnd) : event.valueStart - quote
    const end = isEmpty ? start : event.valueEnd + quote
    this.#last = end
    const text = isEmpty ? '' : (word ?? inOnePiece(getScalarValue(this.#text, event), style))
    const tag = this.#tagOf(event)
    return {
      kind: 'scalar',
      source: this.#source,
      start: this.#at(start),
      end: this.#at(end),
      text,
      style,
      tag,
    }
  }

  /** Most keys have no anchor, and are a few words that all files have. */
  #key(): YamlNode {
    const event = this.#events[this.#next]
    if (event?.type !== EVENT_ID.SCALAR || event.anchorStart >= 0 || !event.fast) return this.#node()
    this.#next += 1
    this.#grow(1)
    return this.#scalar(event, sharedWord(this.#text.slice(event.valueStart, event.valueEnd)))
  }

  #value(): YamlNode {
    this.#last = behindColon(this.#text, this.#last)
    return this.#node()
  }

  #map(event: MappingEvent): MapNode {
    const entries: MapEntry[] = []
    this.#last = event.start
    while (this.#events[this.#next]?.type !== EVENT_ID.POP) {
      const key = this.#key()
      if (key.kind !== 'scalar') throw new Refused('a key is a mapping or a list', key.start)
      entries.push({ key, value: this.#value() })
    }
    const fault = faultIn(entries)
    if (fault) throw new Refused(fault.message, fault.key.start)
    const flow = event.style === FLOW
    const end = this.#close(event.start, flow)
    return {
      kind: 'map',
      source: this.#source,
      start: this.#at(event.start),
      end: this.#at(end),
      entries: merged(entries),
      flow,
      tag: this.#tagOf(event),
    }
  }

  #list(event: SequenceEvent): ListNode {
    const items: YamlNode[] = []
    this.#last = event.start
    while (this.#events[this.#next]?.type !== EVENT_ID.POP) {
      this.#last = behindDash(this.#text, this.#last)
      items.push(this.#node())
    }
    const flow = event.style === FLOW
    const end = this.#close(event.start, flow)
    return {
      kind: 'list',
      source: this.#source,
      start: this.#at(event.start),
      end: this.#at(end),
      // A list that has grown holds room for many more.
      items: items.slice(),
      flow,
      tag: this.#tagOf(event),
    }
  }

  /** Ends a mapping or list: where its last value does, and behind its bracket. */
  #close(start: number, flow: boolean): number {
    this.#next += 1
    const open = this.#text[start]
    // A pair within a list (`[a: b]`) is a mapping without brackets of its own.
    if (flow && (open === '[' || open === '{'))
      this.#last = behindBracket(this.#text, Math.max(this.#last, start + 1))
    return this.#last
  }

  #tagOf({ tagStart, tagEnd }: ScalarEvent | MappingEvent | SequenceEvent): string | undefined {
    return tagStart < 0 ? undefined : this.#text.slice(tagStart, tagEnd)
  }
}

/** A block is made of its lines, all of which it would hold until an expression looks at it. */
const inOnePiece = (text: string, style: ScalarStyle): string =>
  (style === 'literal' || style === 'folded') && !/^/.test(text) ? '' : text

/** Behind the end of the document that begins there. */
function endOfDocument(events: readonly Event[], from: number): number {
  let next = from + 1
  while (next < events.length && events[next]?.type !== EVENT_ID.DOCUMENT) next += 1
  return next
}
