import { expect, test } from 'vitest'
import { isAccountId } from '../../../src/names/host.ts'
import { isReplica, type ReplicaPattern } from '../../../src/names/replicas.ts'
import { ACCOUNT, HOST, host } from '../builders.ts'

const pattern = (region: string, account?: string): ReplicaPattern => ({
  written: region,
  account: account !== undefined && isAccountId(account) ? account : undefined,
  region,
})
const registry = (region: string, account = ACCOUNT) => host(`${account}.dkr.ecr.${region}.amazonaws.com`)

test.each([
  ['eu-west-1', 'eu-west-1', true],
  ['eu-*', 'eu-west-1', true],
  ['*', 'us-east-1', true],
  ['*-1', 'us-east-1', true],
  ['eu-west-1', 'eu-west-2', false],
  ['eu-west', 'eu-west-1', false],
  ['us-*', 'eu-west-1', false],
  // The registry itself.
  ['*', 'ap-southeast-2', false],
])('%s takes %s: %s', (region, of, expected) => {
  expect(isReplica(registry(of), host(HOST), [pattern('ca-west-1'), pattern(region)])).toBe(expected)
})

test('every form of the host is one registry', () => {
  const forms = [`${ACCOUNT}.dkr-ecr.eu-west-1.on.aws`, `${ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com`]
  const patterns = [pattern('eu-west-1', ACCOUNT), pattern('us-east-1', ACCOUNT)]
  for (const form of forms) expect(isReplica(host(form), host(HOST), patterns)).toBe(true)
})

test('another account or partition is none, whatever the pattern says', () => {
  const other = registry('eu-west-1', '602401143452')
  expect(isReplica(other, host(HOST), [pattern('*')])).toBe(false)
  expect(isReplica(other, host(HOST), [pattern('*', '602401143452')])).toBe(false)
  const china = host(`${ACCOUNT}.dkr.ecr.cn-north-1.amazonaws.com.cn`)
  expect(isReplica(china, host(HOST), [pattern('*')])).toBe(false)
  expect(isReplica(registry('eu-west-1'), host(HOST), [pattern('*', '602401143452')])).toBe(false)
})
