import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { value } from '../../../src/inputs/fields.ts'
import { type ItemKind, listItems } from '../../../src/inputs/list-items.ts'
import { InputReader } from '../../../src/inputs/reader.ts'
import { HOST, inputsOf, ROLE } from '../builders.ts'

/** Two good items for every input that is a list, and what the door makes of them. */
const A_HOST = HOST.replace('465002806239', '123456789012')
const LISTS: readonly (readonly [input: string, one: string, two: string])[] = [
  ['allowed-account-ids', '465002806239', '012345678901'],
  ['pull-accounts', '465002806239', '012345678901'],
  ['login-registries', HOST, `${A_HOST}=${ROLE}`],
  ['trusted-endpoints', 'sts.example.com', 'ecr.example.com:8443'],
  ['platforms', 'linux/amd64', 'linux/arm64'],
  ['merge-tags', 'a-amd64', 'a-arm64'],
  ['secret-envs', 'npm=NPM', 'pip=PIP'],
  ['ssh', 'default', 'deploy'],
  ['trusted-frontends', 'docker/dockerfile', 'acme/frontend:1'],
  ['trusted-paths', '/opt/a', '/opt/b'],
  ['paths', 'services/api/**', '!**/*.md'],
  ['overlays', 'apps/{a,b}/overlays/prod', 'apps/c/overlays/[ps]*'],
  ['helm-values', 'apps/{a,b}/values.yaml#web.image', 'c/*.yaml#images[name=web]'],
  ['manifests', 'apps/{a,b}/web.yaml#Deployment/web/web', 'c/*.yaml#Job/a/b'],
  ['deploy-refs', 'main', 'release/*'],
]
const PAIRS: readonly (readonly [input: string, one: string, two: string])[] = [
  ['build-args', 'A=1', 'B=x y'],
  ['labels', 'com.example/a=1', 'b=x, y'],
  ['secret-files', 'npmrc=.npmrc', 'key=keys/a'],
  ['build-contexts', 'a=libs/a', 'b=libs/b'],
  ['cache-from', 'type=gha', 'type=registry,ref=acme/cache'],
  ['cache-to', 'type=inline', 'type=gha,mode=max'],
]

const read = (input: string, given: string) => {
  const { inputs, problems } = inputsOf({ [input]: given })
  return { inputs, problems: problems.map(({ message, hint }) => `${message} / ${hint}`) }
}

const ways = (one: string, two: string) => [
  `- ${one}\n- ${two}`,
  `  -  ${one}\r\n  -  ${two}\r\n`,
  `- "${one}"\n- '${two}'`,
  `["${one}", "${two}"]`,
  `['${one}','${two}',]`,
  `[\n  "${one}",\n  "${two}"\n]`,
  `"${one}"\n"${two}"`,
  `# the first\n${one}\n\n#\n${two}`,
]

describe.each([...LISTS, ...PAIRS])('%s', (input, one, two) => {
  const wanted = read(input, `${one}\n${two}`)

  test('takes one a line', () => {
    expect(wanted.problems).toEqual([])
  })

  test.each(ways(one, two))('takes %j as the same', (given) => {
    expect(read(input, given)).toEqual(wanted)
  })
})

describe.each(LISTS)('%s', (input, one, two) => {
  test.each([`${one},${two}`, `${one}, ${two}`, `${one},\n${two},`, `[${one}, ${two}]`, `- ${one}, ${two}`])(
    'takes commas: %j',
    (given) => {
      // A list without quotation marks is ambiguous where a value may hold the comma.
      const refused = ['login-registries', 'ssh'].includes(input) && /^\[|\n/.test(given)
      if (refused) expect(read(input, given).problems).toEqual([expect.stringContaining('one item a line')])
      else expect(read(input, given)).toEqual(read(input, `${one}\n${two}`))
    },
  )
})

describe.each(PAIRS)('%s', (input, one, two) => {
  test.each([`${one}, ${two}`, `${one},\n${two}`, `[${one}, ${two}]`])(
    'refuses what may mean two things: %j',
    (given) => {
      expect(read(input, given).problems).toEqual([
        expect.stringMatching(new RegExp(`^${input} has a comma that may|^${input} is a list in brackets`)),
      ])
      expect(read(input, given).problems[0]).toContain(`Write the input ${input} with one item a line.`)
    },
  )
})

/** Lists within the YAML of `pull-request`, where each key takes what an input of that name would. */
const OF_PULL_REQUEST = [
  ['labels', 'deploy', 'needs review'],
  ['reviewers', 'octocat', 'mona-lisa'],
  ['team-reviewers', 'acme/platform', 'security'],
  ['assignees', 'octocat', 'mona-lisa'],
] as const

describe.each(OF_PULL_REQUEST)('pull-request.%s', (key, one, two) => {
  const wanted = read('pull-request', JSON.stringify({ [key]: [one, two] }))

  test.each([
    `${key}: [${one}, ${two}]`,
    `${key}:\n  - ${one}\n  - "${two}"`,
    `${key}:\r\n- ${one}\r\n- '${two}'\r\n`,
    `{ ${key}: ['${one}', "${two}",] }`,
    `${key}: |\n  ${one}\n  ${two}`,
    `${key}: "${one}, ${two}"`,
    `# people\n${key}:\n  # the first\n  - ${one}\n  - ${two} # the second`,
  ])('takes %j as the same', (given) => {
    expect(wanted.problems).toEqual([])
    expect(read('pull-request', given)).toEqual(wanted)
  })
})

test('every input that is a list is tried here', () => {
  const list = vi.spyOn(InputReader.prototype, 'list')
  inputsOf({})
  const names = new Set(list.mock.calls.map(([name]) => name))
  list.mockRestore()
  expect([...names].toSorted()).toEqual([...LISTS, ...PAIRS].map(([input]) => input).toSorted())
})

test.each(['* apps/a\n* apps/b', '• apps/a', '- – apps/a'])(
  'marks of other lists are refused: %j',
  (given) => {
    expect(read('overlays', given).problems).toEqual([
      expect.stringMatching(/^overlays has a mark of a list .* with one item a line\.$/),
    ])
  },
)

test.each(['My Apps/prod', '"apps/my a/b c/prod"', 'apps/@(a/x|b/y)', 'apps/a b/c', '*/prod'])(
  'paths with a space or a sign in them are paths: %j',
  (given) => {
    expect(read('overlays', given).problems).toEqual([])
  },
)

const UNCLEAR =
  'has a comma that may part two items, or belong to one (it does in quotation marks around the whole item)'
const items = (given: string, kind: ItemKind) => {
  const found = listItems(given, kind)
  return 'mistake' in found ? found.mistake : found.map(({ text }) => text)
}

describe('what stays one item', () => {
  test.each<readonly [ItemKind, string]>([
    ['patterns', '{a,b}/prod'],
    ['patterns', '@(a|b,c)/prod'],
    ['patterns', '[ab]'],
    ['patterns', '[ab,c]/[d]'],
    ['patterns', 'app/[slug]/page'],
    ['patterns', 'a\\,b'],
    ['patterns', '#12-fix'],
    ['patterns', '-x'],
    ['patterns', 'a#b'],
    ['values', 'A=1,2'],
    ['values', 'A=1,B=2'],
    ['values', 'A=1 # 2'],
    ['values', 'A=b - c'],
    ['values', 'A="x", "y"'],
    ['values', 'A=[1, 2]'],
    ['attributes', '"type=local","src=/a,b"'],
    ['attributes', 'type=registry, ref=x'],
  ])('of %s: %s', (kind, given) => {
    expect(items(given, kind)).toEqual([given])
  })
})

test('refs that are parted by spaces are refused, as no pattern of one would match', () => {
  expect(read('deploy-refs', 'main release/*').problems).toEqual([
    'deploy-refs is "main release/*", which has white space, which no ref has / Give the input deploy-refs one item a line, such as: release/*',
  ])
})

test.each<readonly [string, ItemKind, string]>([
  ['- a\nb', 'names', 'has lines that begin with "- " and lines that do not'],
  ['- a\n  b', 'patterns', 'has lines that begin with "- " and lines that do not'],
  ['- a - b', 'patterns', 'has several items that begin with "- " on one line'],
  ['A=1, B=2', 'values', UNCLEAR],
  ['type=gha, type=inline', 'attributes', UNCLEAR],
  ['A=1,\nB=2', 'values', UNCLEAR],
  ['[A=1,2]', 'values', 'is a list in brackets whose items are not in quotation marks'],
])('%j says that it is unclear', (given, kind, mistake) => {
  expect(items(given, kind)).toBe(mistake)
})

test('quotation marks keep a comma, and what follows it', () => {
  expect(items('["a,b", "c # d"]', 'patterns')).toEqual(['a,b', 'c # d'])
  expect(items('"A=1, B=2"', 'values')).toEqual(['A=1, B=2'])
  expect(items('"c # d"\n"e,f" # g', 'patterns')).toEqual(['c # d', 'e,f'])
  expect(items('"a\\"b"', 'names')).toEqual(['a"b'])
  expect(items('"C:\\d"', 'names')).toEqual(['C:\\d'])
})

test('an item of a YAML list in images is that item, whatever is in it', () => {
  const images = JSON.stringify([
    {
      repository: 'team/web',
      overlays: ['a,b', '- c', '# d', '"e"', '[f/g]', 'h # i'],
      'build-args': { A: '1, B=2', C: '[x]' },
      labels: ['a=1, b=2'],
      'cache-from': ['"type=local","src=/a,b"'],
      paths: 'a, b',
      platforms: ['linux/amd64', 'linux/arm64'],
    },
  ])
  const { inputs, problems } = inputsOf({ images })
  expect(problems).toEqual([])
  const [{ overlays, paths, build }] = inputs.images
  expect(overlays).toEqual(['a,b', '- c', '# d', '"e"', '[f/g]', 'h # i'])
  expect(items('- A=b - c', 'values')).toEqual(['A=b - c'])
  expect(paths).toEqual(['a', 'b'])
  expect(build).toMatchObject({
    buildArgs: ['A=1, B=2', 'C=[x]'],
    labels: ['a=1, b=2'],
    platforms: ['linux/amd64', 'linux/arm64'],
  })
  expect(build.cacheFrom.map(({ text }) => text)).toEqual(['"type=local","src=/a,b"'])
})

test('a message that refuses a list of secrets repeats nothing of it', () => {
  const { problems } = inputsOf({
    'secret-files': 'npm=hunter2, pip=hunter3',
    'secret-envs': '- hunter2\nhunter3',
  })
  expect(problems).toHaveLength(2)
  expect(JSON.stringify(problems)).not.toContain('hunter')
})

test('any plain items come back, however they are written', () => {
  const item = fc.stringMatching(/^[a-z][a-z/.-]{0,8}$/)
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 5 }), (list) => {
      const forms = [
        list.join('\n'),
        list.join(', '),
        list.map((one) => `- ${one}`).join('\n'),
        JSON.stringify(list),
      ]
      for (const form of forms) {
        const reader = new InputReader(() => form)
        expect(reader.list('x', value)).toEqual(list)
        expect(reader.problems).toEqual([])
      }
    }),
  )
})
