import type { EcrHost } from '../names/host.ts'
import { type ConfirmedDeployment, isConfirmed, type WantedImage } from '../plan/deployment.ts'
import { type Proposal, writtenBy } from './proposal.ts'

/** An image that a registry is to have which is filled by ECR. */
export interface Expected {
  readonly image: ConfirmedDeployment
  readonly replica: EcrHost
}

export type Arrive = (expected: readonly Expected[]) => Promise<void>

/** What the entries of a proposal will be pulled from other registries than those that are pushed to. */
export function expectedBy(proposal: Proposal, images: readonly WantedImage[]): readonly Expected[] {
  return writtenBy(proposal).flatMap(({ replica, image: name }) => {
    const image = images.find((one) => one.name === name)
    return replica && image && isConfirmed(image) ? [{ image, replica }] : []
  })
}
