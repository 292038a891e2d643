import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Step } from '../../src/action.ts'
import { chartRenderer } from '../../src/doors/audit/charts/render.ts'
import { readFiles } from '../../src/doors/audit/edges.ts'
import type { HelmUse } from '../../src/effective/helm/use.ts'
import { openRepository } from '../../src/effective/open-repository.ts'
import { Workspace } from '../../src/runner/workspace.ts'
import { fixture } from '../support/audit/fixtures.ts'
import { auditFolder, readAll, type Texts, writeAll } from '../support/audit/program.ts'
import { must } from '../unit/builders.ts'

/** The program in these tests shows how it is asked, and what becomes of its answers; what helm says is for the rig. */
let root: string
let bin: string
let tree: string
let workspace: Workspace
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'audit-charts-'))
  bin = join(root, 'bin')
  tree = join(root, 'tree')
  workspace = new Workspace(root)
  mkdirSync(bin)
})
afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

/** Writes down how it was asked, and does what the script says. */
function helm(script: string): void {
  const file = join(bin, 'helm')
  const log = `require('node:fs').appendFileSync(${JSON.stringify(join(root, 'asked'))}, JSON.stringify(process.argv.slice(2)) + '\n')`
  writeFileSync(file, `#!${process.execPath}\n${log.replace('\n', '\\n')}\n${script}\n`)
  chmodSync(file, 0o755)
}
const askedFor = (): readonly (readonly string[])[] =>
  readFileSync(join(root, 'asked'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const step = (signal = new AbortController().signal) =>
  ({
    environment: { variables: { PATH: bin } },
    workspace,
    signal,
    log: { info: () => {} },
  }) as unknown as Step

const usesIn = (): readonly HelmUse[] =>
  openRepository(readFiles({ root: tree, scope: '', shown: (path: string) => path })).charts
const place = () => ({ root: tree, scope: '', shown: (path: string) => path })

const RENDERS = "console.log('kind: Pod\\nspec: {containers: [{image: quay.io/web:1}]}')"
const CHART = {
  'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'web/values.yaml': 'global:\n  imageRegistry: quay.io\nimage: web:1\n',
  'web/values-a.yaml': 'a: 1\n',
  'web/values-b.yaml': 'b: 1\n',
  'web/templates/pod.yaml': 'kind: Pod\nspec:\n  containers:\n    - image: {{ .Values.image }}\n',
  'web/files/notes.conf': 'x\n',
}

describe('charts', () => {
  test('are rendered from a copy of all their files, with each set of values', async () => {
    helm(`${RENDERS}\nrequire('node:fs').readFileSync(process.argv[4] + '/files/notes.conf')`)
    writeAll(tree, CHART)
    const uses = usesIn()
    const { answers, leftOut } = await must(chartRenderer(step()))(uses, place())
    expect([...answers.values()]).toEqual([{ images: ['quay.io/web:1'] }, { images: ['quay.io/web:1'] }])
    expect(leftOut).toEqual([])
    const asked = askedFor()
    expect(asked.map((words) => words.at(-1)?.split('/').at(-1)).toSorted()).toEqual([
      'values-a.yaml',
      'values-b.yaml',
    ])
    for (const [, , folder] of asked) expect(folder).not.toContain(tree)
  })

  test('are rendered again only where something of them is another one', async () => {
    helm(RENDERS)
    writeAll(tree, CHART)
    const render = must(chartRenderer(step()))
    await render(usesIn(), place())
    await render(usesIn(), place())
    expect(askedFor()).toHaveLength(2)
    writeAll(tree, { 'other/values.yaml': 'a: 2\n' })
    await render(usesIn(), place())
    expect(askedFor()).toHaveLength(2)
    writeAll(tree, { 'web/templates/other.yaml': 'kind: List\n' })
    await render(usesIn(), place())
    expect(askedFor()).toHaveLength(4)
  })

  test('that cannot be rendered are told with the words of helm', async () => {
    helm("console.error('Error: no such value'); process.exit(1)")
    writeAll(tree, CHART)
    const { answers } = await must(chartRenderer(step()))(usesIn(), place())
    expect([...answers.values()][0]).toEqual({ failure: expect.stringContaining('no such value') })
  })

  test.each([
    ['too many', { releases: 1, milliseconds: 60_000 }, 1],
    ['too slow', { releases: 200, milliseconds: 0 }, 2],
  ])('that are %s are left out', async (_, limits, count) => {
    helm(RENDERS)
    writeAll(tree, CHART)
    const { answers, leftOut } = await must(chartRenderer(step(), limits))(usesIn(), place())
    expect([answers.size, leftOut.length]).toEqual([2 - count, count])
  })

  test('bring what lies beside them, and nothing that a link leads to out of the repository', async () => {
    helm(
      `require('node:fs').existsSync(process.argv[4] + '/secret') && process.exit(1)\nrequire('node:fs').readFileSync(process.argv[4] + '/charts/common/Chart.yaml')\n${RENDERS}`,
    )
    writeAll(tree, {
      ...CHART,
      'web/Chart.yaml': `${CHART['web/Chart.yaml']}dependencies:\n  - {name: common, version: 1.0.0, repository: "file://../common"}\n`,
      'common/Chart.yaml': 'apiVersion: v2\nname: common\nversion: 1.0.0\n',
    })
    symlinkSync('/etc/hostname', join(tree, 'web', 'secret'))
    const before = readAll(tree)
    const [use] = usesIn().filter(({ chart }) => chart === 'web')
    const { answers } = await must(chartRenderer(step()))([must(use)], place())
    expect([...answers.values()]).toEqual([{ images: ['quay.io/web:1'] }])
    expect(readAll(tree)).toEqual(before)
  })

  test('are not rendered on when somebody ends the run', async () => {
    helm('setInterval(() => {}, 1000)')
    writeAll(tree, CHART)
    const ending = new AbortController()
    const rendering = must(chartRenderer(step(ending.signal)))(usesIn(), place())
    setTimeout(() => ending.abort(new Error('ended')), 300)
    await expect(rendering).rejects.toThrow('ended')
  })
})

/** As helm renders the services of the imitated marketplace. */
const MARKETPLACE = `for (const name of ['gateway', 'alerts']) console.log('---\\nkind: Pod\\nspec: {containers: [{image: "docker.io/acmeobservability/' + name + ':2.6.0"}]}')`

describe('an audit', () => {
  const { files } = fixture('seed-marketplace')
  const shown = ({ findings }: Awaited<ReturnType<typeof auditFolder>>) =>
    findings.map(({ rule, severity, path, line }) => `${severity} ${rule} ${path}:${line}`)

  test('without helm says what it says with a helm that renders something else', async () => {
    writeAll(tree, files)
    const without = await auditFolder(tree)
    helm(RENDERS)
    const beside = await auditFolder(tree, { path: bin })
    expect(askedFor().length).toBeGreaterThan(0)
    expect(beside.findings).toEqual(without.findings)
  })

  test('goes on where helm cannot render, and says so once for each chart and values', async () => {
    writeAll(tree, files)
    const without = await auditFolder(tree)
    helm("console.error('Error: out of luck'); process.exit(1)")
    const beside = await auditFolder(tree, { path: bin })
    const [notice, ...others] = beside.findings.filter(({ rule }) => rule === 'helm-render-failed')
    expect(notice).toMatchObject({ severity: 'notice', path: 'chart/Chart.yaml', line: 2 })
    expect(notice?.message).toContain('out of luck')
    expect(others).toEqual([])
    expect(shown(beside).filter((line) => !line.includes('helm-render-failed'))).toEqual(shown(without))
    expect(beside.code).toBe(without.code)
  })

  test.each([
    ['cannot render', "console.error('Error: out of luck'); process.exit(1)", ['helm-render-failed']],
    ['confirms what is wrong', MARKETPLACE, []],
  ])(
    'of a change tells nothing of charts that it does not touch, where helm %s',
    async (_, script, rules) => {
      const git = (...words: readonly string[]) =>
        execFileSync('git', ['-C', tree, '-c', 'user.name=a', '-c', 'user.email=a@b', ...words], {
          stdio: 'pipe',
        })
      const commit = (changes: Texts) => {
        writeAll(tree, changes)
        git('add', '.')
        git('commit', '-qm', 'one more')
      }
      mkdirSync(tree)
      git('init', '-q', '-b', 'main')
      commit(files)
      git('checkout', '-qb', 'change')
      commit({ 'other.yaml': 'kind: List\n' })
      helm(script)
      const options = ['--changed-only', 'true']
      const path = `${bin}:${process.env.PATH}`
      expect((await auditFolder(tree, { path, options })).findings).toEqual([])
      commit({ 'chart/values.yaml': `${files['chart/values.yaml']}# more\n` })
      const touched = await auditFolder(tree, { path, options })
      expect(touched.findings.map(({ rule }) => rule)).toEqual(rules)
      expect((await auditFolder(tree, { path })).findings.map(({ severity }) => severity)).toContain('error')
    },
  )
})
