import { describe, expect, test } from 'vitest'
import { isUsable, parseInspect } from '../../../../src/images/engine/buildx.ts'
import { must } from '../../builders.ts'

const inspect = (driver: string, rest = 'Status: running') =>
  `Name:          pool\nDriver:        ${driver}\nLast Activity: 2026-01-02 03:04:05 +0000 UTC\n\nNodes:\nName:     pool0\nEndpoint: tcp://x:1234\n${rest}\n`

describe('parseInspect', () => {
  test.each(['docker', 'docker-container', 'kubernetes', 'remote', 'cloud'])(
    'reads the driver %s',
    (driver) => {
      expect(parseInspect(inspect(driver))).toEqual({
        driver,
        broken: false,
        endpoints: ['tcp://x:1234'],
        versions: [undefined],
      })
    },
  )

  // Older clients write `Buildkit:`, and none writes anything of a node that is not started.
  test('reads the version of each node', () => {
    const version = (text: string) => `Status: running\n${text}\nLabels:\n Name: BuildKit version: 9.9.9`
    const pool = `${inspect('remote', version('BuildKit version: v0.26.3'))}
Name:     pool1
Status:   inactive

Name:     pool2
${version('Buildkit: v0.11.6+616c3f6')}
`
    expect(parseInspect(pool)?.versions).toEqual(['v0.26.3', undefined, 'v0.11.6+616c3f6'])
  })

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
