import { describe, expect, test } from 'vitest'
import type { ImageInputs } from '../../../src/inputs/images.ts'
import { ACCOUNT, HOST, inputsOf, parsedFrom } from '../builders.ts'

const ITEM = '- { repository: team/api, context: services/api, overlays: apps/api/overlays/prod }'

/** The images that a list stands for; the other inputs are the flat ones. */
function imagesOf(images: string, flat: Record<string, string> = {}): readonly ImageInputs[] {
  const { inputs, problems } = inputsOf({ ...flat, images })
  expect(problems).toEqual([])
  return inputs.images
}

const mistakesOf = (images: string, flat: Record<string, string> = {}) =>
  inputsOf({ ...flat, images }).problems.map(({ message }) => message)

describe('images', () => {
  test('take their own values first, then the flat inputs', () => {
    const [api, web] = imagesOf(
      `- repository: team/api
  context: services/api
  target: release
- repository: team/web
  platforms: linux/arm64, linux/amd64
  registry: ${HOST}
  tag: web-1`,
      { target: 'final', 'build-args': 'A=1', overlays: 'apps/all', context: 'shared' },
    )
    expect(api).toMatchObject({
      repository: 'team/api',
      registry: undefined,
      overlays: ['apps/all'],
      build: { context: 'services/api', target: 'release', buildArgs: ['A=1'], platforms: [] },
    })
    expect(web).toMatchObject({
      repository: 'team/web',
      tag: 'web-1',
      registry: { account: ACCOUNT },
      build: { context: 'shared', target: 'final', platforms: ['linux/arm64', 'linux/amd64'] },
    })
  })

  test('say which input a tag is from', () => {
    const images = imagesOf('- { repository: ab, tag: x }\n- { repository: cd }', { tag: 'y' })
    expect(images.map(({ tag, tagInput }) => [tag, tagInput])).toEqual([
      ['x', 'images[0].tag'],
      ['y', 'tag'],
    ])
  })

  test('are one image, that of the flat inputs, without a list', () => {
    expect(imagesOf('  \n', { repository: 'team/api' })).toMatchObject([{ repository: 'team/api' }])
  })

  test.each([
    ['lines', 'build-args: |\n    A=1\n    B=x y'],
    ['a list', 'build-args:\n    - A=1\n    - B=x y'],
    ['a mapping', 'build-args: { A: 1, B: x y }'],
  ])('take lists as %s', (_, text) => {
    expect(imagesOf(`- repository: ab\n  ${text}`)[0]?.build.buildArgs).toEqual(['A=1', 'B=x y'])
  })

  test('take every list of pairs as a mapping', () => {
    const [image] = imagesOf(`- repository: ab
  build-args: { A: 1 }
  build-contexts: { b: ../b }
  labels: { c: 3 }
  secret-envs: { d: D }
  secret-files: { e: .e }`)
    expect(image?.build).toMatchObject({
      buildArgs: ['A=1'],
      contexts: ['b=../b'],
      labels: ['c=3'],
      secretEnvs: [{ id: 'd', variable: 'D' }],
      secretFiles: [{ id: 'e', path: '.e' }],
    })
  })

  test('keep the text of every scalar, whatever YAML would make of it', () => {
    const [image] = imagesOf('- { repository: ab, tag: 1.10, target: 0x1f, name: null, no-cache: true }')
    expect(image).toMatchObject({ tag: '1.10', name: 'null', build: { target: '0x1f', noCache: true } })
  })

  test('may be JSON, as an expression writes it', () => {
    expect(imagesOf('[{"repository": "team/api", "paths": ["a/**", "!a/*.md"]}]')).toMatchObject([
      { repository: 'team/api', paths: ['a/**', '!a/*.md'] },
    ])
  })

  test('may share parts by anchors', () => {
    const images = imagesOf('- &a { repository: ab, paths: &p [x/**] }\n- { repository: cd, paths: *p }')
    expect(images.map(({ paths }) => paths)).toEqual([['x/**'], ['x/**']])
  })

  test('have the inputs that they share read once, and so masked once', () => {
    const read: string[] = []
    parsedFrom((name) => {
      read.push(name)
      return name === 'images' ? '[{ repository: ab }, { repository: cd }, { repository: ef }]' : ''
    })
    expect(read.length).toBe(new Set(read).size)
  })

  test('unset a flat value by an empty one', () => {
    expect(imagesOf('- { repository: ab, target: "" }', { target: 'final' })[0]?.build.target).toBeUndefined()
  })
})

describe('a list of images that cannot be used', () => {
  test.each([
    ['repository: team/api', 'images is not a YAML list of images'],
    ['[]', 'images is not a YAML list of images'],
    ['team/api', 'images is not a YAML list of images'],
    ['- team/api', 'images[0] is no mapping of keys to values'],
    ['- [a]', 'images[0] is no mapping of keys to values'],
    ['- { repository: ab, tags: x }', 'images[0] has no key tags. Did you mean tag?'],
    ['- { repository: ab, secrets: A=b }', 'images[0] has no key secrets.'],
    ['- { repository: ab, target: { a: b } }', 'images[0].target is neither text nor a list of texts'],
    [
      '- { repository: ab, build-args: { A: "b\\nc" } }',
      'images[0].build-args has a value with a line break',
    ],
    ['- { repository: ab, paths: ["a\\nb"] }', 'images[0].paths has a value with a line break'],
    ['- { repository: ab, paths: [a, [b]] }', 'images[0].paths is neither text nor a list of texts'],
    [
      '- { repository: ab, labels: { a: b, c: [d] } }',
      'images[0].labels is neither text nor a list of texts',
    ],
    ['- { repository: ab, paths: [[a]] }', 'images[0].paths is neither text nor a list of texts'],
  ])('%s', (given, message) => {
    expect(mistakesOf(given)).toEqual([message])
  })

  const LIST = `Give the input images one item for each image, for example: ${ITEM}`
  const WRITE = `Write images as in: ${ITEM}`
  const KEYS =
    'name, repository, registry, tag, source-repository, context, file, target, platforms, build-args, build-contexts, labels, no-cache, network, secret-envs, secret-files, ssh, cache, cache-from, cache-to, provenance, sbom, compression, paths, overlays, helm-values, manifests'

  test.each([
    ['- repository: "cd\n', 'images is not valid YAML: Missing closing "quote at line 1, column 18', WRITE],
    [
      '- { repository: ab, repository: cd }',
      'images is not valid YAML: Map keys must be unique at line 1, column 21',
      WRITE,
    ],
    [
      '- *a',
      'images is not valid YAML: Unresolved alias (the anchor must be set before the alias): a',
      WRITE,
    ],
    ['team/api', 'images is not a YAML list of images', LIST],
    ['- team/api', 'images[0] is no mapping of keys to values', `Write images as in: ${ITEM}`],
    [
      '- { repository: ab, tags: x }',
      'images[0] has no key tags. Did you mean tag?',
      `The keys of an image are ${KEYS}; everything else is an input of the step.`,
    ],
    [
      '- { repository: ab, secrets: A=b }',
      'images[0] has no key secrets.',
      'Move it to the input secrets, which every image can use and whose values are masked; or name variables in secret-envs.',
    ],
    [
      '- { repository: ab, target: [[a]] }',
      'images[0].target is neither text nor a list of texts',
      'Give images[0].target one value.',
    ],
    [
      '- { repository: ab, paths: [x, "a\\nb"] }',
      'images[0].paths has a value with a line break',
      'Write each value of images[0].paths on one line.',
    ],
  ])('%s is reported with what is right', (images, message, hint) => {
    expect(inputsOf({ images }).problems).toEqual([
      { code: 'INPUT_INVALID', inputs: ['images'], message, hint },
    ])
  })

  test('tells every mistake of every item, each with its place', () => {
    expect(mistakesOf('- { repository: A, platforms: arm }\n- { repository: ab, registry: x }')).toEqual([
      expect.stringMatching(/^images\[0\]\.repository is "A", which /),
      expect.stringMatching(/^images\[0\]\.platforms is "arm", which /),
      expect.stringMatching(/^images\[1\]\.registry is "x", which /),
    ])
  })

  test('tells a mistake of a flat input once, not for every image', () => {
    const messages = mistakesOf('- { repository: ab }\n- { repository: cd }', { platforms: 'arm' })
    expect(messages).toEqual([expect.stringMatching(/^platforms is "arm"/)])
  })

  test('takes one anchor for as many images as there are', () => {
    const rest = Array.from({ length: 300 }, (_, index) => `- { repository: ab${index}, overlays: *all }`)
    const images = imagesOf(['- { repository: ab, overlays: &all [a, b] }', ...rest].join('\n'))
    expect(images.map(({ overlays }) => overlays)).toEqual(Array(301).fill(['a', 'b']))
  })

  test('does not expand aliases without end', () => {
    const bomb = ['- &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [name, of] of [
      ['b', 'a'],
      ['c', 'b'],
      ['d', 'c'],
    ]) {
      bomb.push(`- &${name} [${Array(10).fill(`*${of}`).join(', ')}]`)
    }
    expect(mistakesOf(bomb.join('\n'))).toEqual([
      'images is not valid YAML: Excessive alias count indicates a resource exhaustion attack',
    ])
  })
})
