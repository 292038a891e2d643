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
