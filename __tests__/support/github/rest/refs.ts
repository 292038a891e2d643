import { git, tryGit } from '../../git.ts'
import { judgeUpdate } from '../protection.ts'
import { notFound, refuse } from '../refusal.ts'
import { type HostedRepository, moveRef } from '../state.ts'
import { type Answer, created, NOTHING, ok, pageOf, type RepositoryCall } from './call.ts'

const refShape = (ref: string, sha: string) => ({ ref, object: { type: 'commit', sha } })

const exactly = ({ store }: HostedRepository, ref: string) => store.read(ref)

export async function getRef({ repository, given, caller }: RepositoryCall): Promise<Answer> {
  const ref = `refs/${given.ref}`
  const found = (await exactly(repository, ref)) ?? notFound()
  const before = caller.stale ? await repository.store.read(`${ref}~1`) : undefined
  return ok(refShape(ref, (before ?? found).oid))
}

export async function matchingRefs({ repository, given }: RepositoryCall): Promise<Answer> {
  const args = ['for-each-ref', '--format=%(refname) %(objectname)']
  const lines = (await git(args, { cwd: repository.directory })).split('\n').filter(Boolean)
  const all = lines.map((line) => line.split(' ')).filter(([name]) => name?.startsWith(`refs/${given.ref}`))
  return ok(pageOf(all, given).map(([name = '', sha = '']) => refShape(name, sha)))
}

export async function createRef({ repository, body, caller }: RepositoryCall): Promise<Answer> {
  const { ref, sha } = body
  const named =
    /^refs\/(?:heads|tags)\/./.test(ref) &&
    (await tryGit(['check-ref-format', ref], { cwd: repository.directory }))
  if (named === undefined || named === false)
    refuse({ status: 422, message: `${ref} is not a valid ref name.` })
  if (await exactly(repository, ref)) refuse({ status: 422, message: 'Reference already exists' })
  if (!(await repository.store.read(sha))) refuse({ status: 422, message: 'Object does not exist' })
  await judgeUpdate(repository, caller.grant, { ref, from: undefined, to: sha, by: 'api' })
  if (await moveRef(repository, ref, { from: undefined, to: sha })) return created(refShape(ref, sha))
  return refuse({ status: 422, message: 'Reference update failed' })
}

export async function updateRef({ repository, given, body, caller }: RepositoryCall): Promise<Answer> {
  const ref = `refs/${given.ref}`
  const found =
    (await exactly(repository, ref)) ?? refuse({ status: 422, message: 'Reference does not exist' })
  const target = await repository.store.read(body.sha)
  if (target?.kind !== 'commit') return refuse({ status: 422, message: 'Object does not exist' })
  const { directory: cwd } = repository
  const forward = (await tryGit(['merge-base', '--is-ancestor', found.oid, body.sha], { cwd })) !== undefined
  if (!forward && !body.force) return refuse({ status: 422, message: 'Update is not a fast forward' })
  await judgeUpdate(repository, caller.grant, {
    ref,
    from: found.oid,
    to: body.sha,
    by: 'api',
    forced: !forward,
  })
  if (await moveRef(repository, ref, { from: found.oid, to: body.sha })) return ok(refShape(ref, body.sha))
  return refuse({ status: 422, message: 'Reference cannot be updated' })
}

export async function deleteRef({ repository, given, caller }: RepositoryCall): Promise<Answer> {
  const ref = `refs/${given.ref}`
  const found =
    (await exactly(repository, ref)) ?? refuse({ status: 422, message: 'Reference does not exist' })
  await judgeUpdate(repository, caller.grant, { ref, from: found.oid, to: undefined, by: 'api' })
  await moveRef(repository, ref, { from: found.oid, to: undefined })
  return NOTHING
}
