import { describe, expect, test } from 'vitest'
import { askedOfHelm } from '../../../../../src/doors/audit/charts/asked.ts'
import { releaseOf } from '../../../../../src/doors/audit/charts/release.ts'
import type { Settings } from '../../../../../src/doors/audit/plan/settings.ts'
import { renderFailed } from '../../../../../src/doors/audit/rules/helm/render-failed.ts'
import { helmNotes } from '../../../../../src/doors/audit/summary.ts'
import { withHelm } from '../../../../../src/effective/helm/rendered.ts'
import type { HelmUse } from '../../../../../src/effective/helm/use.ts'
import { auditedOf, type Files, placesOf, SETTINGS } from '../../../../support/audit/audited.ts'

const ABOUT = 'apiVersion: v2\nname: web\nversion: 1.0.0\n'
const POD =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: {{ .Values.image }}\n'
const chart = (values: string, about = ABOUT): Files => ({
  'web/Chart.yaml': about,
  'web/values.yaml': values,
  'web/templates/pod.yaml': POD,
})
const GLOBAL = 'global:\n  imageRegistry: quay.io\nimage: web:1\n'
const NOT_COUNTED = { expectedImages: new Map() }

const asked = (files: Files, settings: Partial<Settings> = NOT_COUNTED): readonly HelmUse[] => {
  const { repository, settings: all } = auditedOf(files, settings)
  return askedOfHelm(repository.charts, all)
}

const application = (helm: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: front\nspec:\n  destination:\n    namespace: shop\n  source:\n    repoURL: https://git.example/config\n    path: web\n    helm:\n${helm}`

describe('helm is asked for charts', () => {
  test.each<readonly [string, Files, number]>([
    ['with a registry for all', chart(GLOBAL), 1],
    ['without one', chart('image: web:1\n'), 0],
    ['that lack another one', chart(GLOBAL, `${ABOUT}dependencies:\n  - {name: db, version: 1.0.0}\n`), 0],
    ['that write no image', { ...chart(GLOBAL), 'web/templates/pod.yaml': 'kind: Pod\n' }, 0],
    [
      'whose values are not all here',
      { ...chart(GLOBAL), 'app.yaml': application('      valueFiles: [https://x.example/v.yaml]\n') },
      0,
    ],
  ])('%s', (_, files, count) => {
    expect(asked(files)).toHaveLength(count)
  })

  test('that are counted, whatever they name', () => {
    expect(asked(chart('image: web:1\n'), {})).toHaveLength(1)
  })

  test('not where no rule wants to know', () => {
    const off = new Map(
      ['helm-global-registry-defeated', 'helm-render-mismatch'].map((id) => [id, 'off'] as const),
    )
    expect(asked(chart(GLOBAL), { ...NOT_COUNTED, rules: off })).toEqual([])
  })
})

describe('a chart is asked for', () => {
  test('with what an Application gives it', () => {
    const files = {
      ...chart(GLOBAL),
      'web/prod.yaml': 'image: web:2\n',
      'app.yaml': application(
        '      valueFiles: [prod.yaml]\n      values: "a: 1"\n      parameters: [{name: b, value: c}]\n',
      ),
    }
    expect(asked(files).map(releaseOf)).toEqual([
      {
        chart: 'web',
        name: 'front',
        namespace: 'shop',
        values: ['web/prod.yaml'],
        inline: 'a: 1',
        parameters: [{ assignment: 'b=c', isText: false }],
      },
    ])
  })

  test('with the values of a kustomization, nulls and words as they are', () => {
    const kustomization =
      'helmGlobals: {chartHome: .}\nhelmCharts:\n  - name: web\n    releaseName: front\n    valuesInline: {a: null, b: "1", c: 1, d: true, e: [x]}\n'
    const [release] = asked({ ...chart(GLOBAL), 'kustomization.yaml': kustomization }).map(releaseOf)
    expect(JSON.parse(release?.inline ?? '')).toEqual({ a: null, b: '1', c: 1, d: true, e: ['x'] })
  })

  test.each(['--post-renderer', '$' + '{NAME}', 'A', 'x'.repeat(60)])(
    'by no name that helm refuses: %s',
    (name) => {
      const [use] = asked(chart(GLOBAL))
      if (!use) throw new Error('no chart')
      const release = releaseOf({ ...use, release: { ...use.release, name, namespace: name } })
      expect([release?.name, release?.namespace]).toEqual(['release', undefined])
    },
  )

  test('not with more values than anybody writes', () => {
    const [use] = asked(chart(GLOBAL))
    let object = auditedOf({ 'a.yaml': '[x]' }).repository.files.file('a.yaml')?.documents[0]
    if (!use || object?.kind !== 'list') throw new Error('no values')
    for (let depth = 0; depth < 6; depth += 1) object = { ...object, items: Array(10).fill(object) }
    expect(releaseOf({ ...use, release: { ...use.release, object } })).toBeUndefined()
  })
})

describe('helm-render-failed', () => {
  const found = (files: Files) => {
    const audited = auditedOf(files)
    const answers = new Map(
      audited.repository.charts.map((use) => [use, { failure: 'helm failed: no\nway.' }]),
    )
    return [...renderFailed.check({ ...audited, repository: withHelm(audited.repository, answers) })]
  }

  test('tells what helm says, at the chart', () => {
    const all = found({ ...chart(GLOBAL), 'web/values-prod.yaml': 'image: web:2\n' })
    expect(placesOf(all)).toEqual(['web/Chart.yaml:2 web'])
    expect(all[0]?.message).toBe(
      'Chart "web" is not rendered with what "web/values-prod.yaml" gives it: helm failed: no way',
    )
    expect([renderFailed.severity, all[0]?.severity]).toEqual(['notice', undefined])
  })

  test('says nothing where nobody has asked', () => {
    expect([...renderFailed.check(auditedOf(chart(GLOBAL), SETTINGS))]).toEqual([])
  })
})

test('how many charts helm was not asked for is said', () => {
  expect(helmNotes({})).toEqual([])
  expect(helmNotes({ notRendered: 3 })[0]).toMatch(/^helm was not asked for 3 charts: /)
})
