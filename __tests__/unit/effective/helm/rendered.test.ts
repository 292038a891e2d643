import { describe, expect, test } from 'vitest'
import { confirmed, withHelm } from '../../../../src/effective/helm/rendered.ts'
import type { HelmUse } from '../../../../src/effective/helm/use.ts'
import { openRepository } from '../../../../src/effective/open-repository.ts'
import { memoryFiles } from '../../../support/audit/memory-files.ts'

const ECR = '465002806239.dkr.ecr.us-east-1.amazonaws.com'

/** A chart whose image the templates do not give away. */
const repository = (image: string, template = '{{ tpl (.Files.Get "x") . }}') =>
  openRepository(
    memoryFiles({
      'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
      'web/values.yaml': `global:\n  imageRegistry: ${ECR}\nimage:\n${image}`,
      'web/templates/pod.yaml': `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: {{ .Values.image.repository }}${template}\n`,
    }),
  )

const useOf = (image: string, template?: string): HelmUse => {
  const [use] = repository(image, template).charts
  if (!use) throw new Error('no chart')
  return use
}

const said = ({ services }: HelmUse) =>
  services.map(({ rendered, evidence, wins }) => ({ rendered, evidence, wins }))

describe('what helm renders', () => {
  test('confirms what was worked out, and nothing else', () => {
    const use = useOf('  repository: acme/web\n', ':v1')
    expect(said(use)).toEqual([{ rendered: 'acme/web:v1', evidence: 'templates', wins: undefined }])
    expect(said(confirmed(use, ['acme/web:v1']))[0]?.evidence).toBe('helm')
    expect(said(confirmed(use, ['acme/web:v2']))[0]?.evidence).toBe('templates')
    expect(confirmed(use, [])).toEqual(use)
  })

  test.each([
    ['the registry of all', 'acme/web', [`${ECR}/acme/web:v1`], 'global'],
    ['the host of the repository', 'docker.io/acme/web', ['docker.io/acme/web:v1'], 'local'],
    ['neither', 'acme/web', ['quay.io/acme/web:v1'], undefined],
    ['the registry of all, without the host', 'docker.io/acme/web', [`${ECR}/acme/web:v1`], 'global'],
  ])('says what nobody could work out: %s wins', (_, named, images, wins) => {
    const use = useOf(`  repository: ${named}\n`)
    expect(said(use)).toEqual([{ rendered: undefined, evidence: 'none', wins: undefined }])
    const all = [...images, 'busybox:1', 'acme/website:1']
    expect(said(confirmed(use, all))).toEqual([{ rendered: images[0], evidence: 'helm', wins }])
  })

  test('leaves open which of several images is meant', () => {
    const use = useOf('  repository: acme/web\n')
    expect(said(confirmed(use, ['acme/web:v1', `${ECR}/acme/web:v1`]))).toEqual(said(use))
  })

  test('takes time that grows with the images alone', () => {
    const use = useOf('  repository: acme/web\n')
    const [service] = use.services
    if (!service) throw new Error('no service')
    const many = { ...use, services: Array.from({ length: 20_000 }, () => service) }
    const images = Array.from({ length: 20_000 }, (_, index) => `r${index}.io/web:1`)
    const start = performance.now()
    confirmed(many, images)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})

describe('a repository with what helm has answered', () => {
  test('has charts that say so, and is the same besides', () => {
    const before = repository('  repository: acme/web\n', ':v1')
    const [use] = before.charts
    if (!use) throw new Error('no chart')
    const failed = withHelm(before, new Map([[use, { failure: 'it has no end' }]]))
    expect(failed.charts.map(({ failure }) => failure)).toEqual(['it has no end'])
    const told = withHelm(before, new Map([[use, { images: ['acme/web:v1'] }]]))
    expect(told.charts.flatMap(said)[0]?.evidence).toBe('helm')
    for (const key of ['files', 'images', 'roles', 'pulls', 'deployed', 'kustomizations'] as const)
      expect(told[key]).toBe(before[key])
    expect(withHelm(before, new Map())).toBe(before)
  })
})
