import { describe, expect, test } from 'vitest'
import { kustomizeImages } from '../../../src/edit/kustomize/target.ts'
import { judgeRegistry } from '../../../src/edit/registry-guard.ts'
import { ACCOUNT, aFile, HOST, host, must, REPOSITORY } from '../builders.ts'

const entryOf = (text: string, name = 'web') => must(kustomizeImages.open(aFile(text)).find(name))

const NEW_NAME = `${HOST}/${REPOSITORY}`
const elsewhere = (account: string, region = 'ap-southeast-2') =>
  `${account}.dkr.ecr.${region}.amazonaws.com/x`

function judge(
  names: { name?: string; newName?: string },
  changes: { retarget?: boolean; newName?: string; optional?: boolean } = {},
) {
  const { name = 'web', newName } = names
  const text = `images:\n- name: '${name}'\n${newName === undefined ? '' : `  newName: '${newName}'\n`}`
  return judgeRegistry(entryOf(text, name), {
    registry: host(HOST),
    newName: NEW_NAME,
    retarget: false,
    optional: false,
    ...changes,
  })
}

describe('is let through in silence', () => {
  test.each([
    [{ newName: NEW_NAME }, 'the wanted name itself'],
    [{ newName: `${ACCOUNT}.dkr-ecr.ap-southeast-2.on.aws/${REPOSITORY}` }, 'the dual-stack name of it'],
    [
      { newName: `${ACCOUNT}.dkr.ecr-fips.us-east-1.amazonaws.com/x` },
      'never: another region',
      'ENTRY_REGISTRY',
    ],
    [{}, 'a name without a registry'],
    [{ name: 'acme/web' }, 'a Docker Hub name'],
    [{ name: 'ghcr.io/acme/web' }, 'a name of another registry, which says what the manifests hold'],
    [{ name: NEW_NAME }, 'the wanted name as name'],
  ])('%j: %s', (names, _, code = undefined) => {
    const verdict = judge(names)
    expect('code' in verdict ? verdict.code : undefined).toBe(code)
    if (code === undefined) expect(verdict).toEqual({})
  })
})

describe('a move to another repository of the same registry is let through with a notice', () => {
  test.each([
    [{ newName: elsewhere(ACCOUNT) }, 3, elsewhere(ACCOUNT)],
    [{ name: elsewhere(ACCOUNT) }, 2, elsewhere(ACCOUNT)],
    [
      { newName: `${ACCOUNT}.dkr-ecr.ap-southeast-2.on.aws/x` },
      3,
      `${ACCOUNT}.dkr-ecr.ap-southeast-2.on.aws/x`,
    ],
  ])('%j, unless only a pattern led there', (names, line, from) => {
    expect(judge(names, { optional: true })).toMatchObject({
      code: 'ENTRY_REGISTRY',
      message: `prod/kustomization.yaml:${line} names ${from}, another repository than ${NEW_NAME}, and only a pattern in overlays leads there`,
      hint: expect.stringContaining('retarget: true'),
    })
    expect(judge(names, { optional: true, retarget: true })).toEqual(judge(names))
    expect(judge(names)).toEqual({
      notice: `prod/kustomization.yaml:${line}: moves from ${from} to ${NEW_NAME}, another repository of the same registry.`,
    })
  })
})

describe('a placeholder or malformed account is replaced with a notice', () => {
  test.each([
    '123456789012',
    '111122223333',
    '444455556666',
    '777788889999',
    '012345678901',
    '210987654321',
    '987654321098',
    '000000000000',
    '999999999999',
    '46500280623',
    '123456789',
    `\${AWS_ACCOUNT_ID}`,
    '{{ account }}',
    '<account>',
    'xxxxxxxxxxxx',
    'ACCOUNT',
  ])('%s', (account) => {
    const notice = `prod/kustomization.yaml:3: the account "${account}" is a placeholder and becomes ${ACCOUNT}.`
    expect(judge({ newName: elsewhere(account) })).toEqual({ notice })
  })

  test('also as the name behind another key', () => {
    const name = elsewhere('123456789012')
    const entry = entryOf(`images:\n- newTag: a\n  newName:\n  name: ${name}\n`, name)
    const wanted = { registry: host(HOST), newName: NEW_NAME, retarget: false, optional: false }
    expect(judgeRegistry(entry, wanted)).toMatchObject({
      notice: expect.stringContaining('yaml:4: the account'),
    })
  })

  test('also as the name, told at the line of the name', () => {
    expect(judge({ name: elsewhere('123456789012') })).toMatchObject({
      notice: expect.stringContaining('yaml:2: the account'),
    })
  })

  test.each([
    ['<account>', 'dkr.ecr.<region>.amazonaws.com'],
    [`\${AWS_ACCOUNT_ID}`, `dkr.ecr-fips.\${AWS_REGION}.amazonaws.com`],
    ['xxxx', 'dkr-ecr.REGION.on.aws'],
    ['XXXX', 'dkr-ecr-fips.REGION.on.aws'],
    ['12345', 'dkr.ecr.REGION.amazonaws.com'],
    ['my-account-id', 'dkr.ecr.REGION.amazonaws.com.cn'],
    ['123456789012', 'dkr.ecr.REGION.amazonaws.com'],
    ['<account>', 'dkr.ecr.amazonaws.com'],
  ])('also in a host that is malformed elsewhere: %s.%s', (account, rest) => {
    expect(judge({ newName: `${account}.${rest}/x` })).toEqual({
      notice: `prod/kustomization.yaml:3: the account "${account}" is a placeholder and becomes ${ACCOUNT}.`,
    })
  })

  test('unless it is the account that is pushed to: equality is tested first', () => {
    const own = '111122223333.dkr.ecr.ap-southeast-2.amazonaws.com'
    const entry = entryOf(`images:\n- name: web\n  newName: ${own}/x\n`)
    const newName = `${own}/x`
    expect(judgeRegistry(entry, { registry: host(own), newName, retarget: false, optional: true })).toEqual(
      {},
    )
  })
})

describe('another registry is refused, naming line, found and expected', () => {
  test.each([
    [{ newName: elsewhere('602401143452') }, ' (account 602401143452, ap-southeast-2)'],
    [{ newName: elsewhere('114502806277') }, ' (account 114502806277, ap-southeast-2)'],
    [{ newName: elsewhere(ACCOUNT, 'us-east-1') }, ` (account ${ACCOUNT}, us-east-1)`],
    [{ newName: 'ghcr.io/acme/web' }, ''],
    [{ newName: 'acme/web' }, ''],
    [{ newName: 'localhost:5000/web' }, ''],
    [{ newName: 'public.ecr.aws/x/web' }, ''],
    [{ newName: `evil.${HOST}.example/x` }, ''],
    [{ newName: `${HOST}.evil.example/x` }, ''],
    [{ name: elsewhere('602401143452') }, ' (account 602401143452, ap-southeast-2)'],
    // What stands for the account may be somebody's host, and what looks like a placeholder may be no host of ECR.
    [{ newName: 'mirror.dkr.ecr.eu_west.amazonaws.com/x' }, ''],
    [{ newName: 'proxy1.dkr.ecr.eu_west.amazonaws.com/x' }, ''],
    [{ newName: '1proxy.dkr.ecr.eu_west.amazonaws.com/x' }, ''],
    [{ newName: 'xmirror.dkr.ecr.eu_west.amazonaws.com/x' }, ''],
    [{ newName: 'mirrorx.dkr.ecr.eu_west.amazonaws.com/x' }, ''],
    [{ newName: 'our.account.dkr.ecr.eu_west.amazonaws.com/x' }, ''],
    [{ newName: 'account.example.dkr.ecr.eu_west.amazonaws.com/x' }, ''],
    [{ newName: '602401143452.dkr.ecr.eu_west.amazonaws.com/x' }, ''],
    [{ newName: '<account>.dkr.ecr.<region>.example.com/x' }, ''],
    [{ newName: '<account>.registry.<region>.amazonaws.com/x' }, ''],
  ])('%j', (names, account) => {
    const line = 'newName' in names ? 3 : 2
    const found = Object.values(names).join('')
    expect(judge(names)).toEqual({
      code: 'ENTRY_REGISTRY',
      message: `prod/kustomization.yaml:${line} names ${found}${account}, but this step pushes to account ${ACCOUNT}, ap-southeast-2`,
      hint: `If role-to-assume and registry are right, set retarget: true to move the entry to ${NEW_NAME}; else correct role-to-assume, registry or overlays.`,
      configPlace: { file: 'prod/kustomization.yaml', line },
    })
    expect(judge(names, { retarget: true })).toEqual({
      notice: `prod/kustomization.yaml:${line}: moves from ${found} to ${NEW_NAME} (retarget).`,
    })
  })
})
