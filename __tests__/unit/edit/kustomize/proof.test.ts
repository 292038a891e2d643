import { describe, expect, test } from 'vitest'
import { parseKustomization } from '../../../../src/edit/kustomize/kustomization.ts'
import { proveCreation, proveEdit } from '../../../../src/edit/kustomize/proof.ts'
import { aFile, problemOf } from '../../builders.ts'
import { entryOf } from './entry-fixtures.ts'

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`
const BEFORE = lines(
  'vars: !!map {x: y}',
  'resources: &r [a]',
  'namePrefix: !!str x',
  'images:',
  '- name: api # ecr-gitops: hold x',
  '- name: web',
  '  newTag: a',
  'labels: [{pairs: &p {a: 1}}, {pairs: *p}]',
  'configurations: [&s b, &t b, *s]',
)
const edited = BEFORE.replace('newTag: a', 'newTag: b')
const prove = (text: string, hold?: string) => () =>
  proveEdit(entryOf(BEFORE), { wanted: { newTag: 'b' }, hold }, text)

const REFUSAL = {
  code: 'EDIT_UNSAFE',
  message:
    'prod/kustomization.yaml:6 cannot be edited exactly: the edited text does not mean what was asked for',
  hint: 'Write the images entry in plain block style, one key a line.',
  configPlace: { file: 'prod/kustomization.yaml', line: 6 },
}

test('an edit that did what was asked for is let through', () => {
  expect(prove(edited)).not.toThrow()
  expect(prove(edited.replace('- name: web', '# ecr-gitops: hold y\n- name: web'), 'y')).not.toThrow()
})

test('the order of keys means nothing', () => {
  const [vars, resources, ...rest] = edited.split('\n')
  expect(prove([resources, vars, ...rest].join('\n'))).not.toThrow()
  expect(prove(edited.replace('- name: web\n  newTag: b', '- newTag: b\n  name: web'))).not.toThrow()
})

describe('an edit that did anything else is refused', () => {
  test.each([
    ['nothing', BEFORE],
    ['another value', edited.replace('newTag: b', 'newTag: c')],
    ['a number', edited.replace('newTag: b', 'newTag: 12')],
    ['another key too', edited.replace('newTag: b', 'newTag: b\n  digest: c')],
    ['another entry', edited.replace('name: api', 'name: apis')],
    ['another field', edited.replace('[a]', '[b]')],
    ['a longer list', edited.replace('[a]', '[a, a]')],
    ['a mapping in the place of a list', edited.replace('[a]', '{a}')],
    ['another key of a mapping', edited.replace('x: y', 'z: y')],
    ['the anchor of a list', edited.replace('&r ', '')],
    ['the tag of a mapping', edited.replace('!!map ', '')],
    ['the tag of a text', edited.replace('!!str ', '')],
    ['the anchor of an entry', edited.replace('- name: api', '- &x\n  name: api')],
    ['a lost field', edited.replace(/labels.*\n/, '')],
    ['a type', edited.replace('a: 1', 'a: "1"')],
    ['a list in another order', edited.replace('{pairs: &p {a: 1}}, {pairs: *p}', '{pairs: &p {a: 1}}')],
    ['an anchor', edited.replace('&p', '&q').replace('*p', '*q')],
    ['the anchor that an alias names', edited.replace('*s', '*t')],
    ['an alias that is written out', edited.replace('*p', '{a: 1}')],
    ['a second document', `${edited}---\n`],
    ['broken text', `${edited}]`],
    ['an empty text', ''],
    ["a neighbour's hold that is lost", edited.replace(' # ecr-gitops: hold x', '')],
    [
      "a neighbour's hold that moved here",
      edited.replace(' # ecr-gitops: hold x\n- name: web', '\n- name: web # ecr-gitops: hold x'),
    ],
    ['a hold that nobody asked for', edited.replace('- name: web', '- name: web # ecr-gitops: hold y')],
  ])('%s', async (_, text) => {
    expect(await problemOf(prove(text))).toEqual(REFUSAL)
  })
})

test('an edit that changed an ordered mapping is refused', async () => {
  const before = `%YAML 1.1\n---\nx: !!omap [a: 1]\n${BEFORE}`
  const after = before.replace('newTag: a', 'newTag: b')
  const proof = (text: string) => () =>
    proveEdit(entryOf(before), { wanted: { newTag: 'b' }, hold: undefined }, text)
  expect(proof(after)).not.toThrow()
  expect((await problemOf(proof(after.replace('[a: 1]', '[a: 2]')))).code).toBe('EDIT_UNSAFE')
})

test('an edit without the hold that was asked for is refused', async () => {
  expect(await problemOf(prove(edited, 'y'))).toEqual(REFUSAL)
})

test('a hold that nobody asked for is refused in a file without comments, too', async () => {
  const plain = entryOf('images:\n- name: web\n')
  const text = 'images:\n- name: web # ecr-gitops: hold x\n  newTag: b\n'
  const proof = () => proveEdit(plain, { wanted: { newTag: 'b' }, hold: undefined }, text)
  expect((await problemOf(proof)).message).toContain(':2 cannot be edited exactly')
})

test('a defect that shows while the text is parsed again is not taken for a text that is wrong', () => {
  const place = () => {
    throw new TypeError('a defect')
  }
  const before = parseKustomization({ ...aFile('images: []\n'), place })
  expect(() => proveCreation(before, { name: 'web' }, ']')).toThrow(TypeError)
})

describe('a new entry', () => {
  const before = parseKustomization(aFile(BEFORE))
  const NEW = '- name: new\n  newTag: b\n'
  const proves = (text: string) => proveCreation(before, { name: 'new', newTag: 'b' }, text)
  const created = BEFORE.replace('labels', `${NEW}labels`)
  test('that is the last one is let through', () => {
    expect(proves(created)).toBe(true)
  })
  test.each([
    ['not there', BEFORE],
    ['in another place', BEFORE.replace('- name: api', `${NEW}- name: api`)],
    ['with another value', created.replace('newTag: b', 'newTag: c')],
    ['with another entry changed', created.replace('newTag: a', 'newTag: c')],
    ['with a hold lost', created.replace(' # ecr-gitops: hold x', '')],
    ['in broken text', `${created}]`],
  ])('%s is not', (_, text) => {
    expect(proves(text)).toBe(false)
  })
})
