import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Clone } from '../../src/config-repository/git/clone.ts'
import type { ConfigPlan } from '../../src/plan/config.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { createHistory, openRepository } from '../support/world-repositories.ts'
import { aRun, problemOf } from '../unit/builders.ts'

const NAME = 'acme/config'
const FILES = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`apps/${index}/file.yaml`, '']))

test('an answer that is larger than what is read is an error, not a shorter answer', async () => {
  const root = await mkdtemp(join(tmpdir(), 'git-clone-'))
  const temp = join(root, 'temp')
  await mkdir(temp)
  await createHistory(root, NAME, [FILES])
  const url = `file://${openRepository(root, NAME).directory}`
  const config = {
    remote: { url, webUrl: undefined, label: NAME },
    credential: { kind: 'none' },
  } as ConfigPlan
  const { signal } = new AbortController()
  const access = {
    ...aRun(),
    workspace: new Workspace(temp),
    credential: async () => config.credential,
    signal,
  }
  const clone = await Clone.open(config, access)
  const list = ['ls-tree', '-r', '--name-only', 'HEAD']
  expect((await clone.git(list)).stdout.split('\n')).toHaveLength(101)
  const refused = await problemOf(() => clone.git(list, { mostOutput: 1024 }))
  expect(refused).toMatchObject({
    code: 'OVERLAY_INVALID',
    message: expect.stringMatching(/^config-repository acme\/config holds too much: git wrote more than /),
  })
  await rm(root, { recursive: true })
})
