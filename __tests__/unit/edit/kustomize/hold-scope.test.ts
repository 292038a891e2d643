import { describe, expect, test } from 'vitest'
import { holdReasons, strayHolds } from '../../../../src/edit/kustomize/hold.ts'
import { parseKustomization } from '../../../../src/edit/kustomize/kustomization.ts'
import { aFile } from '../../builders.ts'

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`
const HOLD = '# ecr-gitops: hold x'
/** Which entries are held, first to last. */
const heldIn = (text: string) => holdReasons(parseKustomization(aFile(text))).map((reason) => reason === 'x')
const straysIn = (text: string) => strayHolds(parseKustomization(aFile(text)))

/** A marker that holds nothing is stray. */
const NONE = [false, false]

describe('a marker belongs to all entries, to one, to two, or to none', () => {
  test.each([
    ['behind images', lines(`images: ${HOLD}`, '- name: a', '- name: b'), [true, true]],
    ['above images', lines('labels: []', HOLD, 'images:', '- name: a', '- name: b'), [true, true]],
    [
      'above images, however deep',
      lines(`  ${HOLD}`, '  # y', '', 'images:', '- name: a', '- name: b'),
      [true, true],
    ],
    ['above another field', lines(HOLD, 'labels: []', 'images:', '- name: a', '- name: b'), NONE],
    ['behind the field before', lines(`labels: [] ${HOLD}`, 'images:', '- name: a', '- name: b'), NONE],
    ['behind an entry', lines('images:', `- name: a ${HOLD}`, '- name: b'), [true, false]],
    ['behind its last key', lines('images:', '- name: a', `  newTag: a ${HOLD}`, '- name: b'), [true, false]],
    [
      'behind the first line of a value over lines',
      lines('images:', '- name: a', '- newTag: "', '    b" # y', `  name: b ${HOLD}`),
      [false, true],
    ],
    [
      'behind a later key, past a blank line',
      lines('images:', '- name: a', '', `  newTag: a ${HOLD}`, '- name: b'),
      [true, false],
    ],
    ['behind the dash', lines('images:', `- ${HOLD}`, '  name: a', '- name: b'), [true, false]],
    [
      'above, as deep as the dash',
      lines('images:', '  - name: a', `  ${HOLD}`, '  - name: b'),
      [false, true],
    ],
    ['above, less deep than the dash', lines('images:', '  - name: a', HOLD, '  - name: b'), [false, true]],
    [
      'above, less deep, behind a blank line',
      lines('images:', '  - name: a', '', HOLD, '  - name: b'),
      [false, true],
    ],
    [
      'one column deeper than the dash',
      lines('images:', '  - name: a', `   ${HOLD}`, '  - name: b'),
      [true, false],
    ],
    [
      'deeper, behind a blank line',
      lines('images:', '- name: a', '', `  ${HOLD}`, '- name: b'),
      [true, true],
    ],
    [
      'deeper, behind a line of spaces',
      lines('images:', '- name: a', '  \t', `  ${HOLD}`, '- name: b'),
      [true, true],
    ],
    [
      'deeper, behind a blank line that ends in CRLF',
      lines('images:', '- name: a\r', '\r', `  ${HOLD}\r`, '- name: b'),
      [true, true],
    ],
    [
      'deeper, before a blank line',
      lines('images:', '- name: a', `  ${HOLD}`, '', '- name: b'),
      [true, false],
    ],
    [
      'deeper, behind a comment behind a blank line',
      lines('images:', '- name: a', '', '  # y', `  ${HOLD}`, '- name: b'),
      [true, false],
    ],
    [
      'behind another comment that is deeper',
      lines('images:', '- name: a', `  # y ${HOLD}`, '- name: b'),
      [true, false],
    ],
    [
      'behind another comment that is not',
      lines('images:', '- name: a', `# y ${HOLD}`, '- name: b'),
      [false, true],
    ],
    [
      'above the first, however deep',
      lines('images:', `    ${HOLD}`, '- name: a', '- name: b'),
      [true, false],
    ],
    [
      'below the last, less deep',
      lines('images:', '  - name: a', '  - name: b', HOLD, 'labels: []'),
      [false, true],
    ],
    [
      'below the last, at the end',
      lines('images:', '- name: a', '- name: b', '', `    ${HOLD}`),
      [false, true],
    ],
    ['behind the next field', lines('images:', '- name: a', '- name: b', `labels: [] ${HOLD}`), NONE],
    ['below the next field', lines('images:', '- name: a', '- name: b', 'labels: []', `  ${HOLD}`), NONE],
    ['of an empty list', lines(`images: [] ${HOLD}`), []],
    ['of no list', lines(`images: ${HOLD}`), []],
  ])('%s', (_, text, held) => {
    expect(heldIn(text)).toEqual(held)
    const line = text.split('\n').findIndex((one) => one.includes(HOLD)) + 1
    expect(straysIn(text)).toEqual(held.includes(true) ? [] : [line])
  })

  test.each([
    ['between key and list', lines('images:', `  ${HOLD}`, '  [{name: a}, {name: b}]'), [true, true]],
    [
      'behind the first bracket',
      lines('images:', `  [ ${HOLD}`, '  {name: a}, {name: b}', '  ]'),
      [true, true],
    ],
    ['behind the last bracket', lines('images: [', '  {name: a}, {name: b}', `  ] ${HOLD}`), [true, true]],
    [
      'behind a list on one line below its key',
      lines('images:', `  [{name: a}, {name: b}] ${HOLD}`),
      [true, true],
    ],
    ['behind two entries', lines('images: [', `  {name: a}, {name: b} ${HOLD}`, '  ]'), [true, true]],
    ['behind one', lines('images: [', `  {name: a}, ${HOLD}`, '  {name: b}', '  ]'), [true, false]],
    ['inside of one', lines('images: [', '  {name: a}, {', `  ${HOLD}`, '  name: b}', '  ]'), [false, true]],
    ['above the first', lines('images: [', `  ${HOLD}`, '  {name: a},', '  {name: b}', '  ]'), [true, false]],
    [
      'above the second',
      lines('images: [', '  {name: a},', `  ${HOLD}`, '  {name: b}', '  ]'),
      [false, true],
    ],
    [
      'above the second, behind another comment',
      lines('images: [', '  {name: a},', `  # y ${HOLD}`, '  {name: b}', '  ]'),
      [false, true],
    ],
    [
      'behind the comma of the first on a line of its own',
      lines('images: [', '  {name: a}', `  , ${HOLD}`, '  {name: b}', '  ]'),
      [true, false],
    ],
    ['below the last', lines('images: [', '  {name: a},', '  {name: b}', `  ${HOLD}`, '  ]'), [false, true]],
    [
      'behind a tag before the first',
      lines('images: [', `  !!map ${HOLD}`, '  {name: a},', '  {name: b}', '  ]'),
      [true, false],
    ],
    ['below the list', lines('images: [', '  {name: a},', '  {name: b}', '  ]', HOLD), NONE],
    ['behind the first bracket of an empty list', lines('images: [', `  ${HOLD}`, '  ]'), []],
  ])('in flow: %s', (_, text, held) => {
    expect(heldIn(text)).toEqual(held)
    const line = text.split('\n').findIndex((one) => one.includes(HOLD)) + 1
    expect(straysIn(text)).toEqual(held.includes(true) ? [] : [line])
  })
})

test('an own marker comes before one that holds others too, wherever they stand', () => {
  const text = lines(
    'images: # ecr-gitops: hold all',
    '- name: a',
    '- name: b # ecr-gitops: hold b',
    '- name: c',
  )
  expect(holdReasons(parseKustomization(aFile(text)))).toEqual(['all', 'b', 'all'])
})

test.each([
  ['# ecr-gitops: hodl x', true],
  ['#ecr-gitops :pause', true],
  ['# ECR-GITOPS:', true],
  ['# see ecr-gitops', false],
  ['# hold x', false],
])('%s is a mistake at an entry: %s', (comment, isStray) => {
  expect(straysIn(lines('images:', `- name: a ${comment}`))).toEqual(isStray ? [2] : [])
})
