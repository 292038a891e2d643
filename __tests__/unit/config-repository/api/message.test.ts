import { describe, expect, test } from 'vitest'
import { hasMessage, splitMessage } from '../../../../src/config-repository/api/message.ts'

describe('a message', () => {
  test.each([
    ['subject\n\n  body\n\nActor: a\n', { headline: 'subject', body: '  body\n\nActor: a' }],
    ['subject\n', { headline: 'subject' }],
    ['subject', { headline: 'subject' }],
    ['subject\nnext\n', { headline: 'subject', body: 'next' }],
    ['subject\n\n \n', { headline: 'subject' }],
  ])('%j is split', (message, split) => {
    expect(splitMessage(message)).toEqual(split)
  })

  test.each([
    ['s\n\nb\n\nActor: a\n', true],
    ['s\r\n\r\nb\r\n\r\nActor: a', true],
    ['s\n\nb\n\nActor: a\n\nSigned-off-by: x <x@y>', true],
    ['s\n\nb\n\nActor: ab\n', false],
    ['s\n\nb\n', false],
    ['Revert "s"\n\nb\n\nActor: a\n', false],
  ])('%j is known again: %s', (commit, known) => {
    expect(hasMessage(commit, 's\n\nb\n\nActor: a\n')).toBe(known)
  })
})
