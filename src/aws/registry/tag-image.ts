import { PutImageCommand } from '@aws-sdk/client-ecr'
import type { EcrHost } from '../../names/host.ts'
import { awsFailure } from '../client.ts'
import type { EcrSession } from './ecr-session.ts'
import type { FoundImage } from './registry.ts'

export interface NewTag {
  readonly host: EcrHost
  readonly repository: string
  readonly tag: string
  readonly image: FoundImage
}

/** See `Registry.tag`. The manifest goes back as it came, so that digest and image stay the same (PutImage). */
export async function tagImage(session: EcrSession, newTag: NewTag): Promise<'tagged' | 'taken'> {
  const { host, repository, tag, image } = newTag
  const command = new PutImageCommand({
    registryId: host.account,
    repositoryName: repository,
    imageTag: tag,
    imageManifest: image.manifest,
    imageManifestMediaType: image.mediaType,
    imageDigest: image.digest,
  })
  try {
    await session.attempt((client, options) => client.send(command, options))
    return 'tagged'
  } catch (error) {
    const { name } = awsFailure(error)
    // This tag is on this image already: another run was faster, or the answer to our own request was lost.
    if (name === 'ImageAlreadyExistsException') return 'tagged'
    if (name === 'ImageTagAlreadyExistsException') return 'taken'
    return session.explain(error, { action: 'ecr:PutImage', resource: repository, host })
  }
}
