import { describe, expect, test } from 'vitest'
import { publishedLogins, publishesArgs } from '../../../../../../src/doors/deploy/plan/build/judgement.ts'
import { inputsOf } from '../../../../builders.ts'

const buildOf = (given: Record<string, string>) => inputsOf(given).inputs.images[0].build

describe('provenance tells build arguments', () => {
  // BuildKit, solver/llbsolver/provenance.go: the mode is max unless it is said.
  test.each([
    ['', false],
    ['false', false],
    ['true', true],
    ['mode=max', true],
    ['mode=min', false],
    ['builder-id=x', true],
    ['builder-id=x,mode=min', false],
    ['mode=min,reproducible=true', false],
    ['mode=min,mode=max', true],
    ['x-mode=min', true],
    ['mode=minimal', true],
  ])('with %j: %s', (provenance, tells) => {
    expect(publishesArgs(buildOf({ provenance }))).toBe(tells)
  })
})

const LOGIN = 'HTTPS_PROXY=http://user:pass@proxy:3128'

describe('the login of a proxy among the build arguments', () => {
  test.each([LOGIN, 'http_proxy=user:pass@proxy', 'ALL_PROXY=socks5://user@proxy'])(
    'is refused where it would be published: %s',
    (argument) => {
      const [problem, ...others] = publishedLogins(
        buildOf({ provenance: 'true', 'build-args': `A=1\n${argument}` }),
      )
      expect(others).toEqual([])
      expect(problem).toMatchObject({ code: 'INPUT_INVALID', inputs: ['build-args', 'provenance'] })
      expect(problem?.message).toContain(argument.replace(/=.*/, ''))
      expect(JSON.stringify(problem)).not.toContain('pass')
    },
  )

  test.each([
    [{ 'build-args': LOGIN }],
    [{ 'build-args': LOGIN, provenance: 'mode=min' }],
    [{ 'build-args': 'HTTPS_PROXY=http://proxy:3128\nMAIL=me@example.com', provenance: 'true' }],
  ])('stays with %j', (given) => {
    expect(publishedLogins(buildOf(given))).toEqual([])
  })
})
