import { describe, expect, test } from 'vitest'
import { isProduction } from '../../../../../src/doors/audit/plan/production.ts'

describe('isProduction', () => {
  test.each([
    ['overlays/production', ['overlays/production'], true],
    ['overlays/production', ['overlays/production/eu'], true],
    ['overlays/production', ['overlays/production-test'], false],
    ['production', ['apps/web/production'], true],
    ['apps/*/production', ['apps/web/production'], true],
    ['production', ['staging', 'apps/web/production'], true],
    ['production', ['a/'.repeat(5000)], false],
  ])('%s: %j', (glob, roots, expected) => {
    const judge = isProduction([glob])
    expect([judge(roots), judge(roots)]).toEqual([expected, expected])
  })

  test('is nothing where nobody says what is', () => {
    expect(isProduction([])(['production'])).toBe(false)
  })
})
