import { describe, expect, test } from 'vitest'
import { parseKustomization } from '../../../src/edit/kustomize/kustomization.ts'
import { strangeRoles } from '../../../src/edit/roles.ts'
import { ACCOUNT, aFile } from '../builders.ts'

const rolesIn = (text: string) => strangeRoles(parseKustomization(aFile(text)), new Set([ACCOUNT]))
const arn = (account: string) => `arn:aws:iam::${account}:role/web`
const OTHER = '602401143452'
const KEY = 'eks.amazonaws.com/role-arn'
const found = (line: number, role = arn(OTHER)) => ({ line, account: OTHER, arn: role, placeholder: false })

describe('a role of an account that the step does not know is found at its line', () => {
  test.each<readonly [string, string, number]>([
    ['an annotation', `commonAnnotations:\n  ${KEY}: ${arn(OTHER)}\n`, 2],
    ['another controller', `commonAnnotations:\n  acme.io/ecr-role-arn: "${arn(OTHER)}"\n`, 2],
    ['values of a chart', `helmCharts:\n- valuesInline:\n    a: {${KEY}: ${arn(OTHER)}}\n`, 3],
    [
      'a literal patch',
      `patches:\n- patch: |-\n    # ${arn(OTHER)}\n    a:\n      ${KEY}: ${arn(OTHER)}\n`,
      5,
    ],
    ['a folded patch', `patches:\n- patch: >-\n    a:\n\n      ${KEY}: ${arn(OTHER)}\n`, 5],
    ['a quoted patch', `patches:\n- patch: "a:\\n\n    \\  ${KEY}: ${arn(OTHER)}"\n`, 3],
    ['a strategic merge', `patchesStrategicMerge:\n- a.yaml\n- |\n  a:\n    ${KEY}: ${arn(OTHER)}\n`, 5],
    [
      'an operation',
      `patches:\n- patch: |\n    - op: add\n      path: /metadata/annotations/eks.amazonaws.com~1role-arn\n      value: ${arn(OTHER)}\n`,
      5,
    ],
    [
      'an operation of the old field',
      `patchesJson6902:\n- patch: |\n    - {op: add, value: '${arn(OTHER)}', path: /a/acme.io~1ecr-role-arn}\n`,
      3,
    ],
    [
      'JSON',
      `patches:\n- patch: |\n    [\n      {"op": "add", "path": "/metadata/annotations", "value": {"${KEY}": "${arn(OTHER)}"}}\n    ]\n`,
      4,
    ],
    [
      'the second document of a patch',
      `patches:\n- patch: |\n    a: b\n    ---\n    ${KEY}: ${arn(OTHER)}\n`,
      5,
    ],
    [
      'an ARN that is written with an escape, at the line where its patch begins',
      `patches:\n- target: {kind: x}\n  patch: "{a: {${KEY}: '${arn(OTHER).replace('role/', 'role\\x2f')}'}}"\n`,
      3,
    ],
    ['a file with CRLF', `patches:\r\n- patch: |\r\n    a: b\r\n    ${KEY}: ${arn(OTHER)}\r\n`, 4],
  ])('%s', (_, text, line) => {
    expect(rolesIn(text)).toEqual([found(line)])
  })
})

test.each([
  `arn:aws-cn:iam::${OTHER}:role/web`,
  `arn:aws:iam::${OTHER}:instance-profile/path/web`,
  `arn:aws:iam:any:${OTHER}:role/web`,
])('%s is the ARN of a role', (role) => {
  expect(rolesIn(`commonAnnotations: {${KEY}: " ${role}\\n"}\n`)).toEqual([found(1, role)])
})

test.each([
  ['<account>', true],
  [`\${AWS_ACCOUNT_ID}`, true],
  [`\${ACCOUNT:-1}`, true],
  ['ACCOUNT_ID', true],
  ['46500280623', true],
  ['', true],
  ['000000000000', true],
  [OTHER, false],
])('the account %j: a placeholder is %s', (account, placeholder) => {
  const text = `commonAnnotations: {${KEY}: "${arn(account)}"}\n`
  expect(rolesIn(text)).toEqual([{ line: 1, account, arn: arn(account), placeholder }])
})

test.each([
  ['the own account', `commonAnnotations: {${KEY}: ${arn(ACCOUNT)}}\n`],
  ['another key', `commonAnnotations: {eks.amazonaws.com/sts-regional-endpoints: ${arn(OTHER)}}\n`],
  ['a longer key', `commonAnnotations: {${KEY}-x: ${arn(OTHER)}, x${KEY}: ${arn(OTHER)}}\n`],
  ['a key of another host', `commonAnnotations: {eks.amazonawsxcom/role-arn: ${arn(OTHER)}}\n`],
  [
    'an operation on another key',
    `patches:\n- patch: |\n    # role-arn\n    - {path: /a/b, value: '${arn(OTHER)}'}\n`,
  ],
  ['no ARN', `commonAnnotations: {${KEY}: "\${ROLE_ARN}"}\n`],
  ['an ARN behind other text', `commonAnnotations: {${KEY}: "role ${arn(OTHER)}"}\n`],
  ['an ARN of another service', `commonAnnotations: {${KEY}: "arn:aws:sts::${OTHER}:role/web"}\n`],
  ['an ARN without a name', `commonAnnotations: {${KEY}: "arn:aws:iam::${OTHER}:role/"}\n`],
  ['an ARN with spaces', `commonAnnotations: {${KEY}: "arn:a w s:iam::${OTHER}:role/web"}\n`],
  ['an alias', `labels: [{pairs: &a {x: y}}]\ncommonAnnotations: {${KEY}: *a}\n`],
  ['a number', `commonAnnotations: {${KEY}: 12}\n`],
  ['nothing', `commonAnnotations:\n  ${KEY}:\n`],
  ['a text that is no patch', `x:\n- note: |\n    ${KEY}: ${arn(OTHER)}\n`],
  ['texts of another list', `x:\n- |\n  ${KEY}: ${arn(OTHER)}\n`],
  ['patches that are no list', `patchesStrategicMerge: |\n  ${KEY}: ${arn(OTHER)}\n`],
  ['a patch in a file', 'patches:\n- path: role-arn.yaml\n'],
  ['a patch that is no YAML', `patches:\n- patch: |\n    {{ role-arn }}: [\n`],
  ['a patch that is nested too deep', `patches:\n- patch: '${'['.repeat(500)}role-arn'\n`],
  ['a patch that is a mapping', 'patches:\n- patch: {a: role-arn}\n'],
])('%s is not our business', (_, text) => {
  expect(rolesIn(text)).toEqual([])
})

test('a known account that is a placeholder elsewhere is known', () => {
  const text = `commonAnnotations: {${KEY}: ${arn('111122223333')}}\n`
  expect(strangeRoles(parseKustomization(aFile(text)), new Set(['111122223333']))).toEqual([])
})

test('a role that is written with escapes is reported at the line of its patch', () => {
  const text = `patches:\n- patch: "${KEY}: \\x61${arn(OTHER).slice(1)}"\nx: ${arn(OTHER)}\n`
  expect(rolesIn(text)).toEqual([found(2)])
})

test('equal roles of one patch are reported line by line', () => {
  const text = `patches:\n- patch: >-\n    a:\n\n      ${KEY}: ${arn(OTHER)}\n\n    b:\n\n      ${KEY}: ${arn(OTHER)}\n`
  expect(rolesIn(text)).toEqual([found(5), found(9)])
})
