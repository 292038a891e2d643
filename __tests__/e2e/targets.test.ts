import { expect, test } from 'vitest'
import { configFiles } from '../support/world-files.ts'
import { createScene, FILE, NAME } from './scene.ts'

const VALUES = `apps/${NAME}/values.yaml`
const MANIFEST = `apps/${NAME}/job.yaml`

test('an overlay, values of a chart and a manifest are deployed to in one commit', async () => {
  await using scene = await createScene({
    configFiles: (facts) => ({
      ...configFiles(facts),
      [VALUES]: `web:\n  image: {repository: ${facts.image}, tag: "${facts.tag}"} # kept\n`,
      [MANIFEST]: `kind: Job\nmetadata: {name: migrate}\nspec:\n  template:\n    spec:\n      containers:\n        - name: db\n          image: ${facts.image}:${facts.tag}\n`,
    }),
  })
  await scene.haveImage()
  const { head } = scene.facts
  const before = await Promise.all([VALUES, MANIFEST].map((path) => scene.config.file(path)))
  const targets = { 'helm-values': `${VALUES}#web.image`, manifests: `${MANIFEST}#job/migrate/db` }
  const result = await scene.go(targets)

  expect(result.annotations).toEqual([])
  expect(result.outputs).toMatchObject({
    result: 'deployed',
    'changed-files': [FILE, VALUES, MANIFEST].join('\n'),
  })
  expect(JSON.parse(result.outputs.images ?? '')[NAME].overlays).toEqual({
    [FILE.replace('/kustomization.yaml', '')]: 'deployed',
    [`${VALUES}#web.image`]: 'deployed',
    [`${MANIFEST}#job/migrate/db`]: 'deployed',
  })
  const old = scene.facts.commits[0] ?? ''
  const after = await Promise.all([VALUES, MANIFEST].map((path) => scene.config.file(path)))
  expect(after).toEqual(before.map((text) => text?.replace(old, head)))
  expect(after).not.toEqual(before)
  expect(await scene.config.log()).toHaveLength(2)

  const again = await scene.go({ ...targets, overlays: '' })
  expect(again.outputs.result).toBe('unchanged')
})

const APPLICATION = 'argocd/web.yaml'

test('images inside of Applications are deployed to, in each of the ways that one has', async () => {
  await using scene = await createScene({
    configFiles: (facts) => ({
      ...configFiles(facts),
      [APPLICATION]: `# kept
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: web}
spec:
  sources:
    - ref: text
      helm:
        values: |-
          # kept, too
          image:
            repository: ${facts.image}
            tag: "${facts.tag}"
    - ref: object
      helm:
        valuesObject:
          image: {repository: ${facts.image}, tag: "${facts.tag}"}
    - ref: parameters
      helm:
        parameters:
          - {name: image.repository, value: ${facts.image}}
          - {name: image.tag, value: "${facts.tag}"}
    - ref: images
      kustomize:
        images:
          - web=${facts.image}:${facts.tag}
`,
    }),
  })
  await scene.haveImage()
  const before = await scene.config.file(APPLICATION)
  const at = (path: string) => `${APPLICATION}#spec.sources${path}`
  const result = await scene.go({
    overlays: '',
    'helm-values': [
      at('[ref=text].helm.values#image'),
      at('[ref=object].helm.valuesObject.image'),
      at('[ref=parameters].helm.parameters#image'),
      at('[ref=images].kustomize.images#web'),
    ].join('\n'),
  })

  expect(result.annotations).toEqual([])
  expect(result.outputs).toMatchObject({ result: 'deployed', 'changed-files': APPLICATION })
  const old = scene.facts.commits[0] ?? ''
  expect(await scene.config.file(APPLICATION)).toBe(before?.replaceAll(old, scene.facts.head))
  expect(await scene.config.log()).toHaveLength(2)
})

test('the versions of a chart and of the one that brings it go up with its values, in one commit', async () => {
  await using scene = await createScene({
    configFiles: (facts) => ({
      ...configFiles(facts),
      'charts/web/Chart.yaml': `apiVersion: v2\nname: web\nversion: 1.2.3 # kept\nappVersion: "${facts.tag}"\n`,
      'charts/web/values.yaml': `image: {repository: ${facts.image}, tag: "${facts.tag}"}\n`,
      'charts/shop/Chart.yaml':
        'apiVersion: v2\nname: shop\nversion: 0.1.0-rc.1\ndependencies:\n  - {name: web, version: 1.2.3, repository: "file://../web"}\n',
    }),
  })
  await scene.haveImage()
  const { head } = scene.facts
  const inputs = { overlays: '', 'helm-values': 'charts/web/values.yaml#image', 'chart-version': 'patch' }
  const result = await scene.go(inputs)

  expect(result.annotations.filter(({ level }) => level !== 'notice')).toEqual([])
  expect(result.outputs).toMatchObject({
    result: 'deployed',
    'changed-files': ['charts/web/values.yaml', 'charts/web/Chart.yaml', 'charts/shop/Chart.yaml'].join('\n'),
  })
  expect(await scene.config.file('charts/web/Chart.yaml')).toBe(
    `apiVersion: v2\nname: web\nversion: 1.2.4 # kept\nappVersion: "${head}"\n`,
  )
  expect(await scene.config.file('charts/shop/Chart.yaml')).toContain(
    'version: 0.1.0\ndependencies:\n  - {name: web, version: 1.2.4,',
  )
  // Once it is there, no version goes up again.
  const again = await scene.go(inputs)
  expect(again.outputs.result).toBe('unchanged')
  expect(await scene.config.log()).toHaveLength(2)
})

test('without helm a notice says that charts were not rendered, and without values nobody looks for it', async () => {
  await using scene = await createScene({
    configFiles: (facts) => ({
      ...configFiles(facts),
      [VALUES]: `image: {repository: ${facts.image}, tag: "${facts.tag}"}\n`,
    }),
  })
  await scene.haveImage()
  const values = { overlays: '', 'helm-values': `${VALUES}#image` }
  const refused = await scene.go({ ...values, 'render-check': 'require' })
  expect(refused.outputs.result).toBe('failed')
  expect(refused.stdout).toContain('helm is not on the PATH of this runner')
  const result = await scene.go({ ...values, 'render-check': 'auto' })
  expect(result.outputs.result).toBe('deployed')
  expect(result.annotations.map(({ level, message }) => [level, message])).toEqual([
    ['notice', expect.stringContaining('helm is not on the PATH of this runner')],
  ])
})
