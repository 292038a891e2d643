import { git } from '../../git.ts'
import { defaultBranch } from '../../git-repositories.ts'
import { parseCommit } from '../git-objects.ts'
import { type Caller, demand, type HostedRepository, see, tipOf } from '../state.ts'
import { connection, type Page } from './connection.ts'
import { commitNode, objectNode, type Place, type Source } from './git-nodes.ts'
import { nodeId } from './node-id.ts'
import { pullField } from './pull-nodes.ts'

export async function repositoryField(
  { owner, name }: { owner: string; name: string },
  caller: Caller,
): Promise<Source> {
  const fullName = `${owner}/${name}`
  const message = `Could not resolve to a Repository with the name '${fullName}'.`
  return repositoryNode(caller, await see(caller, fullName, message))
}

export function repositoryNode(caller: Caller, repository: HostedRepository): Source {
  const { serverUrl } = caller.state.settings
  const { fullName } = repository
  const [login = '', name = ''] = fullName.split('/')
  return {
    __typename: 'Repository',
    id: nodeId('R', fullName),
    name,
    nameWithOwner: fullName,
    owner: { __typename: 'Organization', login, id: nodeId('U', login), url: `${serverUrl}/${login}` },
    url: `${serverUrl}/${fullName}`,
    isPrivate: true,
    isArchived: repository.options.archived,
    isEmpty: async () => (await tipOf(repository, 'HEAD')) === undefined,
    defaultBranchRef: async () =>
      refField({ qualifiedName: await defaultBranch(repository.directory) }, caller, repository),
    ref: (given: { qualifiedName: string }) => refField(given, caller, repository),
    refs: (given: Page & { refPrefix: string }) => refsField(given, caller, repository),
    autoMergeAllowed: repository.options.autoMerge,
    ...mergeMethods(repository),
    pullRequest: (given: { number: number }) => pullField(given, caller, repository),
    object: (given: ObjectArguments) => objectField(given, caller, repository),
  }
}

function mergeMethods({ options: { methods } }: HostedRepository) {
  return {
    mergeCommitAllowed: methods.includes('merge'),
    squashMergeAllowed: methods.includes('squash'),
    rebaseMergeAllowed: methods.includes('rebase'),
    viewerDefaultMergeMethod: (methods[0] ?? 'merge').toUpperCase(),
  }
}

async function refField(
  { qualifiedName }: { qualifiedName: string },
  caller: Caller,
  repository: HostedRepository,
): Promise<Source | null> {
  demand(caller, 'contents', 'read')
  const names = qualifiedName.startsWith('refs/')
    ? [qualifiedName]
    : [`refs/heads/${qualifiedName}`, `refs/tags/${qualifiedName}`]
  for (const name of names) {
    const oid = await tipOf(repository, name, caller.stale)
    if (oid !== undefined) return refNode(placeOf(caller, repository), name, oid)
  }
  return null
}

async function refsField(
  given: Page & { refPrefix: string },
  caller: Caller,
  repository: HostedRepository,
): Promise<Source> {
  demand(caller, 'contents', 'read')
  const listed = await git(['for-each-ref', '--format=%(objectname) %(refname)', given.refPrefix], {
    cwd: repository.directory,
  })
  const refs = listed.split('\n').filter(Boolean)
  return connection(given, refs, (line) =>
    refNode(placeOf(caller, repository), line.slice(41), line.slice(0, 40)),
  )
}

export const placeOf = ({ state }: Caller, repository: HostedRepository): Place => ({
  repository,
  serverUrl: state.settings.serverUrl,
})

export function refNode(place: Place, ref: string, oid: string): Source {
  const [, prefix = '', name = ''] = /^(refs\/[^/]+\/)(.+)$/.exec(ref) ?? []
  return {
    __typename: 'Ref',
    id: nodeId('REF', place.repository.fullName, ref),
    name,
    prefix,
    target: async () => {
      const found = await place.repository.store.read(oid)
      return found ? commitNode(place, parseCommit(found)) : null
    },
  }
}

interface ObjectArguments {
  expression?: string | null
  oid?: string | null
}

async function objectField(
  { expression, oid }: ObjectArguments,
  caller: Caller,
  repository: HostedRepository,
): Promise<Source | null> {
  demand(caller, 'contents', 'read')
  const wanted = oid ?? expression ?? ''
  const [, name = '', path] = /^([^:]*)(:.*)?$/s.exec(wanted) ?? []
  const immutable = oid || /^[0-9a-f]{40}$/.test(name)
  const from = immutable ? name : await tipOf(repository, name || 'HEAD', caller.stale)
  return from === undefined ? null : objectNode(placeOf(caller, repository), `${from}${path ?? ''}`)
}
