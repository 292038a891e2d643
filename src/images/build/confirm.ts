import type { FoundImage, Registry } from '../../aws/registry/registry.ts'
import { missingRepository, noTemplate } from '../../aws/registry/withheld.ts'
import { StepError } from '../../errors/errors.ts'
import { asStepError } from '../../errors/unforeseen.ts'
import type { RepositoryCreation } from '../../plan/access.ts'
import type { PushedImage } from '../../plan/image.ts'
import type { BuildOutcome } from '../engine/engine.ts'
import { type FailureKind, kindOf } from '../failure/kind.ts'
import { readFailure } from '../failure/read.ts'
import { refuseArchived } from '../missing-image.ts'
import type { Judgement } from './until-settled.ts'

export interface ConfirmPorts {
  readonly registry: Registry
  readonly createRepository: RepositoryCreation
  /** What is known of the image then. Throws when it must not be deployed. */
  readonly accept: (found: FoundImage, isOwn: boolean) => Promise<FoundImage>
  readonly onLine: (line: string) => void
  readonly signal: AbortSignal
}

/**
 * Asks the registry what a run of the engine has left there: a step after the push, as a cache export, may fail and hide
 * that the image is there (moby/buildkit#2492).
 */
export async function confirm(
  outcome: BuildOutcome,
  image: PushedImage,
  ports: ConfirmPorts,
): Promise<Judgement<FoundImage>> {
  const found = await findTag(image, ports).catch((error: unknown) => {
    ports.signal.throwIfAborted()
    return asStepError(error)
  })
  if (found instanceof StepError) {
    const explains = outcome.ok || (outcome.stage === 'push' && found.code === 'REPOSITORY_MISSING')
    if (explains) throw found
    return { trouble: found }
  }
  if (!found) {
    if (!outcome.ok && isTaken(outcome)) await refuseArchived(image, ports.registry)
    return {}
  }
  const isOwn = outcome.ok && outcome.digest === found.digest
  const accepted = await ports.accept(found, isOwn)
  noteHow(found, outcome, ports)
  return { result: accepted }
}

/** Older BuildKits keep the registry's reason to themselves. */
const TAKEN: readonly FailureKind[] = ['tag-taken', 'refused-silently']

const isTaken = ({ output, stage }: Extract<BuildOutcome, { ok: false }>): boolean =>
  stage === 'push' && TAKEN.includes(kindOf(readFailure(output, ''), stage))

async function findTag(
  { repository, tag, access, stated }: PushedImage,
  { registry, createRepository }: ConfirmPorts,
): Promise<FoundImage | undefined> {
  const images = await registry.find(repository, [tag])
  const problem = createRepository === 'on-push' ? noTemplate : missingRepository
  if (!images) throw new StepError([problem(access.registry, repository, stated)])
  return images.get(tag)
}

/** Two runs of one commit may race to push: the registry keeps one, and that one is deployed by both. */
function noteHow(found: FoundImage, outcome: BuildOutcome, { onLine }: ConfirmPorts): void {
  if (!outcome.ok) {
    onLine('The engine reported a failure, but the registry has the image: going on.')
  } else if (outcome.digest && outcome.digest !== found.digest) {
    onLine(`The registry has ${found.digest} under this tag, not ${outcome.digest}: another run pushed it.`)
  }
}
