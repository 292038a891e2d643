import { describe, expect, test } from 'vitest'
import { Secrets } from '../../../src/runner/secrets.ts'

/** The secrets of a run, and the lines that the runner has been asked to mask for it. */
function secretsOfRun() {
  const masked: string[] = []
  return { secrets: new Secrets((line) => masked.push(line)), masked }
}

describe('secrets', () => {
  test('are masked line by line, but for short lines that would blot out the log', () => {
    const { secrets, masked } = secretsOfRun()
    secrets.mask('-----BEGIN KEY-----\r\nabcdef\n\nAWS\n  ghijkl  \n')
    expect(masked).toEqual(['-----BEGIN KEY-----', 'abcdef', 'ghijkl'])
  })

  test('are hidden in a text, the longer one first', () => {
    const { secrets } = secretsOfRun()
    secrets.mask('first-word')
    secrets.mask('first-word-and-more\rnext-line')
    expect(secrets.hide('a first-word-and-more, first-word, next-line.')).toBe('a ***, ***, ***.')
  })

  test('that are empty are none', () => {
    const { secrets, masked } = secretsOfRun()
    secrets.mask('')
    expect(masked).toEqual([])
    expect(secrets.hide('a text')).toBe('a text')
  })

  test('of one run are neither masked nor hidden for another', () => {
    const [one, other] = [secretsOfRun(), secretsOfRun()]
    one.secrets.mask('of-the-one')
    other.secrets.mask('of-the-other')
    expect([one.masked, other.masked]).toEqual([['of-the-one'], ['of-the-other']])
    expect(one.secrets.hide('of-the-one of-the-other')).toBe('*** of-the-other')
    expect(other.secrets.hide('of-the-one of-the-other')).toBe('of-the-one ***')
  })
})
