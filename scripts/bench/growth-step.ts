import { runStep } from './build-room.ts'
import type { Way } from './cost.ts'
import { FIRST_FILE, type GrowthRoom } from './growth-room.ts'
import { commitVariables, runRecipe } from './recipe.ts'

/** The step, from its start to its end. */
export const theStep =
  ({ world, restore }: GrowthRoom) =>
  (action: string): Way =>
  async () => {
    await restore()
    return (start) => runStep(world, {}, { ...start, action })
  }

/** The commit alone, as people make it for one overlay, without a login or a look-up: clone, edit, commit, push. */
export const theCommands =
  ({ world, restore }: GrowthRoom): Way =>
  async () => {
    await restore()
    const commit = await commitVariables(world, FIRST_FILE)
    const variables = { ...commit, CLONE_OPTIONS: '--depth=1', TAG: world.facts.head }
    return (start) => runRecipe(world, variables, start)
  }
