import { describe, expect, test } from 'vitest'
import type { ImageInputs } from '../../../src/inputs/images.ts'
import { parseInputs } from '../../../src/inputs/inputs.ts'
import { ACCOUNT, HOST, inputsOf, must } from '../builders.ts'

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
    parseInputs((name) => {
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
    ['- { repository: ab, tags: x }', 'images[0].tags is not a key that an image has'],
    ['- { repository: ab, secrets: A=b }', 'images[0].secrets is not a key that an image has'],
    ['- { repository: ab, target: { a: b } }', 'images[0].target is neither text nor a list of texts'],
    [
      '- { repository: ab, build-args: { A: "b\\nc" } }',
      'images[0].build-args has a value with a line break',
    ],
    ['- { repository: ab, paths: ["a\\nb"] }', 'images[0].paths has a value with a line break'],
    ['- { repository: ab, paths: [[a]] }', 'images[0].paths is neither text nor a list of texts'],
  ])('%s', (given, message) => {
    expect(mistakesOf(given)).toEqual([message])
  })

  test('names the line of a mistake of YAML', () => {
    const [message] = mistakesOf('- repository: ab\n- repository: "cd\n')
    expect(message).toMatch(/^images is not valid YAML: .*line \d/)
    expect(mistakesOf('- { repository: ab, repository: cd }')[0]).toMatch(/not valid YAML: .*unique/)
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
    expect(must(mistakesOf(bomb.join('\n'))[0])).toMatch(/^images /)
  })
})
