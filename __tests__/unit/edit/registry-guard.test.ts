import { describe, expect, test } from 'vitest'
import { helmValues } from '../../../src/edit/helm/target.ts'
import { kustomizeImages } from '../../../src/edit/kustomize/target.ts'
import { judgeRegistry } from '../../../src/edit/registry-guard.ts'
import { ACCOUNT, aFile, HOST, host, must, REPOSITORY } from '../builders.ts'

const entryOf = (text: string, name = 'web') => must(kustomizeImages.open(aFile(text)).find(name))

const NEW_NAME = `${HOST}/${REPOSITORY}`
const STATED = { account: 'role-to-assume', region: 'aws-region', repository: 'repository' }
const OPTIONS = {
  registry: host(HOST),
  stated: STATED,
  replicas: [],
  newName: NEW_NAME,
  retarget: false,
  optional: false,
}
const elsewhere = (account: string, region = 'ap-southeast-2') =>
  `${account}.dkr.ecr.${region}.amazonaws.com/x`

function judge(
  names: { name?: string; newName?: string },
  changes: { retarget?: boolean; newName?: string; optional?: boolean; stated?: typeof STATED } = {},
) {
  const { name = 'web', newName } = names
  const text = `images:\n- name: '${name}'\n${newName === undefined ? '' : `  newName: '${newName}'\n`}`
  return judgeRegistry(entryOf(text, name), {
    ...OPTIONS,
    ...changes,
  })
}

describe('values without a registry', () => {
  const guard = (text: string, retarget = false) => {
    const entry = must(helmValues.open(aFile(text, 'values-prod.yaml')).find('image'))
    return judgeRegistry(entry, { ...OPTIONS, retarget })
  }
  const text = `image:\n  repository: ${REPOSITORY}\n  tag: a\n`

  test('get it from another file: what stands there is to be written here, too', () => {
    expect(guard(text)).toEqual({
      code: 'ENTRY_REGISTRY',
      message: `values-prod.yaml:2 names ${REPOSITORY} without a registry, and none for all images stands in that file`,
      hint: `Write it in that file as the chart takes it: registry: ${HOST} beside the repository or, where another file of values has one for all images, that one here, too (global.imageRegistry: ${HOST}, for example). retarget: true makes the repository ${NEW_NAME}, for a chart that puts no registry in front.`,
      configPlace: { file: 'values-prod.yaml', line: 2 },
    })
  })

  test.each([
    `image:\n  registry: ${HOST}\n  repository: ${REPOSITORY}\n  tag: a\n`,
    `global: {imageRegistry: ${HOST}}\n${text}`,
  ])('are right once it stands in either place: %j', (mended) => {
    expect(guard(mended)).toEqual({})
  })

  test('move with retarget', () => {
    expect(guard(text, true)).toHaveProperty('notice')
  })

  test('of another name are another image', () => {
    expect(guard('image: {repository: redis, tag: a}\n')).toMatchObject({
      hint: `If the entry is to move to ${NEW_NAME}, set retarget: true; else correct helm-values.`,
    })
  })
})

describe('what all images share', () => {
  const guard = (shared: string, repository?: string) =>
    judgeRegistry(
      {
        ...entryOf('images:\n- name: web\n'),
        values: { image: undefined, tag: 'a', digest: undefined },
        shared: { host: shared, repository, key: 'global.image.repository', line: 7 },
      },
      OPTIONS,
    )

  test.each([
    [HOST, undefined],
    [HOST, REPOSITORY],
  ])('%s and %s are right', (host, repository) => expect(guard(host, repository)).toEqual({}))

  test.each([
    ['quay.io', 'acme/web', `which is quay.io/acme/web, but this step pushes to account ${ACCOUNT}`],
    [HOST, 'other', `which is ${HOST}/other, but this step pushes to ${NEW_NAME}`],
  ])('%s and %s are refused, with what to write there', (shared, repository, message) => {
    const verdict = guard(shared, repository)
    expect(verdict).toMatchObject({ code: 'ENTRY_REGISTRY', configPlace: { line: 7 } })
    expect(verdict).toHaveProperty('message', expect.stringContaining(message))
    expect(verdict).toHaveProperty('hint', expect.stringContaining(`write ${NEW_NAME} at `))
    const meant = shared === HOST ? 'repository or overlays' : 'role-to-assume, aws-region or registry'
    expect(verdict).toHaveProperty('hint', expect.stringContaining(`If the file is right, correct ${meant}.`))
  })
})

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
      notice: `prod/kustomization.yaml:${line}: moves from ${from} to ${NEW_NAME}, another repository of the same registry, as repository says.`,
    })
  })
})

describe('a placeholder or malformed account is replaced with a notice', () => {
  const REPLACED = `, and the repository x becomes ${REPOSITORY}.`

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
    const notice = `prod/kustomization.yaml:3: the account "${account}" is a placeholder and becomes ${ACCOUNT}${REPLACED}`
    expect(judge({ newName: elsewhere(account) })).toEqual({ notice })
  })

  test('with the region, where that changes, too', () => {
    expect(judge({ newName: elsewhere('123456789012', 'eu-west-1') })).toEqual({
      notice: `prod/kustomization.yaml:3: the account "123456789012" is a placeholder and becomes ${ACCOUNT}, and the region eu-west-1 becomes ap-southeast-2${REPLACED}`,
    })
  })

  test('also as the name behind another key', () => {
    const name = elsewhere('123456789012')
    const entry = entryOf(`images:\n- newTag: a\n  newName:\n  name: ${name}\n`, name)
    expect(judgeRegistry(entry, OPTIONS)).toMatchObject({
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
      notice: `prod/kustomization.yaml:3: the account "${account}" is a placeholder and becomes ${ACCOUNT}${REPLACED}`,
    })
  })

  test('unless it is the account that is pushed to: equality is tested first', () => {
    const own = '111122223333.dkr.ecr.ap-southeast-2.amazonaws.com'
    const entry = entryOf(`images:\n- name: web\n  newName: ${own}/x\n`)
    const newName = `${own}/x`
    const wanted = {
      registry: host(own),
      stated: STATED,
      replicas: [],
      newName,
      retarget: false,
      optional: true,
    }
    expect(judgeRegistry(entry, wanted)).toEqual({})
  })
})

describe('another registry is refused', () => {
  test.each([
    [{ newName: 'ghcr.io/acme/web' }],
    [{ newName: 'acme/web' }],
    [{ newName: 'localhost:5000/web' }],
    [{ newName: 'public.ecr.aws/x/web' }],
    [{ newName: `evil.${HOST}.example/x` }],
    [{ newName: `${HOST}.evil.example/x` }],
    // What stands for the account may be somebody's host, and what looks like a placeholder may be no host of ECR.
    [{ newName: 'mirror.dkr.ecr.eu_west.amazonaws.com/x' }],
    [{ newName: 'proxy1.dkr.ecr.eu_west.amazonaws.com/x' }],
    [{ newName: '1proxy.dkr.ecr.eu_west.amazonaws.com/x' }],
    [{ newName: 'xmirror.dkr.ecr.eu_west.amazonaws.com/x' }],
    [{ newName: 'mirrorx.dkr.ecr.eu_west.amazonaws.com/x' }],
    [{ newName: 'our.account.dkr.ecr.eu_west.amazonaws.com/x' }],
    [{ newName: 'account.example.dkr.ecr.eu_west.amazonaws.com/x' }],
    [{ newName: '602401143452.dkr.ecr.eu_west.amazonaws.com/x' }],
    [{ newName: '<account>.dkr.ecr.<region>.example.com/x' }],
    [{ newName: '<account>.registry.<region>.amazonaws.com/x' }],
  ])('%j, which is none of ECR', (names) => {
    const { newName: found } = names
    expect(judge(names)).toEqual({
      code: 'ENTRY_REGISTRY',
      message: `prod/kustomization.yaml:3 names ${found}, but this step pushes to account ${ACCOUNT}, ap-southeast-2`,
      hint: `If the entry is to move to ${NEW_NAME}, set retarget: true; else correct overlays.`,
      configPlace: { file: 'prod/kustomization.yaml', line: 3 },
    })
    expect(judge(names, { retarget: true })).toEqual({
      notice: `prod/kustomization.yaml:3: moves from ${found} to ${NEW_NAME} (retarget).`,
    })
  })

  const at = (account: string, region = 'ap-southeast-2') =>
    `${account}.dkr.ecr.${region}.amazonaws.com/${REPOSITORY}`
  const LONDON = at(ACCOUNT, 'eu-west-2')
  const OTHER = at('602401143452')

  test.each([
    [
      'the region of aws-region',
      LONDON,
      STATED,
      'in region eu-west-2, but this step pushes to region ap-southeast-2, as aws-region says; account and repository are the same',
      'list 465002806239.dkr.ecr.eu-west-2.amazonaws.com in the input replicas: the entry keeps its host, and the commit waits until the image is there. If aws-region is wrong, set the input aws-region to eu-west-2. retarget: true would move',
      ['aws-region'],
    ],
    [
      'the region of a variable',
      LONDON,
      { ...STATED, region: 'the variable AWS_REGION' },
      'as the variable AWS_REGION says',
      'If the variable AWS_REGION is wrong, set the input aws-region to eu-west-2. retarget',
      ['the variable AWS_REGION'],
    ],
    [
      'the region of registry',
      LONDON,
      { ...STATED, account: 'images[1].registry', region: 'images[1].registry' },
      'as images[1].registry says',
      `set images[1].registry to ${ACCOUNT}.dkr.ecr.eu-west-2.amazonaws.com. retarget`,
      ['images[1].registry'],
    ],
    [
      'the account of the role',
      OTHER,
      STATED,
      `in account 602401143452, but this step pushes to account ${ACCOUNT}, as role-to-assume says; region and repository are the same`,
      'set role-to-assume to a role of account 602401143452. If',
      ['role-to-assume'],
    ],
    [
      'the account of registry',
      OTHER,
      { ...STATED, account: 'registry', region: 'registry' },
      'as registry says',
      'set registry to 602401143452.dkr.ecr.ap-southeast-2.amazonaws.com, and role-to-assume to a role of account 602401143452. If',
      ['registry'],
    ],
  ])(
    'by one difference, %s, which alone is named with its input',
    (_, newName, stated, says, fix, inputs) => {
      for (const names of [{ newName }, { name: newName }]) {
        const verdict = judge(names, { stated })
        expect(verdict).toMatchObject({
          code: 'ENTRY_REGISTRY',
          message: expect.stringContaining(`names ${newName}, in `),
          inputs,
        })
        expect(verdict).toMatchObject({ message: expect.stringContaining(says) })
        expect(verdict).toMatchObject({
          hint: expect.stringMatching(/^If .*, set .*retarget/),
        })
        expect(verdict).toMatchObject({ hint: expect.stringContaining(fix) })
        expect(judge(names, { retarget: true, stated })).toEqual({
          notice: expect.stringContaining('(retarget)'),
        })
      }
    },
  )

  test('by the repository under a pattern, with the input that holds it', () => {
    const stated = { ...STATED, repository: 'images[0].repository' }
    expect(judge({ newName: elsewhere(ACCOUNT) }, { optional: true, stated })).toMatchObject({
      hint: expect.stringMatching(/^If the entry is right, correct images\[0\]\.repository\. /),
      inputs: ['images[0].repository'],
    })
  })

  test('by several differences, each with its input', () => {
    expect(judge({ newName: elsewhere('602401143452', 'us-east-1') })).toEqual({
      code: 'ENTRY_REGISTRY',
      message: `prod/kustomization.yaml:3 names ${elsewhere('602401143452', 'us-east-1')}, in account 602401143452, region us-east-1, repository x, but this step pushes to account ${ACCOUNT} (role-to-assume), region ap-southeast-2 (aws-region), repository ${REPOSITORY} (repository)`,
      hint: `If the entry is right, correct role-to-assume and aws-region and repository, or overlays. If this step is right, retarget: true moves the entry to ${NEW_NAME}.`,
      configPlace: { file: 'prod/kustomization.yaml', line: 3 },
    })
  })
})
