/** Loaded into every Node of a job (NODE_OPTIONS): notes which one it is, what it runs, and whether that is a post step. */
import { appendFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const { RIG_KEEP = '', STATE_workspace: state } = process.env
const [major] = process.version.split('.')

appendFileSync(
  join(RIG_KEEP, 'nodes'),
  `${major} ${basename(process.argv[1] ?? '')}${state ? ', post' : ''}\n`,
)
