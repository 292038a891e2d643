import { type EcrCall, EcrRefusal, knownRepository, placeOf } from './ecr-call.ts'
import { findRepository, newRepository, type RegistryHome, type StoredRepository } from './image-store.ts'
import { registryHost, repositoryArn } from './registry-access.ts'

export async function describeRepositories({ input, home, store }: EcrCall): Promise<unknown> {
  const names = input.repositoryNames ?? (await store.repositories(home)).map(({ name }) => name)
  const places = names.map((repository) => ({ ...home, repository }))
  const found = await Promise.all(places.map((place) => knownRepository(store, place)))
  return { repositories: found.map((repository) => describe(repository, home)) }
}

function describe(repository: StoredRepository, home: RegistryHome): unknown {
  const { name, mutability, filters } = repository
  return {
    registryId: home.account,
    repositoryName: name,
    repositoryArn: repositoryArn({ ...home, repository: name }),
    repositoryUri: `${registryHost(home)}/${name}`,
    createdAt: repository.createdAt.getTime() / 1000,
    imageTagMutability: mutability,
    ...(filters.length > 0 && {
      imageTagMutabilityExclusionFilters: filters.map((filter) => ({ filterType: 'WILDCARD', filter })),
    }),
    imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
    encryptionConfiguration: repository.kmsKey
      ? { encryptionType: 'KMS', kmsKey: repository.kmsKey }
      : { encryptionType: 'AES256' },
  }
}

export async function createRepository({ input, home, store }: EcrCall): Promise<unknown> {
  const name = input.repositoryName ?? ''
  if (await findRepository(store, { ...home, repository: name })) {
    throw new EcrRefusal(
      'RepositoryAlreadyExistsException',
      `The repository with name '${name}' already exists in the registry with id '${home.account}'`,
    )
  }
  const repository = newRepository(name, {
    mutability: input.imageTagMutability ?? 'MUTABLE',
    filters: (input.imageTagMutabilityExclusionFilters ?? []).map(({ filter }) => filter),
    scanOnPush: input.imageScanningConfiguration?.scanOnPush ?? false,
    kmsKey: input.encryptionConfiguration?.kmsKey,
    tags: input.tags,
  })
  await store.createRepository(home, repository)
  return { repository: describe(repository, home) }
}

export async function keepDocument(
  call: EcrCall,
  kind: 'policyText' | 'lifecyclePolicyText',
): Promise<unknown> {
  const { account: registryId, repository } = await placeOf(call)
  const text = call.input[kind] ?? ''
  if (!isPolicy(text)) {
    throw new EcrRefusal(
      'InvalidParameterException',
      `Invalid parameter at '${kind}' failed to satisfy constraint`,
    )
  }
  call.documents.push({ kind, account: registryId, repository, text })
  return { registryId, repositoryName: repository, [kind]: text }
}

/** ECR API reference, GetLifecyclePolicy. */
export async function lifecyclePolicy(call: EcrCall): Promise<unknown> {
  const { account: registryId, repository } = await placeOf(call)
  const known = call.documents.findLast(
    (one) =>
      one.kind === 'lifecyclePolicyText' && one.account === registryId && one.repository === repository,
  )
  if (!known) {
    throw new EcrRefusal(
      'LifecyclePolicyNotFoundException',
      `Lifecycle policy does not exist for the repository with name '${repository}' in the registry with id '${registryId}'`,
    )
  }
  return { registryId, repositoryName: repository, lifecyclePolicyText: known.text }
}

/** One document or the other: rules, or statements about principals. */
function isPolicy(text: string): boolean {
  try {
    const { rules, Statement } = JSON.parse(text) as { rules?: unknown; Statement?: unknown }
    return Array.isArray(rules ?? Statement)
  } catch {
    return false
  }
}
