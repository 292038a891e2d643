import { describe, expect, test } from 'vitest'
import { globalRegistryDefeated } from '../../../../../../src/doors/audit/rules/helm/global-registry-defeated.ts'
import { imagesExpected } from '../../../../../../src/doors/audit/rules/helm/images-expected.ts'
import { renderMismatch } from '../../../../../../src/doors/audit/rules/helm/render-mismatch.ts'
import { repositoryHasHost } from '../../../../../../src/doors/audit/rules/helm/repository-has-host.ts'
import { tagEmpty } from '../../../../../../src/doors/audit/rules/helm/tag-empty.ts'
import type { Rule } from '../../../../../../src/doors/audit/rules/rule.ts'
import { confirmed } from '../../../../../../src/effective/helm/rendered.ts'
import { auditedOf, type Files, foundBy, placesOf } from '../../../../../support/audit/audited.ts'
import { packed } from '../../../../../support/audit/tar.ts'

const ECR = '465002806239.dkr.ecr.us-east-1.amazonaws.com'
const MARKETPLACE = '709825985650.dkr.ecr.us-east-1.amazonaws.com'

const pod = (name: string, image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec:\n  containers:\n    - name: ${name}\n      image: ${image}\n`
const about = (name: string, more = '') =>
  `apiVersion: v2\nname: ${name}\nversion: 1.0.0\nappVersion: "1.0.0"\n${more}`

/** The service's own registry wins, and without one the registry of all. */
const LOCAL =
  '{{ coalesce .Values.image.registry .Values.global.imageRegistry }}/{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}'
/** The registry of all wins. */
const GLOBAL =
  '{{ coalesce .Values.global.imageRegistry .Values.image.registry }}/{{ .Values.image.repository }}:{{ .Values.image.tag }}'

const chart = (image: string, values: string): Files => ({
  'web/Chart.yaml': about('web'),
  'web/values.yaml': values,
  'web/templates/pod.yaml': pod('web', image),
})
const values = (registry: string, more = 'repository: acme/web\n  tag: v1') =>
  `global: {imageRegistry: ${ECR}}\nimage:\n  registry: ${registry}\n  ${more}\n`

/** As if helm had rendered everything so. */
const confirmedBy = (rule: Rule, files: Files) => {
  const audited = auditedOf(files)
  const charts = audited.repository.charts.map((use) =>
    confirmed(
      use,
      use.services.flatMap(({ rendered }) => rendered ?? []),
    ),
  )
  return [...rule.check({ ...audited, repository: { ...audited.repository, charts } })]
}

describe('a registry of all services', () => {
  test('is defeated where the templates take the own one of a service first', () => {
    const found = foundBy(globalRegistryDefeated, chart(LOCAL, values('docker.io')))
    expect(placesOf(found)).toEqual(['web/values.yaml:3 docker.io'])
    expect(found.map(({ message, severity, fix }) => [message, severity, fix?.safety])).toEqual([
      [
        `"image" names "docker.io" itself, which wins over global.imageRegistry: it is pulled as "docker.io/acme/web:v1", not from "${ECR}"`,
        undefined,
        'unsafe',
      ],
    ])
    expect(found[0]?.hint).toContain('Set image.registry to ""')
    expect(found[0]?.hint).toContain('web/templates/pod.yaml:8 decides')
  })

  test('is surely defeated where helm has rendered it so', () => {
    const found = confirmedBy(globalRegistryDefeated, chart(LOCAL, values('docker.io')))
    expect(found.map(({ severity }) => severity)).toEqual(['error'])
  })

  test.each([
    ['the templates take it first', chart(GLOBAL, values('docker.io'))],
    ['the service has none', chart(LOCAL, values('""'))],
    ['the service has the same', chart(LOCAL, values(ECR))],
    ['there is none', chart(LOCAL, values('docker.io').replace(ECR, '""'))],
    ['no template looks at it', chart('{{ .Values.image.registry }}/x:v1', values('docker.io'))],
  ])('is not where %s', (_, files) => {
    expect(foundBy(globalRegistryDefeated, files)).toEqual([])
  })

  test('may be defeated in values of a chart that is elsewhere', () => {
    const files = { 'values-prod.yaml': values('docker.io') }
    const found = foundBy(globalRegistryDefeated, files)
    expect(placesOf(found)).toEqual(['values-prod.yaml:3 docker.io'])
    expect(found.map(({ severity, fix }) => [severity, fix])).toEqual([['notice', undefined]])
  })

  test('is told of where people can change it, for a chart in an archive', () => {
    const files = {
      'app/Chart.yaml': about('app', 'dependencies: [{name: web, version: 1.0.0}]\n'),
      'app/values.yaml': `global:\n  imageRegistry: ${ECR}\n`,
      'app/charts/web-1.0.0.tgz': packed([
        ['web/Chart.yaml', about('web')],
        ['web/values.yaml', 'image: {registry: docker.io, repository: acme/web, tag: v1}\n'],
        ['web/templates/pod.yaml', pod('web', LOCAL)],
      ]),
    }
    const found = foundBy(globalRegistryDefeated, files)
    expect(placesOf(found)).toEqual([`app/values.yaml:2 ${ECR}`])
    expect(found[0]?.hint).toContain('Set web.image.registry to ""')
    expect(found[0]?.fix).toBeUndefined()
  })
})

describe('a repository with a host', () => {
  test.each([
    [
      'the same host twice',
      chart(LOCAL, values(ECR, `repository: ${ECR}/acme/web\n  tag: v1`)),
      [['error', 'safe']],
    ],
    [
      'the host of all before it',
      chart(GLOBAL, values('""', `repository: ${ECR}/acme/web\n  tag: v1`)),
      [['error', 'safe']],
    ],
    [
      'another host',
      chart(LOCAL, values('mirror.example', 'repository: docker.io/acme/web\n  tag: v1')),
      [['warning', undefined]],
    ],
    [
      'no template here',
      { 'values.yaml': values(ECR, `repository: ${ECR}/acme/web\n  tag: v1`) },
      [['notice', 'safe']],
    ],
    ['no host', chart(LOCAL, values(ECR)), []],
    [
      'no registry in the template',
      chart('{{ .Values.image.repository }}:v1', values(ECR, `repository: ${ECR}/acme/web`)),
      [],
    ],
  ])('and %s', (_, files, severities) => {
    const found = foundBy(repositoryHasHost, files)
    expect(found.map(({ severity, fix }) => [severity, fix?.safety])).toEqual(severities)
  })

  test('loses it by the fix', () => {
    const [found] = foundBy(
      repositoryHasHost,
      chart(LOCAL, values(ECR, `repository: ${ECR}/acme/web\n  tag: v1`)),
    )
    expect(found?.fix?.changes).toMatchObject([{ kind: 'set', to: 'acme/web' }])
  })
})

describe('an empty tag', () => {
  test.each([
    [
      'in values alone',
      { 'values.yaml': 'web: {image: {repository: acme/web, tag: ""}}\n' },
      ['values.yaml:1 ""'],
    ],
    [
      'of a template without a fallback',
      chart(
        '{{ .Values.image.repository }}:{{ .Values.image.tag }}',
        'image: {repository: acme/web, tag: ""}\n',
      ),
      ['web/values.yaml:1 ""'],
    ],
    ['of a template with one', chart(LOCAL, values('""', 'repository: acme/web\n  tag: ""')), []],
    [
      'beside a digest',
      { 'values.yaml': 'web: {image: {repository: acme/web, tag: "", digest: sha256:abc}}\n' },
      [],
    ],
    ['that is none', { 'values.yaml': 'web: {image: {repository: acme/web, tag: v1}}\n' }, []],
  ])('%s', (_, files, places) => {
    expect(placesOf(foundBy(tagEmpty, files))).toEqual(places)
  })
})

describe('an image that is rendered from elsewhere', () => {
  const other = '831926600000.dkr.ecr.us-east-1.amazonaws.com/acme/web:v1'

  test.each([
    ['quay.io/acme/web:v1', ['warning', 'warning']],
    [other, ['warning', 'error']],
    [`${ECR}/other/web:v1`, []],
    ['602401143452.dkr.ecr.us-east-1.amazonaws.com/eks/x:v1', []],
  ])('%s', (image, severities) => {
    const files = chart(image, values('docker.io'))
    const found = [foundBy(renderMismatch, files), confirmedBy(renderMismatch, files)].flat()
    expect(found.map(({ severity = 'warning' }) => severity)).toEqual(severities)
  })

  test.each([
    ['no registry for all', chart('quay.io/a/b:v1', '{}\n')],
    ['one that is not allowed', chart('quay.io/a/b:v1', 'global: {imageRegistry: ghcr.io}\n')],
    ['a registry of its own that wins', chart(LOCAL, values('docker.io'))],
  ])('is none with %s', (_, files) => {
    expect(foundBy(renderMismatch, files)).toEqual([])
  })
})

describe('a number of images that is expected', () => {
  /** Nine services, as a product for a marketplace has them; some name a repository of their own. */
  const product = (own: readonly string[]): Files => {
    const names = ['api', 'auth', 'cache', 'db', 'jobs', 'mail', 'queue', 'search', 'web']
    const services = names.map((name) => [
      [`app/charts/${name}/Chart.yaml`, about(name)],
      [
        `app/charts/${name}/values.yaml`,
        `image:\n  repository: ${own.includes(name) ? `docker.io/acme/${name}` : '""'}\n  tag: v1\n`,
      ],
      [
        `app/charts/${name}/templates/pod.yaml`,
        pod(
          name,
          '{{ coalesce .Values.image.repository (printf "%s/acme/%s" .Values.global.registry.host .Chart.Name) }}:{{ .Values.image.tag }}',
        ),
      ],
    ])
    return {
      'app/Chart.yaml': about('app'),
      'app/values.yaml': 'global:\n  registry:\n    host: docker.io\n',
      'app/values-marketplace.yaml': `global:\n  registry:\n    host: ${MARKETPLACE}\n`,
      ...Object.fromEntries(services.flat()),
    }
  }
  const expected = { expectedImages: new Map([[MARKETPLACE, 9]]) }

  test('is right', () => {
    expect(foundBy(imagesExpected, product([]), expected)).toEqual([])
  })

  test('is not, and those that are missing are named', () => {
    const found = foundBy(imagesExpected, product(['db', 'mail']), expected)
    expect(placesOf(found)).toEqual([`app/values-marketplace.yaml:3 ${MARKETPLACE}`])
    expect(found[0]?.message).toBe(
      `7 of 9 expected images are rendered with "${MARKETPLACE}"; not with it: db.image (docker.io/acme/db:v1), mail.image (docker.io/acme/mail:v1)`,
    )
    expect(found[0]?.severity).toBeUndefined()
  })

  test('is not, and those that are missing are named, each whole', () => {
    const all = ['api', 'auth', 'cache', 'db', 'jobs', 'mail', 'queue', 'search', 'web']
    const [found] = foundBy(imagesExpected, product(all), expected)
    expect(found?.message).toMatch(
      /^0 of 9 .*; not with it: api\.image \(docker\.io\/acme\/api:v1\), .*, web\.image \(docker\.io\/acme\/web:v1\)$/,
    )
  })

  test('is exceeded', () => {
    const found = foundBy(imagesExpected, product([]), { expectedImages: new Map([[MARKETPLACE, 8]]) })
    expect(found[0]?.message).toBe(`9 of 8 expected images are rendered with "${MARKETPLACE}"`)
    expect(found[0]?.hint).toContain(`${MARKETPLACE}=9`)
  })

  test('may be right where a template is not understood', () => {
    const files = {
      ...product([]),
      'app/charts/web/templates/pod.yaml': pod('web', '{{ sprocket .Values.image }}'),
    }
    const found = foundBy(imagesExpected, files, expected)
    expect(found.map(({ severity }) => severity)).toEqual(['notice'])
  })

  test('is of no repository without such a registry', () => {
    expect(foundBy(imagesExpected, chart(LOCAL, values('docker.io')), expected)).toEqual([])
  })

  test('has the services that defeat the registry each at its line', () => {
    const found = foundBy(globalRegistryDefeated, product(['db', 'mail']))
    expect(placesOf(found)).toEqual([
      'app/charts/db/values.yaml:2 docker.io/acme/db',
      'app/charts/mail/values.yaml:2 docker.io/acme/mail',
    ])
  })
})
