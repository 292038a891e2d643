import { expect, test } from 'vitest'
import { pathKey } from '../../../src/config-repository/overlay.ts'
import type { TreeNode } from '../../../src/config-repository/repository.ts'
import { judgeEach } from '../../../src/gitops/judge/judge-images.ts'
import type { Target } from '../../../src/plan/target.ts'
import { aWanted } from '../builders.ts'
import { judging } from './judging.ts'

/** What is said of an image that none of these files has, all of which match. */
async function problemsOf(target: Target, files: Readonly<Record<string, string>>) {
  const nodes = Object.entries(files).map(([path, text]): [string, TreeNode] => [
    path,
    { kind: 'file', id: path, text },
  ])
  const matches = new Map([[pathKey(target), Object.keys(files)]])
  const survey = { tip: 'f'.repeat(40), nodes: new Map(nodes), matches }
  const image = { ...aWanted({ name: 'web', repository: 'acme/web' }), targets: [target] }
  return (await judgeEach(survey, [image], judging())).problems
}

const VALUES: Target = { kind: 'helm-values', path: 'envs/*.yaml', key: 'web.imag' }
const NONE = 'no file that matches envs/*.yaml#web.imag has the image web there'
const GOOD = 'web: {image: {repository: h.io/web, tag: a}}\n'
const BROKEN = 'web: [\n'

const numbered = (texts: readonly string[]) =>
  Object.fromEntries(texts.map((text, index) => [`envs/${index}.yaml`, text]))

test('the first file that can be read says what is meant, and the pattern may be wrong all the same', async () => {
  expect(await problemsOf(VALUES, numbered([BROKEN, BROKEN, GOOD, GOOD]))).toMatchObject([
    {
      code: 'ENTRY_MISSING',
      inputs: ['helm-values'],
      message: expect.stringMatching(/ there: envs\/2\.yaml has no image at web\.imag: /),
      hint: expect.stringMatching(/ images at: web\.image\. Or correct the pattern in helm-values\.$/),
    },
  ])
})

test('no more than five files are opened for that', async () => {
  const five = Array.from({ length: 5 }, () => BROKEN)
  expect(await problemsOf(VALUES, numbered([...five.slice(1), GOOD]))).toMatchObject([
    { message: expect.stringContaining(': envs/4.yaml has no image') },
  ])
  expect(await problemsOf(VALUES, numbered([...five, GOOD]))).toMatchObject([{ message: NONE }])
})

test('a pattern for overlays keeps its own hint', async () => {
  const target: Target = { kind: 'kustomize', path: 'apps/*', key: 'web' }
  const files = { 'apps/kustomization.yaml': 'images:\n- name: api\n  newTag: a\n' }
  expect(await problemsOf(target, files)).toMatchObject([
    {
      message: expect.stringMatching(
        /^no kustomization that matches apps\/\* .* "web": apps\/kustomization\.yaml has no images entry /,
      ),
      hint: 'Set the input name to the image name in the manifests, correct the pattern in overlays, or add the entry to the overlays that are meant.',
    },
  ])
})
