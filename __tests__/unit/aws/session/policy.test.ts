import { describe, expect, test } from 'vitest'
import { sessionPolicy } from '../../../../src/aws/session/policy.ts'
import type { SessionPlan } from '../../../../src/plan/access.ts'
import { ACCOUNT, anAccess, REPOSITORY } from '../../builders.ts'

interface Policy {
  readonly Version: string
  readonly Statement: readonly { Effect: string; Action: readonly string[]; Resource: unknown }[]
}

const arn = (repository: string) => `arn:aws:ecr:ap-southeast-2:${ACCOUNT}:repository/${repository}`
/** ECR user guide, "IAM permissions required to sync an upstream registry". */
const IMPORT = 'ecr:BatchImportUpstreamImage'
const policy = (writes: SessionPlan['writes']) =>
  JSON.parse(sessionPolicy({ ...anAccess().session, writes })) as Policy

describe('sessionPolicy', () => {
  test('lets the session write to its repositories and read everywhere', () => {
    const { Version, Statement } = policy([arn(REPOSITORY)])
    expect(Version).toBe('2012-10-17')
    expect(Statement.map(({ Effect, Resource }) => [Effect, Resource])).toEqual([
      ['Allow', '*'],
      ['Allow', [arn(REPOSITORY)]],
    ])
  })

  test('gives no action that changes something on *', () => {
    const everywhere = policy([arn(REPOSITORY)]).Statement.filter(({ Resource }) => Resource === '*')
    const actions = everywhere.flatMap(({ Action }) => Action)
    for (const action of actions.filter((name) => name !== IMPORT)) {
      expect(action).toMatch(/^ecr:(?:Get|Batch(?:Get|Check)|Describe)/)
    }
  })

  test.each([
    ['pushes', [arn(REPOSITORY)]],
    ['only reads', []],
  ])('lets a pull through cache fetch a base image for a session that %s', (_, writes) => {
    const [everywhere] = policy(writes).Statement
    expect(everywhere).toMatchObject({ Resource: '*', Action: expect.arrayContaining([IMPORT]) })
  })

  test('gives what a push needs, and neither deletion nor settings', () => {
    const actions = policy([arn(REPOSITORY)]).Statement.flatMap(({ Action }) => Action)
    expect(actions).toEqual(
      expect.arrayContaining([
        'ecr:GetAuthorizationToken',
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:PutImage',
      ]),
    )
    expect(
      actions.filter(
        (action) =>
          /Delete|Policy|Tag|Create|\*|Replic|Set/.test(action) && action !== 'ecr:GetAuthorizationToken',
      ),
    ).toEqual([])
  })

  test('has no write statement for a session that only reads', () => {
    const { Statement } = policy([])
    expect(Statement).toHaveLength(1)
    expect(Statement[0]?.Action).not.toContain('ecr:PutImage')
  })

  test('has no wildcard that a repository name could smuggle in', () => {
    expect(policy([arn('a/b')]).Statement[1]?.Resource).toEqual([arn('a/b')])
  })

  test('stays below the 2,048 characters of STS with the longest repository name', () => {
    expect(
      sessionPolicy({ ...anAccess().session, writes: [arn('x'.repeat(256))] }).length,
    ).toBeLessThanOrEqual(2048)
  })
})
