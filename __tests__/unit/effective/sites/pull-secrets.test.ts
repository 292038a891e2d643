import { describe, expect, test } from 'vitest'
import { openRepository } from '../../../../src/effective/open-repository.ts'
import type { PullSecrets } from '../../../../src/effective/sites/pull-secret.ts'
import { pullSecretsOf } from '../../../../src/effective/sites/pull-secret-sites.ts'
import { memoryFiles } from '../../../support/audit/memory-files.ts'

function secretsIn(text: string): PullSecrets {
  const [deployed] = openRepository(memoryFiles({ 'a.yaml': text })).deployed
  if (!deployed) throw new Error('nothing is deployed')
  return pullSecretsOf(deployed)
}

const object = (apiVersion: string, kind: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a, namespace: apps}\n${rest}\n`
const HOST = '465002806239.dkr.ecr.us-east-1.amazonaws.com'

describe('what pulls with a secret', () => {
  test.each([
    [
      'a service account',
      object('v1', 'ServiceAccount', 'imagePullSecrets: [{name: ecr}]'),
      'ServiceAccount/a',
    ],
    ['a pod', object('v1', 'Pod', 'spec: {imagePullSecrets: [{name: ecr}, {name: ""}]}'), 'Pod/a'],
    [
      'a template of pods',
      object('apps/v1', 'Deployment', 'spec: {template: {spec: {imagePullSecrets: [{name: ecr}]}}}'),
      'Deployment/a',
    ],
  ])('%s', (_, text, owner) => {
    const { uses } = secretsIn(text)
    expect(uses.map(({ name, object, namespace }) => [name, object, namespace])).toEqual([
      ['ecr', owner, 'apps'],
    ])
  })
})

const LOGIN = { auth: Buffer.from('AWS:eyJwYXlsb2FkIjoia2V5').toString('base64') }
const config = JSON.stringify({
  auths: {
    [`https://${HOST}/v2/`]: LOGIN,
    'quay.io': LOGIN,
  },
})

describe('a secret', () => {
  test.each<readonly [string, string, string, readonly string[]]>([
    [
      'in base64',
      object(
        'v1',
        'Secret',
        `type: kubernetes.io/dockerconfigjson\ndata: {.dockerconfigjson: ${Buffer.from(config).toString('base64')}}`,
      ),
      'committed',
      [HOST, 'quay.io'],
    ],
    [
      'in plain text',
      object(
        'v1',
        'Secret',
        `type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '${config}'}`,
      ),
      'committed',
      [HOST, 'quay.io'],
    ],
    [
      'in the old form',
      object(
        'v1',
        'Secret',
        `type: kubernetes.io/dockercfg\nstringData: {.dockercfg: '${JSON.stringify({ [HOST]: LOGIN })}'}`,
      ),
      'committed',
      [HOST],
    ],
    [
      'that is encrypted',
      object(
        'v1',
        'Secret',
        'type: kubernetes.io/dockerconfigjson\ndata: {.dockerconfigjson: "ENC[AES256_GCM,data:x]"}',
      ),
      'external',
      [],
    ],
    [
      'of External Secrets',
      object(
        'external-secrets.io/v1',
        'ExternalSecret',
        'spec: {target: {name: a, template: {type: kubernetes.io/dockerconfigjson}}}',
      ),
      'external',
      [],
    ],
  ])('%s', (_, text, made, hosts) => {
    const { secrets } = secretsIn(text)
    expect(secrets.map((one) => [one.name, one.namespace, one.made, one.hosts])).toEqual([
      ['a', 'apps', made, hosts],
    ])
  })

  test.each([
    ['of another kind', object('v1', 'Secret', 'type: Opaque\nstringData: {password: x}')],
    [
      'of External Secrets of another kind',
      object('external-secrets.io/v1', 'ExternalSecret', 'spec: {target: {name: a}}'),
    ],
  ])('%s is none to pull with', (_, text) => {
    expect(secretsIn(text).secrets).toEqual([])
  })
})

const job = (script: string): string => `apiVersion: batch/v1
kind: CronJob
metadata: {name: login, namespace: ops}
spec:
  schedule: "0 */10 * * *"
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: login
              image: a
              command: [sh, -c]
              args:
                - |
${script.replaceAll(/^/gm, '                  ')}
`

describe('a job that makes secrets', () => {
  test.each<readonly [string, string, readonly unknown[]]>([
    [
      'names all of it',
      `kubectl create secret docker-registry ecr --docker-server=${HOST} \\
  --docker-password="$(aws ecr get-login-password)" -n apps`,
      [{ name: 'ecr', namespace: 'apps', anywhere: false }],
    ],
    [
      'names it behind options',
      'aws ecr get-login-password\nkubectl create secret docker-registry --namespace=apps ecr --docker-username AWS',
      [{ name: 'ecr', namespace: 'apps', anywhere: false }],
    ],
    [
      'is in its own namespace',
      'aws ecr get-login-password\nkubectl create secret docker-registry ecr',
      [{ name: 'ecr', namespace: undefined, anywhere: false }],
    ],
    [
      'goes through namespaces',
      'aws ecr get-login-password\nkubectl create secret docker-registry "$NAME" -n "$ns"',
      [{ name: undefined, namespace: undefined, anywhere: true }],
    ],
    [
      'makes it of a file',
      'aws ecr get-login-password\nkubectl create secret generic ecr --from-file=.dockerconfigjson=config.json -n apps',
      [{ name: 'ecr', namespace: 'apps', anywhere: false }],
    ],
    [
      'writes a manifest',
      'aws ecr get-login-password\necho "type: kubernetes.io/dockerconfigjson" | kubectl apply -f -',
      [],
    ],
  ])('%s', (_, script, writes) => {
    const { refreshers } = secretsIn(job(script))
    expect(refreshers.map((one) => [one.object, one.namespace, one.schedule?.text, one.writes])).toEqual([
      ['CronJob/login', 'ops', '0 */10 * * *', writes],
    ])
  })

  test('says which registries, in a command of words or a mounted script as well', () => {
    const words = `apiVersion: batch/v1
kind: Job
metadata: {name: login}
spec: {template: {spec: {containers: [{args: [kubectl, create, secret, docker-registry, ecr], env: []}], volumes: [{configMap: {name: scripts}}]}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: scripts}
data: {run.sh: "aws ecr get-login-password | docker login ${HOST}"}
`
    const { refreshers } = secretsIn(words)
    expect(refreshers.map((one) => [one.object, one.schedule, one.hosts, one.writes])).toEqual([
      ['Job/login', undefined, [HOST], [{ name: 'ecr', namespace: undefined, anywhere: false }]],
    ])
  })

  test.each([
    ['fetches a password for something else', 'aws ecr get-login-password | docker login'],
    ['makes a secret for another registry', 'kubectl create secret docker-registry quay --docker-password=x'],
  ])('is none that %s', (_, script) => {
    expect(secretsIn(job(script)).refreshers).toEqual([])
  })
})
