import { expect, test } from 'vitest'
import { problemOf } from '../../../builders.ts'
import { plan, pushPlan } from './planned.ts'

test.each([
  ['acme/platform-config', 'ghs_t', undefined],
  ['https://github.com/acme/config', 'ghp_t', undefined],
  ['https://gitlab.com/acme/team/config.git', 'glpat-t', { user: 'oauth2' }],
  ['https://bitbucket.org/acme/config.git', 'ATCTT3xFf', { user: 'x-token-auth' }],
  ['https://bitbucket.org/acme/config.git', 'ATATT3xFf', { user: 'x-bitbucket-api-token-auth' }],
  ['https://bitbucket.org/acme/config.git', 'ann:ATBBt', { user: 'ann' }],
  ['https://code.example/scm/plat/config.git', 'BBDC-t', 'bearer'],
  ['https://code.example/scm/plat/config.git', 'ann:BBDC-t', { user: 'ann' }],
  ['https://codeberg.org/acme/config.git', 't', undefined],
  ['https://dev.azure.com/acme/platform/_git/config', ':t', undefined],
  ['https://git.example/acme/config.git', 'ann:t', { user: 'ann' }],
  ['https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/config', 'ci-at-1:p+/=', { user: 'ci-at-1' }],
])('%s is shown %s as %j', (repository, token, login) => {
  const { config } = pushPlan({ 'config-repository': repository, 'config-token': token })
  expect(config?.credential).toEqual({
    kind: 'token',
    token: token.replace(/^[^:]*:/, ''),
    ...(login && { login }),
  })
})

test('CodeCommit takes no token without a user name', async () => {
  const given = {
    'config-repository': 'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/config',
    'config-token': 'a-password',
  }
  expect(await problemOf(() => plan(given))).toMatchObject({
    code: 'INPUT_INVALID',
    inputs: ['config-token'],
    message: 'config-token has no user name, which CodeCommit asks for',
    hint: expect.stringContaining('user:password'),
  })
})
