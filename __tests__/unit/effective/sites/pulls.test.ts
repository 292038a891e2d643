import { describe, expect, test } from 'vitest'
import { openRepository } from '../../../../src/effective/open-repository.ts'
import { memoryFiles } from '../../../support/audit/memory-files.ts'

const HOST = '465002806239.dkr.ecr.eu-west-1.amazonaws.com'

function pullsIn(text: string) {
  const [pulls] = openRepository(memoryFiles({ 'all.yaml': text })).pulls
  return pulls
}

const pod = (rest: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: web }\n${rest}`

describe('uses of pull secrets', () => {
  test.each([
    [
      'of a pod',
      pod('spec:\n  imagePullSecrets: [{ name: a }, { name: b }]\n'),
      [
        ['a', 1],
        ['b', 1],
      ],
    ],
    [
      'of a service account',
      'apiVersion: v1\nkind: ServiceAccount\nmetadata: { name: web }\nimagePullSecrets:\n  - name: a\n',
      [['a', 0]],
    ],
    [
      'anywhere below',
      'apiVersion: x/v1\nkind: Own\nmetadata: { name: web }\nspec:\n  parts:\n    - pod: { imagePullSecrets: [{ name: a }] }\n',
      [['a', 0]],
    ],
    ['that are no list', pod('spec:\n  imagePullSecrets: a\n'), undefined],
    ['with no name', pod('spec:\n  imagePullSecrets: [{ name: "" }, {}, a]\n'), undefined],
  ])('%s are known', (_, text, names) => {
    expect(pullsIn(text)?.uses.map(({ name, besides }) => [name, besides])).toEqual(names)
  })

  test('stand in the mapping that has the list', () => {
    const use = pullsIn(pod('spec:\n  a: b\n  imagePullSecrets: [{ name: a }]\n'))?.uses[0]
    expect(use?.holder.entries.map(({ key }) => key.text)).toEqual(['a', 'imagePullSecrets'])
    expect([use?.object, use?.namespace]).toEqual(['Pod/web', 'web'])
  })

  test('are not looked for in a repository that has no word of them', () => {
    expect(openRepository(memoryFiles({ 'all.yaml': pod('spec: {}\n') })).pulls).toEqual([])
  })
})

describe('a secret that is committed', () => {
  const secret = (config: unknown) =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: ecr }\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: ${Buffer.from(
      typeof config === 'string' ? config : JSON.stringify(config),
    ).toString('base64')}\n`
  const encoded = (text: string) => Buffer.from(text).toString('base64')

  test.each([
    ['an auth', { auths: { [HOST]: { auth: encoded('AWS:eyJwYXlsb2FkIjoi') } } }, [HOST]],
    [
      'a password',
      { auths: { [`https://${HOST}/v2`]: { username: 'AWS', password: 'eyJwYXlsb2FkIjoi' } } },
      [HOST],
    ],
    ['the older form', { [HOST]: { auth: encoded('AWS:eyJwYXlsb2FkIjoi') } }, [HOST]],
    ['nothing in it', { auths: { [HOST]: { auth: '' } } }, []],
    ['a placeholder', { auths: { [HOST]: { username: 'AWS', password: '<a password of ECR>' } } }, []],
    ['a word that says so', { auths: { [HOST]: { auth: encoded('AWS:replace-me-later') } } }, []],
    ['no login', { auths: { [HOST]: 'x', other: null } }, []],
    ['something else', 'not JSON', []],
    ['a number', 5, []],
  ])('with %s has passwords of these', (_, config, hosts) => {
    expect(pullsIn(secret(config))?.secrets.map(({ passwords }) => passwords)).toEqual([hosts])
  })
})

describe('a job that refreshes', () => {
  const job = (script: string) =>
    `apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: login }\nspec:\n  schedule: 0 1 * * *\n  jobTemplate: { spec: { template: { spec: { containers: [{ command: [sh, -c, ${JSON.stringify(script)}] }] } } } }\n`
  const WRITE = 'aws ecr get-login-password; kubectl create secret docker-registry'

  test.each([
    [
      `${WRITE} ecr --docker-server=${HOST}`,
      [{ name: 'ecr', namespace: undefined, anywhere: false }],
      [HOST],
    ],
    [`${WRITE} -n web ecr`, [{ name: 'ecr', namespace: 'web', anywhere: false }], []],
    [`${WRITE} ecr \\\n  --namespace=web`, [{ name: 'ecr', namespace: 'web', anywhere: false }], []],
    [`${WRITE} "$NAME" -n $NS`, [{ name: undefined, namespace: undefined, anywhere: true }], []],
  ])('%j writes', (script, writes, hosts) => {
    const [refresher] = pullsIn(job(script))?.refreshers ?? []
    expect([refresher?.writes, refresher?.hosts]).toEqual([writes, hosts])
  })

  test('is read in time that grows with its script alone', () => {
    const units = ['.dkr.ecr', 'a.dkr.ecr.', 'secret docker-registry ', '\\\n', '-n ', '"', '$', 'x']
    const start = performance.now()
    for (const unit of units) {
      const script = `get-login-password dockerconfigjson ${unit.repeat(500_000 / unit.length)}A`
      expect(pullsIn(job(script))?.refreshers).toHaveLength(1)
    }
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
