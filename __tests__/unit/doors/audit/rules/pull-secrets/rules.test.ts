import { describe, expect, test } from 'vitest'
import type { Settings } from '../../../../../../src/doors/audit/plan/settings.ts'
import { PULL_SECRETS } from '../../../../../../src/doors/audit/rules/pull-secrets/rules.ts'
import type { Found } from '../../../../../../src/doors/audit/rules/rule.ts'
import { foundBy } from '../../../../../support/audit/audited.ts'

const SETTINGS: Settings = {
  ...{ registries: [], roleAccounts: [], placeholderAccounts: [], rules: new Map(), ignore: [] },
  ...{ productionPaths: [], nodesPullWithRole: false, expectedImages: new Map() },
}
const HOME = '465002806239.dkr.ecr.eu-west-1.amazonaws.com'
const PARTNER = '305702147389.dkr.ecr.us-east-2.amazonaws.com'
const BY_ROLE = { nodesPullWithRole: true, registries: [{ account: '465002806239', region: 'eu-west-1' }] }

/** What a rule finds in one file of a repository. */
function find(id: string, text: string, settings: Partial<Settings> = {}): readonly Found[] {
  const rule = PULL_SECRETS.find((one) => one.id === id)
  if (!rule) throw new Error(`no rule ${id}`)
  return foundBy(rule, { 'app.yaml': text }, { ...SETTINGS, ...settings })
}

const shown = (found: readonly Found[]) => found.map(({ at }) => at.source.text.slice(at.start, at.end))

const pod = (images: readonly string[], secrets: readonly string[], namespace = 'web') =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  namespace: ${namespace}\nspec:\n  containers:\n${images
    .map((image, index) => `    - name: c${index}\n      image: ${image}\n`)
    .join(
      '',
    )}${secrets.length > 0 ? '  imagePullSecrets:\n' : ''}${secrets.map((name) => `    - name: ${name}\n`).join('')}`

const job = (script: string, schedule = '0 */3 * * *', namespace = 'web') =>
  `apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: ecr-login\n  namespace: ${namespace}\nspec:\n  schedule: "${schedule}"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - name: login\n              image: tools:1\n              command: [sh, -c, '${script}']\n`

const write = (secret: string, host = HOME, more = '') =>
  `kubectl create secret docker-registry ${secret} ${more} --docker-server=${host} --docker-password=$(aws ecr get-login-password)`

const secretWith = (config: string, namespace = 'web') =>
  `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ecr\n  namespace: ${namespace}\ntype: kubernetes.io/dockerconfigjson\nstringData:\n  .dockerconfigjson: '${config}'\n`

const PASSWORD = Buffer.from(`AWS:${Buffer.from('{"payload":"x"}').toString('base64')}`).toString('base64')
const login = (host: string, auth = PASSWORD) => JSON.stringify({ auths: { [host]: { auth } } })

describe.each(PULL_SECRETS)('$id', (rule) => {
  const settings = rule.needs
    ? { ...BY_ROLE, registries: [{ account: '465002806239', region: 'us-east-1' }] }
    : {}

  test('finds fault with the text of its page, and none with the same put right', () => {
    expect(find(rule.id, rule.example?.bad ?? '', settings)).toHaveLength(1)
    expect(find(rule.id, rule.example?.good ?? '', settings)).toEqual([])
  })

  test('says what to do in words that end', () => {
    const [found] = find(rule.id, rule.example?.bad ?? '', settings)
    expect(found?.message).not.toMatch(/\.$/)
    expect(found?.hint).toMatch(/\.$/)
    expect(found?.inheritedBy).toEqual(['app.yaml'])
  })
})

describe('ecr-refresh-no-headroom', () => {
  test.each([
    ['0 */10 * * *', '0 */5 * * *'],
    ['30 2 * * *', '30 */5 * * *'],
    ['*/10 3,12 * * *', '0 */5 * * *'],
    ['5,25 */8 * * *', '5 */5 * * *'],
    ['@daily', '0 */5 * * *'],
    ['@every 8h', '0 */5 * * *'],
  ])('would run %s as %s', (schedule, safe) => {
    const [found] = find('ecr-refresh-no-headroom', job(write('ecr'), schedule))
    expect(found?.fix).toMatchObject({ safety: 'safe', changes: [{ kind: 'set', to: safe }] })
    expect(find('ecr-refresh-no-headroom', job(write('ecr'), safe))).toEqual([])
  })

  test.each(['0 */6 * * *', '*/30 * * * *', '@every 5h', 'nonsense', '{{ .Values.schedule }}'])(
    'has nothing to say of %s',
    (schedule) => {
      expect(find('ecr-refresh-no-headroom', job(write('ecr'), schedule))).toEqual([])
    },
  )

  test('says when a password ends even though no run fails', () => {
    const [found] = find('ecr-refresh-no-headroom', job(write('ecr'), '0 0 * * *'))
    expect(found?.message).toBe(
      '"CronJob/ecr-login" runs up to 24 hours apart, and a password of ECR is good for 12 hours: the password in the pull secret ends before the next one',
    )
  })

  test('has nothing to say of a job that does something else', () => {
    expect(find('ecr-refresh-no-headroom', job('aws s3 ls', '0 0 * * *'))).toEqual([])
  })
})

describe('pull-secret-static', () => {
  test.each([
    ['a password of ECR', secretWith(login(HOME)), 1],
    [
      'one in base64',
      secretWith('')
        .replace('stringData', 'data')
        .replace("''", Buffer.from(login(HOME)).toString('base64')),
      1,
    ],
    ['one of another registry', secretWith(login('ghcr.io')), 0],
    ['nothing yet', secretWith(login(HOME, '')), 0],
    [
      'a word that stands for it',
      secretWith(login(HOME, Buffer.from('AWS:REPLACE_ME_PLEASE').toString('base64'))),
      0,
    ],
    ['what is encrypted', secretWith('ENC[AES256_GCM,data:abc]'), 0],
  ])('of %s', (_, text, count) => {
    expect(find('pull-secret-static', text)).toHaveLength(count)
  })
})

describe('pull-secret-needless', () => {
  test('removes the list where it names no other secret', () => {
    const [found] = find('pull-secret-needless', pod([`${HOME}/web:1`], ['ecr']), BY_ROLE)
    expect(found?.fix).toMatchObject({
      safety: 'unsafe',
      changes: [{ kind: 'remove', key: 'imagePullSecrets' }],
    })
    const both = find('pull-secret-needless', pod([`${HOME}/web:1`], ['ecr', 'hub']), BY_ROLE)
    expect([shown(both), both.map(({ fix }) => fix)]).toEqual([
      ['ecr', 'hub'],
      [undefined, undefined],
    ])
  })

  test.each([
    ['another registry', [`${HOME}/web:1`, 'ghcr.io/acme/proxy:1'], BY_ROLE],
    ['an account that is not allowed', [`${HOME}/web:1`, `${PARTNER}/web:1`], BY_ROLE],
    ['nodes without a role', [`${HOME}/web:1`], { ...BY_ROLE, nodesPullWithRole: false }],
    ['no list of registries', [`${HOME}/web:1`], { nodesPullWithRole: true }],
  ])('is silent with %s', (_, images, settings) => {
    expect(find('pull-secret-needless', pod(images, ['ecr']), settings)).toEqual([])
  })
})

describe('pull-secret-namespace', () => {
  const twoOf = (script: string) => `${pod(['a:1'], ['ecr'])}---\n${job(script, undefined, 'tools')}`
  test.each([
    ['the namespace of its job', twoOf(write('ecr')), ['ecr']],
    ['a namespace that it names', twoOf(write('ecr', HOME, '-n other')), ['ecr']],
    ['that of the pod', twoOf(write('ecr', HOME, '--namespace=web')), []],
    ['a namespace that is a variable', twoOf(write('ecr', HOME, '-n "$ns"')), []],
    ['a secret that is a variable', twoOf(`${write('$name')}`), []],
    ['a secret of another name', twoOf(write('other')), []],
    ['both', `${twoOf(write('ecr'))}---\n${secretWith(login('ghcr.io'))}`, []],
  ])('of a job that writes to %s', (_, text, places) => {
    expect(shown(find('pull-secret-namespace', text))).toEqual(places)
  })

  const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: web
spec:
  template:
    spec:
      imagePullSecrets:
        - name: ecr
      containers:
        - name: a
          image: a:1
`

  test('is found of a deployment, which names secrets and copies none', () => {
    const text = `${deployment('web')}---\n${job(write('ecr'), undefined, 'tools')}`
    expect(shown(find('pull-secret-namespace', text))).toEqual(['ecr'])
    expect(find('pull-secret-namespace', text.replace('name: web', 'name: imagepullsecret-patcher'))).toEqual(
      [],
    )
  })

  test('is silent where something brings secrets to other namespaces', () => {
    const copier = 'apiVersion: kyverno.io/v1\nkind: ClusterPolicy\nmetadata:\n  name: copy\n'
    expect(find('pull-secret-namespace', `${twoOf(write('ecr'))}---\n${copier}`)).toEqual([])
  })
})

describe('pull-secret-namespace of what other objects say', () => {
  const deployed = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: a:1
      imagePullSecrets:
        - name: ecr
---
${job(write('ecr'), undefined, 'tools')}`

  test('takes the field of a workload for no program that copies secrets', () => {
    expect(shown(find('pull-secret-namespace', deployed))).toEqual(['ecr'])
  })

  test.each(['titansoft/imagepullsecret-patcher:v0.14', 'emberstack/kubernetes-reflector.chart:1'])(
    'is silent beside %s',
    (image) => {
      expect(find('pull-secret-namespace', deployed.replace('image: a:1', `image: ${image}`))).toEqual([])
    },
  )
})

describe('pull-secret-deleted-first', () => {
  const script = (...lines: readonly string[]) => {
    const indent = `\n${' '.repeat(18)}`
    return job('').replace(
      /command: .*/,
      () =>
        `command:${['sh', '-c', `|${indent}${lines.join(indent)}`].map((word) => `\n                - ${word}`).join('')}`,
    )
  }
  const remove = (secret: string, more = '') => `kubectl delete secret ${secret}${more}`

  test.each([
    ['a secret', [remove('ecr'), write('ecr')], ['kubectl delete secret ecr']],
    [
      'a secret of a variable',
      [remove('"$NAME"', ' || true'), write('$NAME')],
      ['kubectl delete secret "$NAME"'],
    ],
    [
      'one of a namespace',
      ['kubectl -n web delete secrets ecr --wait=false', write('ecr', HOME, '-n web')],
      ['kubectl -n web delete secrets ecr --wait=false'],
    ],
    [
      'over several lines',
      ['kubectl delete --ignore-not-found \\', '  secret/ecr', write('ecr')],
      ['kubectl delete --ignore-not-found'],
    ],
    ['one and makes another', [remove('old'), write('ecr')], []],
    ['one of another namespace', [remove('ecr', ' -n ops'), write('ecr', HOME, '-n web')], []],
    ['a namespace of that name', [remove('old', ' -n ecr'), write('ecr', HOME, '-n ecr')], []],
    ['it behind that', [write('ecr'), remove('ecr')], []],
    ['it in a comment', [`# ${remove('ecr')}`, write('ecr')], []],
    ['something else', ['kubectl delete pod ecr', write('ecr')], []],
  ])('finds, in a job that deletes %s', (_, all, places) => {
    expect(shown(find('pull-secret-deleted-first', script(...all)))).toEqual(places)
  })
})

describe('pull-secret-several-registries', () => {
  const images = [`${HOME}/web:1`, `${PARTNER}/web:1`]
  test.each([
    ['a secret for the first one', `${pod(images, ['ecr'])}---\n${secretWith(login(HOME))}`, ['ecr']],
    ['a job for the first one', `${pod(images, ['ecr'])}---\n${job(write('ecr'))}`, ['ecr']],
    ['a secret that cannot be read', `${pod(images, ['ecr', 'more'])}---\n${secretWith(login(HOME))}`, []],
    ['images of one registry', `${pod([`${HOME}/web:1`], ['ecr'])}---\n${secretWith(login(HOME))}`, []],
    [
      'an image of the public',
      `${pod([`${HOME}/web:1`, 'nginx:1'], ['ecr'])}---\n${secretWith(login(HOME))}`,
      [],
    ],
  ])('with %s', (_, text, places) => {
    expect(shown(find('pull-secret-several-registries', text))).toEqual(places)
  })

  test('is silent where nodes pull by their role', () => {
    const text = `${pod(images, ['ecr'])}---\n${secretWith(login(HOME))}`
    expect(find('pull-secret-several-registries', text, BY_ROLE)).toEqual([])
  })
})
