import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { fixture, fixtures } from '../support/audit/fixtures.ts'
import { auditFolder, type Texts, writeAll } from '../support/audit/program.ts'
import { must } from '../unit/builders.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'audit-charts-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** What an audit finds with the helm of the rig, and without one. */
async function audits(files: Texts) {
  writeAll(folder, files)
  return {
    without: await auditFolder(folder),
    beside: await auditFolder(folder, { path: must(process.env.PATH) }),
  }
}

test('services that defeat the registry of all are errors once helm has rendered them', async () => {
  const { without, beside } = await audits(fixture('seed-marketplace').files)
  const defeated = beside.findings.filter(({ rule }) => rule === 'helm-global-registry-defeated')
  expect(defeated.map(({ severity, line }) => [severity, line])).toEqual(Array(9).fill(['error', 3]))
  const milder = beside.findings.map((one) =>
    one.rule === 'helm-global-registry-defeated' ? { ...one, severity: 'warning' } : one,
  )
  expect(milder).toEqual(without.findings)
})

describe('a repository that deploys as it stands', () => {
  test.each(fixtures().filter(({ expected }) => !expected))(
    'has no error with helm: $name',
    async ({ files }) => {
      const { beside } = await audits(files)
      expect(beside.findings.filter(({ severity }) => severity === 'error')).toEqual([])
      expect(beside.findings.filter(({ rule }) => rule === 'helm-render-failed')).toEqual([])
    },
  )
})

const ABOUT = 'apiVersion: v2\nname: web\nversion: 1.0.0\n'
const pod = (image: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ${image}\n`
const VALUES =
  'global:\n  imageRegistry: 465002806239.dkr.ecr.us-east-1.amazonaws.com\nimage:\n  registry: docker.io\n  repository: acme/web\n  tag: v1\n'

test('what the templates do not give away, helm says', async () => {
  const image =
    '{{ .Files.Get "registry" | trim | default .Values.global.imageRegistry }}/{{ .Values.image.repository }}:v1'
  const { without, beside } = await audits({
    'web/Chart.yaml': ABOUT,
    'web/values.yaml': VALUES,
    'web/registry': 'docker.io\n',
    'web/templates/pod.yaml': pod(image),
  })
  const said = ({ findings }: typeof beside) =>
    findings
      .filter(({ rule }) => rule === 'helm-global-registry-defeated')
      .map(({ severity, line }) => [severity, line])
  expect(said(without)).toEqual([['notice', 4]])
  expect(said(beside)).toEqual([['error', 4]])
})

test('a chart that refuses its values is a notice with the words of helm', async () => {
  const { without, beside } = await audits({
    'web/Chart.yaml': ABOUT,
    'web/values.yaml': VALUES,
    'web/templates/pod.yaml': `${pod('{{ .Values.image.registry }}/acme/web:v1')}  nodeName: {{ required "say a node" .Values.node }}\n`,
  })
  const [failed, ...others] = beside.findings.filter(({ rule }) => rule === 'helm-render-failed')
  expect(failed).toMatchObject({ severity: 'notice', path: 'web/Chart.yaml', line: 2 })
  expect(failed?.message).toContain('say a node')
  expect(others).toEqual([])
  expect(beside.findings.filter(({ rule }) => rule !== 'helm-render-failed')).toEqual(without.findings)
})
