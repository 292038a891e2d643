import { expect, test } from 'vitest'
import { GitRepository } from '../../../src/config-repository/git/git-repository.ts'
import { Secrets } from '../../../src/runner/secrets.ts'
import { Workspace } from '../../../src/runner/workspace.ts'
import { openConfigRoom } from '../../support/config-room.ts'
import type { GitLogin } from '../../support/git-server.ts'
import { marker } from '../../support/markers.ts'
import { aRun, must, problemOf } from '../../unit/builders.ts'
import { pushPlan } from '../../unit/doors/deploy/plan/planned.ts'

const FILE = 'a.txt'
const basic = (user: string | RegExp): GitLogin => ({ scheme: 'basic', user })
const ANY = /^[^:]+$/

/** What the plan makes of an address and a token, at a server here that wants to be shown it as that host does. */
async function openAt(address: string, { user, password, login }: Login) {
  const room = await openConfigRoom({ config: () => ({ [FILE]: 'old\n' }) })
  room.git.settings.login = login
  room.git.settings.tokens = new Map([[password, 'all']])
  const token = user === undefined ? password : `${user}:${password}`
  const planned = must(pushPlan({ 'config-repository': address, 'config-token': token }).config)
  const config = { ...planned, remote: { ...planned.remote, url: `${room.git.url}/acme/config.git` } }
  const masked: string[] = []
  const repository = new GitRepository(config, {
    ...aRun(),
    secrets: new Secrets((line) => masked.push(line)),
    workspace: new Workspace(room.temp),
    credential: async () => config.credential,
    signal: new AbortController().signal,
  })
  return { room, repository, masked, [Symbol.asyncDispose]: () => room[Symbol.asyncDispose]() }
}

interface Login {
  /** In `config-token`. */
  readonly user?: string
  readonly password: string
  readonly login: GitLogin
}

test.each<readonly [string, Login]>([
  ['acme/config', { password: `ghs_${marker('own')}`, login: basic('x-access-token') }],
  ['https://github.acme.example/acme/config', { password: marker('ghe'), login: basic('x-access-token') }],
  ['https://gitlab.com/acme/team/config.git', { password: marker('glpat-'), login: basic('oauth2') }],
  [
    'https://gitlab.com/acme/config.git',
    { user: 'gitlab-ci-token', password: marker('job'), login: basic('gitlab-ci-token') },
  ],
  [
    'https://bitbucket.org/acme/config.git',
    { password: `ATCTT${marker('access')}`, login: basic('x-token-auth') },
  ],
  [
    'https://bitbucket.org/acme/config.git',
    { password: `ATATT${marker('api')}`, login: basic('x-bitbucket-api-token-auth') },
  ],
  [
    'https://bitbucket.org/acme/config.git',
    { user: 'ann@acme.example', password: `ATATT${marker('api')}`, login: basic('ann@acme.example') },
  ],
  [
    'https://code.acme.example/scm/plat/config.git',
    { password: marker('BBDC-'), login: { scheme: 'bearer' } },
  ],
  [
    'https://code.acme.example/scm/plat/config.git',
    { user: 'ann', password: marker('BBDC-'), login: basic('ann') },
  ],
  ['https://codeberg.org/acme/config.git', { password: marker('gitea'), login: basic(ANY) }],
  ['https://dev.azure.com/acme/platform/_git/config', { password: marker('azure'), login: basic(ANY) }],
  [
    'https://git-codecommit.eu-west-1.amazonaws.com/v1/repos/config',
    { user: 'ci-at-465002806239', password: `${marker('iam')}+/%2B==`, login: basic('ci-at-465002806239') },
  ],
  [
    'https://git.acme.example/config.git',
    { user: 'Anne Müller', password: `${marker('own')}:ö`, login: basic('Anne Müller') },
  ],
])('%s takes the token that it is shown: %j', async (address, login) => {
  await using opened = await openAt(address, login)
  const { room, repository, masked } = opened
  const { tip } = await repository.read([FILE])
  const author = { name: 'Bot', email: 'bot@example.com' }
  const change = { files: new Map([[FILE, 'new\n']]), message: 'deploy\n', author }
  expect(await repository.commit(tip, change)).toMatchObject({ landed: true })
  expect(await room.config.file(FILE)).toBe('new\n')
  const sent = new Set(room.git.requests.map(({ headers }) => headers.authorization?.split(' ')[1]))
  // What is sent is masked, in whichever form it is no input.
  for (const credential of sent) {
    if (credential !== login.password) expect(masked).toContain(credential)
  }
  expect(sent.size).toBe(1)
})

test('a user name that the host does not take is refused, with what it takes', async () => {
  const wrong = { user: 'ann', password: marker('token'), login: basic('x-token-auth') }
  await using opened = await openAt('https://bitbucket.org/acme/config.git', wrong)
  expect(await problemOf(() => opened.repository.read([FILE]))).toMatchObject({
    code: 'CONFIG_DENIED',
    hint: expect.stringContaining('x-token-auth'),
  })
})
