import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bumpCharts } from '../../src/edit/chart/bump.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'charts-'))
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

const helm = (...args: readonly string[]): string =>
  execFileSync('helm', args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: join(root, 'home') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const CHARTS: Readonly<Record<string, string>> = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\nappVersion: "1.0.0"\n',
  'web/values.yaml': 'image:\n  tag: 1.1.0\n',
  'web/templates/pod.yaml':
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n  - name: web\n    image: "web:{{ .Values.image.tag }}"\n',
  'api/Chart.yaml': 'apiVersion: v2\nname: api\nversion: 2.0.0-rc.1\n',
  'api/values.yaml': '{}\n',
}

/** The parent asks for the two charts by these versions; what else it says of them is in the digest of the lock, too. */
const parent = (web: string, api: string): string => `apiVersion: v2
name: app
version: 1.0.0
dependencies:
- name: web
  version: "${web}"
  repository: file://../web
  condition: web.enabled
  tags: [front, "a&b"]
- name: api
  version: "${api}"
  repository: "file://../api"
  alias: backend
`

const PATHS = ['web/Chart.yaml', 'api/Chart.yaml', 'app/Chart.yaml', 'app/Chart.lock']
const textsOf = (): ReadonlyMap<string, string> =>
  new Map(PATHS.map((path) => [path, readFileSync(join(root, path), 'utf8')]))

test.each([
  ['exact versions', '0.1.0', '2.0.0-rc.1'],
  ['ranges', '>=0.1.0 <1', '^2.0.0-0'],
])('helm builds a chart whose dependencies were raised, asked for by %s', (_, web, api) => {
  for (const [path, text] of Object.entries({ ...CHARTS, 'app/Chart.yaml': parent(web, api) }))
    write(path, text)
  helm('dependency', 'update', 'app')
  const texts = textsOf()
  const edits = ['web/values.yaml', 'api/values.yaml'].map((file) => ({
    file,
    previous: '1.0.0',
    tag: '1.1.0',
  }))
  const { files } = bumpCharts(edits, {
    texts,
    files: PATHS,
    fileAt: (path, text) => ({ path, text, place: () => ({ file: path }) }),
  })
  expect([...files.keys()].toSorted()).toEqual(PATHS.toSorted())
  // Without the lock, helm refuses what the rest has made of it.
  for (const [path, text] of files) if (path !== 'app/Chart.lock') write(path, text)
  rmSync(join(root, 'app/charts'), { recursive: true })
  expect(() => helm('dependency', 'build', 'app')).toThrow(/out of sync|can't get a valid version/)

  write('app/Chart.lock', files.get('app/Chart.lock') ?? '')
  helm('dependency', 'build', 'app')
  expect(helm('template', 'app')).toContain('image: "web:1.1.0"')
  expect(helm('dependency', 'list', 'app')).not.toContain('missing')
  // What helm itself writes for these charts is the same lock, but for its time.
  const ours = readFileSync(join(root, 'app/Chart.lock'), 'utf8')
  rmSync(join(root, 'app/Chart.lock'))
  helm('dependency', 'update', 'app')
  const withoutTime = (text: string) => text.replace(/^generated: .*$/m, '')
  expect(withoutTime(readFileSync(join(root, 'app/Chart.lock'), 'utf8'))).toBe(withoutTime(ours))
})
