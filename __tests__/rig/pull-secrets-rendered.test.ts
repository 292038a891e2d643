import { globSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
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
