import { expect, test } from 'vitest'
import { kustomizeImages } from '../../../src/edit/kustomize/target.ts'
import { openOnce } from '../../../src/edit/open-once.ts'
import { aFile, problemOf } from '../builders.ts'

const WEB = 'images:\n- name: web\n'

function counting() {
  const texts: string[] = []
  const kindOf = openOnce(() => ({
    ...kustomizeImages,
    open: (file) => {
      texts.push(file.text)
      return kustomizeImages.open(file)
    },
  }))
  const open = async (text: string, path = 'a.yaml') =>
    (await kindOf({ kind: 'kustomize', path })).open(aFile(text, path))
  return { open, texts }
}

test('a file is opened once for all images, and again when its text is another one', async () => {
  const { open, texts } = counting()
  const opened = await open(WEB)
  expect(await open(WEB)).toBe(opened)
  expect((await open(`${WEB}- name: api\n`)).find('api')).toBeDefined()
  expect(texts).toEqual([WEB, `${WEB}- name: api\n`])
})

test('the same text in two files is two', async () => {
  const { open } = counting()
  const paths = await Promise.all(
    ['a.yaml', 'b.yaml'].map(async (path) => (await open(WEB, path)).find('web')?.file.path),
  )
  expect(paths).toEqual(['a.yaml', 'b.yaml'])
})

test('what cannot be opened is refused each time', async () => {
  const { open } = counting()
  for (const _ of [1, 2])
    expect(await problemOf(() => open('images: [\n'))).toMatchObject({ code: 'YAML_INVALID' })
})
