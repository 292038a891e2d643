import { describe, expect, test } from 'vitest'
import { besides, closedAt } from '../../../../src/gitops/pull-request/verdicts.ts'
import { aProposal, aVerdict } from '../../builders.ts'

const PULL = { number: 7, url: 'https://github.com/acme/platform-config/pull/7' }

const values = (chart: string) =>
  aVerdict({ kind: 'helm-values', file: `charts/${chart}/values.yaml`, key: `${chart}.image` })

const edited = (...paths: readonly string[]) =>
  Object.fromEntries(paths.map((path) => [path, ['a', 'b'] as const]))

const FILES = ['charts/web/values.yaml', 'charts/api/values.yaml', 'charts/web/Chart.yaml']
const base = aProposal([values('web'), values('api')], edited(...FILES))

const there = (...outcomes: readonly ('unchanged' | 'superseded')[]) =>
  aProposal(base.verdicts.map((verdict, index) => ({ ...verdict, outcome: outcomes[index] ?? 'unchanged' })))

describe('what a pull request changes', () => {
  test('has the raised charts, where it has all that the base is to have', () => {
    expect(besides(base, there('unchanged', 'unchanged'), PULL)).toEqual(base)
  })

  test('is without what stays as it is there', () => {
    const { files, verdicts } = besides(base, there('unchanged', 'superseded'), PULL)
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['write', 'superseded'])
    expect([...files.keys()]).toEqual(['charts/web/values.yaml', 'charts/web/Chart.yaml'])
  })

  test.each([
    ['all of it is newer there', besides(base, there('superseded', 'superseded'), PULL)],
    ['a person has closed it', closedAt(base, PULL)],
  ])('is nothing where %s', (_, { files }) => {
    expect([...files.keys()]).toEqual([])
  })
})
