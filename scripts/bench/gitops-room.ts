import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bareDirectory } from '../../__tests__/support/git-repositories.ts'
import { createHistory } from '../../__tests__/support/world-repositories.ts'
import type { WriterGround } from '../../__tests__/support/writers.ts'
import type { HostQuestion, HostUrls, Traffic } from './gitops-host.ts'
import { startWorker } from './worker.ts'

const TOKEN = 'bench-token'
const SERVICE = 'acme/service'

/** Repositories and the process that serves them. */
export interface Ground extends AsyncDisposable {
  root: string
  temp: string
  latencyMs: number
  /** Of the service repository, oldest first. */
  commits: readonly string[]
  urls: HostUrls
  count(which: 'from now' | 'until now'): Promise<Traffic>
  /** Tokens of the embedded GitHub, all of one App. */
  tokens(count: number): Promise<string[]>
  disturb(on: boolean): Promise<boolean>
}

export async function openGround(latencyMs: number, apiLatencyMs = 0): Promise<Ground> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-gitops-'))
  const [root, temp] = [join(folder, 'git'), join(folder, 'temp')]
  await Promise.all([root, temp].map((path) => mkdir(path)))
  const commits = await createHistory(root, SERVICE, [{ 'app.txt': 'one\n' }, { 'app.txt': 'two\n' }])
  const host = startWorker('gitops-host.ts')
  const ask = <Answer>(question: HostQuestion) => host.ask<Answer>(question)
  const urls = await ask<HostUrls>({ serve: { root, token: TOKEN, latencyMs, apiLatencyMs } })
  return {
    ...{ root, temp, latencyMs, commits, urls },
    count: (count) => ask<Traffic>({ count }),
    tokens: (tokens) => ask<string[]>({ tokens }),
    disturb: (on) => ask<boolean>({ disturb: on }),
    [Symbol.asyncDispose]: async () => {
      await host[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** What a writer needs to know of one of the repositories. The order is asked of a real compare API. */
export function groundFor(
  { root, temp, urls }: Ground,
  name: string,
  transport: 'file' | 'http',
): { directory: string; writers: WriterGround } {
  const directory = bareDirectory(root, name)
  const over = {
    file: { remote: `file://${directory}`, credential: { kind: 'none' } },
    http: { remote: `${urls.git}/${name}.git`, credential: { kind: 'token', token: TOKEN } },
  } as const
  const common = { apiUrl: urls.api, githubToken: TOKEN, service: SERVICE, temp }
  return { directory, writers: { ...over[transport], ...common } }
}
