import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeClaims, readClaims } from '../../../../src/aws/session/trust-policy.ts'

const tokenOf = (payload: unknown) => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`

describe('claims', () => {
  test('are those that trust policies are written over, one a line', () => {
    const claims = readClaims(
      tokenOf({
        iss: 'https://token.actions.githubusercontent.com',
        aud: 'sts.amazonaws.com',
        sub: 'repo:acme/x:environment:prod',
        ref: 'refs/heads/main',
        environment: 'prod',
        job_workflow_ref: 'acme/w/.github/workflows/d.yml@refs/heads/main',
        jti: 'marker',
        actor: 'octocat',
      }),
    )
    expect(describeClaims(claims)).toBe(
      [
        '  iss: https://token.actions.githubusercontent.com',
        '  aud: sts.amazonaws.com',
        '  sub: repo:acme/x:environment:prod',
        '  ref: refs/heads/main',
        '  environment: prod',
        '  job_workflow_ref: acme/w/.github/workflows/d.yml@refs/heads/main',
      ].join('\n'),
    )
  })

  test('never hold the token itself or its signature', () => {
    const token = tokenOf({ sub: 'x' })
    expect(describeClaims(readClaims(token))).not.toMatch(/e30|c2ln/)
  })

  test.each([
    '',
    'x',
    'a.b',
    'a.b.c',
    'a..c',
    tokenOf(null),
    tokenOf([]),
    tokenOf('x'),
    tokenOf({ sub: 7, aud: ['x'] }),
  ])('of %j are none, and no reason to stumble', (token) => {
    expect(readClaims(token)).toEqual({})
    expect(describeClaims(readClaims(token))).toBe('  (the token could not be read)')
  })

  test('keep to one line each, whatever the token holds', () => {
    const text = describeClaims(
      readClaims(tokenOf({ sub: 'a\n  environment: forged\r\n::error::x', ref: 'b' })),
    )
    expect(text.split('\n')).toHaveLength(2)
  })

  test('can be read from anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.jsonValue().map(tokenOf)), (token) => {
        expect(describeClaims(readClaims(token))).not.toBe('')
      }),
    )
  })
})
