import { describe, expect, test } from 'vitest'
import type { Fault } from '../../support/faults.ts'
import {
  createMonorepo,
  digestOf,
  errorsOf,
  expectUntouched,
  imagesOf,
  NAMES,
  repositoryOf,
} from '../monorepo.ts'
import type { Scene } from '../scene.ts'

interface Silence {
  what: string
  code: string
  arrange: (scene: Scene) => void
  message: string
}

const silences: Silence[] = [
  {
    what: 'that is archived',
    code: 'IMAGE_UNAVAILABLE',
    arrange: ({ ecr, facts }) => {
      const failure = { failureCode: 'ImageInaccessible', failureReason: 'The image is archived' }
      ecr.settings.withheld.set(facts.head, failure)
    },
    message: '--target-storage-class STANDARD',
  },
  {
    what: 'that the role may not ask for',
    code: 'ECR_DENIED',
    arrange: ({ ecr }) => {
      ecr.settings.denied = ['ecr:BatchGetImage']
    },
    message: 'Allow ecr:BatchGetImage on arn:aws:ecr:',
  },
  {
    what: 'that a part in between is silent about',
    code: 'ECR_FAILED',
    arrange: ({ ecr }) => {
      const body = JSON.stringify({ images: [], failures: [] })
      ecr.fail({ status: 200, body }, { on: 'BatchGetImage', times: Number.POSITIVE_INFINITY })
    },
    message: 'could not say whether',
  },
]

describe('an image', () => {
  test.each(silences)('$what does not count as missing: nothing is built', async (silence) => {
    await using scene = await createMonorepo()
    for (const name of NAMES) await scene.putImage(repositoryOf(name), scene.facts.head)
    silence.arrange(scene)
    const result = await scene.go()
    expect(result.exitCode).toBe(1)
    // One of each repository, and none about anything else.
    expect(errorsOf(result).map(({ properties }) => properties.title)).toEqual(NAMES.map(() => silence.code))
    for (const [index, name] of NAMES.entries()) {
      expect(errorsOf(result)[index]?.message).toContain(repositoryOf(name))
      expect(errorsOf(result)[index]?.message).toContain(silence.message)
    }
    await expectUntouched(scene)
  })

  const stumbles: [string, Fault][] = [
    ['throttled', { code: 'ThrottlingException', message: 'Rate exceeded' }],
    ['out of order', { status: 503 }],
    ['cut off', 'reset'],
  ]

  test.each(stumbles)('that a registry which is %s hides at first is found, and not built', async (...of) => {
    const [, fault] = of
    await using scene = await createMonorepo()
    for (const name of NAMES) await scene.putImage(repositoryOf(name), scene.facts.head)
    scene.ecr.fail(fault, { on: 'BatchGetImage', times: 2 })
    const result = await scene.go()
    expect(result, result.stdout).toMatchObject({ exitCode: 0, outputs: { result: 'deployed' } })
    expect(await scene.builder.calls()).toEqual([])
    for (const name of NAMES) {
      expect(imagesOf(result.outputs)[name]).toMatchObject({
        reused: true,
        digest: await digestOf(scene, name),
      })
    }
    expect(scene.requests().ecr.filter((action) => action === 'BatchGetImage')).toHaveLength(NAMES.length + 2)
  })
})

describe('an archived image that the look-up does not find', () => {
  const ARCHIVED = /is archived \(imageStatus ARCHIVED\).*\s.*--target-storage-class STANDARD/

  test.each([
    ['is built, and what the push meets is named', {}],
    ['is named where nothing may be built', { build: 'never' }],
  ])('%s', async (_, inputs) => {
    await using scene = await createMonorepo()
    for (const name of NAMES) await scene.putImage(repositoryOf(name), scene.facts.head)
    scene.ecr.settings.archived.add(scene.facts.head)
    const result = await scene.go(inputs)
    expect(result.exitCode, result.stdout).toBe(1)
    const errors = errorsOf(result)
    expect(errors.map(({ properties }) => properties.title)).toEqual(NAMES.map(() => 'IMAGE_UNAVAILABLE'))
    for (const { message } of errors) expect(message).toMatch(ARCHIVED)
    expect(await scene.config.log()).toHaveLength(1)
  })

  test('costs no request where nothing fails', async () => {
    await using scene = await createMonorepo()
    const result = await scene.go()
    expect(result.exitCode, result.stdout).toBe(0)
    expect(scene.ecr.requests.map(({ action }) => action)).not.toContain('DescribeImages')
  })
})
