import { describe, expect, test } from 'vitest'
import { parseInputs } from '../../../../../src/doors/audit/inputs.ts'
import { makePlan } from '../../../../../src/doors/audit/plan/make-plan.ts'
import { readSettingsFile } from '../../../../../src/doors/audit/plan/settings-file.ts'
import { classify } from '../../../../../src/effective/classify.ts'

const RULES = ['image-mutable-tag']

function planOf(given: Readonly<Record<string, string>>, file = '') {
  const { inputs } = parseInputs({ read: (name) => given[name] ?? '', prefix: '', kind: '' }, RULES)
  return makePlan(inputs, readSettingsFile(classify('.ecr-gitops.yaml', file), RULES).settings)
}

describe('makePlan', () => {
  test('takes what is usual where nobody says anything', () => {
    const { settings, ...plan } = planOf({})
    expect(plan).toEqual({
      baseline: undefined,
      changedOnly: 'auto',
      failOn: 'error',
      fix: 'off',
      fixAs: 'files',
      reports: { sarif: undefined, json: undefined, junit: undefined },
    })
    expect(settings.rules.size + settings.expectedImages.size).toBe(0)
    expect(settings.nodesPullWithRole).toBe(false)
  })

  test('lets inputs win, each as a whole', () => {
    const file = `
allowed-registries: [111111111112/us-east-1, 111111111113/us-east-1]
allowed-role-accounts: ["111111111112"]
rules: {image-mutable-tag: off}
fail-on: never
json: own.json
sarif: own.sarif
`
    const given = {
      'allowed-registries': '465002806239/us-east-1',
      'fail-on': 'warning',
      sarif: '/tmp/x.sarif',
    }
    expect(planOf(given, file)).toMatchObject({
      settings: {
        registries: [{ account: '465002806239', region: 'us-east-1' }],
        roleAccounts: ['111111111112'],
        rules: new Map([['image-mutable-tag', 'off']]),
      },
      failOn: 'warning',
      reports: {
        sarif: { path: '/tmp/x.sarif', from: 'input' },
        json: { path: 'own.json', from: 'settings' },
      },
    })
  })

  test('takes what the file alone says', () => {
    const file =
      'production-paths: [prod]\nnodes-pull-with-role: true\nexpected-images: {host: 9}\nmutable-tags: [wip-*]\nextra-image-paths: [spec.image]\n'
    expect(planOf({}, file).settings).toMatchObject({
      productionPaths: ['prod'],
      nodesPullWithRole: true,
      mutableTags: ['wip-*'],
      extraImagePaths: ['spec.image'],
      expectedImages: new Map([['host', 9]]),
    })
  })
})
