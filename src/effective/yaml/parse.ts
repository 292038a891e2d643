import { type Event, parseEvents, YAMLException } from 'js-yaml'
import { lineOf } from './lines.ts'
import { AS_IT_IS, type Placed, type YamlFault } from './text.ts'

/** A text as the parser took it, with the place of each of its offsets in what was given. */
export interface Parsed {
  readonly text: string
  readonly at: Placed
  readonly events: readonly Event[]
}

/** More than a level has that the parser goes down to, as people write them. */
const ROOM = ' '.repeat(250)

/**
 * The events of a text. Between brackets and quotation marks, the parser wants lines further in than libyaml and go-yaml,
 * and so kustomize and Argo CD, which do not care: a closing bracket often stands right below its key. There a line may
 * begin with any number of spaces, so one that lacks some gets them. Each costs another reading: what is read in all is
 * bounded.
 */
export function parse(text: string): Parsed | YamlFault {
  const lines: number[] = []
  let left = text.length * 8 + 256 * 1024
  for (;;) {
    const roomy = withRoom(text, lines)
    const at = placesIn(lines)
    try {
      return { text: roomy, at, events: parseEvents(roomy, {}) }
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error
      const offset = at(Math.min(error.mark?.position ?? 0, roomy.length))
      const line = text.lastIndexOf('\n', offset - 1) + 1
      left -= roomy.length
      const isNew = line > (lines.at(-1) ?? 0)
      if (error.reason !== 'deficient indentation' || !isNew || left < 0) {
        return { message: error.reason, offset }
      }
      lines.push(line)
    }
  }
}

const withRoom = (text: string, lines: readonly number[]): string =>
  lines.length === 0 ? text : [0, ...lines].map((from, index) => text.slice(from, lines[index])).join(ROOM)

function placesIn(lines: readonly number[]): Placed {
  if (lines.length === 0) return AS_IT_IS
  const roomy = [0, ...lines.map((line, index) => line + index * ROOM.length)]
  return (offset) => {
    const made = lineOf(roomy, offset)
    return Math.max(offset - made * ROOM.length, lines[made - 1] ?? 0)
  }
}
