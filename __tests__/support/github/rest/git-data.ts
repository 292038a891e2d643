import { changeTree, checkPath } from '../change-tree.ts'
import {
  type CommitObject,
  kindOf,
  parseCommit,
  parseTree,
  type Signature,
  type TreeEntry,
  writeCommit,
  writeTree,
} from '../git-objects.ts'
import { GITHUB, identityOf, isOfApp } from '../grants.ts'
import type { GitObject, ObjectKind } from '../object-store.ts'
import { notFound, refuse } from '../refusal.ts'
import { signAsGitHub, verificationOf } from '../signing.ts'
import { timeOf } from '../state.ts'
import { type Answer, created, ok, type RepositoryCall } from './call.ts'

async function find({ repository }: RepositoryCall, oid: string, kind: ObjectKind): Promise<GitObject> {
  const found = /^[0-9a-f]{40}$/.test(oid) ? await repository.store.read(oid) : undefined
  return found?.kind === kind ? found : notFound()
}

export async function getBlob(call: RepositoryCall): Promise<Answer> {
  const { oid, content } = await find(call, call.given.file_sha ?? '', 'blob')
  return ok({ sha: oid, size: content.length, encoding: 'base64', content: content.toString('base64') })
}

export async function createBlob({ body, repository }: RepositoryCall): Promise<Answer> {
  const content = Buffer.from(body.content, body.encoding === 'base64' ? 'base64' : 'utf8')
  if (content.length > MOST_BLOB) refuse({ status: 422, message: 'Input too large' })
  return created({ sha: await repository.store.write('blob', content) })
}

const MOST_BLOB = 40 * 1024 * 1024

export async function getTree(call: RepositoryCall): Promise<Answer> {
  const { store } = call.repository
  const named = await store.read(`${call.given.tree_sha}^{tree}`)
  if (named?.kind !== 'tree') return notFound()
  const listed = await list(call, named, { folder: '', recursive: call.given.recursive !== undefined })
  return ok({ sha: named.oid, tree: listed, truncated: false })
}

async function list(
  call: RepositoryCall,
  tree: GitObject,
  { folder, recursive }: { folder: string; recursive: boolean },
): Promise<unknown[]> {
  const listed: unknown[] = []
  for (const entry of parseTree(tree)) {
    const path = folder + entry.name
    const inner = kindOf(entry) === 'commit' ? undefined : await call.repository.store.read(entry.oid)
    const size = inner?.kind === 'blob' ? { size: inner.content.length } : {}
    listed.push({ path, mode: entry.mode.padStart(6, '0'), type: kindOf(entry), sha: entry.oid, ...size })
    if (recursive && inner?.kind === 'tree')
      listed.push(...(await list(call, inner, { folder: `${path}/`, recursive })))
  }
  return listed
}

interface AskedEntry {
  path: string
  mode: string
  sha?: string | null
  content?: string
}

export async function createTree(call: RepositoryCall): Promise<Answer> {
  const { store } = call.repository
  const changes = new Map<string, Omit<TreeEntry, 'name'> | null>()
  for (const { path, mode, sha, content } of call.body.tree as AskedEntry[]) {
    checkPath(path)
    const oid = content === undefined ? sha : await store.write('blob', Buffer.from(content))
    if (oid && !(await store.read(oid)) && mode !== '160000')
      refuse({ status: 422, message: 'tree.sha is not valid' })
    changes.set(path, oid ? { mode: mode.replace(/^0/, ''), oid } : null)
  }
  const base = call.body.base_tree && (await find(call, call.body.base_tree, 'tree').catch(() => undefined))
  if (call.body.base_tree && !base) refuse({ status: 422, message: 'base_tree is not a valid tree oid' })
  const oid = (await changeTree(store, base?.oid, changes)) ?? (await writeTree(store, []))
  const tree = await store.read(oid)
  const listed = tree ? await list(call, tree, { folder: '', recursive: false }) : []
  return { ...created({ sha: oid, tree: listed, truncated: false }) }
}

export async function getCommit(call: RepositoryCall): Promise<Answer> {
  return ok(commitShape(parseCommit(await find(call, call.given.commit_sha ?? '', 'commit')), call))
}

/** Without an author of its own a commit of an App is GitHub's to sign (GitHub docs, signature verification for bots). */
export async function createCommit(call: RepositoryCall): Promise<Answer> {
  const { body, caller, repository } = call
  const tree = await find(call, body.tree, 'tree').catch(() =>
    refuse({ status: 422, message: 'Tree SHA does not exist' }),
  )
  for (const parent of body.parents ?? []) {
    const known = await find(call, parent, 'commit').catch(() => undefined)
    if (!known) refuse({ status: 422, message: 'Parent SHA does not exist or is not a commit object' })
  }
  const date = timeOf(caller.state)
  const self = identityOf(caller.grant, date)
  const author: Signature = { ...self, ...body.author }
  const own = !body.author && !body.committer && isOfApp(caller.grant)
  const oid = await writeCommit(repository.store, {
    tree: tree.oid,
    parents: body.parents ?? [],
    author,
    committer: own ? { ...GITHUB, date } : { ...author, ...body.committer },
    message: body.message,
    sign: own ? signAsGitHub : undefined,
  })
  return created(commitShape(parseCommit(await find(call, oid, 'commit')), call))
}

function commitShape(commit: CommitObject, { caller, repository }: RepositoryCall) {
  const { oid, tree, parents, author, committer, message, signature, payload } = commit
  const { verified, reason } = verificationOf(commit)
  const base = `${caller.state.settings.serverUrl}/${repository.fullName}/commit`
  const signed = signature === undefined ? { signature: null, payload: null } : { signature, payload }
  return {
    sha: oid,
    html_url: `${base}/${oid}`,
    author,
    committer,
    message,
    tree: { sha: tree },
    parents: parents.map((sha) => ({ sha, html_url: `${base}/${sha}` })),
    verification: { verified, reason, ...signed, verified_at: verified ? committer.date : null },
  }
}
