/// <reference lib="esnext.disposable" />
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { git } from '../../support/git.ts'
import { startGitHub } from '../../support/github/github.ts'
import { createHistory } from '../../support/world-repositories.ts'
import { AuditedRepository } from '../auditing.ts'

const NAME = 'acme/platform-config'
const BRANCH = 'ecr-gitops-audit/main'
const BAD = '123456789012.dkr.ecr.us-east-1.amazonaws.com/web'
const FILES = {
  'kustomization.yaml': `resources: [pod.yaml]\nimages:\n  - name: web\n    newName: ${BAD}\n    newTag: 1.10\n`,
  'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: web}]}\n',
}
const FIXED = FILES['kustomization.yaml'].replace('123456789012', '465002806239').replace('1.10', '"1.10"')

/** The checkout of a branch whose repository is on an embedded GitHub. */
async function checkedOut() {
  const repository = new AuditedRepository(FILES)
  const repositories = join(repository.root, '..', 'git')
  mkdirSync(repositories)
  await createHistory(repositories, NAME, [FILES])
  const github = await startGitHub({ root: repositories })
  const inConfig = async (...words: string[]) =>
    (await git(words, { cwd: join(repositories, `${NAME}.git`) })).toString().trim()
  const token = github.addToken({ kind: 'actions' })
  const given = {
    'allowed-registries': '465002806239/us-east-1',
    fix: 'safe',
    'fix-as': 'pull-request',
    'fail-on': 'never',
    'github-token': token,
  }
  const env = {
    GITHUB_API_URL: github.url,
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REPOSITORY: NAME,
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: await inConfig('rev-parse', 'main'),
  }
  const act = (more: Record<string, string> = {}) => repository.act(given, { env: { ...env, ...more } })
  return {
    ...{ repository, github, inConfig, act },
    async [Symbol.asyncDispose]() {
      await github.close()
      repository[Symbol.dispose]()
    },
  }
}

test('fixes are proposed in one pull request, which later runs find again', async () => {
  await using scene = await checkedOut()
  const { code, summary, outputs, out } = await scene.act()
  expect({ code, out: out.match(/^::error.*/gm) }).toEqual({ code: 0, out: expect.anything() })
  expect(await scene.inConfig('show', `${BRANCH}:kustomization.yaml`)).toBe(FIXED.trim())
  expect(await scene.inConfig('diff', '--name-only', 'main', BRANCH)).toBe('kustomization.yaml')
  expect(summary).toMatch(/Fixes of 2 findings in 1 file are proposed in https:/)
  expect(outputs['fixed-files']).toBe('kustomization.yaml')
  expect(scene.repository.read('kustomization.yaml')).toBe(FILES['kustomization.yaml'])
  const head = await scene.inConfig('rev-parse', BRANCH)
  expect((await scene.act()).code).toBe(0)
  expect(await scene.inConfig('rev-parse', BRANCH)).toBe(head)
  expect(
    scene.github.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/pulls')),
  ).toHaveLength(1)
})

test('a branch that somebody else has written to is left alone', async () => {
  await using scene = await checkedOut()
  await scene.inConfig('branch', BRANCH, 'main')
  const tree = await scene.inConfig('rev-parse', 'main^{tree}')
  const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com']
  const own = await scene.inConfig(...who, 'commit-tree', tree, '-p', 'main', '-m', 'mine')
  await scene.inConfig('update-ref', `refs/heads/${BRANCH}`, own)
  const { code, out } = await scene.act()
  expect(code).toBe(2)
  expect(out).toContain('::error title=PULL_REQUEST_BRANCH::')
  expect(await scene.inConfig('rev-parse', BRANCH)).toBe(own)
})

test('a run of a pull request has no branch to propose to', async () => {
  await using scene = await checkedOut()
  const { code, out } = await scene.act({ GITHUB_REF: 'refs/pull/7/merge' })
  expect(code).toBe(2)
  expect(out).toContain('::error title=INPUT_INVALID::fix-as is pull-request, and this run is for no branch')
})
