import type { Change } from '../../config-repository/repository.ts'
import type { SourceChange } from '../../names/source-change.ts'
import type { ConfigPlan } from '../../plan/config.ts'
import type { Deployment, Origin, WantedImage } from '../../plan/deployment.ts'
import type { Proposal } from '../proposal.ts'
import { type DeployedImage, writtenImage } from './deployed-image.ts'
import { commitMessage } from './message.ts'

/** What the commit of an image says of itself. */
export type Describe = (image: Deployment) => Promise<SourceChange | undefined>

interface ChangeOptions {
  readonly config: Pick<ConfigPlan, 'messageTemplate' | 'author'>
  readonly origin: Origin
  readonly describe: Describe
}

/** The commit of a proposal. */
export async function changeOf(
  proposal: Proposal,
  images: readonly WantedImage[],
  { config, origin, describe }: ChangeOptions,
): Promise<Change> {
  const deployed = await deployedIn(proposal, images, describe)
  const message = commitMessage(deployed, origin, config.messageTemplate)
  return { files: proposal.files, message, author: config.author }
}

/** The images that a proposal writes, as their commit and their pull request describe them. */
export function deployedIn(
  proposal: Proposal,
  images: readonly WantedImage[],
  describe: Describe,
): Promise<readonly DeployedImage[]> {
  const written = images.flatMap((image) => writtenImage(image, proposal))
  return Promise.all(written.map(async (one) => ({ ...one, change: await describe(one.image) })))
}
