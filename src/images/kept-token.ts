import { join } from 'node:path'
import type { EngineChoice } from '../plan/build.ts'
import type { Log } from '../runner/log.ts'
import { readRegular } from '../runner/regular-file.ts'
import { repositoryAbove } from '../source/git/folders.ts'

const CONFIG_BYTES = 1024 * 1024

/** As actions/checkout before v6 writes it; later ones keep it out of the checkout. */
const TOKEN = /^[ \t]*extraheader[ \t]*=[ \t]*"?authorization:/im

/** Says once that a build can read the token of the checkout, where it can. */
export async function reportKeptToken({ commits, may }: EngineChoice, log: Log): Promise<void> {
  const roots = new Set([...commits.values()].flatMap((context) => repositoryAbove(context) ?? []))
  const kept = await Promise.all([...roots].map(holdsToken))
  if (!kept.includes(true)) return
  const text =
    'actions/checkout has left its token in .git/config, where the build can read it, and COPY may put it into the image: give that step persist-credentials: false.'
  if (may.secrets) log.notice(text)
  else log.warning(text)
}

async function holdsToken(root: string): Promise<boolean> {
  const config = readRegular(join(root, '.git', 'config'), CONFIG_BYTES)
  return typeof config !== 'string' && TOKEN.test(config.toString('utf8'))
}
