import { describe, expect, test } from 'vitest'
import type { RunOptions } from '../support/world.ts'
import { createScene, FILE, NAME, PRODUCTION, PUSH } from './scene.ts'

const pullRequest = (from: string): RunOptions => ({
  event: {
    name: 'pull_request',
    payload: {
      action: 'synchronize',
      repository: { default_branch: 'main', full_name: 'acme/identity-service' },
      pull_request: { head: { repo: { full_name: from } } },
    },
  },
  ref: 'refs/pull/7/merge',
})
const OWN = pullRequest('acme/identity-service')
const FORK: RunOptions = {
  ...pullRequest('mallory/identity-service'),
  env: { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined },
}
const BRANCH: RunOptions = { event: PUSH, ref: 'refs/heads/feature/login' }
const DRY = { 'dry-run': 'true' }
const NOPE = `apps/${NAME}/overlays/nope`
/** Of one overlay in the table of the summary, without escapes. */
const rowOf = (summary: string, overlay: string) =>
  summary
    .replaceAll(/\\|<wbr>/g, '')
    .split('\n')
    .find((line) => line.startsWith(`| <code>${overlay}<`))
    ?.split(' | ')
    .at(-1)
const titles = (annotations: readonly { level: string; properties: { title?: string } }[]) =>
  annotations.filter(({ level }) => level === 'error').map(({ properties }) => properties.title)

describe('an overlay that is not there', () => {
  test.concurrent.for([
    ['a pull request', OWN],
    ['a feature branch', BRANCH],
  ] as const)('fails a dry run of %s', async ([, run]) => {
    await using scene = await createScene()
    const result = await scene.go({ ...DRY, overlays: `${NOPE}\n${PRODUCTION}` }, run)
    expect([result.exitCode, result.outputs.result]).toEqual([1, 'failed'])
    expect(titles(result.annotations)).toEqual(['OVERLAY_MISSING'])
    expect(rowOf(result.summary, NOPE)).toBe('failed |')
  })

  test.concurrent.for([
    ['that builds', {}, 'checked'],
    ['that pushes by hand', { push: 'true' }, 'built'],
  ] as const)('is a warning and a row of a pull request %s', async ([, inputs, outcome]) => {
    await using scene = await createScene()
    const result = await scene.go({ ...inputs, overlays: `${NOPE}\n${PRODUCTION}` }, OWN)
    expect([result.exitCode, result.outputs.result]).toEqual([0, outcome])
    const warnings = result.annotations.filter(({ level }) => level === 'warning')
    expect(warnings).toMatchObject([
      { message: expect.stringContaining('A deploy would fail with OVERLAY_MISSING') },
    ])
    expect(result.summary).toContain('### A deploy would fail\n\n> **OVERLAY_MISSING**')
    expect([NOPE, PRODUCTION].map((overlay) => rowOf(result.summary, overlay))).toEqual([
      'mistake |',
      `${outcome} |`,
    ])
    expect(await scene.builder.calls('build')).toHaveLength(1)
    expect(await scene.leaks(result)).toEqual([])
  })
})

describe('overlays that are right', () => {
  test.concurrent.for([
    ['a pull request', OWN],
    ['a feature branch', BRANCH],
  ] as const)('give a dry run of %s the diff of a deploy', async ([, run]) => {
    await using scene = await createScene()
    const result = await scene.go(DRY, run)
    expect([result.exitCode, result.outputs.result]).toEqual([0, 'dry-run'])
    expect(result.summary).toContain(`+    newTag: "${scene.facts.head}"`)
    expect(rowOf(result.summary, PRODUCTION)).toBe('dry-run |')
    expect(result.stdout).toContain('The order of the commits is not checked')
    expect(scene.requests().github).toEqual([])
  })

  test.concurrent('cost a pull request nothing but one clone', async () => {
    await using scene = await createScene()
    const result = await scene.go({}, OWN)
    expect([result.exitCode, result.outputs.result]).toEqual([0, 'checked'])
    expect(result.summary).not.toContain('```diff')
    const { git, ...rest } = scene.requests()
    expect([new Set(git), Object.values(rest).flat()]).toEqual([
      new Set(['refs:upload-pack', 'upload-pack']),
      [],
    ])
  })
})

test.concurrent.for([{}, DRY])('a fork is not asked for what it has no secrets for: %j', async (inputs) => {
  await using scene = await createScene()
  const secrets = { 'role-to-assume': '', 'config-token': '', 'github-token': '' }
  const result = await scene.go({ ...secrets, ...inputs, overlays: NOPE }, FORK)
  expect(result.exitCode).toBe(0)
  const line = 'The overlays are not checked: config-repository needs config-token'
  for (const text of [result.stdout, result.summary]) expect(text).toContain(line)
  expect(rowOf(result.summary, NOPE)).toBe('not checked |')
  expect(scene.requests().git).toEqual([])
})

test.concurrent.for([
  ['a deploy', {}, { event: PUSH }],
  ['a dry run of a pull request', DRY, OWN],
] as const)('$0 says everything at once: mistakes, roles and placeholders', async ([, inputs, run]) => {
  await using scene = await createScene()
  const before = (await scene.config.file(FILE)) ?? ''
  const role = 'arn:aws:iam::123456789012:role/web'
  const after = `${before.replace(scene.facts.account, '111122223333')}commonAnnotations:\n  eks.amazonaws.com/role-arn: ${role}\n`
  // Without the entry, and with the role of another one.
  const other = `resources: []\ncommonAnnotations:\n  eks.amazonaws.com/role-arn: ${role.replace('web', 'api')}\n`
  const files = { [FILE]: after, 'apps/other/kustomization.yaml': other }
  await scene.config.commit({ files, message: 'Break it' })
  const result = await scene.go({ ...inputs, overlays: `${NOPE}\napps/other\n${PRODUCTION}` }, run)
  expect(titles(result.annotations)).toEqual(['OVERLAY_MISSING', 'ENTRY_MISSING'])
  const said = (level: string) =>
    result.annotations.filter((one) => one.level === level).map(({ message }) => message)
  expect(said('warning')).toEqual([
    expect.stringMatching(/^apps\/other\/kustomization\.yaml:3 .*role\/api/),
    expect.stringMatching(new RegExp(`^${FILE}:\\d+ .*role/web`)),
  ])
  expect(said('notice')).toContainEqual(expect.stringContaining('"111122223333" is a placeholder'))
})
