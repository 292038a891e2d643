import { tryGit } from '../../git.ts'
import { judgeUpdate } from '../protection.ts'
import { isAncestor } from '../pulls.ts'
import { notFound, refuse } from '../refusal.ts'
import { type Caller, demand, type HostedRepository, see } from '../state.ts'
import { takeSwitch } from '../switches.ts'
import type { Source } from './git-nodes.ts'
import { readNodeId } from './node-id.ts'

interface RefUpdate {
  name: string
  beforeOid?: string | null
  afterOid: string
  force: boolean
}

interface UpdateRefsInput {
  repositoryId: string
  refUpdates: RefUpdate[]
  clientMutationId?: string
}

const NOWHERE = '0'.repeat(40)

const present = (oid: string): string | undefined => (oid === NOWHERE ? undefined : oid)

/** All of them or none; `beforeOid` is where a ref must be (GitHub's GraphQL schema, `updateRefs`). */
export async function updateRefs({ input }: { input: UpdateRefsInput }, caller: Caller): Promise<Source> {
  const { repositoryId, refUpdates } = input
  const known = readNodeId(repositoryId)
  const message = `Could not resolve to a node with the global id of '${repositoryId}'`
  const repository =
    known?.kind === 'R' ? await see(caller, known.facts[0] ?? '', message) : notFound(message)
  demand(caller, 'contents', 'write')
  const lines: string[] = []
  for (const update of refUpdates) lines.push(await lineOf(update, repository, caller))
  if (takeSwitch(caller.state.switches, 'staleData')) elsewhere(refUpdates[0]?.name)
  const { directory: cwd } = repository
  if ((await tryGit(['update-ref', '--stdin'], { cwd, stdin: lines.join('') })) === undefined) {
    elsewhere(refUpdates[0]?.name)
  }
  return { clientMutationId: input.clientMutationId ?? null }
}

async function lineOf(update: RefUpdate, repository: HostedRepository, caller: Caller): Promise<string> {
  const { name: ref, beforeOid, afterOid, force } = update
  const { directory: cwd, store } = repository
  if ((await tryGit(['check-ref-format', ref], { cwd })) === undefined)
    refuse({ status: 200, type: 'UNPROCESSABLE', message: `${ref} is not a valid ref name.` })
  const [from, to] = [(await store.read(ref))?.oid, present(afterOid)]
  if (beforeOid && from !== present(beforeOid)) elsewhere(ref)
  if (to && (await store.read(to))?.kind !== 'commit')
    refuse({ status: 200, type: 'UNPROCESSABLE', message: 'Object does not exist' })
  const forced = Boolean(from && to && !(await isAncestor(repository, from, to)))
  if (forced && !force)
    refuse({ status: 200, type: 'UNPROCESSABLE', message: 'Update is not a fast forward' })
  await judgeUpdate(repository, caller.grant, { ref, from, to, by: 'api', forced })
  return `update ${ref} ${afterOid} ${beforeOid ?? from ?? NOWHERE}\n`
}

/** GitHub says no more than this, and publishes no text for it: nobody may read a reason out of it. */
function elsewhere(ref = ''): never {
  refuse({ status: 200, type: 'UNPROCESSABLE', message: `Reference ${ref} cannot be updated` })
}
