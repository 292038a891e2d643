import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findAll } from '../../../../../src/doors/audit/findings/find.ts'
import { auditedFiles, wordRule } from '../../../../support/audit/word-rule.ts'

const prints = (text: string, path = 'a.yaml'): readonly string[] =>
  findAll(auditedFiles({ [path]: text }), [wordRule('latest')]).findings.map(
    ({ finding }) => finding.fingerprint,
  )

const IMAGES = 'images:\n  - name: web\n    newTag: latest\n  - name: api\n    newTag: v1\n'

describe('a fingerprint stays', () => {
  test.each([
    ['when lines move', `# a comment\n\nnamespace: x\n${IMAGES}`],
    [
      'when the list has another order',
      'images:\n  - name: api\n    newTag: v1\n  - newTag: latest\n    name: web\n',
    ],
    ['in another style', '{ "images": [{ "name": "web", "newTag": "latest" }] }'],
    ['with CRLF and a byte order mark', `\ufeff${IMAGES.replaceAll('\n', '\r\n')}`],
    ['beside other entries', `${IMAGES}  - name: job\n    newTag: v2\nresources: [b]\n`],
  ])('%s', (_, text) => {
    expect(prints(text)).toEqual(prints(IMAGES))
    expect(prints(IMAGES)).toHaveLength(1)
  })

  test('when another document is put before its own', () => {
    const text = 'kind: Pod\nmetadata: { name: a }\nspec: latest\n'
    const other = 'kind: Pod\nmetadata: { name: b }\n---\n'
    expect(prints(other + text)).toEqual(prints(text))
  })
})

describe('a fingerprint is another one', () => {
  test.each([
    ['of another entry', IMAGES.replace('name: web', 'name: job')],
    ['under another key', IMAGES.replace('newTag', 'digest')],
    ['of another object', `kind: A\nmetadata: { name: a }\n${IMAGES}`],
  ])('%s', (_, text) => {
    expect(prints(text)).toHaveLength(1)
    expect(prints(text)).not.toEqual(prints(IMAGES))
  })

  test('in another file', () => {
    expect(prints(IMAGES, 'b.yaml')).not.toEqual(prints(IMAGES))
  })

  test('of each of several that are alike', () => {
    const list = prints('args: [latest, latest, latest]\n')
    expect(new Set(list).size).toBe(3)
    expect(list[0]).toBe(prints('args: [latest]\n')[0])
  })

  test('of each of several items with one name', () => {
    const text = '- name: a\n  tag: latest\n- name: a\n  tag: latest\n'
    expect(new Set(prints(text)).size).toBe(2)
  })
})

test('whatever stands above, what is found keeps its fingerprints', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/)
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), fc.uniqueArray(word, { maxLength: 8 }), (lines, names) => {
      const items = names.map((name) => `- name: ${name}\n  tag: latest\n`)
      const above = lines.map((line) => `# ${line}\n`).join('\n')
      const plain = prints(items.join(''))
      expect(plain).toHaveLength(names.length)
      expect(prints(above + items.join(''))).toEqual(plain)
      expect(prints(items.toReversed().join('')).toSorted()).toEqual(plain.toSorted())
    }),
    { numRuns: 100 },
  )
})
