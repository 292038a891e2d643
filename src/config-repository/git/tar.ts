/** Everything in a tar stream comes in blocks of this size (POSIX, pax interchange format). */
export const BLOCK = 512

/** An entry as `git archive` writes it. */
export interface TarHeader {
  readonly path: string
  /** `0` a file, `2` a link, `5` a folder; `x` and `g` hold more about the next entry, and about all. */
  readonly type: string
  /** Where a link leads. */
  readonly target: string
  readonly executable: boolean
  readonly bytes: number
}

/** undefined for a block of zeros, of which there are some at the end. @param names Those too long for the block. */
export function readHeader(block: Buffer, names: ReadonlyMap<string, string>): TarHeader | undefined {
  const text = (from: number, length: number) => {
    const field = block.subarray(from, from + length)
    const end = field.indexOf(0)
    return field.toString('utf8', 0, end < 0 ? length : end)
  }
  if (block[0] === 0) return undefined
  const [name, prefix] = [text(0, 100), text(345, 155)]
  return {
    path: names.get('path') ?? (prefix === '' ? name : `${prefix}/${name}`),
    type: text(156, 1),
    target: names.get('linkpath') ?? text(157, 100),
    executable: (Number.parseInt(text(100, 8), 8) & 0o100) !== 0,
    bytes: Number(names.get('size') ?? Number.parseInt(text(124, 12), 8)),
  }
}

/** `<length> <key>=<value>\n` over and over, the length being that of the whole record. */
export function readRecords(content: Buffer): ReadonlyMap<string, string> {
  const records = new Map<string, string>()
  for (let at = 0; at < content.length; ) {
    const length = Number.parseInt(content.toString('latin1', at, at + 12), 10)
    if (!(length > 0)) break
    const record = content.toString('utf8', content.indexOf(' ', at) + 1, at + length - 1)
    const equals = record.indexOf('=')
    records.set(record.slice(0, equals), record.slice(equals + 1))
    at += length
  }
  return records
}

export const padded = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK
