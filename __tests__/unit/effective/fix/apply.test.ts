import { describe, expect, test } from 'vitest'
import { applyFixes } from '../../../../src/effective/fix/apply.ts'
import type { Change } from '../../../../src/effective/yaml/change.ts'
import { readNested } from '../../../../src/effective/yaml/nested.ts'
import {
  type MapNode,
  type ScalarNode,
  valueUnder,
  type YamlNode,
} from '../../../../src/effective/yaml/node.ts'
import { memoryFiles } from '../../../support/audit/memory-files.ts'

/** A node of the first document: keys, and numbers for items; `|` reads the text of a scalar. */
function nodeIn(root: YamlNode | undefined, path: string): YamlNode {
  let node = root
  for (const step of path.split('/').filter((one) => one !== '')) {
    if (step === '|' && node?.kind === 'scalar') node = readNested(node).documents[0]?.root
    else if (node?.kind === 'list') node = node.items[Number(step)]
    else node = valueUnder(node, [step])
  }
  if (!node) throw new Error(`nothing is at ${path}`)
  return node
}

type Wanted =
  | readonly ['set', string, string, ('string' | 'shared')?]
  | readonly ['add', string, string, string]
  | readonly ['remove', string, string]

function changeOf(root: YamlNode | undefined, wanted: Wanted): Change {
  const node = nodeIn(root, wanted[1])
  switch (wanted[0]) {
    case 'set':
      return {
        kind: 'set',
        at: node as ScalarNode,
        to: wanted[2],
        ...(wanted[3] === undefined ? {} : { [wanted[3]]: true }),
      }
    case 'add':
      return { kind: 'add', to: node as MapNode, key: wanted[2], value: wanted[3] }
    case 'remove':
      return { kind: 'remove', from: node as MapNode, key: wanted[2] }
  }
}

/** The text with the changes made, or why not. */
function changed(text: string, ...wanted: readonly Wanted[]): string {
  const files = memoryFiles({ 'a.yaml': text })
  const root = files.file('a.yaml')?.documents[0]
  const fixes = wanted.map((one) => ({ changes: [changeOf(root, one)] }))
  const { files: fixed, refused } = applyFixes(files, fixes)
  return refused[0] ? `refused: ${refused[0].reason}` : (fixed[0]?.after ?? 'nothing')
}

describe('a text in the place of another one', () => {
  test.each<readonly [string, string, readonly Wanted[], string]>([
    ['plain', 'a: b # c\n', [['set', 'a', 'd']], 'a: d # c\n'],
    [
      'in the quotes of the author',
      `a: 'b'\nc: "d"`,
      [
        ['set', 'a', "it's"],
        ['set', 'c', 'e"'],
      ],
      `a: 'it''s'\nc: "e\\""`,
    ],
    ['a tag becomes a text', 'newTag: 1.10\n', [['set', 'newTag', '1.10', 'string']], 'newTag: "1.10"\n'],
    ['a text stays one', 'a: b\n', [['set', 'a', '1e5']], 'a: "1e5"\n'],
    ['of YAML 1.1', 'a: b\n', [['set', 'a', 'on']], 'a: "on"\n'],
    ['a number stays one', 'a: 1\n', [['set', 'a', '2']], 'a: 2\n'],
    ['a schedule', 'a: 0 */10 * * *\n', [['set', 'a', '0 */5 * * *']], 'a: 0 */5 * * *\n'],
    ['a schedule in quotes', 'a: "0 */10 * * *"\n', [['set', 'a', '*/5 * * * *']], 'a: "*/5 * * * *"\n'],
    [
      'a schedule that needs quotes',
      'a: 0 */10 * * *\n',
      [['set', 'a', '*/5 * * * *']],
      'a: "*/5 * * * *"\n',
    ],
    [
      'nothing becomes something',
      'a:\nb: # c\n',
      [
        ['set', 'a', 'd'],
        ['set', 'b', 'e'],
      ],
      'a: d\nb: e # c\n',
    ],
    ['in a list', '- a\n-\n', [['set', '1', 'b']], '- a\n- b\n'],
    ['null', 'a: ~\n', [['set', 'a', 'b']], 'a: b\n'],
    ['in flow', '{a: b, c: [d]}', [['set', 'c/0', 'e, f']], '{a: b, c: ["e, f"]}'],
    [
      'with carriage returns and a mark',
      '\ufeffa: b\r\nc: d\r\n',
      [['set', 'c', 'e']],
      '\ufeffa: b\r\nc: e\r\n',
    ],
    ['on two lines', 'a: b\n  c\nd: e', [['set', 'a', 'f']], 'a: f\nd: e'],
    ['with a tag and an anchor', 'a: !!str &x 1\n', [['set', 'a', '2']], 'a: !!str &x "2"\n'],
    ['with line breaks', "a: 'b'\n", [['set', 'a', 'c\nd']], 'a: "c\\nd"\n'],
    [
      'in a block of text',
      'p: |\r\n  - a: b\r\n    c: d # e\r\nf: g',
      [['set', 'p/|/0/c', '1', 'string']],
      'p: |\r\n  - a: b\r\n    c: "1" # e\r\nf: g',
    ],
    [
      'in a block in a block',
      'p: |\n  q: |\n    a: b\n',
      [['set', 'p/|/q/|/a', 'c']],
      'p: |\n  q: |\n    a: c\n',
    ],
    ['for all that share it', 'x: &x b\ny: *x\n', [['set', 'x', 'c', 'shared']], 'x: &x c\ny: *x\n'],
    ['in JSON', '{\n\t"a": "b"\n}\n', [['set', 'a', 'c']], '{\n\t"a": "c"\n}\n'],
    ['below brackets that close to the left', 'a: [\n]\nb: c\n', [['set', 'b', 'd']], 'a: [\n]\nb: d\n'],
  ])('%s', (_, text, wanted, expected) => {
    expect(changed(text, ...wanted)).toBe(expected)
  })

  test.each<readonly [string, string, Wanted, RegExp]>([
    ['a block of text', 'a: |\n  b\n', ['set', 'a', 'c'], /block of text/],
    ['what is folded', 'a: >\n  b: c\n', ['set', 'a/|/b', 'd'], /in quotation marks, or one that is folded/],
    ['what is shared', 'x: &x b\ny: *x\n', ['set', 'x', 'c'], /an anchor makes it the value of several/],
    ['what is shared by a merge', 'x: &x {a: b}\ny: {<<: *x}\n', ['set', 'y/a', 'c'], /an anchor makes it/],
    [
      'what a shared block of text says',
      'x: &x |\n  a: b\ny: *x\n',
      ['set', 'x/|/a', 'c'],
      /an anchor makes it/,
    ],
    ['what is so already', 'a: b\n', ['set', 'a', 'b'], /says so already/],
    ['a file of SOPS', 'a: b\nsops: {mac: "ENC[x]"}\n', ['set', 'a', 'c'], /SOPS/],
    ['a generated file', '# Made by x. DO NOT EDIT.\na: b\n', ['set', 'a', 'c'], /generated/],
    ['a file with a fault', 'a: b\n---\nc: [\n', ['set', 'a', 'c'], /cannot be read in full/],
    ['a key alone', '{a, b: c}', ['set', 'a', 'd'], /read again/],
  ])('is refused for %s', (_, text, wanted, reason) => {
    expect(changed(text, wanted)).toMatch(reason)
  })
})

describe('a key more', () => {
  test.each<readonly [string, string, Wanted, string]>([
    [
      'behind the last one',
      'a: b\nc: d # e\n\n# f\n',
      ['add', '', 'g', '1'],
      'a: b\nc: d # e\ng: "1"\n\n# f\n',
    ],
    ['without a line break at the end', 'a: b', ['add', '', 'c', 'd'], 'a: b\nc: d'],
    [
      'with carriage returns',
      'a:\r\n  b: c\r\nd: e\r\n',
      ['add', 'a', 'f', 'g'],
      'a:\r\n  b: c\r\n  f: g\r\nd: e\r\n',
    ],
    [
      'in an item',
      '- name: a\n  tag: b\n- name: c\n',
      ['add', '0', 'd', 'e'],
      '- name: a\n  tag: b\n  d: e\n- name: c\n',
    ],
    [
      'behind a block of text',
      'a:\n  b: |\n    c\n\nd: e\n',
      ['add', 'a', 'f', 'g'],
      'a:\n  b: |\n    c\n\n  f: g\nd: e\n',
    ],
    [
      'behind an alias',
      'x: &x 1\na:\n  b: *x # c\nd: e\n',
      ['add', 'a', 'f', 'g'],
      'x: &x 1\na:\n  b: *x # c\n  f: g\nd: e\n',
    ],
    ['in brackets', 'a: {b: c}\n', ['add', 'a', 'd', 'e'], 'a: {b: c, d: e}\n'],
    ['in empty brackets', 'a: { }\n', ['add', 'a', 'd', 'e'], 'a: {d: e }\n'],
    ['behind a comma', 'a: {\n  b: c,\n}\n', ['add', 'a', 'd', 'e'], 'a: {\n  b: c, d: e\n}\n'],
    ['in JSON', '{"a": "b"}', ['add', '', 'c', 'd'], '{"a": "b", "c": "d"}'],
    ['in a block of text', 'p: |\n  a: b\nq: r', ['add', 'p/|', 'c', 'd'], 'p: |\n  a: b\n  c: d\nq: r'],
    [
      'where something is merged',
      'x: &x {a: b}\ny:\n  <<: *x\n',
      ['add', 'y', 'c', 'd'],
      'x: &x {a: b}\ny:\n  <<: *x\n  c: d\n',
    ],
  ])('%s', (_, text, wanted, expected) => {
    expect(changed(text, wanted)).toBe(expected)
  })

  test.each<readonly [string, string, Wanted, RegExp]>([
    ['that is there', 'a: b\n', ['add', '', 'a', 'c'], /there already/],
    ['of a shared mapping', 'x: &x\n  a: b\ny: *x\n', ['add', 'x', 'c', 'd'], /an anchor/],
    ['behind a comment in brackets', 'a: {b: c # d\n  }\n', ['add', 'a', 'e', 'f'], /read again/],
  ])('is refused for one %s', (_, text, wanted, reason) => {
    expect(changed(text, wanted)).toMatch(reason)
  })
})

describe('a key less', () => {
  test.each<readonly [string, string, Wanted, string]>([
    ['with its lines', 'a: b\nc:\n  - d # e\n  - f\n# g\nh: i\n', ['remove', '', 'c'], 'a: b\n# g\nh: i\n'],
    ['the last one', 'a: b\nc: d\n', ['remove', '', 'c'], 'a: b\n'],
    ['the last one without a line break', 'a: b\r\nc: d', ['remove', '', 'c'], 'a: b'],
    ['the first one', 'a: b\nc: d\n', ['remove', '', 'a'], 'c: d\n'],
    ['the first one of an item', '- a: b\n  c: d\n', ['remove', '0', 'a'], '- c: d\n'],
    ['a block of text', 'a: |\n  b\n\nc: d\n', ['remove', '', 'a'], '\nc: d\n'],
    ['in brackets', 'a: {b: c, d: e}\n', ['remove', 'a', 'b'], 'a: {d: e}\n'],
    ['the last one in brackets', 'a: {b: c, d: e }\n', ['remove', 'a', 'd'], 'a: {b: c }\n'],
    ['the only one', 'a:\n  b: c\nd: e\n', ['remove', 'a', 'b'], 'a: {}\nd: e\n'],
    ['the only one of an item', '- a: b\n- c\n', ['remove', '0', 'a'], '- {}\n- c\n'],
    ['the only one in brackets', 'a: { b: c }\n', ['remove', 'a', 'b'], 'a: {}\n'],
    ['in a block of text', 'p: |\n  a: b\n  c: d\nq: r\n', ['remove', 'p/|', 'c'], 'p: |\n  a: b\nq: r\n'],
  ])('%s', (_, text, wanted, expected) => {
    expect(changed(text, wanted)).toBe(expected)
  })

  test.each<readonly [string, string, Wanted, RegExp]>([
    ['that is merged', 'x: &x {a: b}\ny: {<<: *x, c: d}\n', ['remove', 'y', 'a'], /not written there/],
    ['that is not there', 'a: b\n', ['remove', '', 'c'], /not written there/],
    [
      'whose merged value would come back',
      'x: &x {a: b}\ny:\n  <<: *x\n  a: c\n  d: e\n',
      ['remove', 'y', 'a'],
      /read again/,
    ],
    ['whose anchor is used', 'a: &x b\nc: *x\nd: e\n', ['remove', '', 'a'], /read again|anchor/],
    ['of a whole document', 'a: b\n', ['remove', '', 'a'], /nothing would be left/],
    ['with a comment behind it in brackets', '{a: b, # c\n d: e}', ['remove', '', 'a'], /a comment/],
    ['that is an alias', 'x: &x b\na:\n  c: *x\n  d: e\n', ['remove', 'a', 'c'], /anchor/],
  ])('is refused for one %s', (_, text, wanted, reason) => {
    expect(changed(text, wanted)).toMatch(reason)
  })
})

describe('several fixes', () => {
  test('are made at once in one file', () => {
    const text = 'a: b\nc:\n  d: e\n  f: g\n'
    expect(
      changed(text, ['set', 'a', '1'], ['remove', 'c', 'd'], ['add', 'c', 'h', 'i'], ['add', '', 'j', 'k']),
    ).toBe('a: "1"\nc:\n  f: g\n  h: i\nj: k\n')
  })

  test('the same one is made once', () => {
    expect(changed('a: b\n', ['set', 'a', 'c'], ['set', 'a', 'c'])).toBe('a: c\n')
    expect(changed('a: b\n', ['add', '', 'c', 'd'], ['add', '', 'c', 'd'])).toBe('a: b\nc: d\n')
  })

  test('of two at one place the first is made', () => {
    expect(changed('a: b\n', ['set', 'a', 'c'], ['set', 'a', 'd'])).toMatch(
      /another fix changes the same place/,
    )
    expect(changed('a:\n  b: c\n  d: e\n', ['remove', 'a', 'b'], ['set', 'a/b', 'f'])).toMatch(/another fix/)
  })

  test('all changes of one are made, or none', () => {
    const files = memoryFiles({ 'a.yaml': 'a: b\n', 'b.yaml': 'a: &x b\nc: *x\n', 'c.yaml': 'a: b\n' })
    const set = (path: string): Change => {
      return { kind: 'set', at: nodeIn(files.file(path)?.documents[0], 'a') as ScalarNode, to: 'c' }
    }
    const bad = { changes: [set('a.yaml'), set('b.yaml')] }
    const good = { changes: [set('c.yaml'), { kind: 'create', path: 'd/e.yaml', text: 'f: g\n' } as const] }
    const { files: fixed, applied, refused } = applyFixes(files, [bad, good])
    expect(applied).toEqual([good])
    expect(refused.map(({ fix }) => fix)).toEqual([bad])
    expect(fixed).toEqual([
      { path: 'c.yaml', before: 'a: b\n', after: 'a: c\n' },
      { path: 'd/e.yaml', before: undefined, after: 'f: g\n' },
    ])
  })

  test('one that is not proved costs no other one', () => {
    const files = memoryFiles({ 'a.yaml': '- {a, b: c}\n- d\n- e\n- {}\n' })
    const root = files.file('a.yaml')?.documents[0]
    const fixes = (
      [
        ['set', '1', 'x'],
        ['set', '0/a', 'x'],
        ['set', '2', 'x'],
        ['add', '3', 'f', 'g'],
        ['add', '3', 'h', 'i'],
      ] as const
    ).map((wanted) => ({ changes: [changeOf(root, wanted)] }))
    const { files: fixed, refused } = applyFixes(files, fixes)
    expect(fixed[0]?.after).toBe('- {a, b: c}\n- x\n- x\n- {f: g}\n')
    expect(refused.map(({ fix }) => fixes.indexOf(fix))).toEqual([1, 4])
  })
})

describe('a new file', () => {
  test.each(['../a', '/a', '', '.git/config', 'a/.git/hooks/x', 'a\\b', 'a/./b'])(
    'is refused at %o',
    (path) => {
      const { refused } = applyFixes(memoryFiles({}), [{ changes: [{ kind: 'create', path, text: '' }] }])
      expect(refused[0]?.reason).toMatch(/leads out of the repository/)
    },
  )

  test('is refused where something is', () => {
    const files = memoryFiles({ 'a.txt': '' })
    const { refused } = applyFixes(files, [{ changes: [{ kind: 'create', path: 'a.txt', text: '' }] }])
    expect(refused[0]?.reason).toMatch(/there already/)
  })

  test('with another text than the same one of another fix is refused', () => {
    const fixes = ['a', 'b', 'a'].map((text) => ({
      changes: [{ kind: 'create', path: 'x.yaml', text } as const],
    }))
    const { files, refused } = applyFixes(memoryFiles({}), fixes)
    expect([files[0]?.after, refused.length]).toEqual(['a', 1])
  })
})

describe('a part of a text', () => {
  /** What is replaced, or nothing in front of a text, which is where the other is put. */
  type Part = readonly [from: string, to: string, front?: string]
  const splice = (path: string, text: string, [from, to, front = from]: Part) => {
    const files = memoryFiles({ [path]: text, 'c/Chart.yaml': '' })
    const source = files.file(path)
    if (!source) throw new Error('no file')
    const start = text.indexOf(front)
    const change: Change = { kind: 'splice', source, start, end: start + from.length, to }
    const { files: fixed, refused } = applyFixes(files, [{ changes: [change] }])
    return fixed[0]?.after ?? refused[0]?.reason
  }

  test.each<readonly [string, string, Part, string | RegExp]>([
    ['a.tf', 'resources = ["x"]', ['"x"', '"*"'], 'resources = ["*"]'],
    ['a.json', '{"Resource": ["x", "y"]}', ['["x", "y"]', '"*"'], '{"Resource": "*"}'],
    ['a.json', '{"Resource": "x", "a": 1}', ['"x"', '"*"'], '{"Resource": "*", "a": 1}'],
    ['a.json', '{"Resource": "x", "a": 1}', ['"x"', '"*'], /read again/],
    ['a.json', '{"Resource": "x", "a": 1}', ['"x"', '"*", "b": 2'], /read again/],
    ['a.json', '{"a": [{"b": 1}]}', ['', '{"c": 2}, ', '{"b'], '{"a": [{"c": 2}, {"b": 1}]}'],
    ['a.json', '{"a": [1, {"b": 1}, 3]}', ['', '{"c": 2}, ', '{"b'], '{"a": [1, {"c": 2}, {"b": 1}, 3]}'],
    ['a.json', '{"a": [{"b": 1}]}', ['', '1, 2, ', '{"b'], /read again/],
    ['a.json', '{"a": [{"b": 1}]}', ['', '{"c": 2}], "d": [', '{"b'], /read again/],
    ['a.json', '{"a": [1, {"b": 1}]}', ['', ', 2', '}]'], /read again/],
    ['a.yaml', 'a: b', ['b', 'c'], /the file is YAML/],
    ['c/templates/a.yaml', 'a: b', ['b', 'c'], /template/],
  ])('of %s', (path, text, change, expected) => {
    const said = splice(path, text, change)
    if (typeof expected === 'string') expect(said).toBe(expected)
    else expect(said).toMatch(expected)
  })

  test.each<readonly [string, string, string, string | RegExp]>([
    ['an item before another', '[{"a": 1}, 2]', '{"a"', '[3, {"a": 1}, 2]'],
    ['an item before a later one', '[{"a": 1}, 2]', '2', '[{"a": 1}, 3, 2]'],
    ['a key', '{"a": 1}', '"a"', /read again/],
    ['something behind the last item', '[1]', ']', /read again/],
  ])('that is put in as %s', (_, text, before, expected) => {
    const said = insert(text, before, '3, ')
    if (typeof expected === 'string') expect(said).toBe(expected)
    else expect(said).toMatch(expected)
  })

  test('that is put in as two items is refused, for one is expected', () => {
    expect(insert('[1]', '1', '3, 4, ')).toMatch(/read again/)
  })

  const insert = (text: string, before: string, to: string) => {
    const files = memoryFiles({ 'a.json': text })
    const source = files.file('a.json')
    if (!source) throw new Error('no file')
    const start = text.indexOf(before)
    const { files: fixed, refused } = applyFixes(files, [
      { changes: [{ kind: 'splice', source, start, end: start, to }] },
    ])
    return fixed[0]?.after ?? refused[0]?.reason
  }

  test('of a file that is another one by now is refused', () => {
    const files = memoryFiles({ 'a.tf': 'a' })
    const source = { path: 'a.tf', text: 'b', exact: true }
    const { refused } = applyFixes(files, [
      { changes: [{ kind: 'splice', source, start: 0, end: 1, to: '' }] },
    ])
    expect(refused[0]?.reason).toMatch(/has changed/)
  })
})
