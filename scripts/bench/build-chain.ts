import { join } from 'node:path'
import type { World } from '../../__tests__/support/world.ts'
import { overlayPath } from '../../__tests__/support/world-files.ts'
import type { Identity } from './build-identity.ts'
import { dockerEnv, loggedIn, newCommit, registryHost, scratch } from './build-room.ts'
import type { Way } from './cost.ts'
import { commitVariables, runRecipe } from './recipe.ts'

const FILE = `${overlayPath('identity-service', 'production')}/kustomization.yaml`

/** `docker buildx build --push` of the checkout, for which somebody has logged in. */
export const bareBuild =
  (world: World): Way =>
  async () => {
    const { DOCKER_CONFIG = '' } = await loggedIn(world)
    const variables = { ...(await buildVariables(world)), DOCKER_CONFIG }
    return (start) => runRecipe(world, variables, start)
  }

/** What a workflow runs to deploy without this action, or until the image is in the registry. */
export const chain =
  (world: World, identity: Identity, until: 'pushed' | 'committed'): Way =>
  async () => {
    const { DOCKER_CONFIG = '' } = await dockerEnv(world)
    const variables = {
      ...identity.variables,
      ...(await buildVariables(world)),
      ...(until === 'committed' ? await commitVariables(world, FILE) : {}),
      DOCKER_CONFIG,
    }
    return (start) => runRecipe(world, variables, start)
  }

const buildVariables = async (world: World) => ({
  IMAGE: `${registryHost(world)}/${world.facts.ecrRepository}`,
  TAG: await newCommit(world),
  METADATA: join(await scratch(world, 'build'), 'metadata.json'),
})
