import { tmpdir } from 'node:os'
import { originOf, wantedImage } from '../../../../src/doors/deploy/deployment.ts'
import type { DeployedImage } from '../../../../src/gitops/message/deployed-image.ts'
import { commitMessage as messageOf } from '../../../../src/gitops/message/message.ts'
import type { SourceChange } from '../../../../src/names/source-change.ts'
import type { PushedImage } from '../../../../src/plan/image.ts'
import type { Source } from '../../../../src/source/source.ts'
import { git } from '../../../support/git.ts'
import { anImage, digestOf, OLD_SHA } from '../../builders.ts'

export const DIGEST = digestOf('d')

/** An image of the step, and what the overlays had of it. */
export interface Written {
  readonly image: PushedImage
  readonly previous: readonly string[]
  readonly files: readonly string[]
  readonly change: SourceChange | undefined
  readonly rollbacks?: NonNullable<DeployedImage['rollbacks']>
}

export const deployed = (changes: Partial<Written> = {}): Written => ({
  image: anImage(),
  previous: [OLD_SHA],
  files: ['apps/identity-service/overlays/prod/kustomization.yaml'],
  change: undefined,
  ...changes,
})

/** The message of a run with this source. */
export const commitMessage = (written: readonly Written[], source: Source, template?: string): string => {
  const confirmed = written.map(({ image, ...rest }) => ({
    ...rest,
    image: { ...wantedImage(image, source), digest: DIGEST },
  }))
  return messageOf(confirmed, originOf(source), template)
}

export const trailersOf = (message: string) =>
  git(['interpret-trailers', '--parse'], { cwd: tmpdir(), stdin: message }).then((text) => text.split('\n'))

export const KEYS = ['Source-Repository', 'Source-Commit', 'Image', 'Image-Digest', 'Actor', 'Correlation-Id']

/** What a commit says of itself. */
export const CHANGE = { subject: 'Round the totals', pullRequest: 'acme/identity-service#12' }
