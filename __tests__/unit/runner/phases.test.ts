import { expect, test } from 'vitest'
import { type PhaseName, Phases } from '../../../src/runner/phases.ts'

function aRun() {
  let now = 500
  const phases = new Phases(() => now)
  const pass = (ms: number) => {
    now += ms
  }
  /** Work of a phase that goes on until the test ends it. */
  const begin = (name: PhaseName) => {
    const end = Promise.withResolvers<void>()
    let turn: (to: PhaseName) => void = () => {}
    const done = phases.during(name, (turns) => {
      turn = turns
      return end.promise
    })
    return {
      turn: (to: PhaseName) => turn(to),
      async end(error?: Error) {
        if (error) end.reject(error)
        else end.resolve()
        await done.catch(() => undefined)
      },
    }
  }
  const times = () => phases.soFar().map(({ name, ms, failed }) => `${name} ${ms}${failed ? ' failed' : ''}`)
  return { phases, pass, begin, times }
}

test('only phases that took place are there, in the order of a run', async () => {
  const { phases, pass, times } = aRun()
  expect(times()).toEqual([])
  await phases.during('config repository', async () => pass(600))
  await phases.during('role', async () => pass(200))
  expect(await phases.during('commit', async () => 'made')).toBe('made')
  expect(times()).toEqual(['role 200', 'config repository 600', 'commit 0'])
})

test('what runs at the same time counts once, from its first begin to its last end', async () => {
  const { pass, begin, times } = aRun()
  const api = begin('build')
  pass(10)
  const web = begin('build')
  pass(10)
  await api.end()
  pass(30)
  await web.end()
  pass(1000)
  const again = begin('build')
  pass(5)
  expect(times()).toEqual(['build 55'])
  await again.end()
  expect(times()).toEqual(['build 55'])
})

test('a phase turns into another one, and back', async () => {
  const { pass, begin, times } = aRun()
  const build = begin('build')
  pass(60)
  build.turn('push')
  pass(3)
  build.turn('push')
  pass(1)
  build.turn('build')
  pass(2)
  await build.end()
  expect(times()).toEqual(['build 62', 'push 4'])
})

test('the phase that work ends in with an error is the one that failed', async () => {
  const { phases, pass, begin, times } = aRun()
  const [api, web] = [begin('build'), begin('build')]
  pass(60)
  api.turn('push')
  pass(4)
  await api.end(new Error('denied'))
  await web.end()
  expect(times()).toEqual(['build 64', 'push 4 failed'])
  await expect(phases.during('commit', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  expect(times()).toEqual(['build 64', 'push 4 failed', 'commit 0 failed'])
})
