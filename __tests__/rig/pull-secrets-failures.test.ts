import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { helmTemplate } from './pull-secret-renders.ts'
import { HOME, KEYS, openScene, type Scene, secretIn, secretOf } from './pull-secret-scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene?.[Symbol.asyncDispose]())

describe('a run that fails in part', () => {
  const reasonsOf = async () => {
    const { body } = await scene.server.ask('/api/v1/namespaces/ecr-pull-secrets/events')
    return body.items?.map(({ type, reason, message, involvedObject }) => ({
      ...{ type, reason, message, pod: involvedObject?.name },
    }))
  }
  const forget = async () => {
    for (const path of [secretIn('team-a'), secretIn('team-b'), secretIn('team-b', 'ecr-pull-partner')])
      await scene.server.ask(path, { method: 'DELETE' })
    await scene.server.ask('/api/v1/namespaces/ecr-pull-secrets/events', { method: 'DELETE' })
  }

  test('for a registry refreshes the others, leaves its secret as it is, and says so', async () => {
    await forget()
    await scene.refresh()
    const before = await scene.passwordIn(secretIn('team-a'))
    const partner = await scene.passwordIn(secretIn('team-b', 'ecr-pull-partner'))
    scene.down.add('eu-west-1')
    const { exitCode, log } = await scene.refresh().finally(() => scene.down.clear())
    expect([exitCode, log]).toEqual([1, expect.stringContaining(`FAILED ${HOME}: ECR gave no password`)])
    expect(await scene.passwordIn(secretIn('team-a'))).toEqual(before)
    const after = await scene.passwordIn(secretIn('team-b', 'ecr-pull-partner'))
    expect([after.login, after.password === partner.password]).toEqual(['valid', false])
    expect(await reasonsOf()).toEqual([
      {
        type: 'Warning',
        reason: 'PullSecretNotRefreshed',
        message: `${HOME}: ECR gave no password, the log says why`,
        pod: 'ecr-pull-secrets-29000000-abcde',
      },
    ])
  })

  test.each([
    ['a namespace that is not there', 'ecr-pull 465002806239 eu-west-1 team-a gone team-b', 'gone/ecr-pull'],
    [
      'a secret that no Role names',
      'other 465002806239 eu-west-1 team-a\necr-pull 465002806239 eu-west-1 team-a team-b',
      'team-a/other',
    ],
    [
      'a line that says nothing',
      'ecr-pull 46500280623 eu-west-1 team-a\necr-pull 465002806239 eu-west-1 team-a team-b',
      'line 1 of the list',
    ],
    [
      'a line with more than names',
      'ecr-pull 465002806239 eu-west-1 team-a/../../x\necr-pull 465002806239 eu-west-1 team-a team-b',
      'line 1 of the list',
    ],
  ])('for %s refreshes the others', async (_, registries, what) => {
    await forget()
    const { exitCode, log } = await scene.refresh({ registries })
    expect([exitCode, log]).toEqual([1, expect.stringContaining(`FAILED ${what}`)])
    for (const namespace of ['team-a', 'team-b'])
      expect(await scene.passwordIn(secretIn(namespace))).toMatchObject({ login: 'valid', host: HOME })
    expect(await reasonsOf()).toEqual([expect.objectContaining({ message: expect.stringContaining(what) })])
  })

  test('tells of all that failed in one event', async () => {
    await forget()
    const { exitCode } = await scene.refresh({ registries: 'ecr-pull 465002806239 eu-west-1 gone lost\nx\n' })
    expect(exitCode).toBe(1)
    const refused =
      'no permission: the namespace is missing, or no Role and RoleBinding in it name this secret'
    const said = ['gone', 'lost'].map((name) => `${name}/ecr-pull (${HOME}): ${refused}`)
    const line = 'line 2 of the list: it is not SECRET ACCOUNT REGION NAMESPACE...'
    expect((await reasonsOf())?.map(({ message }) => message)).toEqual([[...said, line].join(',')])
  })

  test.each(['', '# nothing yet\n\n'])('for a list that names nothing says so: %j', async (registries) => {
    await forget()
    const { exitCode, log } = await scene.refresh({ registries })
    expect([exitCode, log]).toEqual([1, expect.stringContaining('it names no registry')])
  })

  test('for a secret of another type leaves it alone and says what to do', async () => {
    await forget()
    await scene.install()
    const data = { key: 'dmFsdWU=' }
    await scene.server.apply(secretIn('team-a'), { ...secretOf('team-a'), type: 'Opaque', data })
    const { exitCode, log } = await scene.refresh()
    expect([exitCode, log]).toEqual([1, expect.stringContaining('a secret of another type has that name')])
    expect((await scene.server.ask(secretIn('team-a'))).body.type).toBe('Opaque')
    await scene.server.ask(secretIn('team-a'), { method: 'DELETE' })
  })

  test.each([
    ['have expired', -60, /ExpiredToken|security token/],
    ['are none', undefined, /[Cc]redentials/],
  ])('because of credentials that %s leaves what is there', async (_, lifetime, why) => {
    await scene.install()
    await scene.server.apply(secretIn('team-a'), secretOf('team-a'))
    const before = await scene.passwordIn(secretIn('team-a'))
    const { accessKeyId, secretAccessKey, sessionToken } = scene.sessionOf(lifetime)
    const isNone = lifetime === undefined
    const secrets = {
      AWS_ACCESS_KEY_ID: isNone ? '' : accessKeyId,
      AWS_SECRET_ACCESS_KEY: isNone ? '' : secretAccessKey,
    }
    const env = isNone ? {} : { AWS_SESSION_TOKEN: sessionToken }
    const { exitCode, log } = await scene.refresh({ objects: await helmTemplate(KEYS), secrets, env })
    expect([exitCode, log]).toEqual([1, expect.stringMatching(why)])
    expect(before.password).toBe('old')
    expect(await scene.passwordIn(secretIn('team-a'))).toEqual(before)
  })

  test('without a token that the API server takes says so', async () => {
    const { exitCode, log } = await scene.refresh({ token: 'not-a-token-of-anybody' })
    expect([exitCode, log]).toEqual([
      1,
      expect.stringContaining('does not take the token of this service account'),
    ])
  })
})
