import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { inputsOf } from '../builders.ts'

const TAGS = { 'merge-tags': 'x-amd64\nx-arm64' }
const messages = (given: Record<string, string>) => inputsOf(given).problems.map(({ message }) => message)
const action = parse(readFileSync('action.yml', 'utf8')) as {
  inputs: Record<string, { default?: string }>
}

describe('merge-tags', () => {
  test.each(['a-amd64\na-arm64', 'a-amd64, a-arm64', ' a-amd64 \n\n a-arm64\n'])('is a list: %j', (text) => {
    const { inputs, problems } = inputsOf({ 'merge-tags': text })
    expect(problems).toEqual([])
    expect(inputs).toMatchObject({ mergeTags: ['a-amd64', 'a-arm64'], build: 'never' })
  })

  test('that is empty changes nothing', () => {
    expect(inputsOf({ context: 'x' }).inputs).toMatchObject({ mergeTags: [], build: 'auto' })
  })

  test('names each image once', () => {
    expect(messages({ 'merge-tags': 'a\nb\na\na' })).toEqual(['merge-tags names a twice'])
  })

  test.each(['a-amd64 a-arm64', 'a-amd64;a-arm64', 'web:a-amd64', `sha256:${'0'.repeat(64)}`])(
    'names tags alone, one a line: %j',
    (text) => {
      const { problems } = inputsOf({ 'merge-tags': text })
      expect(problems.map(({ message }) => message)).toEqual([
        `merge-tags is "${text}", which is not the tag of an image`,
      ])
    },
  )

  test('is for a step with one image', () => {
    expect(messages({ ...TAGS, images: '- { repository: ab }' })).toEqual([
      'merge-tags is set beside images, and does not say which of them is put together',
    ])
  })

  test('is not beside what only a build uses, all of which is named', () => {
    const given = { context: 'services/api', 'build-args': 'A=1', sbom: 'true', engine: 'buildah' }
    expect(messages({ ...TAGS, ...given })).toEqual([
      'merge-tags is set, so this step builds nothing, and context, build-args, sbom, engine would have no effect',
    ])
  })

  test('goes with the defaults of action.yml, however they are written', () => {
    const defaults = Object.entries(action.inputs).map(([name, input]) => [name, input.default ?? ''])
    expect(messages({ ...Object.fromEntries(defaults), ...TAGS })).toEqual([])
    expect(messages({ ...TAGS, 'no-cache': 'False', provenance: 'FALSE', context: ' . ' })).toEqual([])
  })

  test('goes with what is asked of the image and of its deploy', () => {
    const given = {
      platforms: 'linux/amd64,linux/arm64',
      tag: 'x',
      paths: 'src',
      overlays: 'o',
      build: 'never',
    }
    expect(messages({ ...TAGS, ...given })).toEqual([])
  })
})
