import type { Way } from './cost.ts'
import { CHANGED_FILE, type FarRoom } from './far-room.ts'
import { commitVariables, runScript } from './recipe.ts'
import type { Kind } from './wire-kinds.ts'

/** The whole step, from its start to its exit. */
export const theStep =
  (room: FarRoom, kind: Kind, roundTripMs: number) =>
  (action: string): Way =>
  async () => {
    await room.reset()
    room.roundTripMs = roundTripMs
    return async (start) => {
      const { outputs, stdout } = await room.world.run(kind.inputs, { action, ...start })
      if (outputs.result !== kind.result) throw new Error(`it ended as ${outputs.result}:\n${stdout}`)
    }
  }

/** git alone, through the same wire. */
export const bareGit =
  (room: FarRoom, roundTripMs: number): Way =>
  async () => {
    await room.reset()
    room.roundTripMs = roundTripMs
    const variables = await commitVariables(room.world, CHANGED_FILE)
    return (start) => runScript(room.world, { script: 'bare-git.sh', variables }, start)
  }
