import { describe, expect, test } from 'vitest'
import { ACCOUNT, HOST, problemsOf, REGION } from '../../../builders.ts'
import { plan, pushPlan } from './planned.ts'

const dublin = (account: string) => `${account}.dkr.ecr.eu-west-1.amazonaws.com`
const OTHER = '602401143452'

describe('replicas', () => {
  test('are part of the plan of the config repository', () => {
    const { config } = pushPlan({ replicas: `{ hosts: [${dublin(ACCOUNT)}], timeout: 1m }` })
    expect(config?.replicas).toEqual({
      patterns: [{ written: dublin(ACCOUNT), account: ACCOUNT, region: 'eu-west-1' }],
      timeoutSeconds: 60,
    })
  })

  test.each([
    [
      dublin(OTHER),
      `in account ${OTHER}`,
      `Correct the account of ${dublin(OTHER)} in replicas to ${ACCOUNT}`,
    ],
    [
      dublin('123456789012'),
      'in account 123456789012',
      `Write the host in replicas with the account ${ACCOUNT}: 123456789012 is a placeholder`,
    ],
    [`${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn`, 'in partition aws-cn', 'within a partition'],
    ['us-gov-west-1', 'in partition aws-us-gov', 'within a partition'],
  ])('of %s are refused before any request', async (replicas, message, hint) => {
    expect(await problemsOf(() => plan({ replicas }))).toMatchObject([
      {
        code: 'ACCOUNT_MISMATCH',
        inputs: ['replicas'],
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      },
    ])
  })

  test('may be those of any image of the step, and of a registry that is given', () => {
    const given = { registry: HOST, 'aws-region': '', replicas: `[${dublin(ACCOUNT)}, ${REGION}]` }
    expect(pushPlan(given).config?.replicas.patterns).toHaveLength(2)
    const images = `- { repository: ab, registry: ${HOST.replace(ACCOUNT, OTHER)} }\n- { repository: cd }`
    const both = { images, 'allowed-account-ids': OTHER, replicas: `[${dublin(ACCOUNT)}, ${dublin(OTHER)}]` }
    expect(pushPlan(both).config?.replicas.patterns).toHaveLength(2)
  })

  test('cannot be compared where nobody knows yet who pushes', () => {
    const pull = { event: 'pull_request', ref: 'refs/pull/7/merge', fromPullRequest: true }
    const made = plan({ 'role-to-assume': '', replicas: dublin(OTHER) }, pull)
    expect(made.kind).toBe('check')
  })
})
