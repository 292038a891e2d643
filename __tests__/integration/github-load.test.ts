// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { fork } from 'node:child_process'
import { on, once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type ConfigRoom, openConfigRoom } from '../support/config-room.ts'
import { git, isolatedGitEnv } from '../support/git.ts'
import type { Loading, LoadReport } from '../support/writer-process.ts'
import { imageUrl, type WriterGround } from '../support/writers.ts'

const openRoom = () =>
  openConfigRoom({
    config: ([first = '']) => ({
      'apps/app/kustomization.yaml': `kind: Kustomization\nimages:\n  - name: app\n    newName: ${imageUrl('app')}\n    newTag: "${first}"\n`,
    }),
  })

/** What a run reports, until it has ended or nobody listens any more. */
async function* run({ commits }: ConfigRoom, ground: WriterGround): AsyncGenerator<LoadReport> {
  const child = fork(join(import.meta.dirname, '../support/writer-process.ts'), {
    env: isolatedGitEnv(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  const task = { id: '1', commit: commits[1] ?? '', images: [{ name: 'app', overlays: ['apps/app'] }] }
  try {
    child.send({ ground, task } satisfies Loading)
    for await (const [report] of on(child, 'message', { close: ['exit'] })) yield report as LoadReport
  } finally {
    child.kill()
    await ended
  }
}

async function runWhole(room: ConfigRoom, ground: WriterGround): Promise<readonly LoadReport[]> {
  const reports: LoadReport[] = []
  for await (const report of run(room, ground)) reports.push(report)
  return reports
}

const LANDED = { written: expect.objectContaining({ commit: expect.stringMatching(/^[0-9a-f]{40}$/) }) }

const requestsOn = ({ github }: ConfigRoom) => github.connections.map(({ requests }) => requests)

test('a run that will ask GitHub loads what it needs while git clones, and is connected', async () => {
  await using room = await openRoom()
  // The clone is never answered, and nothing is asked of GitHub before it is.
  room.git.fail('hang')
  const reports = run(room, room.over('http'))
  expect((await reports.next()).value).toEqual({ loaded: '@octokit/core' })
  await expect.poll(() => requestsOn(room), { timeout: 10_000 }).toEqual([0])
  await reports.return(undefined)
})

test('a run that asks GitHub loads it once, and is connected once', async () => {
  await using room = await openRoom()
  const reports = await runWhole(room, room.over('file'))
  expect(reports).toEqual([{ loaded: '@octokit/core' }, LANDED])
  expect(requestsOn(room)).toEqual([1])
})

test('a run with the whole history at hand loads nothing for it, and connects to nobody', async () => {
  await using room = await openRoom()
  const checkout = join(room.root, 'checkout')
  await git(['clone', '-q', room.service.directory, checkout], { cwd: room.root })
  const reports = await runWhole(room, { ...room.over('file'), checkout })
  expect(reports).toEqual([LANDED])
  expect(requestsOn(room)).toEqual([])
})
