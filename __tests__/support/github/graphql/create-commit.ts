import { changeTree, checkPath, type TreeChanges } from '../change-tree.ts'
import { FILE_MODE, parseCommit, writeCommit } from '../git-objects.ts'
import { GITHUB, identityOf } from '../grants.ts'
import { judgeUpdate } from '../protection.ts'
import { notFound, refuse } from '../refusal.ts'
import { signAsGitHub } from '../signing.ts'
import { type Caller, demand, type HostedRepository, moveRef, see, timeOf, tipOf } from '../state.ts'
import { takeSwitch } from '../switches.ts'
import { commitNode, type Source } from './git-nodes.ts'
import { readNodeId } from './node-id.ts'
import { placeOf, refNode } from './repository.ts'

interface CreateCommitInput {
  branch: { branchName?: string; id?: string; repositoryNameWithOwner?: string }
  expectedHeadOid: string
  fileChanges?: { additions?: { path: string; contents: string }[]; deletions?: { path: string }[] }
  message: { headline: string; body?: string }
  clientMutationId?: string
}

export async function createCommitOnBranch(
  { input }: { input: CreateCommitInput },
  caller: Caller,
): Promise<Source> {
  const { repository, ref } = await branchOf(input, caller)
  demand(caller, 'contents', 'write')
  const { expectedHeadOid: expected, message } = input
  const head = (await tipOf(repository, ref)) ?? noBranch(ref)
  if (head !== expected || takeSwitch(caller.state.switches, 'staleData')) staleData(expected)
  const base = parseCommit((await repository.store.read(head)) ?? noBranch(ref))
  const changes = await changesOf(input, repository, base.tree)
  const date = timeOf(caller.state)
  const oid = await writeCommit(repository.store, {
    tree: (await changeTree(repository.store, base.tree, changes)) ?? EMPTY_TREE,
    parents: [head],
    author: identityOf(caller.grant, date),
    committer: { ...GITHUB, date },
    message: message.body ? `${message.headline}\n\n${message.body}` : message.headline,
    sign: signAsGitHub,
  })
  await judgeUpdate(repository, caller.grant, { ref, from: head, to: oid, by: 'api' })
  if (!(await moveRef(repository, ref, { from: head, to: oid }))) staleData(expected)
  const place = placeOf(caller, repository)
  const made = await repository.store.read(oid)
  return {
    clientMutationId: input.clientMutationId ?? null,
    commit: made ? commitNode(place, parseCommit(made)) : null,
    ref: refNode(place, ref, oid),
  }
}

export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

async function branchOf({ branch }: CreateCommitInput, caller: Caller) {
  const { id, branchName = '', repositoryNameWithOwner = '' } = branch
  const known = id === undefined ? undefined : readNodeId(id)
  if (id !== undefined && known?.kind !== 'REF')
    notFound(`Could not resolve to a node with the global id of '${id}'`)
  const [fullName = repositoryNameWithOwner, given = branchName] = known?.facts ?? []
  const message = `Could not resolve to a Repository with the name '${fullName}'.`
  const repository = await see(caller, fullName, message)
  return { repository, ref: given.startsWith('refs/') ? given : `refs/heads/${given}` }
}

const noBranch = (ref: string): never => notFound(`No such branch: '${ref.replace('refs/heads/', '')}'.`)

/** The words of GitHub, which names what was expected and not what is there. */
function staleData(expected: string): never {
  const message = `Expected branch to point to "${expected}" but it did not. Pull and try again.`
  refuse({ status: 200, type: 'STALE_DATA', message })
}

/** Whatever mode a file had, it is a plain one afterwards: the mutation knows no modes. */
async function changesOf(
  { fileChanges = {} }: CreateCommitInput,
  { store }: HostedRepository,
  tree: string,
): Promise<TreeChanges> {
  const { additions = [], deletions = [] } = fileChanges
  const changes = new Map<string, { mode: string; oid: string } | null>()
  for (const { path } of deletions) {
    checkPath(path)
    const there = await store.read(`${tree}:${path}`)
    if (!there) missingPath(path)
    changes.set(path, null)
  }
  for (const { path, contents } of additions) {
    checkPath(path)
    changes.set(path, { mode: FILE_MODE, oid: await store.write('blob', Buffer.from(contents, 'base64')) })
  }
  return changes
}

function missingPath(path: string): never {
  const message = `A path was requested for deletion which does not exist as of commit oid: ${path}`
  refuse({ status: 200, type: 'UNPROCESSABLE', message })
}
