import { describe, expect, test } from 'vitest'
import { helmValues } from '../../../../src/edit/helm/target.ts'
import { aFile, must, problemOf } from '../../builders.ts'

const NEW = 'b'.repeat(40)
const DIGEST = `sha256:${'c'.repeat(64)}`
const ECR = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com'

const open = (text: string) => helmValues.open(aFile(text, 'values.yaml'))
const entry = (text: string, key = 'image') => must(open(text).find(key))
const edited = (
  text: string,
  key: string,
  wanted: Parameters<ReturnType<typeof entry>['edit']>[0],
  hold?: string,
) => entry(text, key).edit(wanted, hold)

describe('an edit', () => {
  test.each<[string, string, string, string]>([
    [
      'a tag',
      'image:\n  repository: a/b\n  tag: old # why\n',
      'image',
      `image:\n  repository: a/b\n  tag: ${NEW} # why\n`,
    ],
    ['quotes', "image:\n  tag: 'old'\n", 'image', `image:\n  tag: '${NEW}'\n`],
    [
      'an empty tag',
      'image: {repository: a/b, tag: ""}\n',
      'image',
      `image: {repository: a/b, tag: "${NEW}"}\n`,
    ],
    [
      'a tag without a value',
      'image:\n  repository: a/b\n  tag: # x\n',
      'image',
      `image:\n  repository: a/b\n  tag: ${NEW} # x\n`,
    ],
    [
      'no tag',
      'image:\n  repository: a/b\n  pullPolicy: x\n',
      'image',
      `image:\n  repository: a/b\n  tag: ${NEW}\n  pullPolicy: x\n`,
    ],
    [
      'a tag beside a version, which is of something else then',
      'image: {repository: a/b, tag: old, version: 3}\n',
      'image',
      `image: {repository: a/b, tag: ${NEW}, version: 3}\n`,
    ],
    [
      'a tag in the repository, beside a version',
      'image: {repository: "a/b:old", version: 3}\n',
      'image',
      `image: {repository: "a/b", tag: ${NEW}, version: 3}\n`,
    ],
    [
      'a version without a value',
      'image: {name: a/b, version: }\n',
      'image',
      `image: {name: a/b, tag: ${NEW}, version: }\n`,
    ],
    ['no tag in flow', 'image: {repository: a/b}\n', 'image', `image: {repository: a/b, tag: ${NEW}}\n`],
    [
      'an item',
      'a:\n- name: x\n  tag: old\n- name: web\n  tag: old\n',
      'a[name=web]',
      `a:\n- name: x\n  tag: old\n- name: web\n  tag: ${NEW}\n`,
    ],
    ['a text', 'image: a/b:old\r\nx: 1', 'image', `image: a/b:${NEW}\r\nx: 1`],
    ['a text without a tag', 'image: "a/b"\n', 'image', `image: "a/b:${NEW}"\n`],
    ['a text in a list', 'a: [x:1, "h:80/b:old"]\n', 'a[1]', `a: [x:1, "h:80/b:${NEW}"]\n`],
    [
      'a tag in the repository',
      'image:\n  repository: a/b:old\n',
      'image',
      `image:\n  repository: a/b\n  tag: ${NEW}\n`,
    ],
    [
      'JSON',
      '{"image": {"repository": "a/b", "tag": "old"}}',
      'image',
      `{"image": {"repository": "a/b", "tag": "${NEW}"}}`,
    ],
    ['a key with a dot', 'my.key: {tag: old}\n', '"my.key"', `my.key: {tag: ${NEW}}\n`],
  ])('of %s', (_, text, key, expected) => {
    expect(edited(text, key, { tag: NEW })).toBe(expected)
    expect(edited(expected, key, { tag: NEW })).toBe(expected)
    expect(entry(expected, key).has({ tag: NEW })).toBe(true)
  })

  test('quotes what would be read as a number', () => {
    expect(edited('image:\n  tag: old\n', 'image', { tag: '12e4567' })).toBe('image:\n  tag: "12e4567"\n')
    expect(entry('image:\n  tag: 12\n').has({ tag: '12' })).toBe(false)
  })

  test('sets tag and digest together, wherever they are', () => {
    const wanted = { tag: NEW, digest: DIGEST }
    expect(edited('image: {tag: old, digest: ""}\n', 'image', wanted)).toBe(
      `image: {tag: ${NEW}, digest: "${DIGEST}"}\n`,
    )
    expect(edited('image: a:old@sha256:x\n', 'image', wanted)).toBe(`image: a:${NEW}@${DIGEST}\n`)
    expect(edited('image:\n  tag: old@sha256:x\n', 'image', wanted)).toBe(`image:\n  tag: ${NEW}@${DIGEST}\n`)
  })

  test('moves the registry in the keys that have it', () => {
    const image = `${ECR}/team/web`
    expect(
      edited('image: {registry: docker.io, repository: x/y, tag: a}\n', 'image', { image, tag: NEW }),
    ).toBe(`image: {registry: ${ECR}, repository: team/web, tag: ${NEW}}\n`)
    expect(edited('image: {repository: docker.io/y, tag: a}\n', 'image', { image, tag: NEW })).toBe(
      `image: {repository: ${image}, tag: ${NEW}}\n`,
    )
    const global = `global: {imageRegistry: ${ECR}}\nimage: {repository: old, tag: a}\n`
    expect(edited(global, 'image', { image, tag: NEW })).toBe(
      `global: {imageRegistry: ${ECR}}\nimage: {repository: team/web, tag: ${NEW}}\n`,
    )
  })

  test('leaves a hold where it is asked to, and replaces its own', () => {
    const held = edited('web:\n  image:\n    tag: old\n', 'web.image', { tag: NEW }, 'rolled back')
    expect(held).toBe(`web:\n  # ecr-gitops: hold rolled back\n  image:\n    tag: ${NEW}\n`)
    expect(entry(held, 'web.image').hold).toMatchObject({ reason: 'rolled back', line: 2 })
    expect(edited(held, 'web.image', {}, 'other')).toContain('hold other\n  image')
  })
})

test.each([
  ['# ecr-gitops: hold\nimage:\n  tag: a\n', 'image', true],
  ['image: # ecr-gitops: hold x\n  tag: a\n', 'image', true],
  ['image:\n  tag: a\n  # ecr-gitops: hold x\nb: 1\n', 'image', true],
  ['# ecr-gitops: hold\n\nweb:\n  image:\n    tag: a\n', 'web.image', true],
  ['# ecr-gitops: hold\n---\nimage:\n  tag: a\n', 'image', true],
  ['--- # ecr-gitops: hold\nimage:\n  tag: a\n', 'image', true],
  ['# ecr-gitops: hold\na: 1\nimage:\n  tag: a\n', 'image', true],
  ['a: 1 # ecr-gitops: hold\nimage:\n  tag: a\n', 'image', true],
  ['image:\n  tag: a\n# ecr-gitops: hold\n', 'image', true],
  ['web:\n  image:\n    tag: a\n  # ecr-gitops: hold\nb: {tag: x}\n', 'web.image', true],
  ['web:\n  tag: a\nb:\n  tag: x\n# ecr-gitops: hold\n', 'web', false],
  ['web:\n  tag: a\nb:\n  tag: x\n# ecr-gitops: hold\n', 'b', true],
  ['b: {replicas: 1} # ecr-gitops: hold\nweb:\n  tag: a\n', 'web', false],
  ['l:\n- name: b # ecr-gitops: hold\n  replicas: 1\n- name: web\n  tag: a\n', 'l[name=web]', false],
  ['# ecr-gitops: hold\nbImage: a/b:c\nimage: x/y:z\n', 'image', false],
  ['image:\n  tag: a\n# ecr-gitops: hold x\nb: {tag: x}\n', 'image', false],
  ['# ecr-gitops: hold x\nb: {tag: x}\nimage: a:b\n', 'image', false],
  ['l:\n# ecr-gitops: hold x\n- name: a\n  tag: x\n- name: b\n  tag: x\n', 'l[name=a]', true],
  ['l:\n# ecr-gitops: hold x\n- name: a\n  tag: x\n- name: b\n  tag: x\n', 'l[name=b]', false],
])('%j holds %s: %s', (text, key, held) => {
  expect(entry(text, key).hold !== undefined).toBe(held)
})

describe('the registry', () => {
  test.each([
    ['systemDefaultRegistry', `{systemDefaultRegistry: ${ECR}}`],
    ['registry.server', `{registry: {server: ${ECR}}}`],
    ['hub', `{hub: ${ECR}/team}`],
    ['company.ecr', `{company: {ecr: https://${ECR}/}}`],
    [undefined, `{sidecar: ${ECR}/team/sidecar}`],
    [undefined, `{sidecarUrl: "${ECR}/team/sidecar:1"}`],
    [undefined, '{server: example.com}'],
  ])('is that of global.%s', (key, global) => {
    const { shared } = entry(`global: ${global}\nimage: {repository: team/web, tag: a}\n`)
    expect(shared?.key).toBe(key && `global.${key}`)
  })

  test.each([
    [`{repository: ${ECR}/team/web}`, ECR, 'team/web'],
    [`{repository: "${ECR}/team/web:1"}`, ECR, 'team/web'],
    ['{repository: quay.io/argoproj/argocd}', 'quay.io', 'argoproj/argocd'],
    ['{repository: argoproj/argocd}', 'docker.io', 'argoproj/argocd'],
    [`{registry: ${ECR}, repository: team/web}`, ECR, 'team/web'],
  ])('and of what all images are, with global.image %s', (global, host, repository) => {
    const { shared } = entry(`global: {image: ${global}}\nimage: {repository: "", tag: a}\n`)
    expect(shared).toMatchObject({ host, repository, key: 'global.image.repository', line: 1 })
  })

  test.each([
    [`image: {repository: ${ECR}/a, tag: x}\n`, `${ECR}/a`, undefined],
    [`image: {registry: ${ECR}, repository: a, tag: x}\n`, `${ECR}/a`, undefined],
    ['image: {repository: "", tag: x}\n', undefined, undefined],
    ['image: {tag: x}\n', undefined, undefined],
    [
      `global: {registry: {url: ${ECR}}}\nimage: {repository: "", tag: x}\n`,
      undefined,
      'global.registry.url',
    ],
    [`global: {imageRegistry: ${ECR}}\nimage: {repository: a, tag: x}\n`, `${ECR}/a`, 'global.imageRegistry'],
    [
      `global: {image: {registry: ${ECR}}}\nimage: {registry: "", repository: a}\n`,
      `${ECR}/a`,
      'global.image.registry',
    ],
    [
      `global: {image: {repository: ${ECR}/a}}\nimage: {repository: "", tag: x}\n`,
      undefined,
      'global.image.repository',
    ],
    [
      `global: {imageRegistry: ${ECR}, image: {repository: a}}\nimage: {tag: x}\n`,
      undefined,
      'global.image.repository',
    ],
    [`global: {image: {repository: quay.io/a}}\nimage: {repository: ${ECR}/a}\n`, `${ECR}/a`, undefined],
    [`global: {registry: ${ECR}/x}\nimage: {repository: a}\n`, `${ECR}/x/a`, 'global.registry'],
    [`global: {imageRegistry: mirror.io}\nimage: {registry: ${ECR}, repository: a}\n`, `${ECR}/a`, undefined],
  ])('%j: %s, by %s', (text, image, shared) => {
    const found = entry(text)
    expect(found.values.image).toBe(image)
    expect(found.shared?.key).toBe(shared)
  })
})

describe('a refusal', () => {
  test.each<[string, string, RegExp, RegExp]>([
    [
      'image:\n  tag: old\n',
      'image.tag',
      /values.yaml:2 has one value of an image at image.tag/,
      /values.yaml#image\. /,
    ],
    ['imageTag: old\n', 'imageTag', /one value/, /takes a mapping/],
    ['web: {image: h.io/a, tag: x}\n', 'web.image', /has the tag of web.image beside it/, /#web\.$/],
    ['web: {"im.ge": h.io/a, tag: x}\n', 'web."im.ge"', /has the tag of web."im.ge" beside it/, /#web\.$/],
    ['image: [a]\n', 'image', /has a list at image/, /image\[name=web\]/],
    [
      'x: &x {digest: d}\nimage: {<<: *x, repository: a/b, tag: c}\n',
      'image',
      /:2 .*merge key.*"digest"/,
      /image.digest/,
    ],
    [
      'x: &x {tag: d}\ny: &y {<<: *x}\nimage: {<<: [*y], repository: a/b}\n',
      'image',
      /merge key.*"tag"/,
      /image.tag/,
    ],
    ['x: &x {repository: a/b, tag: d}\nimage: {<<: *x}\n', 'image', /merge key/, /image.repository/],
    ['image: a/b\ntag: c\n', 'image', /has the tag of image beside it/, /as one text at image/],
    ['web: {image: team/web, tag: c}\n', 'web.image', /the tag of web.image beside it/, /values.yaml#web\./],
    [
      'image: {repository: a/b, tag: c, pullPolicy: Always}\n',
      'image.pullPolicy',
      /the tag of image.pullPolicy beside it/,
      /what both are in, in helm-values: values.yaml#image\./,
    ],
    [
      'image: h.io/a\nversion: 1.2.3\n',
      'image',
      /:1 has the tag of image beside it, as version/,
      /image: h.io\/a:TAG/,
    ],
    ...[
      ['identityImage', 'identityTag'],
      ['identityImage', 'identityImageTag'],
      ['identityImage', 'identityVersion'],
      ['identity', 'identityTag'],
      ['identityImageName', 'identityImageTag'],
      ['identity_image', 'identity_tag'],
      ['identity-image', 'identity-image-tag'],
      ['imageIdentity', 'tagIdentity'],
      ['imageRepository', 'imageTag'],
    ].map(([image = '', tag = '']): [string, string, RegExp, RegExp] => [
      `a: {${tag}: ""}\n${tag}: old\n${image}: h.io/a\n`,
      image,
      new RegExp(`:3 has the tag of ${image} beside it, as ${tag}`),
      new RegExp(`as one text at ${image}, .*If ${tag} is not its tag, write ${image}: h.io/a:TAG`),
    ]),
    ['- 1\n', 'image', /has a list at the file/, /in the path: \[name=web\] by a field of it, or \[0\]/],
    ['x: &x {tag: d}\n', 'x', /at x, on the way to x$/, /Write the values out/],
    ['a: {{ x }}\n', 'a', /is a template/, /quotation marks, braces and all, or name a file in helm-values/],
    [
      'image: {tag: "{{ .Chart.AppVersion }}"}\n',
      'image',
      /has a template/,
      /^Name the file of values .* in helm-values; or .*image.tag/,
    ],
    ['image:\n  tag: |\n    old\n', 'image', /over several lines/, /one line/],
    ['image:\n  tag: &t old\n', 'image', /anchor or a tag/, /Remove/],
    ['image: {tag: {x: 1}}\n', 'image', /has a mapping as image.tag/, /quoted/],
    ['image: {tag: a, sha: abc}\n', 'image', /image.sha, by which/, /Empty image.sha/],
    [
      'image: {repository: h.io/a, version: a}\n',
      'image',
      /has image.version where a tag is missing/,
      /as image.tag/,
    ],
    ['web:\n  image: h.io/a\n  imageTag: 1.2\n', 'web', /:3 has web.imageTag where/, /as web.tag/],
    ['replicas: 2\n', 'replicas', /:1 has 2 at replicas, which is no image/, /Correct what follows the #/],
    ['web: {on: true}\n', 'web.on', /has true at web.on, which is no image/, /repository and tag/],
    ['image: {tag: a}\n---\nx: 1\n', 'image', /more than one YAML document/, /manifests/],
  ])('%j at %s', async (text, key, message, hint) => {
    expect(await problemOf(() => open(text).find(key))).toMatchObject({
      code: 'EDIT_UNSAFE',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    })
  })

  test.each([
    ['identityImage: h.io/a:old\nidentityTag: old\n', 'identityImage'],
    ['identityImage: h.io/a\nbillingTag: old\n', 'identityImage'],
    ['identityImage: h.io/a\nweb: {identityTag: old}\n', 'identityImage'],
    ['image: h.io/a\nappVersion: old\nchartVersion: 1\ntags: [x]\n', 'image'],
  ])('is none where the tag beside it is of another: %j', (text, key) => {
    expect(edited(text, key, { tag: NEW })).toContain(`${key}: h.io/a:${NEW}\n`)
  })

  test.each([
    [
      'web: {image: h.io/a}\n',
      [
        'values.yaml:1 has no tag at web.image and gets it there: if the chart adds one itself, write repository and tag in a mapping instead.',
      ],
    ],
    ['web: {image: h.io/a:old}\n', []],
    [`web: {image: "h.io/a@${DIGEST}"}\n`, []],
  ])('but a text that has neither tag nor digest is said: %j', (text, notices) => {
    expect(entry(text, 'web.image').notices).toEqual(notices)
  })

  test('takes no braces in a comment for a template', async () => {
    const problem = await problemOf(() => open('# {{ x }}\na: 1\n b: 2\n'))
    expect(problem).toMatchObject({ code: 'YAML_INVALID', hint: expect.stringContaining('Correct line 2') })
  })

  test('names what the file has instead', () => {
    expect(open('web:\n  image: {repository: a, tag: b}\n').absence('wbe.image')).toMatchObject({
      code: 'ENTRY_MISSING',
      message: 'values.yaml has no image at wbe.image: has no wbe. It has: web. Did you mean "web.image"?',
      hint: expect.stringContaining('images at: web.image.'),
    })
  })
})

test.each([
  ['image: {{ x }}\n', 'image', true],
  ['# x\n---\n  image:\n  - a\n', 'image', true],
  ['{{- if .x }}\nspec:\n  - image: {{ x }}\n', 'image', false],
  ['kind: Pod\nspec:\n  image: {{ x }}\n', 'image', false],
  ['{\n  "image": {{ x }}\n}\n', 'image', true],
  ['a:\n- name: web\n  image: {{ x }}\n', 'a[name=web].image', true],
  ['a:\n- name: api\n  image: {{ x }}\n', 'a[name=web].image', false],
])('%j declares %s: %s', (text, key, declared) => {
  expect(helmValues.declares(text, key)).toBe(declared)
})

describe('create-missing', () => {
  const wanted = { image: `${ECR}/team/web`, tag: NEW }
  test.each([
    ['image: {}\n', `image: {repository: ${ECR}/team/web, tag: ${NEW}}\n`],
    ['image: # x\nb: 1\n', `image: # x\n  repository: ${ECR}/team/web\n  tag: ${NEW}\nb: 1\n`],
    [
      'image:\n  pullPolicy: Always\n',
      `image:\n  pullPolicy: Always\n  repository: ${ECR}/team/web\n  tag: ${NEW}\n`,
    ],
    [
      `global: {imageRegistry: ${ECR}}\nimage: {}\n`,
      `global: {imageRegistry: ${ECR}}\nimage: {repository: team/web, tag: ${NEW}}\n`,
    ],
  ])('%j', (text, expected) => {
    expect(open(text).find('image')).toBeUndefined()
    expect(open(text).create('image', wanted)).toBe(expected)
  })

  test('adds no mapping', async () => {
    expect(await problemOf(() => open('a: 1\n').create('web.image', wanted))).toMatchObject({
      code: 'ENTRY_MISSING',
      hint: expect.stringContaining('write web.image into values.yaml first'),
    })
  })
})
