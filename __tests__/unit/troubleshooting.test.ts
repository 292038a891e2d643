import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { renderTroubleshooting } from '../../scripts/docs/troubleshooting.ts'
import { sessionPolicy } from '../../src/aws/session/policy.ts'
import { ERROR_CODES } from '../../src/errors/errors.ts'
import { anAccess, parsedFrom } from './builders.ts'

const HELP = readFileSync('docs/troubleshooting.md', 'utf8')
const { inputs, outputs } = parse(readFileSync('action.yml', 'utf8')) as { inputs: object; outputs: object }

/** Settings of others that the help names: keys of workflows, values, claims, fields, words of a registry. */
const OTHERS = new Set([
  ...['permissions', 'id-token', 'contents', 'environment', 'env', 'needs', 'secrets'],
  ...['cancel-in-progress', 'runs-on', 'fetch-depth', 'ref', 'mask-aws-account-id', 'ubuntu-latest'],
  ...['sub', 'aud', 'images', 'ambient', 'fail', 'require', 'denied', 'latest', 'main', 'prod'],
  ...['superseded', 'held', 'built', 'checked'],
  ...['lfs', 'submodules', 'sparse-checkout', 'token', 'ssh-key', 'path'],
])

const STS_ACTIONS = ['sts:AssumeRoleWithWebIdentity', 'sts:AssumeRole']

/** What people type into a search box: words of AWS, docker and the actions that this one replaces. */
const SEARCHED = [
  'Not authorized to perform sts:AssumeRoleWithWebIdentity',
  'Could not load credentials from any providers',
  'no basic auth credentials',
  'ExpiredToken',
  'RepositoryNotFoundException',
  'name unknown',
  'ImageTagAlreadyExistsException',
  'tag invalid',
  'Your authorization token has expired',
  'InvalidIdentityToken',
  'No OpenIDConnect provider found',
  'IDPRejectedClaim',
  'IDPCommunicationError',
  'PackedPolicyTooLarge',
  'MalformedPolicyDocument',
  'RegionDisabledException',
  'MaxSessionDuration',
  'Rate exceeded',
  'TOOMANYREQUESTS',
  'UnrecognizedClientException',
  'KmsException',
  'LimitExceededException',
  'BlockedByOrganizationPolicyException',
  'ImageArchivedException',
  'Skip output',
  'stored unencrypted',
  'job_workflow_ref',
  'Dependabot',
  'dual-stack',
  'FIPS',
]

const examples = (language: string): string[] =>
  [...HELP.matchAll(new RegExp(`^( *)\`\`\`${language}\\n(.*?)^ *\`\`\`$`, 'gms'))].map(
    ([, indent = '', text = '']) => text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  )

/** What stands in backticks, but for the words of others. */
const quoted = [...HELP.replaceAll(/^Also reported as .*$/gm, '').matchAll(/`([^`\n]+)`/g)].map(
  ([, text = '']) => text,
)

test('is what the table of codes makes of it', () => {
  expect(HELP).toBe(renderTroubleshooting())
})

test('has a section for each code, in their order, which begins with its sentence', () => {
  const sections = [...HELP.matchAll(/^### (\w+)\n\n(.+)$/gm)].map(([, code, first]) => [code, first])
  expect(sections).toEqual(Object.entries(ERROR_CODES))
})

test('says for each code when it happens and what to change', () => {
  const bullets = HELP.split('\n').filter((line) => line.startsWith('- '))
  for (const bullet of bullets) expect(bullet).toMatch(/^- .{20,} \*\*What to change:\*\* .{5,}\.$/)
  const sections = HELP.split(/^#{2,3} /m).filter((section) => /^[A-Z_]+\n/.test(section))
  expect(sections).toHaveLength(Object.keys(ERROR_CODES).length)
  for (const section of sections) expect(section).toContain('**What to change:**')
})

test('names no input, output or setting that does not exist', () => {
  const names = quoted.flatMap((text) => /^([a-z]+(?:-[a-z]+)*)(?:: .*)?$/.exec(text)?.[1] ?? [])
  const unknown = names.filter((name) => !(name in inputs) && !(name in outputs) && !OTHERS.has(name))
  expect(names.length).toBeGreaterThan(100)
  expect([...new Set(unknown)]).toEqual([])
  for (const name of OTHERS) expect(names).toContain(name)
})

test('gives inputs in its examples only values that they take', () => {
  const steps = examples('yaml').map((text) => (parse(text) as { with?: Record<string, string> }).with ?? {})
  expect(steps.flatMap(Object.keys).length).toBeGreaterThan(2)
  for (const step of steps) {
    for (const name of Object.keys(step)) expect(inputs).toHaveProperty(name)
    expect(parsedFrom((name) => step[name] ?? '').problems).toEqual([])
  }
})

test('names only IAM actions that this action or its set-up needs', () => {
  const session = {
    ...anAccess().session,
    writes: ['r'],
    creates: ['r'],
    tags: ['r'],
    keys: ['r'],
    signs: ['r'],
  }
  const { Statement } = JSON.parse(sessionPolicy(session)) as { Statement: { Action: string | string[] }[] }
  const known = Statement.flatMap(({ Action }) => Action)
  const named = [...HELP.matchAll(/\b(?:ecr|sts|iam|kms|s3|ec2):[A-Z*][A-Za-z*]*/g)].map(([action]) => action)
  for (const action of named) expect([...known, ...STS_ACTIONS]).toContain(action)
  // Asked for the sake of a warning, so nothing fails for want of it.
  for (const action of known.filter((name) => name !== 'ecr:DescribeRepositories')) {
    expect(named).toContain(action)
  }
})

test('has examples that can be read, and no commands but those of AWS', () => {
  const [yaml, json, sh] = [examples('yaml'), examples('json'), examples('sh')]
  expect(Math.min(yaml.length, json.length, sh.length)).toBeGreaterThan(1)
  for (const text of yaml) expect(parse(text)).toBeTypeOf('object')
  for (const text of json) expect(JSON.parse(text)).toBeTypeOf('object')
  for (const text of sh) expect(text).toMatch(/^aws [a-z-]+ [a-z-]+ /)
})

test.each(SEARCHED)('is found by %j', (words) => {
  expect(HELP).toContain(words)
})

test('links only to sections that are there', () => {
  const sections = Object.keys(ERROR_CODES).map((code) => code.toLowerCase())
  const anchors = [...HELP.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor)
  expect(anchors.length).toBeGreaterThan(0)
  for (const anchor of anchors) expect(sections).toContain(anchor)
})
