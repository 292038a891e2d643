import { type FrontEnd, type Manners, startFrontEnd } from '../support/registry-front-end.ts'
import type { Rig } from './rig.ts'

export interface PlacedFrontEnd extends FrontEnd {
  address: string
  host: string
  account: string
  region: string
}

/** Puts a front end before the rig's registry, under an ECR host name that no other test has at the moment. */
export async function placeFrontEnd(rig: Rig, manners: Manners): Promise<PlacedFrontEnd> {
  const { address, port, ca } = rig.registry
  const upstream = { address, port, ca: ca.toString() }
  for (const place of rig.frontEnds) {
    const options = { address: place.address, certificate: rig.certificate, upstream, manners }
    const placed = await startFrontEnd(options).catch((error: NodeJS.ErrnoException) => error)
    if (!(placed instanceof Error)) {
      const [account = '', , , region = ''] = place.host.split('.')
      return Object.assign(placed, { ...place, account, region })
    }
    if (placed.code !== 'EADDRINUSE') throw placed
  }
  throw new Error('every front end is taken: add one to .ci/rig/names.sh')
}
