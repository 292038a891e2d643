import { describe, expect, test } from 'vitest'
import { judgeRegistry } from '../../../src/gitops/edit/registry-guard.ts'
import { ACCOUNT, HOST, host, REPOSITORY } from '../builders.ts'
import { entryOf } from './entry-fixtures.ts'

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

test('a word as account of a malformed host may be that of somebody else', () => {
  expect(judge({ newName: 'mirror.dkr.ecr.eu_west.amazonaws.com/x' })).toMatchObject({
    code: 'ENTRY_REGISTRY',
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

  test('also as the name, told at the line of the name', () => {
    expect(judge({ name: elsewhere('123456789012') })).toMatchObject({
      notice: expect.stringContaining('yaml:2: the account'),
    })
  })

  test('also in a host that is malformed elsewhere', () => {
    expect(judge({ newName: '<account>.dkr.ecr.<region>.amazonaws.com/x' })).toHaveProperty('notice')
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
    [{ newName: elsewhere('602401143452') }, 'account 602401143452, ap-southeast-2'],
    [{ newName: elsewhere(ACCOUNT, 'us-east-1') }, `account ${ACCOUNT}, us-east-1`],
    [{ newName: 'ghcr.io/acme/web' }, 'ghcr.io/acme/web'],
    [{ newName: 'acme/web' }, 'acme/web'],
    [{ newName: 'localhost:5000/web' }, 'localhost:5000/web'],
    [{ newName: 'public.ecr.aws/x/web' }, 'public.ecr.aws'],
    [{ newName: `evil.${HOST}.example/x` }, 'evil'],
    [{ newName: `${ACCOUNT}.dkr.ecr.ap-southeast-2.amazonaws.com.evil.example/x` }, 'evil.example'],
    [{ name: elsewhere('602401143452') }, 'account 602401143452'],
  ])('%j', (names, found) => {
    const verdict = judge(names)
    expect(verdict).toMatchObject({
      code: 'ENTRY_REGISTRY',
      message: expect.stringContaining(`pushes to account ${ACCOUNT}, ap-southeast-2`),
      hint: expect.stringContaining('retarget: true'),
      configPlace: { file: 'prod/kustomization.yaml', line: 'newName' in names ? 3 : 2 },
    })
    expect(verdict).toMatchObject({ message: expect.stringContaining(found) })
  })

  test.each([
    { newName: elsewhere('602401143452') },
    { newName: 'ghcr.io/acme/web' },
    { name: elsewhere('602401143452') },
  ])('unless retarget moves it, with a notice: %j', (names) => {
    expect(judge(names, { retarget: true })).toMatchObject({
      notice: expect.stringContaining(`to ${NEW_NAME} (retarget)`),
    })
  })
})
