import { describe, expect, test } from 'vitest'
import { bumpCharts, type ChartEdit } from '../../../../src/edit/chart/bump.ts'
import { lockDigest } from '../../../../src/edit/chart/lock.ts'
import { StepError } from '../../../../src/errors/errors.ts'

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`

const chart = (name: string, version: string, ...more: readonly string[]): string =>
  lines('apiVersion: v2', `name: ${name}`, `version: ${version}`, ...more)

const edit = (file: string, more: Partial<ChartEdit> = {}): ChartEdit => ({
  file,
  previous: '1.0.0',
  tag: '1.1.0',
  ...more,
})

function bump(
  texts: Readonly<Record<string, string>>,
  edits: readonly ChartEdit[],
  others: readonly string[] = [],
) {
  const { files, notices } = bumpCharts(edits, {
    texts: new Map(Object.entries(texts)),
    files: [...Object.keys(texts), ...others],
    fileAt: (path, text) => ({ path, text, place: (line) => ({ file: path, ...(line ? { line } : {}) }) }),
  })
  return { files: Object.fromEntries(files), notices: Object.fromEntries(notices) }
}

const refusalOf = (run: () => unknown): StepError => {
  try {
    run()
  } catch (error) {
    if (error instanceof StepError) return error
    throw error
  }
  return expect.fail('it was not refused')
}

const UMBRELLA = chart(
  'umbrella',
  '3.0.0',
  'dependencies:',
  '- name: web',
  '  version: 0.1.0',
  '  repository: file://../web',
)

test('a values file in no chart raises nothing', () => {
  expect(bump({ 'charts/web/Chart.yaml': chart('web', '0.1.0') }, [edit('envs/values.yaml')])).toEqual({
    files: {},
    notices: {},
  })
})

test('several values of a chart raise it once, wherever in it they stand', () => {
  const edits = [edit('web/values.yaml'), edit('web/envs/prod.yaml'), edit('web/values.yaml')]
  const { files, notices } = bump({ 'web/Chart.yaml': chart('web', '0.1.9 # by CI') }, edits)
  expect(files).toEqual({ 'web/Chart.yaml': chart('web', '0.1.10 # by CI') })
  expect(notices).toEqual({
    'web/values.yaml': ['web/Chart.yaml:3: version 0.1.9 becomes 0.1.10 (chart-version).'],
  })
})

test('a chart in the root of the repository is one too', () => {
  expect(bump({ 'Chart.yaml': chart('web', '"0.1.0"') }, [edit('values.yaml')]).files).toEqual({
    'Chart.yaml': chart('web', '"0.1.1"'),
  })
})

test('the nearest chart is the one, and what has it in its charts/ goes with it', () => {
  const texts = {
    'app/Chart.yaml': chart('app', '1.0.0', 'dependencies:', '- {name: web, version: "0.1.0"}'),
    'app/charts/web/Chart.yaml': chart('web', '0.1.0'),
  }
  expect(bump(texts, [edit('app/charts/web/values.yaml')]).files).toEqual({
    'app/Chart.yaml': chart('app', '1.0.1', 'dependencies:', '- {name: web, version: "0.1.1"}'),
    'app/charts/web/Chart.yaml': chart('web', '0.1.1'),
  })
  // Values of the parent are none of the child.
  expect(Object.keys(bump(texts, [edit('app/values.yaml')]).files)).toEqual(['app/Chart.yaml'])
})

test('a chart that lies in charts/ and is listed nowhere raises its parent', () => {
  const texts = {
    'app/Chart.yaml': chart('app', '1.0.0'),
    'app/charts/web/Chart.yaml': chart('web', '0.1.0'),
  }
  expect(bump(texts, [edit('app/charts/web/values.yaml')]).files).toMatchObject({
    'app/Chart.yaml': chart('app', '1.0.1'),
  })
})

test('parents by file:// are raised to the last, with a dependency of each; two edits raise them once', () => {
  const texts = {
    'charts/web/Chart.yaml': chart('web', '0.1.0'),
    'charts/api/Chart.yaml': chart('api', '0.5.0'),
    'charts/umbrella/Chart.yaml': `${UMBRELLA}- name: api\n  version: =0.5.0\n  repository: "file://../api/"\n`,
    'top/Chart.yaml': chart(
      'top',
      '1.0.0-rc.2',
      'dependencies:',
      '  - repository: file://../charts/umbrella',
      '    name: umbrella',
      '    alias: u',
      '    version: v3.0.0',
    ),
    'other/Chart.yaml': chart(
      'other',
      '1.0.0',
      'dependencies:',
      '- name: web',
      '  version: 0.1.0',
      '  repository: oci://registry.example/charts',
    ),
  }
  const { files } = bump(texts, [edit('charts/web/values.yaml'), edit('charts/api/values.yaml')])
  expect(files).toEqual({
    'charts/web/Chart.yaml': chart('web', '0.1.1'),
    'charts/api/Chart.yaml': chart('api', '0.5.1'),
    'charts/umbrella/Chart.yaml': `${UMBRELLA.replace('3.0.0', '3.0.1').replace('0.1.0', '0.1.1')}- name: api\n  version: "=0.5.1"\n  repository: "file://../api/"\n`,
    'top/Chart.yaml': chart(
      'top',
      '1.0.0',
      'dependencies:',
      '  - repository: file://../charts/umbrella',
      '    name: umbrella',
      '    alias: u',
      '    version: v3.0.1',
    ),
  })
})

test('charts that bring each other with them are raised once each', () => {
  const needs = (path: string) => ['dependencies:', `- {name: x, version: "*", repository: "file://${path}"}`]
  const texts = {
    'a/Chart.yaml': chart('a', '1.0.0', ...needs('../b')),
    'b/Chart.yaml': chart('b', '2.0.0', ...needs('../a')),
  }
  expect(bump(texts, [edit('a/values.yaml')]).files).toEqual({
    'a/Chart.yaml': chart('a', '1.0.1', ...needs('../b')),
    'b/Chart.yaml': chart('b', '2.0.1', ...needs('../a')),
  })
})

describe('the version that a parent asks for', () => {
  const texts = (range: string) => ({
    'web/Chart.yaml': chart('web', '0.1.0'),
    'app/Chart.yaml': chart(
      'app',
      '1.0.0',
      'dependencies:',
      `- {name: web, version: "${range}", repository: "file://../web"}`,
    ),
  })

  test.each(['^0.1.0', '~0.1', '0.x', '*', '>=0.1.0 <1'])('%s still holds, so it stays', (range) => {
    expect(bump(texts(range), [edit('web/values.yaml')]).files).toMatchObject({
      'app/Chart.yaml': texts(range)['app/Chart.yaml'].replace('1.0.0', '1.0.1'),
    })
  })

  test.each(['<0.1.1', '0.1.0 || 0.2.0', '<=0.1.0'])(
    '%s would not hold any more, so nothing is raised',
    (range) => {
      const { problems } = refusalOf(() => bump(texts(range), [edit('web/values.yaml')]))
      expect(problems).toMatchObject([
        {
          code: 'EDIT_UNSAFE',
          message: `app/Chart.yaml:5 asks for version ${range} of the chart in web, which becomes 0.1.1`,
          hint: 'Widen the range on line 5 of app/Chart.yaml, or set chart-version: off.',
        },
      ])
    },
  )

  test.each(['0.0.9', '^1', 'latest'])('%s did not hold before, which is said', (range) => {
    const { files, notices } = bump(texts(range), [edit('web/values.yaml')])
    expect(files).toMatchObject({ 'app/Chart.yaml': expect.stringContaining(`"${range}"`) })
    expect(notices['web/values.yaml']).toContain(
      `app/Chart.yaml:5 asks for web/Chart.yaml as ${range}, which its version 0.1.0 was not before either; it stays as it is.`,
    )
  })
})

describe('appVersion', () => {
  const TABLE = [
    ['1.0.0', '1.0.0', '1.1.0', '1.1.0'],
    ['"1.0.0"', '1.0.0', '1.1.0', '"1.1.0"'],
    ['v1.0.0', '1.0.0', '1.1.0', 'v1.1.0'],
    ['1.0.0', 'v1.0.0', 'v1.1.0', '1.1.0'],
    ['0.9.0', '1.0.0', '1.1.0', '0.9.0'],
    ['abc', 'abc', 'def', 'def'],
    // Quoted where YAML would take it for a number.
    ['abc', 'abc', '12345', '"12345"'],
  ] as const

  test.each(TABLE)('%s, where %s becomes %s, is %s', (before, previous, tag, after) => {
    const { files } = bump({ 'web/Chart.yaml': chart('web', '1.0.0', `appVersion: ${before}`) }, [
      edit('web/values.yaml', { previous, tag }),
    ])
    expect(files).toEqual({ 'web/Chart.yaml': chart('web', '1.0.1', `appVersion: ${after}`) })
  })

  test('that two images disagree on stays', () => {
    const edits = [edit('web/values.yaml'), edit('web/values.yaml', { tag: '1.2.0' })]
    const texts = { 'web/Chart.yaml': chart('web', '1.0.0', 'appVersion: 1.0.0') }
    expect(bump(texts, edits).files).toEqual({ 'web/Chart.yaml': chart('web', '1.0.1', 'appVersion: 1.0.0') })
  })

  test('of a parent stays: the image is not its own', () => {
    const texts = {
      'web/Chart.yaml': chart('web', '0.1.0'),
      'umbrella/Chart.yaml': `${UMBRELLA}appVersion: 1.0.0\n`,
    }
    expect(bump(texts, [edit('web/values.yaml')]).files).toMatchObject({
      'umbrella/Chart.yaml': expect.stringContaining('appVersion: 1.0.0'),
    })
  })
})

describe('Chart.lock', () => {
  const asked = (version: string) => ({
    name: 'web',
    version,
    repository: 'file://../web',
    condition: 'web.enabled',
  })
  const locked = (version: string) => ({ name: 'web', version, repository: 'file://../web' })
  const parent = (version: string, range: string) =>
    chart(
      'app',
      version,
      'dependencies:',
      '- condition: web.enabled',
      '  name: web',
      '  repository: file://../web',
      `  version: "${range}"`,
    )
  const lock = (version: string, digest: string) =>
    lines(
      'dependencies:',
      '- name: web',
      '  repository: file://../web',
      `  version: ${version}`,
      `digest: ${digest}`,
      'generated: "2026-01-02T03:04:05.678Z"',
    )
  const texts = (range: string, digest = lockDigest([asked(range)], [locked('0.1.0')])) => ({
    'web/Chart.yaml': chart('web', '0.1.0'),
    'app/Chart.yaml': parent('1.0.0', range),
    'app/Chart.lock': lock('0.1.0', digest),
  })

  test.each([
    ['0.1.0', '0.1.1'],
    ['^0.1.0', '^0.1.0'],
    ['>=0.1.0 <1', '>=0.1.0 <1'],
  ])('of a dependency %s gets the new version and digest', (before, after) => {
    expect(bump(texts(before), [edit('web/values.yaml')]).files).toMatchObject({
      'app/Chart.yaml': parent('1.0.1', after),
      'app/Chart.lock': lock('0.1.1', lockDigest([asked(after)], [locked('0.1.1')])),
    })
  })

  test('that is out of step already is left to its owner, who is told', () => {
    const { files, notices } = bump(texts('0.1.0', `sha256:${'0'.repeat(64)}`), [edit('web/values.yaml')])
    expect(Object.keys(files).toSorted()).toEqual(['app/Chart.yaml', 'web/Chart.yaml'])
    expect(notices['web/values.yaml']).toContain(
      'app/Chart.lock is not what Helm makes of app/Chart.yaml, so it was left as it is: run helm dependency update there.',
    )
  })

  test('of a chart whose own values are edited is none of this', () => {
    expect(Object.keys(bump(texts('0.1.0'), [edit('app/values.yaml')]).files)).toEqual(['app/Chart.yaml'])
  })

  test('a digest is that of Helm', () => {
    // helm v3.19.5 dependency update, on a chart with these dependencies.
    const found = [{ name: 'web', repository: 'file://../web', version: '0.1.0' }]
    expect(
      lockDigest(
        [
          {
            repository: 'file://../web',
            name: 'web',
            version: '>=0.1.0 <1',
            tags: ['front', 'a&b'],
            condition: 'web.enabled',
            alias: 'ui',
          },
        ],
        found,
      ),
    ).toBe('sha256:38076b87818cd2c602430a20022802a28a3e16aa357188496bcdd2896280f069')
  })
})

test('an archive in charts/ is what is deployed, so it is said', () => {
  const texts = { 'web/Chart.yaml': chart('web', '0.1.0'), 'umbrella/Chart.yaml': UMBRELLA }
  const { notices } = bump(
    texts,
    [edit('web/values.yaml')],
    ['umbrella/charts/web-0.1.0.tgz', 'umbrella/charts/web-ui-1.0.0.tgz'],
  )
  expect(notices['web/values.yaml']).toContain(
    'umbrella/charts/web-0.1.0.tgz is a packed copy of web, and what umbrella/Chart.yaml deploys: run helm dependency update there, or nothing of this arrives.',
  )
})

describe('refused', () => {
  const TABLE = [
    ['has no version', lines('name: web'), 'web/Chart.yaml has no version'],
    [
      'a version that is none',
      chart('web', 'latest'),
      'web/Chart.yaml:3 has version: latest, which is no semantic version',
    ],
    ['a template', chart('web', '{{ .Version }}'), 'web/Chart.yaml:3 is a template'],
    [
      'an anchor',
      chart('web', '&v 1.0.0', 'appVersion: *v'),
      'web/Chart.yaml:3 has version as something other than one plain value on one line',
    ],
    [
      'a block',
      chart('web', '|', '  1.0.0'),
      'web/Chart.yaml:3 has version as something other than one plain value',
    ],
    ['a list', lines('- web'), 'web/Chart.yaml:1 is not one mapping'],
    ['two documents', `${chart('web', '1.0.0')}---\na: b\n`, 'web/Chart.yaml:1 is not one mapping'],
    ['a key twice', chart('web', '1.0.0', 'version: 1.0.1'), 'web/Chart.yaml:4 is not valid YAML'],
  ] as const

  test.each(TABLE)('%s', (_, text, message) => {
    expect(refusalOf(() => bump({ 'web/Chart.yaml': text }, [edit('web/values.yaml')])).message).toContain(
      message,
    )
  })

  test('a Chart.yaml that is no file', () => {
    const { message } = refusalOf(() => bump({}, [edit('web/values.yaml')], ['web/Chart.yaml']))
    expect(message).toContain('web/Chart.yaml is no plain text file')
  })
})

test('a chart of somebody else that cannot be read is passed over and said, if it may be meant', () => {
  const broken = `${UMBRELLA}name: again\n`
  const texts = {
    'web/Chart.yaml': chart('web', '0.1.0'),
    'a/Chart.yaml': broken,
    'b/Chart.yaml': broken.replaceAll('web', 'api'),
  }
  const { files, notices } = bump(texts, [edit('web/values.yaml')])
  expect(Object.keys(files)).toEqual(['web/Chart.yaml'])
  expect(notices['web/values.yaml']?.slice(1)).toEqual([
    'a/Chart.yaml cannot be read, so whether its version must go up with this was not looked at.',
  ])
})

test('CRLF and a missing last line break stay', () => {
  const texts = { 'web/Chart.yaml': 'name: web\r\nversion: 1.0.0' }
  expect(bump(texts, [edit('web/values.yaml')]).files).toEqual({
    'web/Chart.yaml': 'name: web\r\nversion: 1.0.1',
  })
})
