/** What is kept of a stream of a child. However much it writes, memory does not grow with it. */
export interface Output {
  take(chunk: Buffer): void
  /** What was kept; called once, at the end. */
  finish(): Buffer
}

const EMPTY = Buffer.alloc(0)
const CHUNKS_AT_ONCE = 1000

/** All of it, for somebody who reads it as an answer; where it is more than that, nothing of it. */
export function wholeOutput(most: number, onTooMuch: () => void): Output {
  let chunks: Buffer[] = []
  /** Put together now and then: a chunk may be a single byte, and takes a hundred times as much by itself. */
  let latest: Buffer[] = []
  let size = 0
  const keep = (chunk: Buffer) => {
    if (latest.push(chunk) < CHUNKS_AT_ONCE) return
    chunks.push(Buffer.concat(latest))
    latest = []
  }
  return {
    take(chunk) {
      const fitted = size <= most
      size += chunk.length
      if (size <= most) keep(chunk)
      else [chunks, latest] = [[], []]
      if (fitted && size > most) onTooMuch()
    },
    finish: () => Buffer.concat([...chunks, ...latest]),
  }
}

/** None of it: somebody takes it as it comes. */
export const passedOn = (onBytes: (chunk: Buffer) => void): Output => ({ take: onBytes, finish: () => EMPTY })

/** How much of the beginning, and of the end, of a text for people is kept. */
const END_BYTES = 64 * 1024
const LINE_BREAK = 0x0a

/** The beginning and the end, where what went wrong stands, in whole lines: half a secret would not be masked. */
export function endsOfOutput(): Output {
  const head = Buffer.alloc(END_BYTES)
  /** The byte at a position of the stream stands at its remainder here, so that each takes the place of an older one. */
  const ring = Buffer.alloc(END_BYTES)
  let size = 0
  return {
    take(chunk) {
      const inHead = size < END_BYTES ? chunk.copy(head, size) : 0
      const rest = chunk.subarray(inHead).subarray(-END_BYTES)
      size += chunk.length
      const before = rest.copy(ring, (size - rest.length) % END_BYTES)
      rest.copy(ring, 0, before)
    },
    finish() {
      if (size <= END_BYTES) return head.subarray(0, size)
      if (size <= 2 * END_BYTES) return Buffer.concat([head, ring.subarray(0, size - END_BYTES)])
      const oldest = size % END_BYTES
      const tail = Buffer.concat([ring.subarray(oldest), ring.subarray(0, oldest)])
      return Buffer.concat([wholeLinesOfHead(head), gap(size - 2 * END_BYTES), wholeLinesOfTail(tail)])
    },
  }
}

const gap = (bytes: number): Buffer => Buffer.from(`[... ${bytes} bytes left out ...]\n`)

const wholeLinesOfHead = (head: Buffer): Buffer => head.subarray(0, head.lastIndexOf(LINE_BREAK) + 1)

/** Of a single line the end is kept: it says more than nothing. */
function wholeLinesOfTail(tail: Buffer): Buffer {
  const next = tail.indexOf(LINE_BREAK) + 1
  return tail.subarray(next < tail.length ? next : 0)
}

/** Nobody reads a longer line; it is cut to this. */
export const LONGEST_LINE = 256 * 1024

/** Hands over line by line, and keeps nothing. `hide` takes secrets out of a line that is cut. */
export function linesOfOutput(
  onLine: (line: string) => void,
  hide: (text: string) => string = (text) => text,
): Output {
  const decoder = new TextDecoder()
  /** Pieces of a line whose end has not come yet: put together once, and no more of them than are shown. */
  let begun: string[] = []
  let length = 0
  const add = (piece: string) => {
    // Twice as much, so that a secret at the place where it is cut is there whole.
    if (length < 2 * LONGEST_LINE) begun.push(piece.slice(0, 2 * LONGEST_LINE))
    length += piece.length
  }
  const end = () => {
    onLine(shown(begun.join(''), length, hide))
    begun = []
    length = 0
  }
  return {
    take(chunk) {
      const [rest = '', ...next] = decoder.decode(chunk, { stream: true }).split('\n')
      add(rest)
      for (const line of next) {
        end()
        add(line)
      }
    },
    finish() {
      if (length > 0) end()
      return EMPTY
    },
  }
}

function shown(kept: string, length: number, hide: (text: string) => string): string {
  if (length <= LONGEST_LINE) return kept.replace(/\r$/, '')
  return `${hide(kept).slice(0, LONGEST_LINE)} [... of ${length} characters]`
}
