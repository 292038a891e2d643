import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { listen, type RunningServer } from '../http-server.ts'
import { type Grant, listedGrant } from './grants.ts'
import { type Breach, breachesOf, type Update } from './protection.ts'
import { callerOf, type GitHubState, type HostedRepository, repositoryOf } from './state.ts'

interface Pushed {
  repository: string
  token: string | undefined
  update: Update
}

/** Whoever pushes without a token has a deploy key, which is on no list. */
const DEPLOY_KEY: Grant = { kind: 'classic', login: 'deploy-key', permissions: {} }

/** Where the hooks of git ask whether a push may be: the rules of pushes are those of the API. */
export function startJudge(state: GitHubState): Promise<RunningServer> {
  return listen(async (request, response) => {
    const { repository: name, token, update } = JSON.parse((await buffer(request)).toString()) as Pushed
    const repository = await repositoryOf(state, name)
    const grant = token ? (callerOf(state, token)?.grant ?? listedGrant(token)) : DEPLOY_KEY
    const breaches = repository ? await breachesOf(repository, grant, update) : []
    response.end(breaches.flatMap((breach) => words(breach, update.ref)).join('\n'))
  })
}

/** As GitHub prints it to whoever pushes. */
const words = ({ kind, reasons }: Breach, ref: string): string[] =>
  kind === 'classic'
    ? [`error: GH006: Protected branch update failed for ${ref}.`, ...reasons.map((text) => `error: ${text}`)]
    : [
        `error: GH013: Repository rule violations found for ${ref}.`,
        ...reasons.flatMap((text) => ['', `- ${text}`]),
      ]

/** `update`, because the objects of the push are in the repository by then. */
export async function installHook({ directory, fullName }: HostedRepository, url: string): Promise<void> {
  const folder = join(directory, 'hooks')
  const script = join(import.meta.dirname, 'update-hook.ts')
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'update')
  await writeFile(path, `#!/bin/sh\nexec '${process.execPath}' '${script}' '${url}' '${fullName}' "$@"\n`)
  await chmod(path, 0o755)
}
