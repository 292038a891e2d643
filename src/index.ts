/** The doors and the program, each loaded when it is opened; nothing happens when this file is imported. */
import { runAction } from './action.ts'

export const deploy = async (): Promise<void> => {
  const { openDeploy } = await import('./doors/deploy/open.ts')
  await runAction(openDeploy)
}

export const audit = async (): Promise<void> => {
  const { openAudit } = await import('./doors/audit/open.ts')
  await runAction(openAudit)
}

export const cli = async (): Promise<void> => {
  const { start } = await import('./cli/start.ts')
  await start()
}
