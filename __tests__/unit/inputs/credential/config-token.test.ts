import { expect, test } from 'vitest'
import { configToken, tokenToMask } from '../../../../src/inputs/credential/config-token.ts'

test.each([
  [
    'ghs_15368_eyJhbGciOi.JIUzI1NiIs-InR5.cCI6_IkpXVCJ9',
    undefined,
    'ghs_15368_eyJhbGciOi.JIUzI1NiIs-InR5.cCI6_IkpXVCJ9',
  ],
  ['oauth2:glpat-a.b_c', 'oauth2', 'glpat-a.b_c'],
  ['ann@acme.example:ATATT3xFf=1A2B', 'ann@acme.example', 'ATATT3xFf=1A2B'],
  // A password may hold what it likes.
  ['deployer-at-465002806239:a+b/c%2F=:d', 'deployer-at-465002806239', 'a+b/c%2F=:d'],
  ['Anne Müller:pässwort', 'Anne Müller', 'pässwort'],
  // Azure DevOps shows it so: any user name will do.
  [':azure-token', undefined, 'azure-token'],
])('%s has its user and its token', (given, user, token) => {
  expect(configToken(given)).toEqual({ value: { user, token } })
  expect(tokenToMask(`${given}\n`)).toEqual([token])
})

test.each([
  ['deployer:', 'nothing after its colon'],
  ['https://ann:secret@gitlab.com', 'is an address'],
  ['Bearer secret', 'the word of a header'],
  ['Basic c2VjcmV0', 'the word of a header'],
  ['sec\nret', 'a line break or control character'],
  ['sec\u0000ret', 'a line break or control character'],
])('%j is refused: %s', (given, mistake) => {
  // Never repeated: it is a secret, whatever is wrong with it.
  expect(configToken(given)).toMatchObject({ mistake: expect.stringContaining(mistake), confidential: true })
  expect(tokenToMask(given)).toEqual([])
})
