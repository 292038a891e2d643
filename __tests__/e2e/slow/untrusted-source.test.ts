import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import type { RunOptions } from '../../support/world.ts'
import { createScene, FILE, PUSH, type Scene } from '../scene.ts'

const REPOSITORY = { default_branch: 'main', full_name: 'acme/identity-service' }
const on = (name: string, payload: object = {}): NonNullable<RunOptions['event']> => ({
  name,
  payload: { repository: REPOSITORY, ...payload },
})
const COMMENT = on('issue_comment', { issue: { pull_request: { url: 'u' } } })

/** Whose files are built, by what a workflow did before the step. */
type Before = (scene: Scene) => Promise<Record<string, string>>

const inWorkspace = (scene: Scene, ...path: string[]): string => join(scene.workspace, ...path)

/** A checkout by archive, as actions/checkout makes it without git, or an artifact: files of a stranger, and no .git. */
const unpack: Before = async (scene) => {
  await rm(inWorkspace(scene, '.git'), { recursive: true })
  await writeFile(inWorkspace(scene, 'app.txt'), "a stranger's\n")
  return {}
}

/** A second checkout, in a folder of the first: that of the pull request. */
async function checkOutBeside(scene: Scene): Promise<void> {
  await mkdir(inWorkspace(scene, 'pr'))
  await writeFile(inWorkspace(scene, 'pr', 'Dockerfile'), 'FROM scratch\nCOPY app.txt /app.txt\n')
  const cwd = inWorkspace(scene, 'pr')
  await git(['init', '-q'], { cwd })
  await git(['add', '.'], { cwd })
  await git(['commit', '-q', '-m', "a stranger's"], { cwd })
}

const BEFORE: Record<string, Before> = {
  'an archive': unpack,
  'one context of two without a repository that git could read': async (scene) => {
    await mkdir(inWorkspace(scene, 'artifact'))
    await writeFile(inWorkspace(scene, 'artifact', '.git'), 'gitdir: /nowhere\n')
    await writeFile(inWorkspace(scene, 'artifact', 'Dockerfile'), 'FROM scratch\n')
    const { ecrRepository: repository } = scene.facts
    return {
      images: `- { repository: ${repository} }\n- { repository: ${repository}2, name: two, context: artifact }`,
    }
  },
  "a stranger's files over those of the default branch": async (scene) => {
    await writeFile(inWorkspace(scene, 'app.txt'), "a stranger's\n")
    await git(['add', '.'], { cwd: scene.workspace })
    return {}
  },
  'a Dockerfile of a second checkout': async (scene) => {
    await checkOutBeside(scene)
    return { file: 'pr/Dockerfile' }
  },
  'a further context of a second checkout': async (scene) => {
    await checkOutBeside(scene)
    return { 'build-contexts': 'app=./pr' }
  },
}

/** The checkout is that of the run, and unmodified as git sees it; what is built lies there, too. */
const BESIDE: Record<string, Before> = {
  'a file that is not tracked': async (scene) => {
    await writeFile(inWorkspace(scene, 'stranger.js'), "a stranger's\n")
    return {}
  },
  'an artifact in a folder': async (scene) => {
    await mkdir(inWorkspace(scene, 'pr'))
    await writeFile(inWorkspace(scene, 'pr', 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n')
    return { context: 'pr' }
  },
  'an artifact in a folder that is ignored': async (scene) => {
    await mkdir(inWorkspace(scene, 'pr'))
    await writeFile(inWorkspace(scene, 'pr', 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n')
    await mkdir(inWorkspace(scene, '.git/info'), { recursive: true })
    await writeFile(inWorkspace(scene, '.git/info/exclude'), 'pr\n')
    return { context: 'pr' }
  },
  'a Dockerfile that is not tracked': async (scene) => {
    await writeFile(inWorkspace(scene, 'pr.Dockerfile'), 'FROM scratch\nCOPY app.txt /\n')
    return { file: 'pr.Dockerfile' }
  },
  'a second checkout in the context': async (scene) => {
    await checkOutBeside(scene)
    return {}
  },
  'a .git that is no repository': async (scene) => {
    await mkdir(inWorkspace(scene, 'src/.git'), { recursive: true })
    await writeFile(inWorkspace(scene, 'src/.git/stranger.js'), "a stranger's\n")
    return {}
  },
  'a folder within .git': async (scene) => {
    await mkdir(inWorkspace(scene, '.git/pr'))
    await writeFile(inWorkspace(scene, '.git/pr/Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n')
    return { context: '.git/pr' }
  },
  ...Object.fromEntries(
    ['--assume-unchanged', '--skip-worktree'].map((option): [string, Before] => [
      `a file that the index has ${option}`,
      async (scene) => {
        await git(['update-index', option, 'app.txt'], { cwd: scene.workspace })
        await writeFile(inWorkspace(scene, 'app.txt'), "a stranger's\n")
        return {}
      },
    ]),
  ),
  'a file whose name differs in case alone': async (scene) => {
    await git(['config', 'core.ignoreCase', 'true'], { cwd: scene.workspace })
    await writeFile(inWorkspace(scene, 'APP.txt'), "a stranger's\n")
    return {}
  },
  'an OCI layout': async (scene) => {
    await checkOutBeside(scene)
    return { 'build-contexts': 'app=oci-layout://./pr' }
  },
  'the address of a repository': () =>
    Promise.resolve({
      'build-contexts': 'app=https://github.com/acme/identity-service.git#refs/pull/7/head',
    }),
}

/** Events that may be of a pull request, and do not say whose files are checked out. */
const EVENTS: readonly NonNullable<RunOptions['event']>[] = [
  COMMENT,
  on('issue_comment', { issue: {} }),
  on('discussion_comment', { discussion: {} }),
  on('check_run', { check_run: { pull_requests: [] } }),
  on('status', { sha: 'c'.repeat(40) }),
  on('repository_dispatch', {
    client_payload: { pr: 7, github: { payload: { issue: { pull_request: {} } } } },
  }),
  on('workflow_run', {
    workflow_run: { event: 'repository_dispatch', head_repository: { full_name: REPOSITORY.full_name } },
  }),
  on('workflow_run', { workflow_run: { event: 7, head_repository: { full_name: REPOSITORY.full_name } } }),
  on('repository_dispatch', { client_payload: { pull_request: { number: 7 }, slash_command: {} } }),
  on('workflow_run', {
    workflow_run: { event: 'issue_comment', head_repository: { full_name: REPOSITORY.full_name } },
  }),
]

/** What is to be read of the payload is not there. */
const UNREADABLE: readonly NonNullable<RunOptions['event']>[] = [
  on('pull_request_review', { pull_request: {} }),
  on('pull_request_target'),
  on('workflow_run', { workflow_run: { event: 'push' } }),
]

async function expectRefused(scene: Scene, result: Awaited<ReturnType<Scene['go']>>): Promise<void> {
  expect(result.exitCode, result.stdout).toBe(1)
  const errors = result.annotations.filter(({ level }) => level === 'error')
  expect(errors).toMatchObject([{ properties: { title: 'CREDENTIALS_UNAVAILABLE' } }])
  expect(scene.requests()).toEqual({ oidc: [], sts: [], ecr: [], registry: [], git: [], github: [] })
  expect(await scene.builder.calls()).toEqual([])
}

describe('a comment at a pull request gets no credentials for', () => {
  test.concurrent.for(Object.entries(BEFORE))('%s', async ([, before]) => {
    await using scene = await createScene()
    const inputs = await before(scene)
    await expectRefused(scene, await scene.go({ push: 'true', ...inputs }, { event: COMMENT }))
  })

  test.concurrent.for(Object.entries(BESIDE))('%s beside the commit of the run', async ([, putThere]) => {
    await using scene = await createScene()
    const inputs = await putThere(scene)
    await expectRefused(scene, await scene.go({ push: 'true', ...inputs }, { event: COMMENT }))
  })

  test('an artifact where a submodule belongs', async () => {
    await using scene = await createScene()
    const { workspace: cwd } = scene
    await git(['update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},lib`], { cwd })
    await git(['commit', '-q', '-m', 'a submodule'], { cwd })
    await mkdir(inWorkspace(scene, 'lib'))
    await writeFile(inWorkspace(scene, 'lib', 'stranger.js'), "a stranger's\n")
    const sha = await git(['rev-parse', 'HEAD'], { cwd })
    await expectRefused(scene, await scene.go({ push: 'true' }, { event: COMMENT, sha }))
  })

  test('an archive, not even to read base images', async () => {
    await using scene = await createScene()
    await unpack(scene)
    const inputs = { 'login-registries': scene.facts.host }
    const result = await scene.go(inputs, { event: COMMENT })
    expect(result.outputs.result, result.stdout).toBe('checked')
    expect(scene.requests()).toMatchObject({ oidc: [], sts: [], ecr: [], registry: [] })
  })

  test('and says what would do', async () => {
    await using scene = await createScene()
    await unpack(scene)
    const { stdout } = await scene.go({ push: 'true' }, { event: COMMENT })
    expect(stdout).toContain('issue_comment, which does not say whose files are checked out')
    expect(stdout).toContain('check out the commit of the run with git')
  })
})

test.concurrent.for(EVENTS)('$name from an archive gets no credentials', async (event) => {
  await using scene = await createScene()
  await unpack(scene)
  await expectRefused(scene, await scene.go({ push: 'true' }, { event }))
})

test.concurrent.for(UNREADABLE)('$name that cannot be read is of a fork', async (event) => {
  await using scene = await createScene()
  await expectRefused(scene, await scene.go({ push: 'true' }, { event }))
})

describe('what goes on working:', () => {
  const writers: readonly [string, RunOptions][] = [
    ['push', { event: PUSH }],
    ['release', { event: on('release', { action: 'published' }), ref: 'refs/tags/v1.2.3' }],
    ['workflow_dispatch', { event: on('workflow_dispatch') }],
  ]
  test.concurrent.for(writers)('%s from an archive deploys', async ([, run]) => {
    await using scene = await createScene()
    await rm(inWorkspace(scene, '.git'), { recursive: true })
    const result = await scene.go({}, run)
    expect(result.outputs.result, result.stdout).toBe('deployed')
  })

  test('a comment builds and deploys the commit of the run, with base images and files of the repository', async () => {
    await using scene = await createScene()
    const inputs = {
      push: 'true',
      file: 'Dockerfile',
      'build-contexts': 'app=docker-image://alpine:3\nown=.',
    }
    const result = await scene.go(inputs, { event: COMMENT })
    expect(result.outputs.result, result.stdout).toBe('deployed')
  })

  test('a comment deploys an image that exists, without any checkout', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await rm(scene.workspace, { recursive: true })
    await mkdir(scene.workspace)
    const result = await scene.go({ push: 'true', build: 'never' }, { event: COMMENT })
    expect(result.outputs.result, result.stdout).toBe('deployed')
    expect(await scene.config.file(FILE)).toContain(scene.facts.head)
  })

  test('workflow_run after a push deploys what it follows', async () => {
    await using scene = await createScene()
    const head_repository = { full_name: REPOSITORY.full_name }
    const event = on('workflow_run', {
      workflow_run: { event: 'push', head_branch: 'main', head_sha: scene.facts.head, head_repository },
    })
    const result = await scene.go({}, { event })
    expect(result.outputs.result, result.stdout).toBe('deployed')
  })
})

test('a merge queue never deploys, whatever deploy-refs say', async () => {
  await using scene = await createScene()
  const inputs = { push: 'true', 'deploy-refs': 'gh-readonly-queue/main/*' }
  const run = { event: on('merge_group'), ref: 'refs/heads/gh-readonly-queue/main/pr-1' }
  const result = await scene.go(inputs, run)
  expect(result.outputs.result, result.stdout).toBe('built')
})
