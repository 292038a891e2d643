import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { filesInArchive } from '../../../../src/effective/helm/chart/archive.ts'
import { openCharts } from '../../../../src/effective/helm/chart/charts.ts'
import { memoryFiles } from '../../../support/audit/memory-files.ts'
import { packed } from '../../../support/audit/tar.ts'

const textsIn = (archive: Uint8Array) =>
  [...(filesInArchive(archive) ?? [])].map(([path, content]) => [path, Buffer.from(content).toString()])

describe('the archive of a chart', () => {
  test('has its files without the folder that all are in', () => {
    const archive = packed([
      ['web/Chart.yaml', 'name: web\n'],
      ['web/templates/pod.yaml', 'kind: Pod\n'],
    ])
    expect(textsIn(archive)).toEqual([
      ['Chart.yaml', 'name: web\n'],
      ['templates/pod.yaml', 'kind: Pod\n'],
    ])
  })

  test('may have names that are too long for a header', () => {
    const name = `web/${'a'.repeat(120)}.yaml`
    expect(textsIn(packed([[name, 'x']]))).toEqual([[`${'a'.repeat(120)}.yaml`, 'x']])
  })

  test.each(['web/../../etc/passwd', '/etc/passwd', 'web//x', 'web/./x', 'web'])('leaves out %s', (name) => {
    expect(textsIn(packed([[name, 'x']]))).toEqual([])
  })

  test('leaves out links', () => {
    expect(textsIn(packed([['web/Chart.yaml', '', '2']]))).toEqual([])
  })

  test.each([
    ['is none', Buffer.from('nothing of the kind')],
    ['fills the memory', gzipSync(Buffer.alloc(80 * 1024 * 1024))],
  ])('that %s is not read', (_, archive) => {
    expect(filesInArchive(archive)).toBeUndefined()
  })

  test('that is cut gives what is whole in it', () => {
    const whole = packed([
      ['web/Chart.yaml', 'name: web\n'],
      ['web/values.yaml', 'x'.repeat(5000)],
    ])
    const { gunzipSync } = process.getBuiltinModule('node:zlib')
    const cut = gzipSync(gunzipSync(whole).subarray(0, 3000))
    expect(textsIn(cut)).toEqual([['Chart.yaml', 'name: web\n']])
  })
})

describe('charts', () => {
  const CHART = 'apiVersion: v2\nname: app\nversion: 1.0.0\n'

  test('bring charts in archives, folders and beside them', () => {
    const sub = (name: string) => `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`
    const files = memoryFiles({
      'app/Chart.yaml': `${CHART}dependencies:\n- {name: packed}\n- {name: near, repository: "file://../near"}\n- {name: gone, repository: https://x.io}\n`,
      'app/charts/packed-1.0.0.tgz': packed([['packed/Chart.yaml', sub('packed')]]),
      'app/charts/inside/Chart.yaml': sub('inside'),
      'near/Chart.yaml': sub('near'),
    })
    const charts = openCharts(files)
    expect(charts.folders).toEqual(['app', 'near'])
    const app = charts.at('app')
    expect(app?.charts.map(({ chart }) => `${chart.name} ${chart.place}`)).toEqual([
      'packed app/charts/packed-1.0.0.tgz',
      'near near',
      'inside app/charts/inside',
    ])
    expect(app?.missing).toEqual(['gone'])
  })

  test.each(['file://..', 'file://../../out', 'file://.', 'file:///app', 'file://../app/'])(
    'do not bring what is around them: %s',
    (repository) => {
      const files = memoryFiles({
        'Chart.yaml': CHART,
        'app/Chart.yaml': `${CHART}dependencies: [{name: app, repository: "${repository}"}]\n`,
      })
      expect(openCharts(files).at('app')?.charts).toEqual([])
    },
  )

  test('that bring each other end', () => {
    const files = memoryFiles({
      'a/Chart.yaml': `${CHART}dependencies: [{name: app, repository: "file://../b"}, {name: app, alias: c, repository: "file://../b"}]\n`,
      'b/Chart.yaml': `${CHART}dependencies: [{name: app, repository: "file://../a"}, {name: app, alias: c, repository: "file://../a"}]\n`,
    })
    expect(openCharts(files).at('a')?.name).toBe('app')
  })
})
