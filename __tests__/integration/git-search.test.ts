import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { GitRepository } from '../../src/config-repository/git/git-repository.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { commitTree, type TreeChange } from '../e2e/scene.ts'
import type { Files } from '../support/git-repositories.ts'
import { createHistory, openRepository } from '../support/world-repositories.ts'
import { aConfig, aRun } from '../unit/builders.ts'

const NAME = 'acme/config'
const WANTED = { texts: ['argoproj.io/', 'kustomize', 'images'], endings: ['.yaml', '.yml', '.json'] }
const APPLICATION = 'apiVersion: argoproj.io/v1alpha1\nspec:\n  source:\n    kustomize:\n      images: []\n'

async function searched(files: Files, changes: TreeChange[] = []) {
  const root = await mkdtemp(join(tmpdir(), 'git-search-'))
  try {
    const [temp, repositories] = [join(root, 'temp'), join(root, 'git')]
    await Promise.all([temp, repositories].map((path) => mkdir(path)))
    await createHistory(repositories, NAME, [{ 'README.md': 'config\n', ...files }])
    const { directory } = openRepository(repositories, NAME)
    if (changes.length > 0) await commitTree(directory, changes)
    const credential = { kind: 'none' } as const
    const config = aConfig({
      remote: { url: `file://${directory}`, webUrl: undefined, label: NAME },
      credential,
    })
    const repository = new GitRepository(config, {
      ...aRun(),
      workspace: new Workspace(temp),
      credential: async () => credential,
      signal: new AbortController().signal,
    })
    const { tip } = await repository.read([])
    return await repository.filesWith(tip, WANTED)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

describe('a search of the tip', () => {
  test('finds the files that hold all texts, by their endings, wherever they are', async () => {
    const files = {
      'a.yaml': APPLICATION,
      'argocd/deep/er/b c ü.yml': APPLICATION,
      'c.json': JSON.stringify({ apiVersion: 'argoproj.io/v1alpha1', kustomize: { images: [] } }),
      'notes.md': APPLICATION,
      'd.yaml': APPLICATION.replace('images', 'namePrefix'),
      'e.yaml': APPLICATION.replace('argoproj.io', 'example.com'),
    }
    expect((await searched(files))?.toSorted()).toEqual(['a.yaml', 'argocd/deep/er/b c ü.yml', 'c.json'])
  })

  test('finds nothing where nothing is', async () => {
    expect(await searched({ 'a.yaml': 'kind: Service\n' })).toEqual([])
  })

  test('asks no attribute of the tree, and follows neither links nor submodules', async () => {
    const files = { '.gitattributes': '*.yaml -diff -text binary\n', 'a.yaml': APPLICATION }
    const changes = [
      { path: 'link.yaml', mode: '120000', content: 'a.yaml' },
      { path: 'sub.yaml', mode: '160000', content: 'c'.repeat(40) },
      { path: 'odd\n.yaml', mode: '100644', content: APPLICATION },
    ]
    expect(await searched(files, changes)).toEqual(['a.yaml'])
  })
})
