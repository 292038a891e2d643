import { describe, expect, test } from 'vitest'
import { holdOf } from '../../../../src/edit/kustomize/hold.ts'
import { problemOf, SHA } from '../../builders.ts'
import { create, edit, editAndHold, entryOf } from './entry-fixtures.ts'

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`
const holdIn = (text: string) => {
  const hold = holdOf(entryOf(text))
  return hold && [hold.line, hold.reason]
}

describe('a marker on or above the entry holds it', () => {
  test.each<readonly [string, string, readonly [line: number, reason: string]]>([
    ['behind the name', lines('images:', '- name: web # ecr-gitops: hold x'), [2, 'x']],
    ['behind another key', lines('images:', '- name: web', '  newTag: a # ecr-gitops: hold x'), [3, 'x']],
    ['between keys', lines('images:', '- name: web', '# ecr-gitops: hold x', '  newTag: a'), [3, 'x']],
    [
      'below its last key',
      lines('images:', '- name: web', '  # ecr-gitops: hold x', '- name: api'),
      [3, 'x'],
    ],
    [
      'below, past others',
      lines('images:', '- name: web', '  # a', '', '    # ecr-gitops: hold x'),
      [5, 'x'],
    ],
    ['behind the dash', lines('images:', '- # ecr-gitops: hold x', '  name: web'), [2, 'x']],
    ['above it', lines('images:', '- name: api', '# ecr-gitops: hold x', '- name: web'), [3, 'x']],
    [
      'above it, past blank lines',
      lines('images:', '- name: api', '# ecr-gitops: hold x', '', '# y', '- name: web'),
      [3, 'x'],
    ],
    ['above the first, however deep', lines('images:', '    # ecr-gitops: hold x', '- name: web'), [2, 'x']],
    [
      'below the last entry, however deep',
      lines('images:', '- name: web', '# ecr-gitops: hold x', 'labels: []'),
      [3, 'x'],
    ],
    [
      'above images, past a blank line',
      lines('# ecr-gitops: hold x', '', 'images:', '- name: web'),
      [1, 'x'],
    ],
    [
      'above it, as deep as the keys of the entry before, behind a blank line',
      lines('images:', '- name: api', '', '  # ecr-gitops: hold x', '- name: web'),
      [4, 'x'],
    ],
    ['with more spaces', lines('images:', '- name: web # ecr-gitops:  on  hold : x'), [2, 'x']],
    ['in another form of the word', lines('images:', '- name: web # ECR-GitOps - on hold: x'), [2, 'x']],
    ['behind images', lines('images: # ecr-gitops: hold x', '- name: api', '- name: web'), [1, 'x']],
    ['above images', lines('# ecr-gitops: hold x', '# y', 'images:', '- name: api', '- name: web'), [1, 'x']],
    [
      'above images, behind a byte order mark',
      `\ufeff${lines('# ecr-gitops: hold x', 'images:', '- name: web')}`,
      [1, 'x'],
    ],
    ['in a flow mapping', lines('images:', '- {', '  name: web, # ecr-gitops: hold x', '  }'), [3, 'x']],
    ['behind a flow mapping', lines('images:', '- {name: web} # ecr-gitops: hold x'), [2, 'x']],
    ['behind a flow list', lines('images: [{name: web}] # ecr-gitops: hold x'), [1, 'x']],
    ['in a flow list', lines('images: [', '  {name: a}, {name: web}, # ecr-gitops: hold x', ']'), [2, 'x']],
    [
      'above in a flow list',
      lines('images: [', '  {name: a},', '  # ecr-gitops: hold x', '  {name: web}', ']'),
      [3, 'x'],
    ],
    [
      'at the end of a flow list',
      lines('images: [', '  {name: web},', '  # ecr-gitops: hold x', ']'),
      [3, 'x'],
    ],
    ['behind its bracket', lines('images: [', '  {name: web}', '  ] # ecr-gitops: hold x'), [3, 'x']],
    [
      'behind a comma on its own line',
      lines('images: [', '  {name: web}', '  , # ecr-gitops: hold x', '  {name: a}]'),
      [3, 'x'],
    ],
    ['in a file with CRLF', lines('images:\r', '- name: web # ecr-gitops: hold x y \r'), [2, 'x y']],
    [
      'in front of a shared one',
      lines('# ecr-gitops: hold all', 'images:', '- name: web # ecr-gitops: hold x'),
      [3, 'x'],
    ],
    ['without a final line break', 'images:\n- name: web # ecr-gitops: hold', [2, '']],
  ])('%s', (_, text, expected) => {
    expect(holdIn(text)).toEqual(expected)
  })
})

describe('a marker elsewhere does not', () => {
  test.each([
    [
      'on a neighbour',
      lines('images:', '- name: api # ecr-gitops: hold x', '- name: web', '- name: db # ecr-gitops: hold y'),
    ],
    ['below the previous entry', lines('images:', '- name: api', '  # ecr-gitops: hold x', '- name: web')],
    ['above the next entry', lines('images:', '- name: web', '# ecr-gitops: hold x', '- name: api')],
    [
      'at another field',
      lines('images:', '- name: web', 'labels: [] # ecr-gitops: hold x', '  # ecr-gitops: hold y'),
    ],
    ['behind the next field', lines('images:', '- name: web', 'labels: []', '# ecr-gitops: hold x')],
    ['below a flow list', lines('images: [{name: web}]', '# ecr-gitops: hold x', 'labels: []')],
    ['in a quoted value', lines('images:', '- name: web', '  newTag: "a # ecr-gitops: hold x"')],
    [
      'in a block scalar',
      lines('patches:', '- patch: |', '    # ecr-gitops: hold x', 'images:', '- name: web'),
    ],
    [
      'on the line of another flow entry',
      lines('images: [', '  {name: a}, # ecr-gitops: hold x', '  {name: web}', ']'),
    ],
    ['with another word', lines('images:', '- name: web # ecr-gitops: holder', '  # ecr-gitops: no hold')],
    ['without the mark', lines('images:', '- name: web # on hold')],
  ])('%s', (_, text) => {
    expect(holdIn(text)).toBeUndefined()
  })
})

test.each([
  '# ecr-gitops: hold x',
  '#ecr-gitops:hold x',
  '# ECR-GitOps: HOLD x',
  '#\tecr-gitops:\thold\tx',
  '# ecr-gitops hold: x',
  '#   ecr-gitops :   hold   x   ',
  '# note # ecr-gitops: hold x',
  '## ecr-gitops: hold x',
])('%j is a marker', (comment) => {
  expect(holdIn(lines('images:', `- name: web\t${comment}`))).toEqual([2, 'x'])
})

describe('writing a hold', () => {
  test('above the entry, with its indentation and line ends', () => {
    const text = lines('images:\r', '  - name: api\r', '  - name: web\r', '    newTag: a\r')
    expect(editAndHold(text, 'rollback', { newTag: SHA })).toBe(
      lines(
        'images:\r',
        '  - name: api\r',
        '  # ecr-gitops: hold rollback\r',
        '  - name: web\r',
        `    newTag: ${SHA}\r`,
      ),
    )
  })

  test('without any value to change', () => {
    expect(editAndHold('images:\n- name: web', 'x')).toBe('images:\n# ecr-gitops: hold x\n- name: web')
  })

  test.each([
    [
      lines('images:', '- name: web # a #ecr-gitops: HOLD old '),
      lines('images:', '- name: web # a # ecr-gitops: hold x'),
    ],
    [
      lines('images:', '# ecr-gitops: hold', '', '- name: web'),
      lines('images:', '# ecr-gitops: hold x', '', '- name: web'),
    ],
    [
      lines('images:', '- name: web', '  # ecr-gitops: hold old', '- name: api'),
      lines('images:', '- name: web', '  # ecr-gitops: hold x', '- name: api'),
    ],
  ])('replaces the marker of the entry: %j', (before, after) => {
    expect(editAndHold(before, 'x')).toBe(after)
    expect(editAndHold(after, 'x')).toBe(after)
  })

  test.each([
    lines('images: # ecr-gitops: hold all', '- name: web'),
    lines('# ecr-gitops: hold all', 'images:', '- name: web'),
    lines('images: [', '{name: web}, {name: api} # ecr-gitops: hold all', ' ]').replace('\n{', '\n {'),
  ])('leaves a marker alone that holds others too: %j', (text) => {
    const held = editAndHold(text, 'x')
    expect(held.replace(/^ *# ecr-gitops: hold x\n/m, '')).toBe(text)
    expect(holdIn(held)?.[1]).toBe('x')
    expect(editAndHold(held, 'x')).toBe(held)
  })

  test.each([
    ['a\nb', 'a b'],
    [' : a\r\n\tb\0\u2028c ', 'a b c'],
    ['größer 🚀', 'größer 🚀'],
    ['# ecr-gitops: hold y', '# ecr-gitops: hold y'],
    ['a\u202eb\ufeff', 'a b'],
    ['\ud800', ''],
    ['- name: api', '- name: api'],
    ['a  b', 'a b'],
    ['', ''],
  ])('the reason %j becomes %j', (reason, written) => {
    const held = editAndHold('images:\n- name: web\n', reason)
    expect(held).toBe(`images:\n${`# ecr-gitops: hold ${written}`.trimEnd()}\n- name: web\n`)
    expect(holdIn(held)).toEqual([2, written])
    expect(editAndHold(held, reason)).toBe(held)
  })

  test.each([
    'images: [{name: web}]\n',
    'images: [\n  {name: api}, {name: web}\n  ]\n',
    '? images\n: - name: web\n',
    '{"images":[{"name":"web"}]}',
  ])('is refused where the entry does not begin its line: %j', async (text) => {
    const problem = await problemOf(() => editAndHold(text, 'x'))
    expect(problem).toMatchObject({
      code: 'EDIT_UNSAFE',
      message: expect.stringContaining('does not begin its line'),
    })
  })
})

test('a marker that says the same keeps its spelling', () => {
  const text = lines('images:', '- name: web #ECR-GitOps  held: x')
  expect(editAndHold(text, 'x')).toBe(text)
})

test('an edit without a hold leaves the marker as it is', () => {
  const text = lines('images:', '- name: web # ecr-gitops:hold  x', '  newTag: a')
  expect(edit(text, { newTag: SHA })).toBe(text.replace('newTag: a', `newTag: ${SHA}`))
})

test('a new entry does not take the hold of its neighbour', () => {
  const created = create(lines('images:', '- name: api', '  # ecr-gitops: hold x', 'labels: []'), {
    newTag: SHA,
  })
  expect(holdIn(created)).toBeUndefined()
  expect(holdOf(entryOf(created, 'api'))?.reason).toBe('x')
})
