import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { selfSigned } from '../../__tests__/support/certificate.ts'
import { createWorld, type World } from '../../__tests__/support/world.ts'
import { overlay, overlayPath } from '../../__tests__/support/world-files.ts'
import { startDistance } from './distance.ts'
import { type Traffic, wireUp } from './traffic.ts'

const NAME = 'identity-service'
const fileOf = (environment: string): string => `${overlayPath(NAME, environment)}/kustomization.yaml`
/** What a run that deploys writes. */
export const CHANGED_FILE = fileOf('production')

/** A world whose services are a round trip away, over TLS that the step trusts as it does on a runner. */
export interface FarRoom extends AsyncDisposable {
  world: World
  traffic: Traffic
  roundTripMs: number
  /** The overlay that lacks the image again. */
  reset(): Promise<void>
}

/** The image is in the registry; the overlay of staging has it, and that of production does not. */
export async function openFarRoom(): Promise<FarRoom> {
  const world = await createWorld()
  const { host, ecrRepository, head, commits } = world.facts
  await world.putImage(ecrRepository, head)
  const facts = { name: NAME, image: `${host}/${ecrRepository}` }
  const write = async (environment: string, tag = '') => {
    const files = { [fileOf(environment)]: overlay(environment, { ...facts, tag }) }
    await world.config.commit({ files, message: 'Reset' })
  }
  await write('staging', head)
  const certificate = selfSigned(['127.0.0.1'])
  const trusted = join(world.root, 'far.pem')
  await writeFile(trusted, certificate.cert)
  const room = { roundTripMs: 0 }
  const roundTripMs = () => room.roundTripMs
  const traffic = await wireUp(world, (part) => startDistance({ part, certificate, roundTripMs }))
  Object.assign(world.env, { NODE_EXTRA_CA_CERTS: trusted, GIT_SSL_CAINFO: trusted })
  // A renderer is of the machine, and asks nobody.
  world.inputs['render-check'] = 'off'
  return Object.assign(room, {
    ...{ world, traffic },
    reset: () => write('production', commits[0]),
    [Symbol.asyncDispose]: async () => {
      await traffic[Symbol.asyncDispose]()
      await world.close()
    },
  })
}
