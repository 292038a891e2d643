import { describe, expect, test } from 'vitest'
import { argocdApplications } from '../../../src/edit/argocd/target.ts'
import { helmValues } from '../../../src/edit/helm/target.ts'
import { manifestImages } from '../../../src/edit/manifest/target.ts'
import { judgeRegistry } from '../../../src/edit/registry-guard.ts'
import type { EditTarget } from '../../../src/edit/target.ts'
import { ACCOUNT, aFile, HOST, host, must, REPOSITORY } from '../builders.ts'

const NEW_NAME = `${HOST}/${REPOSITORY}`
const OTHER = `${HOST}/shop/billing`
const STATED = { account: 'role-to-assume', region: 'aws-region', repository: 'images[1].repository' }
const FILE = 'charts/shop/values.yaml'
const IRELAND = `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com`

interface Named {
  readonly kind: EditTarget
  readonly text: string
  readonly key: string
}

function judge({ kind, text, key }: Named, changes: { retarget?: boolean; optional?: boolean } = {}) {
  return judgeRegistry(must(kind.open(aFile(text, FILE)).find(key)), {
    registry: host(HOST),
    stated: STATED,
    replicas: [{ written: 'eu-*', account: undefined, region: 'eu-*' }],
    newName: NEW_NAME,
    retarget: false,
    optional: false,
    ...changes,
  })
}

const values = (text: string, key = 'image'): Named => ({ kind: helmValues, text, key })
const pod = (image: string): Named => ({
  kind: manifestImages,
  text: `kind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: web\n    image: "${image}"\n`,
  key: 'Pod/web/web',
})
const application = (source: string, key: string): Named => ({
  kind: argocdApplications,
  text: `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: web}\nspec:\n  source:\n    ${source}\n`,
  key: `spec.source.${key}`,
})
const set = `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: {name: web}\nspec: {template: {spec: {source: {kustomize: {images: ["web=${OTHER}:a"]}}}}}\n`

describe('a place that a path leads to', () => {
  const PLACES: readonly [string, Named, number][] = [
    ['a mapping', values(`# shop\nimage:\n  repository: ${OTHER}\n  tag: a\n`), 3],
    ['registry and repository', values(`image: {registry: ${HOST}, repository: shop/billing, tag: a}\n`), 1],
    [
      'below the registry of all images',
      values(`global: {imageRegistry: ${HOST}}\nimage: {repository: shop/billing, tag: a}\n`),
      2,
    ],
    ['one text', values(`web: {image: "${OTHER}:a"}\n`, 'web.image'), 1],
    ['one text without a tag', values(`web: {image: "${OTHER}"}\n`, 'web.image'), 1],
    ['a replica', values(`image: {repository: ${IRELAND}/shop/billing, tag: a}\n`), 1],
    ['a container', pod(`${OTHER}:a`), 6],
    [
      'a block of values',
      application(
        `helm:\n      values: |\n        image:\n          repository: ${OTHER}\n          tag: a`,
        'helm.values#image',
      ),
      9,
    ],
    [
      'an object of values',
      application(`helm: {valuesObject: {image: {repository: ${OTHER}, tag: a}}}`, 'helm.valuesObject.image'),
      6,
    ],
    [
      'parameters',
      application(
        `helm: {parameters: [{name: image.repository, value: ${OTHER}}, {name: image.tag, value: a}]}`,
        'helm.parameters#image',
      ),
      6,
    ],
    [
      'one parameter',
      application(`helm: {parameters: [{name: image, value: "${OTHER}:a"}]}`, 'helm.parameters#image'),
      6,
    ],
    [
      'an image of kustomize',
      application(`kustomize: {images: ["web=${OTHER}:a"]}`, 'kustomize.images#web'),
      6,
    ],
    [
      'an image of kustomize by its own name',
      application(`kustomize: {images: ["${OTHER}:a"]}`, `kustomize.images#${OTHER}`),
      6,
    ],
    [
      'an image of kustomize in an ApplicationSet',
      { kind: argocdApplications, text: set, key: 'spec.template.spec.source.kustomize.images#web' },
      4,
    ],
  ]

  test.each(PLACES)('keeps the image of another repository: %s', (_, named, line) => {
    const input = named.kind === manifestImages ? 'manifests' : 'helm-values'
    const verdict = judge(named)
    expect(verdict).toMatchObject({
      code: 'ENTRY_REGISTRY',
      message: expect.stringMatching(
        new RegExp(`^${FILE}:${line} names \\S*/shop/billing, another repository than ${NEW_NAME}$`),
      ),
      configPlace: { file: FILE, line },
      inputs: [input, 'images[1].repository'],
    })
    const { hint } = verdict as { hint: string }
    expect(hint).toContain(`is the image of another service, correct what follows the # in ${input}`)
    expect(hint).toContain('correct images[1].repository')
    expect(hint).toContain('set retarget: true for one run')
    expect(hint).toContain('no repository at all')
  })

  test.each(PLACES)('gives it up for retarget, with a notice: %s', (_, named, line) => {
    for (const optional of [false, true]) {
      const { notice } = judge(named, { retarget: true, optional }) as { notice: string }
      expect(notice).toMatch(new RegExp(`^${FILE}:${line}: moves from \\S*/shop/billing to ${NEW_NAME}, `))
    }
  })

  test.each(PLACES)('is not named without a pattern by the way out of a pattern: %s', (_, named) => {
    const { hint, message } = judge(named, { optional: true }) as { hint: string; message: string }
    expect(message).toMatch(/and only a pattern in (?:helm-values|manifests) leads there$/)
    expect(hint).toMatch(
      /narrow the pattern in (?:helm-values|manifests); .*set retarget: true for one run\.$/,
    )
  })
})

describe('is filled in', () => {
  test.each([
    ['the same repository', values(`image: {repository: ${NEW_NAME}, tag: a}\n`)],
    ['that in a replica', values(`image: {repository: ${IRELAND}/${REPOSITORY}, tag: a}\n`)],
    ['no repository', values('image: {tag: a}\n')],
    ['a registry without a repository', values(`image: {registry: ${HOST}, tag: a}\n`)],
    [
      'no parameter for it',
      application('helm: {parameters: [{name: image.tag, value: a}]}', 'helm.parameters#image'),
    ],
    [
      'an image of kustomize without a new name',
      application('kustomize: {images: ["web:a"]}', 'kustomize.images#web'),
    ],
    [
      'an image of kustomize with a star',
      application('kustomize: {images: ["web=*:a"]}', 'kustomize.images#web'),
    ],
  ])('in silence: %s', (_, named) => {
    for (const optional of [false, true]) expect(judge(named, { optional })).toEqual({})
  })

  test.each([
    ['123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/my-app', 'account "123456789012" is a placeholder'],
    ['<account>.dkr.ecr.<region>.amazonaws.com/<repository>', 'account "<account>" is a placeholder'],
    [`${HOST}/<repository>`, 'the repository "<repository>" is a placeholder'],
    [`${HOST}/<team>/<service>`, 'the repository "<team>/<service>" is a placeholder'],
    [`${HOST}/REPOSITORY`, 'the repository "REPOSITORY" is a placeholder'],
    [`${HOST}/\${REPOSITORY}`, `the repository "\${REPOSITORY}" is a placeholder`],
    [`${HOST}/xxx`, 'the repository "xxx" is a placeholder'],
  ])('with a notice: %s', (name, notice) => {
    for (const named of [values(`image: {repository: "${name}", tag: a}\n`), pod(`${name}:a`)]) {
      expect(judge(named)).toEqual({ notice: expect.stringContaining(notice) })
    }
  })

  test.each([`${HOST}/`, `${HOST}/\${ENV}/billing`, `${HOST}/shop/`, `${HOST}/shop/Billing`, `${HOST}/xxl`])(
    'but not %s, which may be the image of another service',
    (name) => expect(judge(pod(`${name}:a`))).toMatchObject({ code: 'ENTRY_REGISTRY' }),
  )
})
