// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { writeFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ApiRepository } from '../../src/config-repository/api/api-repository.ts'
import { GitRepository } from '../../src/config-repository/git/git-repository.ts'
import type { Change, ConfigRepository } from '../../src/config-repository/repository.ts'
import type { ApiPlan, ConfigPlan } from '../../src/plan/config.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { git } from '../support/git.ts'
import { startGitHub } from '../support/github/github.ts'
import type { GrantOptions } from '../support/github/grants.ts'
import { createHistory, openRepository } from '../support/world-repositories.ts'
import { aConfig, aRun } from '../unit/builders.ts'

export const NAME = 'acme/platform-config'
export const APP = 'apps/x/kustomization.yaml'
export const FILES = {
  [APP]: 'images:\n  - name: x\n    newTag: one\n',
  'apps/x/odd.yaml': 'a: \u00fc\r\n',
  'apps/y/kustomization.yaml': 'resources: [../x]\n',
  'README.md': 'no final newline',
}

export const change = (
  files: Record<string, string>,
  message = 'deploy(x): one -> two\n\n  a body\n\nActor: octocat\n',
): Change => ({
  files: new Map(Object.entries(files)),
  message,
  author: { name: 'nobody', email: 'nobody@example.com' },
})

interface Given {
  readonly plan?: Partial<ApiPlan>
  readonly config?: Partial<ConfigPlan>
  readonly grant?: GrantOptions
  readonly token?: string
  readonly isNew?: () => Promise<boolean>
}

/** A config repository on an embedded GitHub, and the ways to it. */
export async function openApiRoom() {
  const root = await mkdtemp(join(tmpdir(), 'api-room-'))
  const [repositories, temp] = [join(root, 'git'), join(root, 'temp')]
  await Promise.all([repositories, temp].map((path) => mkdir(path)))
  await createHistory(repositories, NAME, [{ 'old.txt': 'old\n' }, FILES])
  const config = openRepository(repositories, NAME)
  const github = await startGitHub({ root: repositories })
  const said: string[] = []
  const cancel = new AbortController()
  const log = { info: (line: string) => said.push(line), notice: (line: string) => said.push(line) }
  const repository = ({ plan, config: changes, grant, token, isNew }: Given = {}) => {
    const remote = { url: `file://${config.directory}`, webUrl: undefined, label: NAME }
    const value = token ?? github.addToken(grant)
    const planned = aConfig({ remote, credential: { kind: 'token', token: value }, ...changes })
    const via: ApiPlan = {
      ...{ kind: 'api', reason: 'a test', required: false, repository: NAME },
      ...{ serverUrl: 'https://github.com', apiUrl: github.url, ...plan },
    }
    const workspace = new Workspace(temp)
    const credential = async () => ({ kind: 'token', token: value }) as const
    const access = { signal: cancel.signal, credential, workspace }
    const byGit = (): ConfigRepository =>
      new GitRepository(planned, { ...aRun(), ...access, credential: async () => ({ kind: 'none' }) })
    return new ApiRepository(planned, via, {
      ...access,
      ...(isNew ? { isNew } : {}),
      log,
      git: byGit,
      onMoved: (at) => said.push(`moved to ${at}`),
    })
  }
  const repositoryByGit = (): ConfigRepository => {
    const remote = { url: `file://${config.directory}`, webUrl: undefined, label: NAME }
    const access = { ...aRun(), workspace: new Workspace(temp), signal: cancel.signal }
    return new GitRepository(aConfig({ remote, credential: { kind: 'none' } }), {
      ...access,
      credential: async () => ({ kind: 'none' }),
    })
  }
  const queries = () => github.requests.filter(({ action }) => action === 'graphql').length
  const inConfig = (args: readonly string[]) => git([...args], { cwd: config.directory })
  /** A file with these bytes, beside the repository. */
  const write = (name: string, bytes: Buffer): string => {
    writeFileSync(join(root, name), bytes)
    return join(root, name)
  }
  /** A commit that puts an object to a path, with any mode. */
  const place = async ({ mode, blob, path }: { mode: string; blob: string; path: string }) => {
    await inConfig(['read-tree', 'HEAD'])
    await inConfig(['update-index', '--add', '--cacheinfo', `${mode},${blob},${path}`])
    const tree = await inConfig(['write-tree'])
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@b']
    const commit = await inConfig([...who, 'commit-tree', '-p', 'HEAD', '-m', 'Placed', tree])
    await inConfig(['update-ref', 'refs/heads/main', commit])
  }
  const close = async () => {
    await github.close()
    await rm(root, { recursive: true, force: true })
  }
  return {
    ...{
      root,
      temp,
      config,
      github,
      said,
      cancel,
      repository,
      repositoryByGit,
      queries,
      inConfig,
      write,
      place,
    },
    [Symbol.asyncDispose]: close,
  }
}
