import { runAction } from './action.ts'
import { openDeploy } from './doors/deploy/open.ts'

await runAction(openDeploy)
