// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import type { MainResult } from '../support/runner.ts'
import { deploymentsOf, openDeployment, SERVICE, statesOf } from './kept-deployment.ts'
import { FILE } from './scene.ts'

const warningsOf = ({ annotations }: MainResult) =>
  annotations.filter(({ level }) => level === 'warning').map(({ message }) => message)

describe('a deployment that GitHub keeps', () => {
  test('is of the commit of the service, and a success once the overlay has it', async () => {
    await using scene = await openDeployment()
    const result = await scene.go()
    expect(result).toMatchObject({ exitCode: 0, stderr: '', outputs: { result: 'deployed' } })
    const [deployment] = await deploymentsOf(scene)
    expect(deployment).toMatchObject({
      sha: scene.facts.head,
      task: 'deploy',
      environment: 'production',
      production_environment: true,
      description: `identity-service ${scene.facts.head.slice(0, 7)}`,
      statuses: [
        { state: 'in_progress' },
        { state: 'success', log_url: expect.stringContaining('/actions/runs/') },
      ],
    })
    expect(result.outputs['deployment-id']).toBe(String(deployment?.id))
    expect(warningsOf(result)).toEqual([])

    // What is there already is deployed no second time.
    const again = await scene.go({}, { runAttempt: '2' })
    expect(again.outputs).toMatchObject({ result: 'unchanged', 'deployment-id': '' })
    expect(await statesOf(scene)).toEqual([['in_progress', 'success']])
    expect(await scene.leaks(result, again)).toEqual([])
  })

  test('has failed where the config repository refuses the commit', async () => {
    await using scene = await openDeployment()
    await scene.github.protect('acme/platform-config', 'main', { pullRequest: true })
    const result = await scene.go()
    expect(result.exitCode).toBe(1)
    const [deployment] = await deploymentsOf(scene)
    expect(await statesOf(scene)).toEqual([['in_progress', 'failure']])
    expect(result.outputs['deployment-id']).toBe(String(deployment?.id))
    expect(await scene.leaks(result)).toEqual([])
  })

  test('is a warning without the permission, and the deploy goes on', async () => {
    await using scene = await openDeployment()
    const { tokens } = scene
    scene.github.addToken({
      token: tokens.github,
      kind: 'actions',
      permissions: { contents: 'read' },
      repositories: [SERVICE],
    })
    const result = await scene.go()
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'deployed', 'deployment-id': '' } })
    expect(warningsOf(result)).toEqual([expect.stringContaining('"deployments: write" under permissions')])
    expect(await scene.config.file(FILE)).toContain(scene.facts.head)
    expect(await scene.leaks(result)).toEqual([])
  })
})
