/** Processes of Node that do next to nothing: what their start and the load of a bundle cost is nearly all of them. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { MainResult } from '../../__tests__/support/runner.ts'
import { runStepProcess } from '../../__tests__/support/step-process.ts'
import type { RunOptions, World } from '../../__tests__/support/world.ts'
import type { ErrorCode } from '../../src/errors/errors.ts'
import type { Way } from './cost.ts'

/** What everything else here is compared with. */
export const emptyScript =
  ({ root }: World): Way =>
  async () => {
    const script = join(root, 'empty.mjs')
    await writeFile(script, '')
    const { PATH = '' } = process.env
    return ({ under }) => runStepProcess({ under, script, cwd: root, env: { PATH }, timeoutMs: 60_000 })
  }

export interface Refusal {
  readonly code: ErrorCode
  /** Empty ones count as unset. */
  readonly inputs?: Record<string, string>
  readonly env?: NonNullable<RunOptions['env']>
}

/** Up to the exit: what somebody waits for whose workflow lacks something. */
export const refused =
  (world: World, { code, inputs = {}, env = {} }: Refusal) =>
  (action: string): Way =>
  async () =>
  async ({ under, env: recording }) => {
    const options = { action, under, env: { ...env, ...recording } }
    const { exitCode, annotations, stdout } = await world.run(inputs, options)
    const codes = annotations
      .filter(({ level }) => level === 'error')
      .map(({ properties }) => properties.title)
    if (exitCode !== 1 || !codes.includes(code)) throw new Error(`this is not refused as ${code}:\n${stdout}`)
  }

/** At the end of a job, with the state that main has left and no folder to remove. */
export const postStep =
  (world: World, { inputs, env: of = {} }: Refusal) =>
  (action: string): Way => {
    let main: Promise<MainResult> | undefined
    return async () => {
      main ??= world.run(inputs, { action, env: of })
      const { post } = await main
      return async ({ under, env }) => {
        const { exitCode, stdout } = await post({ under, env })
        if (exitCode !== 0) throw new Error(`the post step failed:\n${stdout}`)
      }
    }
  }
