import { globSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { auditedOf } from '../../src/doors/audit/plan/audited.ts'
import type { Settings } from '../../src/doors/audit/plan/settings.ts'
import { PULL_SECRETS } from '../../src/doors/audit/rules/pull-secrets/rules.ts'
import { parseSchedule } from '../../src/doors/audit/rules/pull-secrets/schedule.ts'
import { openRepository } from '../../src/effective/open-repository.ts'
import { memoryFiles } from '../support/audit/memory-files.ts'
import { ofName, pathOf, podOf } from './kube-object.ts'
import { changedExample, helmTemplate, kustomizeBuild } from './pull-secret-renders.ts'
import { ACCOUNT, KEYS, openScene, POD_IDENTITY, type Scene } from './pull-secret-scene.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene?.[Symbol.asyncDispose]())

describe('what is rendered', () => {
  test.each([
    ['a role', {}, (text: string) => text],
    ['access keys', KEYS, (text: string) => withoutRole(text).replace('/irsa', '/access-keys')],
    ['EKS Pod Identity', POD_IDENTITY, (text: string) => withoutRole(text).replace(/.*\/irsa\n/, '')],
  ])('is the same by kustomize and by Helm, with %s', async (_, values, change) => {
    expect(await helmTemplate(values)).toEqual(await changedExample(change))
  })

  const withoutRole = (text: string) => text.replace(/ {4}literals:\n.*\n/, '')

  test('is the same by every kustomize of the rig', async () => {
    const programs = globSync(join(process.env.ECR_RIG_KUSTOMIZES ?? '', '*/kustomize'))
    expect(programs.length).toBeGreaterThan(1)
    for (const program of programs)
      expect(await kustomizeBuild('examples/pull-secrets/example', program)).toEqual(scene.objects)
  })

  test('has one pod, whether at once or by the clock', () => {
    const job = ofName(scene.objects, 'Job', 'ecr-pull-secrets-now')
    expect(podOf(job)).toEqual(podOf(ofName(scene.objects, 'CronJob', 'ecr-pull-secrets')))
  })

  test('is taken by an API server as it stands, and leaves nothing out', async () => {
    await scene.install()
    for (const object of scene.objects.filter(pathOf)) {
      const path = `${pathOf(object)}?dryRun=All&fieldValidation=Strict&fieldManager=test&force=true`
      const answer = await scene.server.ask(path, { method: 'PATCH', body: object })
      expect([object.kind, answer.status, answer.body.message]).toEqual([object.kind, 200, undefined])
    }
    expect(scene.objects.filter((object) => !pathOf(object)).map(({ kind }) => kind)).toEqual([
      'PrometheusRule',
    ])
  })

  test.each([
    ['a role', {}],
    ['access keys', KEYS],
    ['EKS Pod Identity', POD_IDENTITY],
  ])('makes a pod that the strictest level of pod security lets in, with %s', async (_, values) => {
    const token = await scene.install()
    expect(token).not.toBe('')
    const metadata = { name: 'strict', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } }
    await scene.server.apply('/api/v1/namespaces/strict', { apiVersion: 'v1', kind: 'Namespace', metadata })
    const account = {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'ecr-pull-secrets', namespace: 'strict' },
    }
    await scene.server.apply(pathOf(account) ?? '', account)
    const { spec } = podOf(ofName(await helmTemplate(values), 'Job', 'ecr-pull-secrets-now'))
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'refresh', namespace: 'strict' }, spec }
    const path = `/api/v1/namespaces/strict/pods/refresh?dryRun=All&fieldValidation=Strict&fieldManager=test`
    const answer = await scene.server.ask(path, { method: 'PATCH', body: pod })
    expect([answer.status, answer.body.message]).toEqual([201, undefined])
  })

  test.each([
    ['no registry', { registries: [] }],
    [
      'an account that is a number',
      { registries: [{ account: 465002806239, region: 'eu-west-1', secret: 'a', namespaces: ['b'] }] },
    ],
    [
      'a namespace that is none',
      { registries: [{ account: ACCOUNT, region: 'eu-west-1', secret: 'a', namespaces: ['b c'] }] },
    ],
    ['a role that is not said', { credentials: { kind: 'irsa', roleArn: '' } }],
    ['an image without a digest', { image: 'public.ecr.aws/aws-cli/aws-cli:2.35.11' }],
    ['a value that is misspelt', { registry: [] }],
  ])('is nothing with %s', async (_, values) => {
    await expect(helmTemplate(values)).rejects.toThrow(/values don't meet the specifications/)
  })
})

describe('an audit', () => {
  /** What it finds in a file that has all that is rendered. */
  function audit(schedule: string) {
    const text = scene.objects.map((object) => JSON.stringify(object)).join('\n---\n')
    const files = memoryFiles({ 'all.yaml': text.replace('17 */3 * * *', schedule) })
    const repository = openRepository(files)
    const settings: Settings = {
      ...{ registries: [], roleAccounts: [], placeholderAccounts: [], rules: new Map(), ignore: [] },
      ...{ productionPaths: [], nodesPullWithRole: false, expectedImages: new Map() },
    }
    const audited = auditedOf(files, settings, { repository })
    return { repository, found: PULL_SECRETS.flatMap((rule) => [...rule.check(audited)]) }
  }

  test('knows the refresher for what it is, and has nothing to say of it', () => {
    const { repository, found } = audit('17 */3 * * *')
    const refreshers = repository.pulls.flatMap((pulls) => pulls.refreshers)
    expect(refreshers.map(({ object }) => object).toSorted()).toEqual([
      'CronJob/ecr-pull-secrets',
      'Job/ecr-pull-secrets-now',
    ])
    expect(found).toEqual([])
    expect(audit('17 */8 * * *').found.map(({ hint }) => hint)).toEqual([
      expect.stringContaining('17 */5 * * *'),
    ])
  })

  test.each([
    ...['0 */5 * * *', '*/7 * * * *', '? ? ? ? ?', '0 0 * * MON-FRI', '0 0 1,15 jan-Dec/2 *', '5/20 * * * *'],
    ...[
      '@hourly',
      '@DAILY',
      '@every 6h',
      '@every 1h30m',
      '@every 1.5h',
      '0,,5 * * * *',
      ' 0 1 * * *',
      '0 1 * * * ',
    ],
    ...[
      '0 0 * * 7',
      '60 * * * *',
      '0 24 * * *',
      '0 0 0 * *',
      '0 0 * 13 *',
      '0 5-3 * * *',
      '*/0 * * * *',
      '+5 * * * *',
    ],
    ...[
      '0 0 */5 * * *',
      '0 0 * *',
      '@reboot',
      '@every',
      '@every soon',
      '@every -5m',
      ', * * * *',
      '0 0 * * SON',
      '1-2-3 * * * *',
    ],
    ...[
      '@yearly',
      '@every 1h 30m',
      '0 0 * * sun,6',
      '07 * * * *',
      '*/100 * * * *',
      '1/100 * * * *',
      '*-5 * * * *',
    ],
  ])('reads the schedule %j, or refuses it, as Kubernetes does', async (schedule) => {
    const cronjob = ofName(scene.objects, 'CronJob', 'ecr-pull-secrets')
    const body = { ...cronjob, spec: { ...cronjob.spec, schedule } }
    const path = `${pathOf(cronjob)}?dryRun=All&fieldManager=test&force=true`
    const { status } = await scene.server.ask(path, { method: 'PATCH', body })
    expect([200, 422]).toContain(status)
    expect(parseSchedule(schedule) === undefined ? 422 : 200).toBe(status)
  })
})
