import type { EffectiveImage } from '../../../../effective/image.ts'
import { registryOf } from '../../../../names/reference.ts'
import type { KnownRepository, RepositoryFacts } from '../../plan/registry-facts.ts'
import type { Audited } from '../rule.ts'

/** An image that reaches a cluster for certain, with what ECR says of its repository. */
export interface LookedUpImage<Facts extends RepositoryFacts = RepositoryFacts> {
  readonly image: EffectiveImage
  readonly repository: string
  readonly facts: Facts
}

/** What was looked up, of what is certain: a text that templates may change was not asked for. */
export function* lookedUp({ repository, registry }: Audited): Generator<LookedUpImage> {
  if (!registry) return
  for (const image of repository.images) {
    const facts = image.known === 'certain' ? registry.repositories.get(image.name.text) : undefined
    const host = registryOf(image.name.text)
    if (facts && host !== undefined)
      yield { image, repository: image.name.text.slice(host.length + 1), facts }
  }
}

export function* knownImages(audited: Audited): Generator<LookedUpImage<KnownRepository>> {
  for (const { facts, ...rest } of lookedUp(audited)) if (facts.state === 'known') yield { facts, ...rest }
}

export const rootsOf = ({ origins }: EffectiveImage): readonly string[] => origins.map(({ root }) => root)
