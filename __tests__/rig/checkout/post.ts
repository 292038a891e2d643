/** Post steps run in reverse order, so this one sees what every other step has left behind. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'

const { RIG_KEEP = '', RUNNER_TEMP = '', GITHUB_WORKSPACE = '' } = process.env

cpSync(RUNNER_TEMP, join(RIG_KEEP, 'temp'), { recursive: true })
cpSync(GITHUB_WORKSPACE, join(RIG_KEEP, 'workspace'), { recursive: true })
