import { describe, expect, test } from 'vitest'
import { problemOf, SHA } from '../../builders.ts'
import { processorTime } from '../../processor-time.ts'
import { edit } from './entry-fixtures.ts'

describe('hostile files are refused at once', () => {
  const laughs = (levels: number) =>
    Array.from({ length: levels }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(100)}]\n`).join('')
  test.each<readonly [string, string]>([
    ['100,000 open brackets', `images: ${'['.repeat(100_000)}`],
    ['100,000 pairs of brackets', `images: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['100,000 open braces', '{a: '.repeat(100_000)],
    ['100,000 dashes', `images:\n${'- '.repeat(100_000)}a`],
    ['100,000 question marks', '? '.repeat(100_000)],
    ['50,000 anchors', Array.from({ length: 50_000 }, (_, n) => `k${n}: &a${n} x\n`).join('')],
    ['a megabyte of aliases of aliases', `a0: &a0 x\n${laughs(900)}images:\n- name: web\n`],
    ['5 MB', `${'# x\n'.repeat(1_300_000)}images:\n- name: web\n`],
    ['60,000 equal keys', `${'k: v\n'.repeat(60_000)}images:\n- name: web\n`],
  ])('%s', { timeout: 120_000 }, async (_, text) => {
    const start = processorTime()
    await problemOf(() => edit(text, { newTag: SHA }))
    // Each takes under half a second; without its guard, some take minutes.
    expect(processorTime() - start).toBeLessThan(5000)
  })

  test('60,000 different keys are read in a moment, and edited', { timeout: 120_000 }, () => {
    const text = `${Array.from({ length: 60_000 }, (_, n) => `k${n}: v\n`).join('')}images:\n- name: web\n  newTag: a\n`
    const start = processorTime()
    expect(edit(text, { newTag: SHA })).toBe(text.replace('newTag: a', `newTag: ${SHA}`))
    expect(processorTime() - start).toBeLessThan(30_000)
  })
})
