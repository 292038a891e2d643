import { defaultBranch } from '../../git-repositories.ts'
import { rulesOf } from '../protection.ts'
import { notFound } from '../refusal.ts'
import { tipOf } from '../state.ts'
import { type Answer, ok, type RepositoryCall } from './call.ts'
import { fullCommit } from './commit-shape.ts'
import { compare } from './compare.ts'
import { repositoryShape } from './shapes.ts'

export async function getRepository({ repository, caller }: RepositoryCall): Promise<Answer> {
  const branch = await defaultBranch(repository.directory)
  const { serverUrl } = caller.state.settings
  const { has_downloads: _, ...shape } = repositoryShape(repository, { branch, serverUrl })
  const merging = {
    allow_auto_merge: repository.options.autoMerge,
    allow_squash_merge: repository.options.methods.includes('squash'),
    allow_merge_commit: repository.options.methods.includes('merge'),
  }
  return ok({ ...shape, ...merging, has_discussions: false, network_count: 0, subscribers_count: 0 })
}

export async function compareCommits({ repository, caller, given }: RepositoryCall): Promise<Answer> {
  const [, base = '', head = ''] = /^(.+?)\.\.\.(.+)$/.exec(given.basehead ?? '') ?? notFound()
  const [page, size] = [given.page ?? 1, given.per_page ?? 250].map(Number) as [number, number]
  return compare({ repository, base, head, page, size: Math.min(size, 250) }, caller.state.settings)
}

export async function getCommitOf({ repository, given, caller }: RepositoryCall): Promise<Answer> {
  const oid = (await tipOf(repository, given.ref ?? '', caller.stale)) ?? notFound()
  return ok(await fullCommit(repository, oid))
}

export async function getBranch({ repository, given, caller }: RepositoryCall): Promise<Answer> {
  const name = given.branch ?? ''
  const oid = (await tipOf(repository, `refs/heads/${name}`, caller.stale)) ?? notFound('Branch not found')
  const guarded = rulesOf(repository, name).length > 0
  const html = `${caller.state.settings.serverUrl}/${repository.fullName}/tree/${name}`
  return ok({
    name,
    commit: await fullCommit(repository, oid),
    _links: { html, self: html },
    protected: guarded,
    protection: { enabled: guarded },
  })
}

export async function getProtection({ repository, given }: RepositoryCall): Promise<Answer> {
  const rules = repository.protections.get(given.branch ?? '') ?? notFound('Branch not protected')
  const { approvals, pullRequest, signatures, locked, checks } = rules
  const review = { dismiss_stale_reviews: false, require_code_owner_reviews: false }
  return ok({
    ...(pullRequest
      ? { required_pull_request_reviews: { ...review, required_approving_review_count: approvals ?? 0 } }
      : {}),
    ...(checks ? { required_status_checks: { contexts: checks, checks: [] } } : {}),
    required_signatures: { enabled: Boolean(signatures) },
    lock_branch: { enabled: Boolean(locked) },
    enforce_admins: { enabled: true },
  })
}
