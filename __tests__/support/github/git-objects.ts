import type { GitObject, ObjectKind, ObjectStore } from './object-store.ts'

export interface Signature {
  name: string
  email: string
  /** ISO 8601, in UTC. */
  date: string
}

export interface CommitObject {
  oid: string
  tree: string
  parents: string[]
  author: Signature
  committer: Signature
  message: string
  signature: string | undefined
  /** What the signature is made of. */
  payload: string
}

export interface TreeEntry {
  mode: string
  name: string
  oid: string
}

export const FILE_MODE = '100644'
export const FOLDER_MODE = '40000'

export const kindOf = ({ mode }: Pick<TreeEntry, 'mode'>): ObjectKind => {
  if (mode === FOLDER_MODE) return 'tree'
  return mode === '160000' ? 'commit' : 'blob'
}

const WHO = /^(?<name>.*?) <(?<email>[^>]*)> (?<seconds>\d+) /

function readSignature(line = ''): Signature {
  const { name = '', email = '', seconds = '0' } = WHO.exec(line)?.groups ?? {}
  return { name, email, date: isoSeconds(Number(seconds) * 1000) }
}

/** GitHub's times have no fractions. */
export const isoSeconds = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')

export function parseCommit({ oid, content }: GitObject): CommitObject {
  const text = content.toString()
  const end = text.indexOf('\n\n')
  // A header goes on in the lines that begin with a space.
  const headers = text
    .slice(0, end)
    .replaceAll('\n ', '\u0001')
    .split('\n')
    .map((line): [string, string] => {
      const [name = ''] = line.split(' ', 1)
      return [name, line.slice(name.length + 1).replaceAll('\u0001', '\n')]
    })
  const first = (wanted: string): string | undefined => headers.find(([name]) => name === wanted)?.[1]
  return {
    oid,
    tree: first('tree') ?? '',
    parents: headers.filter(([name]) => name === 'parent').map(([, value]) => value),
    author: readSignature(first('author')),
    committer: readSignature(first('committer')),
    message: text.slice(end + 2).replace(/\n$/, ''),
    signature: first('gpgsig'),
    payload: text.replace(/^gpgsig .*\n(?: .*\n)*/m, ''),
  }
}

export interface NewCommit extends Omit<CommitObject, 'oid' | 'signature' | 'payload'> {
  sign?: ((payload: string) => string) | undefined
}

const line = (name: string, { name: who, email, date }: Signature): string =>
  `${name} ${who} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`

export function writeCommit(store: ObjectStore, commit: NewCommit): Promise<string> {
  const { tree, parents, author, committer, message, sign } = commit
  const heads = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`)]
  heads.push(line('author', author), line('committer', committer))
  const payload = `${heads.join('\n')}\n\n${message}`
  const signed = sign && [...heads, `gpgsig ${sign(payload).trimEnd().replaceAll('\n', '\n ')}`]
  return store.write('commit', Buffer.from(signed ? `${signed.join('\n')}\n\n${message}` : payload))
}

export function parseTree({ content }: GitObject): TreeEntry[] {
  const entries: TreeEntry[] = []
  for (let at = 0; at < content.length; ) {
    const end = content.indexOf(0, at)
    const [mode = '', ...name] = content.toString('utf8', at, end).split(' ')
    entries.push({ mode, name: name.join(' '), oid: content.toString('hex', end + 1, end + 21) })
    at = end + 21
  }
  return entries
}

/** A folder counts as if its name ended with a slash (git's order of a tree). */
const sortKey = (entry: TreeEntry): Buffer =>
  Buffer.from(kindOf(entry) === 'tree' ? `${entry.name}/` : entry.name)

export function writeTree(store: ObjectStore, entries: readonly TreeEntry[]): Promise<string> {
  const sorted = entries.toSorted((one, other) => Buffer.compare(sortKey(one), sortKey(other)))
  const pieces = sorted.flatMap(({ mode, name, oid }) => [
    Buffer.from(`${mode} ${name}\0`),
    Buffer.from(oid, 'hex'),
  ])
  return store.write('tree', Buffer.concat(pieces))
}
