import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sessionPolicy, WIDENINGS } from '../../../../src/aws/session/policy.ts'
import { policyAllows } from '../../../support/iam-policy.ts'
import { anAccess } from '../../builders.ts'

const REGISTRY = 'arn:aws:ecr:ap-southeast-2:465002806239:repository'
const steps = (...names: readonly string[]) =>
  WIDENINGS.map((widen) =>
    widen(names.map((name) => `${REGISTRY}/${name}`)).map((arn) => arn.slice(REGISTRY.length + 1)),
  )

describe('WIDENINGS', () => {
  test('go from the names over their folders to the whole registry', () => {
    const lists = steps('team/a/x', 'team/a/y', 'team/b/z', 'shared', 'shared')
    expect(lists[0]).toEqual(['team/a/x', 'team/a/y', 'team/b/z', 'shared'])
    expect(lists).toContainEqual(['team/a/*', 'team/b/z', 'shared'])
    expect(lists).toContainEqual(['team/*', 'shared'])
    expect(lists.at(-2)).toEqual(['*'])
    expect(lists.at(-1)).toEqual(['*'])
  })

  test.each([
    [['team/a', 'team/b'], 'team/*'],
    [['team/a', 'team/a/b'], 'team/*'],
    [['team', 'team/a'], '*'],
    [['team/api', 'team/apps/b'], 'team/*'],
    [['team-a/x', 'team-b/x'], '*'],
    [['team/only'], 'team/only'],
  ])('%j have %s in common', (names, expected) => {
    expect(steps(...names).at(-2)).toEqual([expected])
  })

  test('mix neither accounts nor regions', () => {
    const other = 'arn:aws:ecr:us-east-1:999988887777:repository/team/a'
    const lists = WIDENINGS.map((widen) => widen([`${REGISTRY}/team/a`, `${REGISTRY}/team/b`, other]))
    expect(lists.at(-2)).toEqual([`${REGISTRY}/team/*`, other])
  })
})

describe('the session policy for many repositories', () => {
  const session = (
    writes: readonly string[],
    creates: readonly string[] = [],
    onDemand: readonly string[] = [],
  ) => ({ ...anAccess().session, writes, creates, onDemand })
  const many = (folder: string) =>
    Array.from({ length: 40 }, (_, at) => `${REGISTRY}/${folder}/service-${at}`)
  const resources = (text: string, action: string) =>
    (JSON.parse(text) as { Statement: { Action: string[]; Resource: string[] }[] }).Statement.find(
      ({ Action }) => Action.includes(action),
    )?.Resource

  test('names their folder, and no other', () => {
    const text = sessionPolicy(session([...many('team'), `${REGISTRY}/shared/cache`]))
    expect(resources(text, 'ecr:PutImage')).toEqual([`${REGISTRY}/team/*`, `${REGISTRY}/shared/cache`])
  })

  test('names the folder of those that it may create, too', () => {
    const text = sessionPolicy(session(many('team'), many('team')))
    expect(text.length).toBeLessThanOrEqual(2048)
    expect(resources(text, 'ecr:CreateRepository')).toEqual([`${REGISTRY}/team/*`])
  })

  test('names each as long as that is short enough', () => {
    const writes = many('team').slice(0, 12)
    expect(resources(sessionPolicy(session(writes)), 'ecr:PutImage')).toEqual(writes)
  })

  test('is as short as it can be where even whole registries are too many for STS', () => {
    const registries = Array.from({ length: 40 }, (_, at) =>
      REGISTRY.replace('465002806239', `4650028062${at + 10}`),
    )
    const text = sessionPolicy(session(registries.flatMap((one) => [`${one}/team/a`, `${one}/b`])))
    expect(text.length).toBeGreaterThan(2048)
    expect(resources(text, 'ecr:PutImage')).toEqual(registries.map((one) => `${one}/*`))
  })

  test('lets repositories be created only where they are to be', () => {
    const writes = [`${REGISTRY}/team/a`, `${REGISTRY}/team/b`]
    const text = sessionPolicy(session(writes, writes.slice(1)))
    for (const action of ['ecr:CreateRepository', 'ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy']) {
      expect(resources(text, action)).toEqual(writes.slice(1))
      expect(policyAllows(text, { action, resource: `${REGISTRY}/team/a` })).toBe(false)
    }
    expect(sessionPolicy(session(writes))).not.toContain('CreateRepository')
  })

  test('lets a pull through cache create repositories below its prefix alone', () => {
    const text = sessionPolicy(session([`${REGISTRY}/team/a`], [], [`${REGISTRY}/docker-hub/*`]))
    const allows = (action: string, name: string) =>
      policyAllows(text, { action, resource: `${REGISTRY}/${name}` })
    expect(allows('ecr:CreateRepository', 'docker-hub/library/node')).toBe(true)
    expect(allows('ecr:CreateRepository', 'docker-hub')).toBe(false)
    expect(allows('ecr:CreateRepository', 'team/a')).toBe(false)
    for (const action of ['ecr:PutImage', 'ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy'])
      expect(allows(action, 'docker-hub/library/node')).toBe(false)
  })

  const registry = fc
    .tuple(fc.constantFrom('ap-southeast-2', 'us-east-1'), fc.constantFrom('465002806239', '999988887777'))
    .map(([region, account]) => `arn:aws:ecr:${region}:${account}:repository`)
  const segment = fc.stringMatching(/^[a-z0-9]{1,40}$/)
  const path = fc.oneof(
    fc.array(segment, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/')),
    fc.stringMatching(/^(?:team\/)?(?:api|web)\/[a-z]{1,9}$/),
  )
  const arns = fc.array(
    fc.tuple(registry, path).map((parts) => parts.join('/')),
    { maxLength: 60 },
  )

  test('is never too long, covers every repository and stays in their registries', () => {
    fc.assert(
      fc.property(arns, fc.nat(60), (writes, count) => {
        const creates = writes.slice(0, count)
        const onDemand = creates.map((arn) => arn.replace(/[^/]+$/, '*'))
        const keys = creates.map((arn) => arn.replace(':ecr:', ':kms:').replace(/repository.*/, 'key/mrk-1'))
        const text = sessionPolicy({ ...session(writes, creates, onDemand), tags: creates, keys })
        expect(text.length).toBeLessThanOrEqual(2048)
        for (const resource of writes)
          expect(policyAllows(text, { action: 'ecr:PutImage', resource })).toBe(true)
        for (const resource of creates) {
          expect(policyAllows(text, { action: 'ecr:CreateRepository', resource })).toBe(true)
        }
        const registryOf = (arn: string) => arn.split('/')[0] ?? ''
        const known = new Set(writes.map(registryOf))
        const named = [
          ...(resources(text, 'ecr:PutImage') ?? []),
          ...(resources(text, 'ecr:CreateRepository') ?? []),
        ]
        expect(named.filter((arn) => !known.has(registryOf(arn)))).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
})
