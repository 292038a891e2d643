// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { describe, expect, test } from 'vitest'
import { deploymentsOf, openDeployment, startHeld, statesOf } from '../kept-deployment.ts'

describe('a deployment that GitHub keeps', () => {
  test('has failed where the run is cancelled', async () => {
    await using scene = await openDeployment()
    await using step = await startHeld(scene)
    const result = await step.kill('SIGINT')
    expect(result.exitCode).toBe(1)
    expect(await statesOf(scene)).toEqual([['in_progress', 'failure']])
  })

  test.each([
    ['before its commit', 'hang', 'deployed', ['in_progress', 'in_progress', 'success']],
    ['after its commit', 'hang-after', 'unchanged', ['in_progress', 'success']],
  ] as const)('of a run that died %s is taken up by the next attempt', async (_, fault, outcome, states) => {
    await using scene = await openDeployment()
    await using step = await startHeld(scene, fault)
    await step.kill('SIGKILL')
    expect(await statesOf(scene)).toEqual([['in_progress']])
    const again = await scene.go({}, { runAttempt: '2' })
    expect(again.outputs.result).toBe(outcome)
    expect(await statesOf(scene)).toEqual([states])
    const [deployment] = await deploymentsOf(scene)
    expect(again.outputs['deployment-id']).toBe(String(deployment?.id))
  })
})
