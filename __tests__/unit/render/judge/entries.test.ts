import { expect, test } from 'vitest'
import { entriesOf } from '../../../../src/render/judge/entries.ts'
import { processorTime } from '../../processor-time.ts'

test('entries are reported in their order, each with its line and the name that it makes', () => {
  const text = 'images:\n- name: a\n  newName: b\n- newTag: x\n- text\n- name: c\n'
  expect(entriesOf(text)).toEqual([
    { name: 'a', newName: 'b', line: 2 },
    { name: '', newName: '', line: 4 },
    { name: 'c', newName: 'c', line: 6 },
  ])
})

test.each(['', '- a\n', 'images: web\n', 'resources: []\n'])('%j has none', (text) => {
  expect(entriesOf(text)).toEqual([])
})

test('60,000 keys beside them cost a moment', () => {
  const keys = Array.from({ length: 60_000 }, (_, n) => `  k${n}: v\n`).join('')
  const before = processorTime()
  expect(entriesOf(`commonAnnotations:\n${keys}images: [{name: a}]\n`)).toHaveLength(1)
  expect(processorTime() - before).toBeLessThan(20_000)
})
