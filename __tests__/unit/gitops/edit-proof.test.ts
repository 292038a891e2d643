import { describe, expect, test } from 'vitest'
import { parseKustomization } from '../../../src/gitops/edit/kustomization.ts'
import { proveCreation, proveEdit } from '../../../src/gitops/edit/proof.ts'
import { aFile, problemOf } from '../builders.ts'
import { entryOf } from './entry-fixtures.ts'

const lines = (...text: readonly string[]): string => `${text.join('\n')}\n`
const BEFORE = lines(
  'resources: [a]',
  'images:',
  '- name: api # ecr-gitops: hold x',
  '- name: web',
  '  newTag: a',
  'labels: [{pairs: &p {a: 1}}, {pairs: *p}]',
)
const edited = BEFORE.replace('newTag: a', 'newTag: b')
const prove = (text: string, hold?: string) => () =>
  proveEdit(entryOf(BEFORE), { wanted: { newTag: 'b' }, hold }, text)

test('an edit that did what was asked for is let through', () => {
  expect(prove(edited)).not.toThrow()
  expect(prove(edited.replace('- name: web', '# ecr-gitops: hold y\n- name: web'), 'y')).not.toThrow()
})

describe('an edit that did anything else is refused', () => {
  test.each([
    ['nothing', BEFORE],
    ['another value', edited.replace('newTag: b', 'newTag: c')],
    ['a number', edited.replace('newTag: b', 'newTag: 12')],
    ['another key too', edited.replace('newTag: b', 'newTag: b\n  digest: c')],
    ['another entry', edited.replace('name: api', 'name: apis')],
    ['another field', edited.replace('[a]', '[b]')],
    ['a lost field', edited.replace(/labels.*\n/, '')],
    ['a type', edited.replace('a: 1', 'a: "1"')],
    ['a list in another order', edited.replace('{pairs: &p {a: 1}}, {pairs: *p}', '{pairs: &p {a: 1}}')],
    ['an anchor', edited.replace('&p', '&q').replace('*p', '*q')],
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
    expect((await problemOf(prove(text))).message).toContain('cannot be edited exactly')
  })
})

test('an edit without the hold that was asked for is refused', async () => {
  expect((await problemOf(prove(edited, 'y'))).message).toContain('cannot be edited exactly')
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
