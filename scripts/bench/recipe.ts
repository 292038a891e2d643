import { join } from 'node:path'
import type { World } from '../../__tests__/support/world.ts'
import { scratch } from './build-room.ts'
import type { Start } from './cost.ts'
import { gitAs, run } from './process.ts'

/** Does what these variables ask for, as `run:` of a workflow does it. */
export const runRecipe = (world: World, variables: Record<string, string>, start: Start) =>
  runScript(world, { script: 'recipe.sh', variables }, start)

interface Script {
  /** Beside this file. */
  readonly script: string
  readonly variables: Record<string, string>
}

/** In the checkout; git has the token of the config repository. */
export function runScript(world: World, { script, variables }: Script, { under, env }: Start) {
  const command = [...under, 'bash', join(import.meta.dirname, script)]
  return run(command, {
    cwd: world.workspace,
    env: { ...gitAs(world.tokens.config), ...world.env, ...variables, ...env },
  })
}

/** Of the commit, which is made in a new clone. */
export async function commitVariables(world: World, file: string): Promise<Record<string, string>> {
  const folder = await scratch(world, 'clone')
  const { GITHUB_SERVER_URL: server = '' } = world.env
  return { REMOTE: `${server}/${world.config.name}.git`, FOLDER: folder, FILE: file }
}
