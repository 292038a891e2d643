import { expect, test } from 'vitest'
import { kustomizationWarnings } from '../../../src/render/roles.ts'
import { ACCOUNT, aProposal, aVerdict } from '../builders.ts'

const PATH = 'prod/kustomization.yaml'
const known = new Set([ACCOUNT])
const place = (file: string, line?: number) => ({ file, url: `https://example.com/${file}#L${line}` })
const file = (account: string) =>
  `images:\n- name: identity-service\ncommonAnnotations:\n  eks.amazonaws.com/role-arn: arn:aws:iam::${account}:role/x\n`
const warnings = (account: string) =>
  kustomizationWarnings(aProposal([aVerdict()], { [PATH]: [file(account), 'edited'] }), known, place)

test('a role of the account that images are pushed to needs no word', () => {
  expect(warnings(ACCOUNT)).toEqual([])
})

test('a role of an unknown account is named with its line and link', () => {
  expect(warnings('314159265358')).toEqual([
    "prod/kustomization.yaml:4 gives a service account the role arn:aws:iam::314159265358:role/x, in account 314159265358, which is neither the role's nor in allowed-account-ids: pods would get no credentials if it is wrong. See https://example.com/prod/kustomization.yaml#L4",
  ])
})

test('a place without a link is named without one', () => {
  const proposal = aProposal([aVerdict()], { [PATH]: [file('314159265358'), 'edited'] })
  const [warning] = kustomizationWarnings(proposal, known, (path) => ({ file: path }))
  expect(warning).toMatch(/pods would get no credentials if it is wrong\.$/)
})

test.each(['123456789012', '12345678901', 'ACCOUNT_ID'])('%s is called a placeholder', (account) => {
  expect(warnings(account)).toEqual([expect.stringContaining(`whose account "${account}" is a placeholder`)])
})

test('a comment that is no marker is not our business', () => {
  const text = `# why: the audit\n${file(ACCOUNT)}`
  const proposal = aProposal([aVerdict()], { [PATH]: [text, 'edited'] })
  expect(kustomizationWarnings(proposal, known, place)).toEqual([])
})

test('a hold marker in a file without images is said to hold nothing', () => {
  const text = '# ecr-gitops: hold all of it\nresources: []\n'
  const proposal = aProposal([aVerdict()], { [PATH]: [text, 'edited'] })
  expect(kustomizationWarnings(proposal, known, place)).toEqual([expect.stringContaining(`${PATH}:1`)])
})

test('a hold marker in an empty list is said to hold nothing', () => {
  const text = 'images: [\n  # ecr-gitops: hold all of it\n]\n'
  const proposal = aProposal([aVerdict()], { [PATH]: [text, 'edited'] })
  expect(kustomizationWarnings(proposal, known, place)).toEqual([expect.stringContaining(`${PATH}:2`)])
})

test('a hold marker at no entry is said to hold nothing', () => {
  const text = `# ecr-gitops: hold all of it\n\nnamespace: prod\n${file(ACCOUNT)}`
  const proposal = aProposal([aVerdict()], { [PATH]: [text, 'edited'] })
  expect(kustomizationWarnings(proposal, known, place)).toEqual([
    expect.stringContaining('prod/kustomization.yaml:1 has a comment for this action that holds nothing'),
  ])
})
