import fc from 'fast-check'
import { load, loadAll } from 'js-yaml'
import { expect, test } from 'vitest'
import { helmValues } from '../../../../src/edit/helm/target.ts'
import { manifestImages } from '../../../../src/edit/manifest/target.ts'
import { aFile, must } from '../../builders.ts'

const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/)
const quote = fc.constantFrom('', '"', "'")
const noise = fc.constantFrom(
  '',
  '# c\n',
  '\n',
  'x: |\n  image: {tag: no}\n',
  'y: [1, {tag: no}] # d\n',
  '"z": "{{ .Values.x }}"\n',
)
const eol = fc.constantFrom('\n', '\r\n')

const valuesText = fc
  .record({
    before: noise,
    after: noise,
    old: tag,
    quote,
    isFlow: fc.boolean(),
    eol,
    comment: fc.constantFrom('', ' # why'),
  })
  .map(({ before, after, old, quote: q, isFlow, eol: end, comment }) => {
    const written = `${q}${old}${q}`
    const image = isFlow
      ? `  image: {repository: a/b, tag: ${written}}${comment}\n`
      : `  image:\n    tag: ${written}${comment}\n    repository: a/b\n`
    const other = after.startsWith(before.slice(0, 1) || '?') ? '' : after
    return `${before}web:\n${image}  port: 80\n${other}`.replaceAll('\n', end)
  })

test('an edit of values is what js-yaml reads, changes one line, and is made once', () => {
  fc.assert(
    fc.property(valuesText, tag, (text, wanted) => {
      const open = (given: string) => must(helmValues.open(aFile(given, 'v.yaml')).find('web.image'))
      const after = open(text).edit({ tag: wanted })
      const expected = load(text) as { web: { image: { tag: unknown } } }
      expected.web.image.tag = wanted
      expect(load(after)).toEqual(expected)
      expect(open(after).edit({ tag: wanted })).toBe(after)
      const [old, now] = [text.split('\n'), after.split('\n')]
      expect(now).toHaveLength(old.length)
      expect(now.filter((line, index) => line !== old[index]).length).toBeLessThanOrEqual(1)
    }),
  )
})

test('an edit of a manifest leaves every other document byte for byte', () => {
  const pod = (name: string, image: string) =>
    `kind: Pod\nmetadata: {name: ${name}}\nspec:\n  containers:\n  - name: c\n    image: ${image}\n`
  fc.assert(
    fc.property(fc.array(tag, { minLength: 1, maxLength: 5 }), fc.nat(4), tag, (olds, nth, wanted) => {
      const index = nth % olds.length
      const documents = olds.map((old, at) => pod(`p${at}`, `h.io/a:${old}`))
      const text = documents.join('---\n')
      const find = (given: string) =>
        must(manifestImages.open(aFile(given, 'm.yaml')).find(`pod/p${index}/c`))
      const after = find(text).edit({ tag: wanted })
      const expected = documents.with(index, pod(`p${index}`, `h.io/a:${wanted}`)).join('---\n')
      expect(after).toBe(expected)
      expect(loadAll(after)).toEqual(loadAll(expected))
      expect(find(after).edit({ tag: wanted })).toBe(after)
    }),
  )
})
