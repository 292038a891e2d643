import { describe, expect, test } from 'vitest'
import { proposalLines, propose } from '../../../../../src/doors/audit/plan/propose.ts'
import { openRepository } from '../../../../../src/effective/open-repository.ts'
import { memoryFiles } from '../../../../support/audit/memory-files.ts'
import { must } from '../../../builders.ts'

const pod = (name: string, image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers: [{name: a, image: "${image}"}]\n`

const imagesOf = (references: readonly string[]) =>
  openRepository(
    memoryFiles(
      Object.fromEntries(references.map((image, index) => [`${index}.yaml`, pod(`p${index}`, image)])),
    ),
  ).images

const host = (account: string, region: string): string => `${account}.dkr.ecr.${region}.amazonaws.com`
const OWN = host('465002806239', 'ap-southeast-2')

describe('propose', () => {
  test('names the registries that images come from, the most used first', () => {
    const images = imagesOf([
      `${host('465002806239', 'us-east-1')}/web:v1`,
      `${OWN}/web:v1`,
      `${OWN}/api:v1`,
      `${host('123456789012', 'us-east-1')}/web:v1`,
      `${host('999999999998', 'us-east-1')}/web:v1`,
      `${host('709825985650', 'us-east-1')}/seller/web:v1`,
      'docker.io/library/nginx:1.27',
      'nginx',
    ])
    const proposal = must(propose(images, ['999999999998']))
    expect(proposalLines(proposal)).toBe(
      'allowed-registries:\n  - 465002806239/ap-southeast-2 # 2 images\n  - 465002806239/us-east-1 # 1 image',
    )
  })

  test('leaves out what only a stray image has', () => {
    const many = Array.from({ length: 20 }, (_, index) => `${OWN}/s${index}:v1`)
    const proposal = propose(imagesOf([...many, `${host('465002806293', 'ap-southeast-2')}/web:v1`]), [])
    expect(proposal?.registries.map(({ account }) => account)).toEqual(['465002806239'])
  })

  test('names five of them at most', () => {
    const many = Array.from({ length: 9 }, (_, index) => `${host(`46500280623${index}`, 'us-east-1')}/web:v1`)
    expect(propose(imagesOf(many), [])?.registries).toHaveLength(5)
  })

  test('has nothing to say where no registry is anybody’s', () => {
    expect(propose(imagesOf(['nginx', `${host('123456789012', 'us-east-1')}/web:v1`]), [])).toBeUndefined()
  })
})
