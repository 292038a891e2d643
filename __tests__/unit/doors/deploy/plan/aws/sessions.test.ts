import { describe, expect, test } from 'vitest'
import { ACCOUNT, HOST, problemOf, problemsOf, ROLE } from '../../../../builders.ts'
import { plan, pushPlan } from '../planned.ts'

const OTHER = '012345678901'
const OTHER_HOST = `${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com`

describe('sessions', () => {
  test.each([
    ['aws', ROLE, 'ap-southeast-2', 'sts.amazonaws.com'],
    ['aws-us-gov', `arn:aws-us-gov:iam::${ACCOUNT}:role/x`, 'us-gov-west-1', 'sts.amazonaws.com'],
    ['aws-cn', `arn:aws-cn:iam::${ACCOUNT}:role/x`, 'cn-north-1', 'sts.amazonaws.com.cn'],
  ])('the audience in %s', (_, arn, region, audience) => {
    const { session } = pushPlan({ 'role-to-assume': arn, 'aws-region': region }).images[0].access
    expect(session.audience).toBe(audience)
  })

  test('what is given is taken', () => {
    const given = { audience: 'api://x', 'role-session-name': 'by-hand', 'role-duration-seconds': '900' }
    expect(pushPlan(given).images[0].access.session).toMatchObject({
      audience: 'api://x',
      name: 'by-hand',
      durationSeconds: 900,
    })
  })

  test.each([
    ['acme/identity-service', 'acme-identity-service-12345678901-10'],
    [
      `${'very-long-owner'.repeat(5)}/name`,
      'very-long-ownervery-long-ownervery-long-ownervery-12345678901-10',
    ],
    ['ümlaut/näme.io', '-mlaut-n-me.io-12345678901-10'],
    ['a_b+c=d,e.f@g/h:i j', 'a_b+c=d,e.f@g-h-i-j-12345678901-10'],
    ['', '-12345678901-10'],
  ])('the name derived from %j is one that STS takes, and leads to the run', (repository, name) => {
    const { access } = pushPlan({}, { repository, runId: '12345678901', runAttempt: '10' }).images[0]
    expect(access.session.name).toBe(name)
    expect(name).toMatch(/^[\w+=,.@-]{2,64}$/)
  })
})

describe('login-registries', () => {
  const registries = `${OTHER_HOST}\n${HOST}=arn:aws:iam::${ACCOUNT}:role/reader`

  test('are read with the session of the step, or with a role of their own that writes nothing', () => {
    const { logins, images } = pushPlan({ 'login-registries': registries })
    expect(logins.map(({ registry, role }) => [registry.host, role?.arn])).toEqual([
      [OTHER_HOST, ROLE],
      [HOST, `arn:aws:iam::${ACCOUNT}:role/reader`],
    ])
    // One session per role, which holds the writes of all its uses.
    expect(logins[0]?.session).toBe(images[0].access.session)
    expect(logins[1]?.session).toEqual({
      name: 'acme-identity-service-9001-2',
      durationSeconds: 3600,
      audience: 'sts.amazonaws.com',
      writes: [],
      creates: [],
      tags: [],
      keys: [],
      signs: [],
      onDemand: [],
    })
  })

  test('give the session of the step no write of their own', () => {
    const { images } = pushPlan({ 'login-registries': registries })
    expect(images[0].access.session.writes).toEqual(pushPlan().images[0].access.session.writes)
  })

  test.each([
    ['docker-hub', 'docker-hub/*'],
    ['mirrors/quay', 'mirrors/quay/*'],
    ['ROOT', '*'],
  ])('with the prefix %s let its pull through cache create %s', (prefix, pattern) => {
    const { logins, images } = pushPlan({ 'login-registries': `${OTHER_HOST}/${prefix}` })
    expect(images[0].access.session.onDemand).toEqual([
      `arn:aws:ecr:ap-southeast-2:${OTHER}:repository/${pattern}`,
    ])
    expect(logins.map(({ registry }) => registry.host)).toEqual([OTHER_HOST])
    expect(images[0].build?.bases).toEqual([
      { host: images[0].access.registry, prefix: undefined },
      { host: logins[0]?.registry, prefix },
    ])
  })

  test('of one host are one login, whatever prefixes it has', () => {
    const lines = [`${OTHER_HOST}/docker-hub`, `${OTHER_HOST}/quay`, OTHER_HOST, `${OTHER_HOST}/quay`]
    const { logins } = pushPlan({ 'login-registries': lines.join('\n') })
    expect(logins.map(({ registry }) => registry.host)).toEqual([OTHER_HOST])
    expect(logins[0]?.session.onDemand).toHaveLength(2)
  })

  test('let nothing be created for a host alone', () => {
    expect(pushPlan({ 'login-registries': registries }).images[0].access.session.onDemand).toEqual([])
  })

  test('are not needed when nothing is built', () => {
    expect(pushPlan({ build: 'never', 'login-registries': registries }).logins).toEqual([])
  })

  test('without any role are reported besides the missing one', async () => {
    const work = () => plan({ 'role-to-assume': '', 'login-registries': registries })
    expect(await problemsOf(work)).toEqual([
      expect.objectContaining({ code: 'INPUT_REQUIRED', inputs: ['role-to-assume'] }),
      {
        code: 'INPUT_REQUIRED',
        inputs: ['login-registries', 'role-to-assume'],
        message: `login-registries names ${OTHER_HOST}, but there is no role to log in with`,
        hint: 'Set role-to-assume, or give the registry a role of its own: host=role ARN.',
      },
    ])
  })

  test('of another partition than the role that reads them are refused without a request', async () => {
    const china = `${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn`
    expect(await problemOf(() => plan({ 'login-registries': china }))).toMatchObject({
      code: 'ACCOUNT_MISMATCH',
    })
  })
})
