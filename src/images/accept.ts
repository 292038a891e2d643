import type { FoundImage, Registry } from '../aws/registry/registry.ts'
import { StepError } from '../errors/errors.ts'
import type { PushedImage } from '../plan/image.ts'
import type { Log } from '../runner/log.ts'
import { judgeFound } from './decide.ts'
import { readPlatforms } from './read-platforms.ts'

interface Acceptance {
  readonly image: PushedImage
  readonly registry: Registry
  readonly log: Pick<Log, 'warning'>
  /** This run has built it. */
  readonly isOwn?: boolean
}

/** The image with its platforms, where they are asked for. @throws StepError when it must not be deployed. */
export async function accept(
  pushed: FoundImage,
  { image, registry, log, isOwn = false }: Acceptance,
): Promise<FoundImage> {
  const { found, unread } = await readPlatforms(image, pushed, registry)
  const problem = judgeFound(image, found, isOwn ? { origin: 'built' } : {})
  if (problem) throw new StepError([problem])
  if (unread !== undefined) log.warning(unread)
  return found
}
