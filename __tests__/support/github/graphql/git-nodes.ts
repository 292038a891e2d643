import { isUtf8 } from 'node:buffer'
import {
  type CommitObject,
  kindOf,
  parseCommit,
  parseTree,
  type Signature,
  type TreeEntry,
} from '../git-objects.ts'
import type { GitObject } from '../object-store.ts'
import { verificationOf } from '../signing.ts'
import type { HostedRepository } from '../state.ts'
import { connection } from './connection.ts'
import { nodeId } from './node-id.ts'

/** A value that `graphql` asks for its fields; one that is not here is a failure of this GitHub, never null. */
export type Source = Record<string, unknown>

export interface Place {
  repository: HostedRepository
  serverUrl: string
}

export async function objectNode(place: Place, expression: string): Promise<Source | null> {
  const found = await place.repository.store.read(expression)
  if (found?.kind === 'commit') return commitNode(place, parseCommit(found))
  if (found?.kind === 'tree') return treeNode(place, found)
  return found?.kind === 'blob' ? blobNode(place, found) : null
}

const common = ({ repository, serverUrl }: Place, oid: string) => ({
  oid,
  abbreviatedOid: oid.slice(0, 7),
  commitUrl: `${serverUrl}/${repository.fullName}/commit/${oid}`,
  commitResourcePath: `/${repository.fullName}/commit/${oid}`,
})

function blobNode(place: Place, { oid, content }: GitObject): Source {
  const isBinary = !isUtf8(content) || content.includes(0)
  return {
    __typename: 'Blob',
    ...common(place, oid),
    id: nodeId('B', place.repository.fullName, oid),
    byteSize: content.length,
    isBinary,
    isTruncated: content.length > MOST_TEXT,
    text: isBinary ? null : content.toString('utf8', 0, MOST_TEXT),
  }
}

const MOST_TEXT = 512_000

function treeNode(place: Place, object: GitObject, folder = ''): Source {
  return {
    __typename: 'Tree',
    ...common(place, object.oid),
    id: nodeId('T', place.repository.fullName, object.oid),
    entries: parseTree(object).map((entry) => entryNode(place, entry, folder)),
  }
}

function entryNode(place: Place, entry: TreeEntry, folder: string): Source {
  const path = folder + entry.name
  const { store } = place.repository
  return {
    __typename: 'TreeEntry',
    mode: Number.parseInt(entry.mode, 8),
    name: entry.name,
    nameRaw: Buffer.from(entry.name).toString('base64'),
    path,
    pathRaw: Buffer.from(path).toString('base64'),
    oid: entry.oid,
    type: kindOf(entry),
    isGenerated: false,
    extension: /\.[^.]+$/.exec(entry.name)?.[0] ?? '',
    submodule: null,
    size: async () => (kindOf(entry) === 'blob' ? ((await store.read(entry.oid))?.content.length ?? 0) : 0),
    object: async () => {
      if (kindOf(entry) !== 'tree') return objectNode(place, entry.oid)
      const inner = await store.read(entry.oid)
      return inner ? treeNode(place, inner, `${path}/`) : null
    },
  }
}

export function commitNode(place: Place, commit: CommitObject): Source {
  const { repository, serverUrl } = place
  const [messageHeadline = '', ...rest] = commit.message.split('\n')
  return {
    __typename: 'Commit',
    ...common(place, commit.oid),
    id: nodeId('C', repository.fullName, commit.oid),
    url: `${serverUrl}/${repository.fullName}/commit/${commit.oid}`,
    resourcePath: `/${repository.fullName}/commit/${commit.oid}`,
    message: commit.message,
    messageHeadline,
    messageBody: rest.join('\n').trim(),
    authoredDate: commit.author.date,
    committedDate: commit.committer.date,
    author: actorNode(commit.author),
    committer: actorNode(commit.committer),
    tree: () => objectNode(place, commit.tree),
    file: ({ path }: { path: string }) => fileNode(place, commit.tree, path),
    parents: (page: { first?: number }) =>
      connection(page, commit.parents, (parent) => objectNode(place, parent)),
    history: async (page: { first?: number }) =>
      connection(page, await ancestors(place.repository, commit, page.first ?? 100), (each) =>
        commitNode(place, each),
      ),
    signature: signatureNode(commit),
  }
}

const actorNode = (who: Signature): Source => ({
  __typename: 'GitActor',
  name: who.name,
  email: who.email,
  date: who.date,
  user: null,
})

async function fileNode(place: Place, tree: string, path: string): Promise<Source | null> {
  const steps = path.split('/')
  const name = steps.pop() ?? ''
  const folder = steps.join('/')
  const within = await place.repository.store.read(`${tree}:${folder}`)
  const entry = within?.kind === 'tree' ? parseTree(within).find((each) => each.name === name) : undefined
  return entry ? entryNode(place, entry, folder && `${folder}/`) : null
}

function signatureNode(commit: CommitObject): Source | null {
  if (commit.signature === undefined) return null
  const { verified } = verificationOf(commit)
  return {
    __typename: 'GpgSignature',
    email: commit.committer.email,
    isValid: verified,
    state: verified ? 'VALID' : 'UNKNOWN_KEY',
    wasSignedByGitHub: verified,
    keyId: null,
    payload: commit.payload,
    signature: commit.signature,
    signer: null,
  }
}

/** Newest first, by the first parents alone until there is a fork: as far as a page goes. */
async function ancestors(
  { store }: HostedRepository,
  newest: CommitObject,
  most: number,
): Promise<CommitObject[]> {
  const found = [newest]
  const waiting = [...newest.parents]
  const seen = new Set([newest.oid])
  // One more than asked for says that there is a further page.
  while (found.length <= most && waiting.length > 0) {
    const objects = await Promise.all(waiting.splice(0).map((oid) => store.read(oid)))
    for (const object of objects) {
      if (object?.kind !== 'commit' || seen.has(object.oid)) continue
      seen.add(object.oid)
      const commit = parseCommit(object)
      found.push(commit)
      waiting.push(...commit.parents)
    }
  }
  return found
}
