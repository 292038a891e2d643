import { describe, expect, test } from 'vitest'
import { isPluginInstalled, isUsable, parseInspect } from '../../../src/build/buildx.ts'
import { must } from '../builders.ts'
import { temporaryFolder } from '../temporary.ts'

const inspect = (driver: string, rest = 'Status: running') =>
  `Name:          pool\nDriver:        ${driver}\nLast Activity: 2026-01-02 03:04:05 +0000 UTC\n\nNodes:\nName:     pool0\nEndpoint: tcp://x:1234\n${rest}\n`

describe('parseInspect', () => {
  test.each(['docker', 'docker-container', 'kubernetes', 'remote', 'cloud'])(
    'reads the driver %s',
    (driver) => {
      expect(parseInspect(inspect(driver))).toEqual({ driver, broken: false, endpoints: ['tcp://x:1234'] })
    },
  )

  test('sees a node that cannot be reached', () => {
    expect(parseInspect(inspect('remote', 'Error: context deadline exceeded'))?.broken).toBe(true)
    expect(parseInspect(inspect('remote', '  Error:  failed to list workers'))?.broken).toBe(true)
  })

  test.each([inspect('podman'), '', 'Error: unknown command'])('knows no builder in %j', (stdout) => {
    expect(parseInspect(stdout)).toBeUndefined()
  })
})

describe('isUsable', () => {
  test.each([
    ['docker', false, true],
    ['docker', true, false],
    ['remote', true, true],
    ['kubernetes', true, true],
    ['docker-container', true, true],
    ['cloud', true, true],
  ])('%s, broken: %s -> %s', (driver, broken, usable) => {
    const error = broken ? 'Error: cannot connect' : ''
    expect(isUsable(must(parseInspect(inspect(driver, error))))).toBe(usable)
  })
})

test('the plugin is found in a folder of its own', async () => {
  await using folder = await temporaryFolder()
  expect(await isPluginInstalled([folder.path])).toBe(await isPluginInstalled([]))
  await folder.write('docker-buildx', '')
  expect(await isPluginInstalled([folder.path])).toBe(true)
})
