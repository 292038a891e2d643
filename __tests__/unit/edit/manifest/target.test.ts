import { describe, expect, test } from 'vitest'
import { manifestImages } from '../../../../src/edit/manifest/target.ts'
import { aFile, must, problemOf } from '../../builders.ts'

const NEW = 'b'.repeat(40)
const open = (text: string) => manifestImages.open(aFile(text, 'web.yaml'))
const entry = (text: string, key: string) => must(open(text).find(key))

const pod = (name: string, image = 'h.io/a:old') =>
  `kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      initContainers:
      - {name: setup, image: "h.io/s:old"}
      containers:
        # the service
        - name: web
          image: ${image} # here
        - image: h.io/p:old
          name: proxy
`
const OTHER = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata:\n  image:   h.io/a:old\n'
const FILE = `# head\n---\n${OTHER}---\n${pod('web')}...\n---\n${pod('api')}`

describe('an edit', () => {
  test.each([
    ['Deployment/web/web', 'h.io/a:old # here', 0],
    ['deployment/api/web', 'h.io/a:old # here', 1],
    ['DEPLOYMENT/web/setup', 'h.io/s:old', 0],
    ['Deployment/api/proxy', 'h.io/p:old', 1],
  ])('of %s leaves every other byte', (key, old, nth) => {
    const text = entry(FILE, key).edit({ tag: NEW })
    const at =
      [...FILE.matchAll(new RegExp(old.replaceAll(/[.#]/g, '\\$&'), 'g'))].slice(-2)[nth]?.index ?? -1
    expect(text).toBe(`${FILE.slice(0, at)}${old.replace('old', NEW)}${FILE.slice(at + old.length)}`)
    expect(entry(text, key).edit({ tag: NEW })).toBe(text)
  })

  test.each([
    [
      'kind: List\nitems:\n- kind: Job\n  metadata: {name: a}\n  spec: {containers: [{name: c, image: x}]}\n',
      'job/a/c',
      `image: x:${NEW}`,
    ],
    [
      '{"kind":"Pod","metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"x:1"}]}}',
      'Pod/a/c',
      `"image":"x:${NEW}"`,
    ],
    [
      'kind: CronWorkflow\nmetadata: {name: a}\nspec: {x: {deep: {containers: [{name: c, image: x:1}]}}}\n',
      'CronWorkflow/a/c',
      `image: x:${NEW}`,
    ],
    [
      'kind: Pod\nmetadata: {name: a}\nspec: {ephemeralContainers: [{name: c, image: x:1@sha256:y}]}\n',
      'Pod/a/c',
      `image: x:${NEW}@sha256:y`,
    ],
  ])('of %j', (text, key, expected) => {
    expect(entry(text, key).edit({ tag: NEW })).toContain(expected)
  })

  test('leaves a hold above the container', () => {
    const held = entry(pod('web'), 'Deployment/web/proxy').edit({ tag: NEW }, 'bad')
    expect(held).toContain(`        # ecr-gitops: hold bad\n        - image: h.io/p:${NEW}\n`)
    expect(entry(held, 'Deployment/web/proxy').hold?.reason).toBe('bad')
    expect(entry(held, 'Deployment/web/web').hold).toBeUndefined()
  })

  test('takes no image from a merge key', async () => {
    const text = 'kind: Pod\nmetadata: {name: a}\nx: &x {image: b}\nspec: {containers: [{<<: *x, name: c}]}\n'
    expect(await problemOf(() => entry(text, 'Pod/a/c'))).toMatchObject({
      code: 'EDIT_UNSAFE',
      message: expect.stringContaining(
        'has a merge key (<<) at Pod/a/c, which brings "image" from elsewhere',
      ),
    })
  })

  const HOLD = '# ecr-gitops: hold\n'
  test.each([
    ['head', `${HOLD}${pod('web')}`, 1],
    ['head of the document', `a: 1\n${HOLD}---\n${pod('web')}`, 2],
    ['kind', pod('web').replace('Deployment\n', `Deployment ${HOLD}`), 1],
    ['name', pod('web').replace('name: web\n', `name: web ${HOLD}`), 3],
    ['labels', pod('web').replace('spec:', `  labels:\n    ${HOLD}    image: a\nspec:`), 5],
    ['strategy', pod('web').replace('  template:', `  ${HOLD}  strategy: {type: Recreate}\n  template:`), 5],
    ['end', `${pod('web')}${HOLD}`, 15],
    ['item of a list', `kind: List\nitems:\n${HOLD}- ${pod('web').replaceAll('\n', '\n  ')}`, 3],
    ['list', `${HOLD}kind: List\nitems:\n- ${pod('web').replaceAll('\n', '\n  ')}`, 1],
  ])('is held by a marker at the %s of its object', (_, text, line) => {
    expect(entry(text, 'Deployment/web/web').hold).toMatchObject({ line })
    expect(entry(text, 'Deployment/web/proxy').hold).toMatchObject({ line })
  })

  test('is not held by a marker at another object or container', () => {
    const held = `${HOLD}${pod('web')}`
    expect(entry(`${held}---\n${pod('api')}`, 'Deployment/api/web').hold).toBeUndefined()
    expect(entry(`${pod('api')}---\n${held}`, 'Deployment/api/web').hold).toBeUndefined()
    const list = pod('web').replace('      initContainers', `      ${HOLD}      initContainers`)
    expect(entry(list, 'Deployment/web/web').hold).toBeUndefined()
    expect(entry(list, 'Deployment/web/setup').hold).toBeDefined()
  })

  test('looks for containers in every pod of an object', () => {
    const pods = ['a', 'b'].map((name) => `{template: {spec: {containers: [{name: ${name}, image: "x:1"}]}}}`)
    const text = `kind: JobSet\nmetadata: {name: j}\nspec: {replicatedJobs: [${pods.join(', ')}]}\n`
    expect(entry(text, 'JobSet/j/b').edit({ tag: NEW })).toBe(
      text.replace('name: b, image: "x:1"', `name: b, image: "x:${NEW}"`),
    )
  })

  test('gives an image to a container without one, when it is asked to', () => {
    const text = 'kind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - name: c\n'
    expect(open(text).find('Pod/a/c')).toBeUndefined()
    expect(open(text).absence('Pod/a/c').message).toContain('has no image for the container "c" of Pod/a')
    expect(open(text).create('Pod/a/c', { image: 'h.io/x', tag: NEW })).toBe(
      `${text}    image: h.io/x:${NEW}\n`,
    )
  })
})

describe('a refusal', () => {
  test('names what there is instead', () => {
    expect(open(FILE).absence('Deployment/wbe/web').message).toBe(
      'web.yaml has no Deployment/wbe with containers. It has: Deployment/web, Deployment/api. Did you mean "Deployment/web"?',
    )
    expect(open(FILE).absence('Deployment/web/wbe').message).toBe(
      'web.yaml has no container "wbe" in Deployment/web. It has: setup, web, proxy. Did you mean "web"?',
    )
  })

  test.each([
    [
      `${pod('web')}---\n${pod('web')}`,
      'ENTRY_DUPLICATE',
      /2 objects that are Deployment\/web, on lines 1, 16/,
    ],
    [pod('web').replace('setup', 'web'), 'ENTRY_DUPLICATE', /2 containers "web"/],
    [pod('web', '&a x:1'), 'EDIT_UNSAFE', /anchor/],
    [pod('web', '|\n            x:1'), 'EDIT_UNSAFE', /several lines|YAML/],
    [pod('web', '{{ .Values.image }}'), 'EDIT_UNSAFE', /template/],
    [pod('web', '"{{ .Values.image }}"'), 'EDIT_UNSAFE', /template/],
    [pod('web').replace('      containers:', '      containers: &c'), 'EDIT_UNSAFE', /shares values/],
    [`${pod('web')}---\na: 1\na: 2\n`, 'YAML_INVALID', /twice/],
  ])('of %j', async (text, code, message) => {
    expect(await problemOf(() => open(text).find('Deployment/web/web'))).toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
  })
})
