import type { FoundImage } from '../aws/registry/registry.ts'
import { fail, StepError } from '../errors/errors.ts'
import { taggedReference } from '../plan/image.ts'
import type { Log } from '../runner/log.ts'
import { accept } from './accept.ts'
import type { Decision } from './decide.ts'
import { unattested } from './doubts.ts'
import { notMergeOf } from './merge/merge.ts'
import { refuseArchived } from './missing-image.ts'

export type Put = Extract<Decision, { readonly how: 'released' | 'merged' }>

export const PHASES = { released: 'release', merged: 'merge' } as const

/**
 * Puts a manifest under the tag: the release gets what was tested, whatever it holds, and images that were built apart
 * get their index. @throws StepError when what the tag holds then must not be deployed.
 */
export async function put(decision: Put, log: Log): Promise<FoundImage> {
  const { image, registry, found, how } = decision
  const outcome = await registry.tag(image.repository, image.tag, found)
  // Whoever was first: the registry says what the tag stands for now.
  const tagged = (await registry.find(image.repository, [image.tag]))?.get(image.tag)
  if (!tagged) {
    await refuseArchived(image, registry)
    return fail({
      code: 'ECR_FAILED',
      message: `ECR took the tag of ${taggedReference(image)}, and does not know it`,
      hint: 'Run the job again; check AWS_ENDPOINT_URL_ECR on this runner if it stays.',
    })
  }
  const isSame = tagged.digest === found.digest
  const accepted = isSame ? found : await acceptOther(decision, tagged, log)
  const done = outcome === 'tagged' ? DONE[how] : 'another run was first'
  const what =
    how === 'merged' ? `is one image of ${image.parts.join(', ')}` : `is the image of commit ${image.commit}`
  log.info(`${taggedReference(image)} ${what} (${tagged.digest}): ${done}, nothing is built.`)
  const lack = unattested(decision, accepted)
  if (lack !== undefined) log.warning(lack)
  return accepted
}

const DONE = { released: 'tagged', merged: 'put together' } as const

async function acceptOther(
  { image, registry, content }: Put,
  tagged: FoundImage,
  log: Log,
): Promise<FoundImage> {
  const problem = notMergeOf(image, tagged, content)
  if (problem) throw new StepError([problem])
  return accept(tagged, { image, registry, log })
}
