import { describe, expect, test } from 'vitest'
import { kustomizeImages } from '../../../../src/edit/kustomize/target.ts'
import { aFile, digestOf, must, problemOf } from '../../builders.ts'

const open = (text: string) => kustomizeImages.open(aFile(text))
const entryIn = (text: string) => must(open(text).find('web'))

describe('an images entry', () => {
  test('says its values, and that its newName is its own decision', () => {
    const text = `images:\n- name: web\n  newName: r/web\n  newTag: one\n  digest: ${digestOf('d')}\n`
    expect(entryIn(text)).toMatchObject({
      line: 2,
      values: { image: 'r/web', tag: 'one', digest: digestOf('d') },
      name: { line: 3, chosen: true },
      hold: undefined,
      notices: [],
    })
  })

  test('without newName is called as the manifests call it', () => {
    expect(entryIn('images:\n- newTag: one\n  name: web\n')).toMatchObject({
      values: { image: 'web', tag: 'one', digest: undefined },
      name: { line: 3, chosen: false },
    })
  })

  test('knows what holds it, and what will have no effect', () => {
    const text = 'images:\n# ecr-gitops: hold audit\n- name: web\n  newTag: one\n  tagSuffix: -x\n'
    expect(entryIn(text)).toMatchObject({
      hold: { reason: 'audit', line: 2 },
      notices: [
        'prod/kustomization.yaml:5: tagSuffix has no effect, because kustomize ignores it beside newTag or digest.',
      ],
    })
  })

  test('is edited in its own keys, and held where a reason is given', () => {
    const entry = entryIn('images:\n- name: web\n  newTag: one\n')
    expect(entry.edit({ tag: 'two' })).toBe('images:\n- name: web\n  newTag: two\n')
    expect(entry.edit({ image: 'r/web', digest: digestOf('d') })).toBe(
      `images:\n- name: web\n  newName: r/web\n  digest: ${digestOf('d')}\n  newTag: one\n`,
    )
    expect(entry.edit({ tag: 'two' }, 'audit')).toBe(
      'images:\n# ecr-gitops: hold audit\n- name: web\n  newTag: two\n',
    )
  })

  test('has what stands there already', () => {
    const entry = entryIn('images:\n- name: web\n  newTag: one\n')
    expect([{ tag: 'one' }, {}, { tag: 'two' }, { image: 'web' }].map((one) => entry.has(one))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})

describe('a tag with its digest behind it', () => {
  const [old, fresh] = [digestOf('d'), digestOf('e')]
  const pinned = `images:\n- name: web\n  newName: r/web\n  newTag: "one@${old}"\n`

  test('is read apart', () => {
    expect(entryIn(pinned)).toMatchObject({
      values: { image: 'r/web', tag: 'one', digest: old },
      notices: [],
    })
  })

  test('keeps both, each with its own value', () => {
    const entry = entryIn(pinned)
    expect(entry.edit({ tag: 'two', digest: fresh })).toBe(pinned.replace(`one@${old}`, `two@${fresh}`))
    expect(entry.edit({ image: 's/web' })).toBe(pinned.replace('r/web', 's/web'))
    expect(entry.has({ tag: 'one', digest: old })).toBe(true)
    expect(entry.has({ tag: 'one', digest: fresh })).toBe(false)
    expect(entry.has({ tag: 'two', digest: old })).toBe(false)
  })
})

describe('a name with more behind it', () => {
  const digest = digestOf('d')
  test.each([
    ['r:5000/web:one', '', { image: 'r:5000/web', tag: 'one', digest: undefined }],
    [`r/web@${digest}`, '', { image: 'r/web', tag: undefined, digest }],
    [`r/web:one@${digest}`, '', { image: 'r/web', tag: 'one', digest }],
    ['r/web:one', `  digest: ${digest}\n`, { image: 'r/web', tag: 'one', digest }],
  ])('%s%s is read apart, and written so', (newName, rest, values) => {
    const text = `images:\n- name: web\n  newName: ${newName} # ours\n${rest}`
    const entry = entryIn(text)
    expect(entry.values).toEqual(values)
    expect(entry.has({ ...(values.tag ? { tag: values.tag } : {}) })).toBe(true)
    expect(entry.notices).toEqual([
      'prod/kustomization.yaml:3: newName holds more than the name: name, tag and digest get a key each.',
    ])
    const pinned = values.digest === undefined ? {} : { digest: digestOf('e') }
    const again = entryIn(entry.edit({ tag: 'two', ...pinned }))
    expect(again.values).toEqual({ image: values.image, tag: 'two', digest: pinned.digest })
    expect(again.notices).toEqual([])
    expect(entry.edit({ tag: 'two', ...pinned })).toContain(`newName: ${values.image} # ours\n`)
  })

  test.each([`\${IMAGE:-web}`, `r/web:\${TAG}`, 'r/web:a+b'])('%s is a name as it stands', (newName) => {
    const entry = entryIn(`images:\n- name: web\n  newName: ${newName}\n`)
    expect(entry).toMatchObject({ values: { image: newName, tag: undefined }, notices: [] })
    expect(entry.edit({ image: 'r/web', tag: 'two' })).toContain('newName: r/web\n')
  })

  test('is no name of the manifests: that is only compared', () => {
    expect(entryIn('images:\n- name: web\n  newName:\n').values.image).toBe('web')
  })
})

describe('what kustomize joins to no image', () => {
  const [old, fresh] = [digestOf('d'), digestOf('e')]
  test.each([
    ['newName: r/web:one', 'newTag: two', 'two', undefined, `r/web:one:two`],
    [`newName: r/web@${old}`, 'newTag: two', 'two', old, `r/web@${old}:two`],
    [`newTag: two@${old}`, `digest: ${fresh}`, 'two', fresh, `:two@${old}@${fresh}`],
    [`newTag: "@${old}"`, 'newName: r/web', '', old, `r/web:@${old}`],
    [`newName: r/web@${old}`, `digest: ${fresh}`, undefined, fresh, `r/web@${old}@${fresh}`],
  ])('%s and %s are put apart, with a notice', (one, other, tag, digest, made) => {
    const entry = entryIn(`images:\n- name: web\n  ${one}\n  ${other}\n`)
    expect(entry.values).toMatchObject({ tag, digest })
    expect(entry.notices).toEqual([expect.stringContaining(`kustomize makes "${made}" of`)])
    const wanted = { tag: 'three', ...(digest === undefined ? {} : { digest: digestOf('f') }) }
    const again = entryIn(entry.edit(wanted))
    expect(again.values).toMatchObject(wanted)
    expect(again.notices).toEqual([])
  })
})

describe('a kustomization without the entry', () => {
  const text = 'images:\n- name: wbe\n'

  test('says what it has instead', () => {
    expect(open(text).find('web')).toBeUndefined()
    expect(open(text).absence('web')).toMatchObject({
      code: 'ENTRY_MISSING',
      message: expect.stringContaining('Did you mean "wbe"?'),
    })
  })

  const IMG = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/team/web'
  test.each([
    [
      'the entry that deploys the very repository',
      `- name: frontend\n  newName: ${IMG}\n- name: wbe\n`,
      'frontend',
    ],
    [
      'one that has a tag in its newName, too',
      `- name: frontend\n  newName: "${IMG}:1"\n- name: wbe\n`,
      'frontend',
    ],
    [
      'the entry whose name ends in the repository',
      '- name: acme/web\n- name: ghcr.io/team/web\n',
      'ghcr.io/team/web',
    ],
    ['no entry of another service', '- name: redis\n- name: busybox\n', undefined],
  ])('suggests %s', (_, entries, meant) => {
    const { message } = open(`images:\n${entries}`).absence('web', IMG)
    expect(/Did you mean "(.*?)"/.exec(message)?.[1]).toBe(meant)
  })

  test('suggests nobody else for the name of a registry', () => {
    expect(open('images:\n- name: redis\n- name: busybox\n').absence(IMG, IMG).message).not.toContain(
      'Did you mean',
    )
  })

  test('gets it', () => {
    expect(open(text).create('web', { image: 'r/web', tag: 'one' })).toBe(
      'images:\n- name: wbe\n- name: web\n  newName: r/web\n  newTag: one\n',
    )
  })
})

test('what cannot be understood is not opened', async () => {
  expect(await problemOf(() => open('images: [\n'))).toMatchObject({ code: 'YAML_INVALID' })
})

test('a text is looked at only where the name is in it', () => {
  expect(kustomizeImages.mayHave('images:\n- name: web-api\n', 'web')).toBe(true)
  expect(kustomizeImages.mayHave('images:\n- name: api\n', 'web')).toBe(false)
})

test.each([
  ['name: web', true],
  [`- {"name": "web"}`, true],
  ['name: web # ours', true],
  ['name: web#ours', true],
  ["'name' : 'web'  ,", true],
  ['name:   web', true],
  ['name:web\nnewTag: a', true],
  ['name: api\nname: web', true],
  ['name: web-api', false],
  ['name: web api', false],
  ['rename: web', false],
  ['names: web', false],
  ['newName: web', false],
  ['name: the web', false],
  ['name: ""web', false],
  ['# web', false],
])('%s may be a broken declaration of web: %s', (text, is) => {
  expect(kustomizeImages.declares(text, 'web')).toBe(is)
})
