import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inMebibytes, LIMITS } from '../limits.ts'
import type { Materialised } from '../repository.ts'
import type { Clone } from './clone.ts'
import { BLOCK, padded, readHeader, readRecords, type TarHeader } from './tar.ts'

interface Part {
  readonly tip: string
  readonly paths: readonly string[]
  readonly folder: string
}

/**
 * Writes a part of a tree as plain files; a link becomes a file that names its target. By `git archive`, whose stream
 * says the size of a file before it comes, and has no end of its own for a tree that holds itself: a checkout would
 * have both in memory and on the disk before anybody could look.
 */
export async function materialise(clone: Clone, { tip, paths, folder }: Part): Promise<Materialised> {
  clone.overruleAttributes()
  const writer = writeTree(folder)
  const feed = new Feed(writer)
  // Attributes of the tree itself would be looked for in all of it, at once and in memory.
  const archive = ['--literal-pathspecs', 'archive', '--format=tar', '--worktree-attributes', tip, '--']
  await clone.stream([...archive, ...(paths.length > 0 ? paths : ['.'])], (chunk) => feed.take(chunk))
  return feed.result === undefined ? { folder } : { refused: feed.result }
}

/** Says how many bytes it needs next, gets exactly so many, and ends with a reason not to go on. */
type Writer = Generator<number, string, Buffer>

/** Hands a writer its bytes, in whatever pieces they come. */
class Feed {
  readonly #writer: Writer
  #asked: IteratorResult<number, string>
  #parts: Buffer[] = []
  #held = 0

  constructor(writer: Writer) {
    this.#writer = writer
    this.#asked = writer.next()
  }

  get result(): string | undefined {
    return this.#asked.done ? this.#asked.value : undefined
  }

  take(chunk: Buffer): boolean {
    this.#parts.push(chunk)
    this.#held += chunk.length
    while (!this.#asked.done && this.#held >= this.#asked.value) {
      const [first = chunk, ...others] = this.#parts
      const all = others.length === 0 ? first : Buffer.concat(this.#parts)
      const rest = all.subarray(this.#asked.value)
      this.#asked = this.#writer.next(all.subarray(0, this.#asked.value))
      this.#parts = [rest]
      this.#held = rest.length
    }
    return !this.#asked.done
  }
}

function* writeTree(folder: string): Writer {
  let names: ReadonlyMap<string, string> = new Map()
  const written = new Set<string>()
  let [files, bytes] = [0, 0]
  for (;;) {
    const header = readHeader(yield BLOCK, names)
    if (!header) continue
    files += 1
    bytes += header.bytes
    const excess = excessOf(header, files, bytes) ?? faultOf(header)
    if (excess !== undefined) return excess
    const content = (yield padded(header.bytes)).subarray(0, header.bytes)
    names = header.type === 'x' ? readRecords(content) : new Map()
    const fault = twiceOf(header, written) ?? write(folder, header, content)
    if (fault !== undefined) return fault
  }
}

export function excessOf(
  { path, bytes }: Pick<TarHeader, 'path' | 'bytes'>,
  files: number,
  inAll: number,
): string | undefined {
  const { written, writtenFiles, writtenInAll } = LIMITS
  if (bytes > written)
    return `${path} has ${inMebibytes(bytes)}, and at most ${inMebibytes(written)} are written`
  if (files > writtenFiles) return `there are more than ${writtenFiles} files in the folders that it needs`
  if (inAll <= writtenInAll) return undefined
  return `the folders that it needs have more than ${inMebibytes(writtenInAll)}`
}

/** What was judged must be what is written: the later of two entries of one name would take the place of the first. */
function twiceOf({ path, type }: TarHeader, written: Set<string>): string | undefined {
  if (type !== '0' && type !== '2') return undefined
  if (written.has(path)) return 'it leads to a folder with two entries of one name'
  written.add(path)
  return undefined
}

/** Names that git itself writes to no folder (git's verify_path): a tree that was made by hand can hold them. */
export function faultOf({ path }: Pick<TarHeader, 'path'>): string | undefined {
  const segments = path.replace(/\/$/, '').split('/')
  const isOdd = segments.some((name) => ['', '.', '..', '.git'].includes(name.toLowerCase()))
  // In the place of bytes that are no UTF-8, of which two names may become one.
  return isOdd || path.includes('\uFFFD')
    ? 'it leads to a folder with a name that git does not write'
    : undefined
}

export function write(
  folder: string,
  { path, type, target, executable }: Omit<TarHeader, 'bytes'>,
  content: Buffer,
): string | undefined {
  const file = join(folder, path)
  try {
    // Folders come before what is in them.
    if (type === '5') mkdirSync(file, { recursive: true })
    if (type !== '0' && type !== '2') return undefined
    writeFileSync(file, type === '2' ? target : content, { mode: executable ? 0o755 : 0o644 })
    return undefined
  } catch (error) {
    if (!CLASHES.has((error as NodeJS.ErrnoException).code)) throw error
    return 'it leads to a folder with a name that this runner cannot write'
  }
}

/** A file in the place of a folder, a folder in that of a file, a name that is too long. */
const CLASHES: ReadonlySet<string | undefined> = new Set(['EEXIST', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'])
