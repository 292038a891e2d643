// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Files } from './git-repositories.ts'
import { type GitServerPart, startGitServer } from './git-server.ts'
import { type GitHubPart, startGitHub } from './github/github.ts'
import { marker } from './markers.ts'
import { type BareRepository, createHistory, openRepository } from './world-repositories.ts'
import type { WriterGround } from './writers.ts'

const SERVICE = 'acme/service'
const CONFIG = 'acme/config'

export type Transport = 'file' | 'http'

/** The two repositories and the servers that the action's own bump needs; no registry and no process of the action. */
export interface ConfigRoom extends AsyncDisposable {
  root: string
  temp: string
  token: string
  /** Of the service repository, oldest first. */
  commits: string[]
  service: BareRepository
  config: BareRepository
  git: GitServerPart
  github: GitHubPart
  over(transport: Transport): WriterGround
}

export interface ConfigRoomOptions {
  service?: Files[]
  /** Files of the config repository, given the commits of the service. */
  config: (commits: string[]) => Files
  latencyMs?: number
}

export async function openConfigRoom(options: ConfigRoomOptions): Promise<ConfigRoom> {
  const root = await mkdtemp(join(tmpdir(), 'config-room-'))
  const [repositories, temp] = [join(root, 'git'), join(root, 'temp')]
  await Promise.all([repositories, temp].map((path) => mkdir(path)))
  const history = options.service ?? [{ 'app.txt': 'one\n' }, { 'app.txt': 'two\n' }]
  const commits = await createHistory(repositories, SERVICE, history)
  await createHistory(repositories, CONFIG, [options.config(commits)])
  const token = marker('token')
  const serving = { root: repositories, tokens: [token] }
  const git = await startGitServer({ ...serving, latencyMs: options.latencyMs ?? 0 })
  const github = await startGitHub(serving)
  const [service, config] = [SERVICE, CONFIG].map((name) => openRepository(repositories, name)) as [
    BareRepository,
    BareRepository,
  ]
  const common = { apiUrl: github.url, githubToken: token, service: SERVICE, temp }
  const over = (transport: Transport): WriterGround =>
    transport === 'file'
      ? { ...common, remote: `file://${config.directory}`, credential: { kind: 'none' } }
      : { ...common, remote: `${git.url}/${CONFIG}.git`, credential: { kind: 'token', token } }
  return {
    ...{ root, temp, token, commits, service, config, git, github, over },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([git.close(), github.close()])
      await rm(root, { recursive: true, force: true })
    },
  }
}
