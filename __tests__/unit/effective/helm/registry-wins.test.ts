import { describe, expect, test } from 'vitest'
import { SAMPLE_CHARTS } from '../../../support/audit/charts.ts'
import { servicesOf } from '../../../support/audit/written.ts'

const sample = (name: string) => {
  const found = SAMPLE_CHARTS.find((one) => one.name === name)
  if (!found) throw new Error(`no chart is called ${name}`)
  return found
}

const winner = (name: string) => {
  const [service] = servicesOf(sample(name))
  return [service?.key, service?.wins, service?.evidence]
}

describe('which registry wins', () => {
  test.each([
    ['global-first', 'image', 'global', 'templates'],
    ['local-first', 'image', 'local', 'templates'],
    ['local-empty', 'image', 'global', 'templates'],
    ['no-global', 'image', undefined, 'templates'],
    ['plain', 'image', undefined, 'templates'],
  ])('%s', (name, key, wins, evidence) => {
    expect(winner(name)).toEqual([key, wins, evidence])
  })

  test('is decided by a line of a template', () => {
    const [service] = servicesOf(sample('local-first'))
    const at = service?.decidedAt
    expect(at?.source.path).toBe('templates/_helpers.tpl')
    expect(at?.source.text.slice(at.start, at.end)).toMatch(/^\{\{- \$repository := coalesce /)
  })

  test('is asked of no service that says no registry', () => {
    const files = {
      ...sample('local-first').files,
      'values.yaml': 'global: {registry: {host: x.io, prefix: p}}\nimage: {tag: v1}\n',
    }
    expect(servicesOf({ files }).map(({ wins }) => wins)).toEqual(['global'])
  })

  test('is not known where the template is not understood', () => {
    const files = {
      ...sample('plain').files,
      'values.yaml': 'global: {imageRegistry: x.io}\nimage: {repository: nginx, tag: "1"}\n',
      'templates/pod.yaml':
        'kind: Pod\nspec:\n  containers:\n  - image: {{ sprocket .Values.image.repository }}\n',
    }
    expect(servicesOf({ files }).map(({ wins, evidence, rendered }) => [wins, evidence, rendered])).toEqual([
      [undefined, 'none', undefined],
    ])
  })
})

describe('a subchart', () => {
  test('has the keys that its values have in those of the whole', () => {
    const services = servicesOf(sample('subchart'))
    expect(services.map(({ key, rendered }) => `${key} ${rendered}`)).toEqual([
      'sub.image parent:from-parent',
      'sub.image 465002806239.dkr.ecr.us-east-1.amazonaws.com/sub:from-parent',
      'again.image 465002806239.dkr.ecr.us-east-1.amazonaws.com/sub:own',
    ])
  })
})
