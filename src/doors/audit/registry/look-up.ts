import { expirationsIn } from '../../../aws/registry/lifecycle.ts'
import type { Registry } from '../../../aws/registry/registry.ts'
import type { EffectiveImage } from '../../../effective/image.ts'
import { StepError } from '../../../errors/errors.ts'
import { type EcrHost, parseEcrHost } from '../../../names/host.ts'
import { registryOf } from '../../../names/reference.ts'
import { atMost } from '../../../runner/turns.ts'
import type { ImageFacts, KnownRepository, RegistryFacts, RepositoryFacts } from '../plan/registry-facts.ts'

/** Repositories that are asked about at once: ECR lets accounts make a few hundred requests a second. */
const AT_ONCE = 8

export interface Asked {
  /** `host/repository` */
  readonly name: string
  readonly host: EcrHost
  readonly repository: string
  readonly references: readonly string[]
}

/** What is asked of ECR: each repository once, with all tags and digests under which something of it is deployed. */
export function askedOf(images: readonly EffectiveImage[]): readonly Asked[] {
  const certain = images.filter(({ known }) => known === 'certain')
  return [...Map.groupBy(certain, ({ name }) => name.text)].flatMap(([name, all]) => {
    const host = parseEcrHost(registryOf(name) ?? '')
    const references = all.flatMap(({ tag, digest }) => [tag?.text ?? [], digest?.text ?? []].flat())
    if (!host) return []
    return [
      { name, host, repository: name.slice(host.host.length + 1), references: [...new Set(references)] },
    ]
  })
}

/** @param open The registry of a host; undefined where no role is given for its account. */
export async function lookUp(
  asked: readonly Asked[],
  open: (host: EcrHost) => Registry | undefined,
): Promise<RegistryFacts> {
  const inTurn = atMost(AT_ONCE)
  const known = asked.map(async (one) => {
    const registry = open(one.host)
    return registry && ([one.name, await inTurn(() => ask(one, registry))] as const)
  })
  return { repositories: new Map((await Promise.all(known)).flatMap((one) => (one ? [one] : []))) }
}

/** What ECR refuses to say is not known; that it cannot be asked at all is an error of the whole run. */
async function ask(asked: Asked, registry: Registry): Promise<RepositoryFacts> {
  await registry.identify()
  const { host } = asked
  try {
    return await known(asked, registry)
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    const [{ message, hint }] = error.problems
    return { state: 'unknown', host, why: message, hint }
  }
}

async function known({ host, repository, references }: Asked, registry: Registry): Promise<RepositoryFacts> {
  const found = await registry.find(repository, references)
  if (!found) return { state: 'missing', host }
  const images = new Map<string, ImageFacts>(found)
  const tags = references.filter((reference) => !reference.includes(':'))
  const mutable = new Set((await registry.mutableTags(repository, tags)).tags)
  const isComplete = references.every((reference) => images.has(reference))
  const besides = isComplete ? NOTHING : await historyOf(registry, repository)
  return { state: 'known', host, images, mutable, ...besides }
}

type History = Pick<KnownRepository, 'newest' | 'expires'>

const NOTHING: History = { newest: [], expires: [] }

async function historyOf(registry: Registry, repository: string): Promise<History> {
  const { newest, lifecycle } = await registry.history(repository)
  return { newest, expires: lifecycle === undefined ? [] : expirationsIn(lifecycle) }
}
