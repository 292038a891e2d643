import { existsSync } from 'node:fs'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import type { Files } from '../../support/git-repositories.ts'
import {
  bareRepository,
  configure,
  configureAll,
  configureFetch,
  configureFilter,
  RAN,
  settings,
  TRANSPORTS,
  touch,
  writeFiles,
} from '../../support/hostile-git.ts'
import type { RunOptions } from '../../support/world.ts'
import { createMonorepo, fileOf, MONOREPO, NAMES } from '../monorepo.ts'
import { createScene, FILE, PUSH, type Scene } from '../scene.ts'

const REPOSITORY = { default_branch: 'main', full_name: 'acme/identity-service' }
const FORK = { full_name: 'mallory/identity-service' }
const event = (name: string, payload: object = {}): NonNullable<RunOptions['event']> => ({
  name,
  payload: { repository: REPOSITORY, ...payload },
})

const SERVICE: Files = {
  'svc/Dockerfile': 'FROM scratch\nCOPY app.txt /app.txt\nRUN make\n',
  'svc/app.txt': 'one\n',
}
const INPUTS = { context: 'svc' }

/** The files, and one commit more, so that there is something to deploy. */
const commitsWith = (files: Files): Files[] => [{ ...SERVICE, ...files }, { 'svc/app.txt': 'two\n' }]

const ran = ({ temp }: Scene): boolean => existsSync(join(temp, RAN))

/** When the commit was made that was built, as the builder was told. */
async function builtTimes({ builder }: Scene): Promise<(string | undefined)[]> {
  return (await builder.calls('build')).map(({ env }) => env.SOURCE_DATE_EPOCH)
}

const timeOf = (scene: Scene): Promise<string> =>
  git(['show', '-s', '--format=%ct', scene.facts.head], { cwd: scene.service.directory })

interface Trigger {
  what: string
  run: RunOptions
  result: 'deployed' | 'checked'
}

const triggers: Trigger[] = [
  { what: 'push', run: { event: PUSH }, result: 'deployed' },
  {
    what: 'a schedule',
    run: { event: { name: 'schedule', payload: { schedule: '0 4 * * *' } } },
    result: 'deployed',
  },
  {
    what: 'pull_request_target of a fork',
    run: { event: event('pull_request_target', { pull_request: { head: { repo: FORK } } }) },
    result: 'checked',
  },
  {
    what: 'pull_request of a fork that is deleted',
    run: {
      event: event('pull_request', { pull_request: { head: { repo: null } } }),
      ref: 'refs/pull/8/merge',
    },
    result: 'checked',
  },
  {
    what: 'a comment at a pull request',
    run: { event: event('issue_comment', { issue: { pull_request: { url: 'u' } } }) },
    result: 'checked',
  },
  {
    what: 'workflow_run of a fork',
    run: {
      event: event('workflow_run', { workflow_run: { event: 'pull_request', head_repository: FORK } }),
    },
    result: 'checked',
  },
]

describe('a bare repository that is committed in the build context', () => {
  test.concurrent.for(triggers)('runs nothing on $what', async ({ run, result }) => {
    await using scene = await createScene({ serviceCommits: commitsWith(bareRepository('svc')) })
    const done = await scene.go(INPUTS, run)
    expect(ran(scene)).toBe(false)
    expect(done, done.stdout).toMatchObject({ exitCode: 0, stderr: '', outputs: { result } })
    expect(await builtTimes(scene)).toEqual([await timeOf(scene)])
    if (result === 'deployed') expect(await scene.config.file(FILE)).toContain(scene.facts.head)
  })

  test('runs nothing by any transport', async () => {
    for (const url of TRANSPORTS) {
      await using scene = await createScene({ serviceCommits: commitsWith(bareRepository('svc', url)) })
      const done = await scene.go(INPUTS)
      expect(ran(scene), url).toBe(false)
      expect(done.outputs.result, done.stdout).toBe('deployed')
    }
  })

  test('runs nothing where several images lie in folders of their own, one below the other', async () => {
    const evil = NAMES.map((name) => bareRepository(`services/${name}`))
    const files = Object.assign({}, ...MONOREPO, bareRepository('services'), ...evil) as Files
    await using scene = await createMonorepo({
      serviceCommits: [files, { 'services/api/app.txt': 'three\n' }],
    })
    const done = await scene.go()
    expect(ran(scene)).toBe(false)
    expect(done.outputs.result, done.stdout).toBe('deployed')
    expect(new Set(await builtTimes(scene))).toEqual(new Set([await timeOf(scene)]))
    for (const name of NAMES) expect(await scene.config.file(fileOf(name))).toContain(scene.facts.head)
  })

  test('is no repository where there is none above it either', async () => {
    await using scene = await createScene({ serviceCommits: commitsWith(bareRepository('svc')) })
    await rm(join(scene.workspace, '.git'), { recursive: true })
    const done = await scene.go({ ...INPUTS, 'require-clean': 'false' }, { sha: scene.facts.head })
    expect(ran(scene)).toBe(false)
    expect(done.outputs, done.stdout).toMatchObject({ result: 'deployed', tag: scene.facts.head })
    expect(await builtTimes(scene)).toEqual([undefined])
  })

  test('runs nothing when the changes since the last deploy are looked for', async () => {
    const files = { ...bareRepository('svc'), '.gitattributes': '* diff=evil\n' }
    await using scene = await createScene({ serviceCommits: commitsWith(files), checkoutDepth: 0 })
    await configureAll(join(scene.workspace, '.git'))
    const done = await scene.go({ ...INPUTS, paths: 'svc/**' })
    expect(ran(scene)).toBe(false)
    expect(done.outputs.result, done.stdout).toBe('deployed')
    // The checkout knew, so nobody else was asked.
    expect(scene.requests().github).toEqual([])
  })
})

interface Planted {
  what: string
  /** Puts into the checkout what no commit can hold, but an archive, an artifact or a cache. */
  plant: (workspace: string) => Promise<unknown>
  /** There is no repository then: the commit of the run is taken. Where this is not set, the checkout is read right. */
  unread?: boolean
}

const dotGit = (workspace: string): string => join(workspace, '.git')

const planted: Planted[] = [
  { what: 'every setting that names a program', plant: (workspace) => configureAll(dotGit(workspace)) },
  { what: 'a filter', plant: (workspace) => configureFilter(dotGit(workspace)) },
  { what: 'a filter process', plant: (workspace) => configureFilter(dotGit(workspace), 'process') },
  {
    what: 'a filter in a file that is included',
    plant: async (workspace) => {
      await configureFilter(workspace)
      await configure(dotGit(workspace), { include: { path: '../config' } })
    },
  },
  {
    what: 'a filter in the settings of the worktree',
    plant: async (workspace) => {
      const [shared, own] = ['config', 'config.worktree'].map((name) => join(dotGit(workspace), name))
      await configureFilter(dotGit(workspace))
      await rename(shared ?? '', own ?? '')
      const core = { repositoryformatversion: '0' }
      await writeFile(shared ?? '', settings({ core, extensions: { worktreeConfig: 'true' } }))
    },
  },
  {
    what: 'a hook',
    plant: async (workspace) => {
      const hook = join(dotGit(workspace), 'hooks', 'post-index-change')
      await mkdir(join(hook, '..'), { recursive: true })
      await writeFile(hook, `#!/bin/sh\n: >"$RUNNER_TEMP/${RAN}"\n`, { mode: 0o755 })
    },
  },
  {
    what: 'objects that are missing, of which a server would be asked',
    plant: async (workspace) => {
      await configureFetch(dotGit(workspace))
      await rm(join(dotGit(workspace), 'objects'), { recursive: true })
      await mkdir(join(dotGit(workspace), 'objects'))
    },
    unread: true,
  },
  {
    what: 'a .git file that leads to a bare repository among the files',
    plant: async (workspace) => {
      await rm(dotGit(workspace), { recursive: true })
      await writeFile(dotGit(workspace), 'gitdir: bare\n')
      await writeFiles(workspace, bareRepository('bare'))
    },
    unread: true,
  },
  {
    what: 'a .git link that leads to a bare repository among the files',
    plant: async (workspace) => {
      await rm(dotGit(workspace), { recursive: true })
      await writeFiles(workspace, bareRepository('bare'))
      await symlink('bare', dotGit(workspace))
    },
    unread: true,
  },
  {
    what: 'a .git file in the context that leads to a bare repository beside it',
    plant: async (workspace) => {
      await writeFile(join(workspace, 'svc', '.git'), 'gitdir: ../bare\n')
      await writeFiles(workspace, bareRepository('bare'))
    },
    unread: true,
  },
]

describe('a checkout whose .git was planted', () => {
  test.concurrent.for(planted)('runs nothing: $what', async ({ plant, unread }) => {
    await using scene = await createScene({
      serviceCommits: commitsWith({ '.gitattributes': '*.txt filter=evil diff=evil\n' }),
    })
    const { workspace } = scene
    await plant(workspace)
    await touch(join(workspace, 'svc', 'app.txt'))
    const done = await scene.go({ ...INPUTS, 'require-clean': String(!unread) }, { sha: scene.facts.head })
    expect(ran(scene)).toBe(false)
    expect(done.outputs, done.stdout).toMatchObject({ result: 'deployed', tag: scene.facts.head })
    expect(await builtTimes(scene)).toEqual([unread ? undefined : await timeOf(scene)])
  })
})
