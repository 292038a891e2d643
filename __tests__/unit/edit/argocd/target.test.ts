import fc from 'fast-check'
import { load, loadAll } from 'js-yaml'
import { describe, expect, test } from 'vitest'
import { argocdApplications } from '../../../../src/edit/argocd/target.ts'
import type { ConfigFile, WantedValues } from '../../../../src/edit/target.ts'
import { StepError } from '../../../../src/errors/errors.ts'
import { HOST, OLD_SHA, REPOSITORY, SHA } from '../../builders.ts'

const NAME = `${HOST}/${REPOSITORY}`
const DIGEST = `sha256:${'d'.repeat(64)}`
const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`
const fileOf = (text: string): ConfigFile => ({
  path: 'apps/web.yaml',
  text,
  place: (line) => ({ file: 'apps/web.yaml', ...(line === undefined ? {} : { line }) }),
})
const find = (text: string, key: string) => argocdApplications.open(fileOf(text)).find(key)
const entryOf = (text: string, key: string) => find(text, key) ?? expect.fail(`no entry at ${key}`)
const edit = (text: string, key: string, wanted: WantedValues, hold?: string): string =>
  entryOf(text, key).edit(wanted, hold)

function refusalOf(run: () => unknown): StepError {
  try {
    run()
  } catch (error) {
    if (error instanceof StepError) return error
    throw error
  }
  return expect.fail('it was not refused')
}

/** An Application with these lines below `source`. */
const application = (...source: readonly string[]): string =>
  lines(
    'apiVersion: argoproj.io/v1alpha1',
    'kind: Application',
    'metadata:',
    '  name: web',
    'spec:',
    '  source:',
    ...source.map((line) => (line === '' ? '' : `    ${line}`)),
    '  destination: {namespace: web}',
  )

interface Golden {
  readonly title: string
  readonly key: string
  readonly before: string
  readonly wanted: WantedValues
  readonly after: string
}

const VALUES = 'spec.source.helm.values#image'
const block = (header: string, ...text: readonly string[]): string =>
  application('helm:', `  values: ${header}`, ...text)

const GOLDEN: readonly Golden[] = [
  {
    title: 'a literal block',
    key: VALUES,
    before: block(
      '|',
      '    # the image',
      '    image:',
      `      tag: ${OLD_SHA} # by CI`,
      '',
      '    replicas: 2',
    ),
    wanted: { tag: SHA },
    after: block('|', '    # the image', '    image:', `      tag: ${SHA} # by CI`, '', '    replicas: 2'),
  },
  {
    title: 'a block that keeps no line break at its end, with a comment behind its header',
    key: VALUES,
    before: block('|- # inline', '    image: {repository: old/web, tag: a}'),
    wanted: { image: NAME, tag: SHA },
    after: block('|- # inline', `    image: {repository: ${NAME}, tag: ${SHA}}`),
  },
  {
    title: 'a block that keeps all of them',
    key: VALUES,
    before: block('|+', '    image:', '      tag: a', '', ''),
    wanted: { tag: SHA },
    after: block('|+', '    image:', `      tag: ${SHA}`, '', ''),
  },
  {
    title: 'a block that says its indentation',
    key: VALUES,
    before: block('|2', '      image:', '        tag: a'),
    wanted: { tag: SHA },
    after: block('|2', '      image:', `        tag: ${SHA}`),
  },
  {
    title: 'a block with blank lines of spaces',
    key: 'spec.source.helm.values#web.image',
    before: block('|', '    web:', '      ', '      image: old/web:a', '  ', '    api:', '      image: x'),
    wanted: { image: NAME, tag: SHA },
    after: block(
      '|',
      '    web:',
      '      ',
      `      image: ${NAME}:${SHA}`,
      '  ',
      '    api:',
      '      image: x',
    ),
  },
  {
    title: 'a new key in a block',
    key: VALUES,
    before: block('|', '    image:', '      repository: old/web', '      tag: a', '', '    x: 1'),
    wanted: { tag: SHA, digest: DIGEST },
    after: block(
      '|',
      '    image:',
      '      repository: old/web',
      `      tag: ${SHA}`,
      `      digest: ${DIGEST}`,
      '',
      '    x: 1',
    ),
  },
  {
    title: 'a dot in the place of the second #',
    key: 'spec.source.helm.values.containers[name=web].image',
    before: block('|', '    containers:', '    - name: web', '      image: old/web:a'),
    wanted: { tag: SHA },
    after: block('|', '    containers:', '    - name: web', `      image: old/web:${SHA}`),
  },
  {
    title: 'valuesObject, in its place',
    key: 'spec.source.helm.valuesObject.image',
    before: application('helm:', '  valuesObject:', '    image:', '      tag: "a"  # old'),
    wanted: { tag: SHA },
    after: application('helm:', '  valuesObject:', '    image:', `      tag: "${SHA}"  # old`),
  },
  {
    title: 'parameters with a registry of their own',
    key: 'spec.source.helm.parameters#image',
    before: application(
      'helm:',
      '  parameters:',
      '  - name: image.tag',
      '    value: a',
      '    forceString: true',
      '  - {name: image.registry, value: "docker.io"}',
      '  - name: image.repository',
      '    value: team/web',
      '  - name: other.tag',
      '    value: a',
    ),
    wanted: { image: NAME, tag: SHA },
    after: application(
      'helm:',
      '  parameters:',
      '  - name: image.tag',
      `    value: ${SHA}`,
      '    forceString: true',
      `  - {name: image.registry, value: "${HOST}"}`,
      '  - name: image.repository',
      `    value: ${REPOSITORY}`,
      '  - name: other.tag',
      '    value: a',
    ),
  },
  {
    title: 'one parameter by its name',
    key: 'spec.source.helm.parameters[name=image.tag]',
    before: application('helm:', '  parameters:', '    - name: image.tag', "      value: '1'"),
    wanted: { tag: SHA },
    after: application('helm:', '  parameters:', '    - name: image.tag', `      value: '${SHA}'`),
  },
  {
    title: 'a parameter that is a whole reference',
    key: 'spec.source.helm.parameters#web.image',
    before: application('helm:', '  parameters: [{name: web.image, value: old/web:a}]'),
    wanted: { image: NAME, tag: SHA },
    after: application('helm:', `  parameters: [{name: web.image, value: ${NAME}:${SHA}}]`),
  },
  {
    title: 'an image of kustomize with a new name',
    key: 'spec.source.kustomize.images#example.com/web',
    before: application(
      'kustomize:',
      '  images:',
      '  - api=x:1',
      `  - example.com/web=${NAME}:${OLD_SHA} # ours`,
    ),
    wanted: { tag: SHA, digest: DIGEST },
    after: application(
      'kustomize:',
      '  images:',
      '  - api=x:1',
      `  - example.com/web=${NAME}:${SHA}@${DIGEST} # ours`,
    ),
  },
  {
    title: 'an image of kustomize without one',
    key: 'spec.source.kustomize.images#web',
    before: application('kustomize:', '  images: ["web:a", api:b]'),
    wanted: { image: NAME, tag: SHA },
    after: application('kustomize:', `  images: ["web=${NAME}:${SHA}", api:b]`),
  },
  {
    title: 'an image whose name kustomize keeps',
    key: 'spec.source.kustomize.images#web',
    before: application('kustomize:', '  images:', "  - 'web=*:a'"),
    wanted: { tag: SHA },
    after: application('kustomize:', '  images:', `  - 'web=*:${SHA}'`),
  },
  {
    title: 'one of several sources, by its name',
    key: 'spec.sources[ref=own].helm.values#image',
    before: lines(
      'spec:',
      '  sources:',
      '  - helm: {values: "x: {image: {tag: z}}"}',
      '  - ref: own',
      '    helm:',
      '      values: |',
      '        image:',
      '          tag: a',
    ),
    wanted: { tag: SHA },
    after: lines(
      'spec:',
      '  sources:',
      '  - helm: {values: "x: {image: {tag: z}}"}',
      '  - ref: own',
      '    helm:',
      '      values: |',
      '        image:',
      `          tag: ${SHA}`,
    ),
  },
  {
    title: 'one of several sources, by its number',
    key: 'spec.sources[0].kustomize.images#web',
    before: lines('spec:', '  sources:', '  - kustomize:', '      images:', '      - web:a'),
    wanted: { tag: SHA },
    after: lines('spec:', '  sources:', '  - kustomize:', '      images:', `      - web:${SHA}`),
  },
  {
    title: 'an ApplicationSet with templates beside the values',
    key: 'spec.template.spec.source.helm.values#image',
    before: lines(
      'kind: ApplicationSet',
      'spec:',
      '  template:',
      "    metadata: {name: '{{name}}-web'}",
      '    spec:',
      '      source:',
      '        helm:',
      '          values: |',
      "            host: '{{cluster}}.example'",
      '            image:',
      '              tag: a',
    ),
    wanted: { tag: SHA },
    after: lines(
      'kind: ApplicationSet',
      'spec:',
      '  template:',
      "    metadata: {name: '{{name}}-web'}",
      '    spec:',
      '      source:',
      '        helm:',
      '          values: |',
      "            host: '{{cluster}}.example'",
      '            image:',
      `              tag: ${SHA}`,
    ),
  },
  {
    title: 'the document that has the place, of several',
    key: VALUES,
    before: `# all\n---\n${application('path: x')}---\n${block('|', '    image:', '      tag: a')}...\n`,
    wanted: { tag: SHA },
    after: `# all\n---\n${application('path: x')}---\n${block('|', '    image:', `      tag: ${SHA}`)}...\n`,
  },
  {
    title: 'the document of that name',
    key: `[name=api].${VALUES}`,
    before: `${block('|', '    image: a:b')}---\n${block('|', '    image: a:b').replace('name: web', 'name: api')}`,
    wanted: { tag: SHA },
    after: `${block('|', '    image: a:b')}---\n${block('|', `    image: a:${SHA}`).replace('name: web', 'name: api')}`,
  },
]

describe.each(GOLDEN)('$title', ({ key, before, wanted, after }) => {
  test('is edited, and nothing else', () => {
    expect(edit(before, key, wanted)).toBe(after)
    expect(entryOf(before, key).has(wanted)).toBe(false)
    expect(entryOf(after, key).has(wanted)).toBe(true)
    expect(edit(after, key, wanted)).toBe(after)
  })

  test('so it is with CRLF', () => {
    const crlf = (text: string) => text.replaceAll('\n', '\r\n')
    expect(edit(crlf(before), key, wanted)).toBe(crlf(after))
  })

  test('and without a line break at the end', () => {
    expect(edit(before.trimEnd(), key, wanted)).toBe(after.trimEnd())
  })

  test('a hold is written, and found again', () => {
    if (/(?:images|parameters): \[/.test(before)) {
      // Flow lists have no line of their own for it.
      expect(refusalOf(() => edit(before, key, wanted, 'rolled back')).code).toBe('EDIT_UNSAFE')
      return
    }
    const held = edit(before, key, wanted, 'rolled back')
    expect(entryOf(held, key).hold?.reason).toBe('rolled back')
    expect(
      held
        .split('\n')
        .filter((line) => !line.includes('# ecr-gitops'))
        .join('\n'),
    ).toBe(after)
  })
})

test('the lines of an entry in a block are those of the file', () => {
  const text = block(
    '|',
    '    # ecr-gitops: hold broken',
    '    image:',
    '      repository: old/web',
    '      tag: a',
  )
  const entry = entryOf(text, VALUES)
  expect(entry).toMatchObject({
    line: 10,
    hold: { reason: 'broken', line: 9 },
    name: { line: 11, chosen: true },
  })
  expect(entry.file.text).toBe(text)
})

test('a hold above the block, or the whole object, holds what is in it', () => {
  const text = block('|', '    image:', '      tag: a')
  const at = (line: string) => text.replace(line, `# ecr-gitops: hold freeze\n${line}`)
  expect(entryOf(at('      values:'), VALUES).hold).toMatchObject({ reason: 'freeze', line: 8 })
  expect(entryOf(at('spec:'), VALUES).hold).toMatchObject({ reason: 'freeze', line: 5 })
  expect(entryOf(at('  destination:'), VALUES).hold).toMatchObject({ reason: 'freeze', line: 11 })
  expect(entryOf(at('apiVersion:'), VALUES).hold).toMatchObject({ reason: 'freeze', line: 1 })
})

describe('an Application in a List', () => {
  const app = (name: string) =>
    `- kind: Application\n  metadata: {name: ${name}}\n  spec: {source: {helm: {valuesObject: {image: {tag: old}}}}}\n`
  const KEY = 'spec.source.helm.valuesObject.image'
  test.each([
    ['alone', `kind: List\nitems:\n${app('web')}`, KEY],
    ['by its name', `kind: List\nitems:\n${app('api')}${app('web')}`, `[name=web].${KEY}`],
    ['by its path', `kind: List\nitems:\n${app('api')}${app('web')}`, `items[1].${KEY}`],
  ])('is found %s', (_, text, key) => {
    const edited = entryOf(text, key).edit({ tag: 'new' })
    expect(edited).toBe(text.replace(/(.*)old/s, '$1new'))
    expect(entryOf(edited, key).has({ tag: 'new' })).toBe(true)
    expect(entryOf(text.replace('kind: List', '# ecr-gitops: hold\nkind: List'), key).hold).toBeDefined()
  })
})

test('a hold at any of its parameters holds the image', () => {
  const parameter = (name: string, comment = '') =>
    `        - name: image.${name}${comment}\n          value: old\n`
  const text = (comment: string) =>
    `spec:\n  source:\n    helm:\n      parameters:\n${parameter('tag')}${parameter('repository', comment)}`
  const held = (comment: string) => entryOf(text(comment), 'spec.source.helm.parameters#image').hold
  expect(held(' # ecr-gitops: hold freeze')).toMatchObject({ reason: 'freeze', line: 7 })
  expect(held('')).toBeUndefined()
})

test('a registry that all values share is that of the object, not of the file', () => {
  const shared = (values: readonly string[]) =>
    application('helm:', '  valuesObject:', ...values.map((line) => `    ${line}`))
  const inside = shared([
    `global: {imageRegistry: ${HOST}}`,
    'image:',
    `  repository: ${REPOSITORY}`,
    '  tag: a',
  ])
  expect(entryOf(inside, 'spec.source.helm.valuesObject.image').values.image).toBe(NAME)
  const outside = `${shared(['image:', '  repository: team/web', '  tag: a'])}global: {imageRegistry: ${HOST}}\n`
  expect(entryOf(outside, 'spec.source.helm.valuesObject.image').values.image).toBe('team/web')
})

test('a parameter that Argo CD takes before the values is said', () => {
  const text = application(
    'helm:',
    '  parameters:',
    '  - name: image.tag',
    '    value: x',
    '  values: |',
    '    image:',
    '      tag: a',
  )
  expect(entryOf(text, VALUES).notices).toEqual([
    'apps/web.yaml:9 sets the parameter image.tag, which Argo CD takes before the values: while it stands, this changes nothing. Remove it, or name the parameters in helm-values instead: parameters#image.',
  ])
})

describe('refused', () => {
  const TABLE = [
    [
      'a folded block',
      VALUES,
      block('>', '    image:', '      tag: a'),
      'has spec.source.helm.values as a folded block (>)',
      'values: |',
    ],
    ['a quoted text', VALUES, block('"image: {tag: a}"'), 'as a quoted text', 'valuesObject'],
    ['a plain text', VALUES, block('image'), 'as a text on one line', 'values: |'],
    [
      'a block that is a template',
      VALUES,
      block('|', '    {{- if .x }}', '    image:', '      tag: a', '    {{- end }}'),
      'apps/web.yaml:9 is a template',
      'helm-values',
    ],
    [
      'a value that is one',
      VALUES,
      block('|', '    image:', "      tag: '{{tag}}'"),
      'has a template ({{ }}) at image.tag',
      'image.tag',
    ],
    [
      'an item of images that is one',
      'spec.source.kustomize.images#web',
      application('kustomize:', '  images:', "  - 'web:{{tag}}'"),
      'has a template',
      'template',
    ],
    [
      'an anchor of the block',
      VALUES,
      block('&v |', '    image:', '      tag: a'),
      'shares values through an anchor',
      'Write the values out',
    ],
    ['a block that is no YAML', VALUES, block('|', '    image: [', '    x: 1'), 'apps/web.yaml:', 'line'],
    [
      'values beside valuesObject',
      VALUES,
      application('helm:', '  valuesObject: {a: 1}', '  values: |', '    image:', '      tag: a'),
      'has valuesObject beside spec.source.helm.values',
      'valuesObject',
    ],
    [
      'a path that does not go into the values',
      'spec.source.helm.values',
      block('|', '    image:', '      tag: a'),
      'does not say where in them',
      'apps/web.yaml#spec.source.helm.values#image',
    ],
    [
      'a parameter twice',
      'spec.source.helm.parameters#image',
      application(
        'helm:',
        '  parameters:',
        '  - {name: image.tag, value: a}',
        '  - {name: image.tag, value: b}',
      ),
      'has the parameter image.tag twice',
      'the last',
    ],
    [
      'an image twice',
      'spec.source.kustomize.images#web',
      application('kustomize:', '  images: ["web:a", "web=x:b"]'),
      'has the image web twice',
      'Keep one',
    ],
    [
      'a templatePatch that sets values',
      VALUES,
      `${block('|', '    image:', '      tag: a')}  templatePatch: |\n    spec: {source: {helm: {values: x}}}\n`,
      'has a templatePatch that sets values for Helm',
      'templatePatch',
    ],
    [
      'a place in two documents',
      VALUES,
      `${block('|', '    image: a:b')}---\n${block('|', '    image: a:b')}`,
      'has 2 objects with spec.source.helm.values',
      '[name=web].spec.source.helm.values',
    ],
    [
      'a place in two documents, behind one without it',
      VALUES,
      `${lines('kind: AppProject', 'metadata: {name: shop}')}---\n${block('|', '    image: a:b')}---\n${block('|', '    image: a:b')}`,
      'has 2 objects with spec.source.helm.values: web, web',
      '[name=web].spec.source.helm.values',
    ],
    [
      'one value of an image that is all of the values',
      'spec.source.helm.valuesObject#tag',
      application('helm:', '  valuesObject: {repository: h.io/a, tag: x}'),
      'has one value of an image at spec.source.helm.valuesObject#tag',
      'apps/web.yaml#spec.source.helm.valuesObject. ',
    ],
    [
      'a source as a list',
      VALUES,
      lines('spec:', '  source:', '  - helm: {values: x}'),
      'has a list at spec.source',
      '[name=web]',
    ],
  ] as const

  test.each(TABLE)('%s', (_, key, text, message, hint) => {
    const [problem] = refusalOf(() => find(text, key)).problems
    expect(problem.message).toContain(message)
    expect(problem.message).toContain('apps/web.yaml')
    expect(problem.hint).toContain(hint)
  })

  test('a digest that no parameter takes', () => {
    const text = application('helm:', '  parameters: [{name: image.tag, value: a}]')
    const { message } = refusalOf(() => edit(text, 'spec.source.helm.parameters#image', { digest: DIGEST }))
    expect(message).toContain('has no parameter image.digest in spec.source.helm.parameters')
  })
})

describe('absent', () => {
  const TABLE = [
    ['the source', VALUES, lines('spec: {x: 1}'), 'spec has no source. It has: x.'],
    [
      'the image in images',
      'spec.source.kustomize.images#web',
      application('kustomize: {images: [api:a]}'),
      'does not name an image "web"',
    ],
    [
      'the parameters',
      'spec.source.helm.parameters#web',
      application('helm: {parameters: [{name: image.tag, value: a}]}'),
      'does not name an image "web"',
    ],
    ['the document', `[name=api].${VALUES}`, application('path: x'), 'no document of that name'],
  ] as const

  test.each(TABLE)('%s', (_, key, text, message) => {
    const opened = argocdApplications.open(fileOf(text))
    expect(opened.find(key)).toBeUndefined()
    expect(opened.absence(key)).toMatchObject({
      code: 'ENTRY_MISSING',
      message: expect.stringContaining(message),
      inputs: ['helm-values'],
    })
  })
})

test('what is missing in a block is created there', () => {
  const text = block('|', '    image: {}', '    x: 1')
  const created = argocdApplications.open(fileOf(text)).create(VALUES, { image: NAME, tag: SHA })
  expect(created).toBe(block('|', `    image: {repository: ${NAME}, tag: ${SHA}}`, '    x: 1'))
})

test('whatever a block holds, another parser sees the new tag there, and all else as it was', () => {
  const text = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/)
  const blank = fc.constantFrom('', '', ' ', '  ', '      ')
  const around = fc.array(
    fc.oneof(
      text.map((word) => [`k${word}: "v"`]),
      text.map((word) => [`# ${word}`]),
      text.map((word) => [`m${word}:`, `  - ${word}`, '', `  - other`]),
      blank.map((spaces) => [spaces]),
    ),
    { maxLength: 4 },
  )
  const scenario = fc.record({
    above: around,
    below: around,
    header: fc.constantFrom('|', '|-', '|+', '| # values', '|-  # x'),
    indent: fc.integer({ min: 7, max: 10 }),
    eol: fc.constantFrom('\n', '\r\n'),
    last: fc.boolean(),
  })
  fc.assert(
    fc.property(scenario, ({ above, below, header, indent, eol, last }) => {
      const unique = (all: readonly (readonly string[])[], name: string) =>
        all.flatMap((some, index) => some.map((line) => line.replace(/^([km])/, `$1${name}${index}`)))
      const inner = [...unique(above, 'a'), 'image:', '  tag: old', ...unique(below, 'b')]
      const written = inner.map((line) =>
        line.trim() === '' ? line.slice(0, indent) : ' '.repeat(indent) + line,
      )
      const all = [
        'kind: Application',
        'spec:',
        '  source:',
        '    helm:',
        `      values: ${header}`,
        // A first line of spaces may be taken for more indentation.
        ...written.map((line, index) => (index < written.findIndex((one) => one.trim() !== '') ? '' : line)),
        ...(last ? [] : ['    path: x']),
      ]
      const before = all.join(eol) + eol
      const valuesIn = (whole: string) =>
        (load(whole) as { spec: { source: { helm: { values: string } } } }).spec.source.helm.values
      const after = edit(before, VALUES, { tag: SHA })
      expect(after).toBe(before.replace('tag: old', `tag: ${SHA}`))
      expect(valuesIn(after)).toBe(valuesIn(before).replace('tag: old', `tag: ${SHA}`))
      expect(load(valuesIn(after))).toEqual({ ...(load(valuesIn(before)) as object), image: { tag: SHA } })
    }),
    { numRuns: 300 },
  )
})

test('the golden edits are what another parser sees, too', () => {
  for (const { before, after } of GOLDEN) expect(loadAll(after)).not.toEqual(loadAll(before))
})

describe('one parameter that has all of an image', () => {
  const parameters = (...names: readonly (readonly [string, string])[]) =>
    application(
      'helm:',
      '  parameters:',
      ...names.flatMap(([name, value]) => [`  - name: ${name}`, `    value: ${value}`]),
    )
  const keyOf = (name: string) => `spec.source.helm.parameters#${name}`

  test.each([
    ['identityImage', 'identityTag'],
    ['web.image', 'web.tag'],
    ['web.image', 'web.imageTag'],
  ])('is refused where its tag is another one: %s and %s', (image, tag) => {
    const text = parameters([tag, OLD_SHA], [image, NAME])
    const { problems } = refusalOf(() => find(text, keyOf(image)))
    expect(problems).toMatchObject([
      {
        code: 'EDIT_UNSAFE',
        message: `apps/web.yaml:11 has the tag of the parameter ${image} beside it, as ${tag}`,
        hint: expect.stringContaining(`${image} = ${NAME}:TAG`),
      },
    ])
    const whole = parameters([tag, OLD_SHA], [image, `${NAME}:${OLD_SHA}`])
    expect(edit(whole, keyOf(image), { tag: SHA })).toContain(`value: ${NAME}:${SHA}\n`)
  })

  test('that has no tag is said', () => {
    const text = parameters(['identityImage', NAME], ['billingTag', OLD_SHA])
    expect(entryOf(text, keyOf('identityImage')).notices).toEqual([
      'apps/web.yaml:9 has no tag at the parameter identityImage and gets it there: if the chart adds one itself, write repository and tag in a mapping instead.',
    ])
  })
})
