/** What the index of a checkout says of files that may not be there as the commit has them. */
export interface Indexed {
  /** Where commits of other repositories belong. */
  readonly submodules: readonly string[]
  /** The `.gitattributes` of all folders. */
  readonly attributes: readonly string[]
  /** What a sparse checkout leaves out: the first file of each folder. */
  readonly leftOut: readonly string[]
}

interface Entry {
  readonly mode: number
  readonly isLeftOut: boolean
  readonly path: string
}

const SUBMODULE = 0o160000
const ATTRIBUTES = '.gitattributes'

/** Of an entry before its name, with SHA-1, and where in it the mode and the flags stand (gitformat-index). */
const HEAD = 62
const MODE_AT = 24
const FLAGS_AT = 60
const EXTENDED = 0x4000
const SKIP_WORKTREE = 0x4000
const LENGTH = 0x0fff
const HEADER = 12
const HASH = 20

/**
 * What git writes for nearly every checkout is read here, so that most runs start no process for it. undefined: any other
 * form (names that share their beginning, an index in parts, folders in place of files, SHA-256), which git itself reads.
 */
export function readIndex(index: Buffer): Indexed | undefined {
  const version = index.length < HEADER + HASH ? 0 : index.readUInt32BE(4)
  if (index.toString('latin1', 0, 4) !== 'DIRC' || (version !== 2 && version !== 3)) return undefined
  const entries: Entry[] = []
  let at = HEADER
  for (let left = index.readUInt32BE(8); left > 0; left -= 1) {
    const raw = rawAt(index, at)
    if (!raw) return undefined
    const { mode, isLeftOut, name, end } = raw
    if (mode === SUBMODULE || isLeftOut || isAttributes(index, raw)) {
      entries.push({ mode, isLeftOut, path: index.toString('utf8', name, end) })
    }
    // Entries are padded to eights, with one zero at least.
    at += (end - at + 8) & ~7
  }
  return hasOnlyCaches(index, at) ? indexed(entries) : undefined
}

interface RawEntry extends Omit<Entry, 'path'> {
  /** Where the name begins and ends. */
  readonly name: number
  readonly end: number
}

function rawAt(index: Buffer, at: number): RawEntry | undefined {
  if (at + HEAD + 2 >= index.length - HASH) return undefined
  const flags = index.readUInt16BE(at + FLAGS_AT)
  const isExtended = (flags & EXTENDED) !== 0
  const name = at + HEAD + (isExtended ? 2 : 0)
  const end = (flags & LENGTH) === LENGTH ? index.indexOf(0, name) : name + (flags & LENGTH)
  // Another format would show here: behind each name stands a zero.
  if (index[end] !== 0) return undefined
  const isLeftOut = isExtended && (index.readUInt16BE(at + HEAD) & SKIP_WORKTREE) !== 0
  return { mode: index.readUInt32BE(at + MODE_AT), isLeftOut, name, end }
}

const isAttributes = (index: Buffer, { name, end }: RawEntry): boolean =>
  end - name >= ATTRIBUTES.length &&
  index[end - 1] === 0x73 &&
  index.toString('latin1', end - ATTRIBUTES.length, end) === ATTRIBUTES

/** An extension whose name begins with a capital may be passed over; the last ones say how the entries are meant. */
function hasOnlyCaches(index: Buffer, from: number): boolean {
  let at = from
  for (; at + 8 <= index.length - HASH; at += 8 + index.readUInt32BE(at + 4)) {
    const [first = 0] = index.subarray(at, at + 1)
    if (first < 0x41 || first > 0x5a) return false
  }
  return at === index.length - HASH
}

/** The same of `git ls-files -z -t --stage`: a letter, mode, object and stage, a tab, the path. */
export function readListing(listing: string): Indexed {
  const entries = listing.split('\0').flatMap((line) => {
    const tab = line.indexOf('\t')
    const path = line.slice(tab + 1)
    if (tab < 0) return []
    return [{ mode: Number.parseInt(line.slice(2, 8), 8), isLeftOut: line.startsWith('S '), path }]
  })
  return indexed(entries)
}

function indexed(entries: readonly Entry[]): Indexed {
  const there = entries.filter(({ isLeftOut }) => !isLeftOut)
  const leftOut = entries.filter(({ isLeftOut, mode }) => isLeftOut && mode !== SUBMODULE)
  return {
    submodules: there.filter(({ mode }) => mode === SUBMODULE).map(({ path }) => path),
    attributes: entries.map(({ path }) => path).filter((path) => `/${path}`.endsWith(`/${ATTRIBUTES}`)),
    leftOut: firstOfFolders(leftOut.map(({ path }) => path)),
  }
}

/** They are in the order of their names, so that those of a folder follow each other. */
function firstOfFolders(paths: readonly string[]): readonly string[] {
  let last: string | undefined
  return paths.filter((path) => {
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    const isFirst = folder !== last
    last = folder
    return isFirst
  })
}
