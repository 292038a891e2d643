/** The doors, each loaded when it is opened; nothing happens when this file is imported. */
import { runAction } from './action.ts'

export const deploy = async (): Promise<void> => {
  const { openDeploy } = await import('./doors/deploy/open.ts')
  await runAction(openDeploy)
}
