// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { openGithub } from '../../../src/github/client.ts'
import { trackDeployment } from '../../../src/github/deployment.ts'
import { CONFIG, type GitHubRoom, openGitHubRoom } from './github-room.ts'

const { signal } = new AbortController()

const clientOf = (it: GitHubRoom, token = it.github.addToken()) =>
  openGithub({ apiUrl: it.github.url, token, signal })

test('a deployment is kept, taken up by another attempt, and a missing permission is a warning', async () => {
  await using it = await openGitHubRoom()
  const options = {
    repository: CONFIG,
    environment: 'production',
    commit: await it.repository.tip(),
    description: 'web 4f2b8c1',
    logUrl: 'https://github.com/acme/web/actions/runs/1',
  }
  const warnings: string[] = []
  const onWarning = (warning: string) => warnings.push(warning)
  const cut = trackDeployment(options, { github: clientOf(it), onWarning })
  await cut.begin()
  const again = trackDeployment(options, { github: clientOf(it), onWarning })
  await again.begin()
  await again.end({ state: 'success', isNews: true })
  expect(again.id).toBe(cut.id)
  const { body } = await it.rest(`GET /repos/${CONFIG}/deployments/${again.id}/statuses`)
  expect(body.map(({ state }: { state: string }) => state)).toEqual(['success', 'in_progress', 'in_progress'])
  expect(warnings).toEqual([])

  const reader = clientOf(it, it.github.addToken({ permissions: { contents: 'read', metadata: 'read' } }))
  const refused = trackDeployment(options, { github: reader, onWarning })
  await refused.begin()
  expect(refused.id).toBeUndefined()
  expect(warnings).toEqual([expect.stringContaining('Add "deployments: write" under permissions of the job')])
})
