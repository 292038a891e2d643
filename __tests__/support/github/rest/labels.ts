import { idOf } from '../grants.ts'
import { notFound } from '../refusal.ts'
import type { HostedRepository } from '../state.ts'
import { type Answer, created, invalid, ok, pageOf, type RepositoryCall } from './call.ts'

export function labelShape({ labels }: HostedRepository, name: string) {
  const { color = 'ededed', description = null } = labels.get(name.toLowerCase()) ?? {}
  return { id: idOf(name), name, color, description, default: false }
}

const shown = (repository: HostedRepository) =>
  [...repository.labels.values()].map(({ name }) => labelShape(repository, name))

export const listLabels = async ({ repository, given }: RepositoryCall): Promise<Answer> =>
  ok(pageOf(shown(repository), given))

export async function getLabel({ repository, given }: RepositoryCall): Promise<Answer> {
  const known = repository.labels.get((given.name ?? '').toLowerCase()) ?? notFound()
  return ok(labelShape(repository, known.name))
}

export async function createLabel({ repository, body }: RepositoryCall): Promise<Answer> {
  const { name, color, description } = body
  const key = name.toLowerCase()
  if (repository.labels.has(key)) invalid({ resource: 'Label', code: 'already_exists', field: 'name' })
  if (color !== undefined && !/^[0-9a-f]{6}$/i.test(color))
    invalid({ resource: 'Label', code: 'invalid', field: 'color' })
  repository.labels.set(key, { name, ...(color ? { color } : {}), ...(description ? { description } : {}) })
  return created(labelShape(repository, name))
}
