import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endsOfOutput, LONGEST_LINE, linesOfOutput, wholeOutput } from '../../../src/runner/command-output.ts'

const END = 64 * 1024
const GAP = /^(.*?)\[\.\.\. (\d+) bytes left out \.\.\.\]\n(.*)$/s

/** Cuts a text where the numbers say, as a pipe does anywhere. */
function pieces(text: string, cuts: readonly number[]): readonly Buffer[] {
  const bytes = Buffer.from(text)
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b)
  return places.map((from, index) => bytes.subarray(from, places[index + 1] ?? bytes.length))
}

function endsOf(chunks: readonly Buffer[]): string {
  const output = endsOfOutput()
  for (const chunk of chunks) output.take(chunk)
  return output.finish().toString()
}

const numbered = (lines: number): string =>
  Array.from({ length: lines }, (_, index) => `line ${String(index).padStart(8, '0')}\n`).join('')

describe('the ends of an output', () => {
  const cuts = fc.array(fc.nat(), { maxLength: 8 })

  test('are all of it up to twice their length, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 * END }), cuts, (length, where) => {
        const text = numbered(Math.ceil(length / 14)).slice(0, length)
        expect(endsOf(pieces(text, where))).toBe(text)
      }),
    )
  })

  test('are its first and last lines beyond that, whole, in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 60_000 }), cuts, (lines, where) => {
        const text = numbered(lines)
        const [, head = '', left, tail = ''] = GAP.exec(endsOf(pieces(text, where))) ?? []
        expect(text.startsWith(head) && text.endsWith(tail)).toBe(true)
        expect([head, tail].map((part) => part.endsWith('\n') && part.startsWith('line '))).toEqual([
          true,
          true,
        ])
        expect(Number(left)).toBe(text.length - 2 * END)
        for (const part of [head, tail]) expect(part.length).toBeGreaterThan(END - 14)
      }),
    )
  })

  test.each(['', '\n'])('of a single line are its end, with %j behind it', (last) => {
    const said = endsOf([Buffer.from(`${'x'.repeat(3 * END)} why${last}`)])
    expect(said).toMatch(/^\[\.\.\. \d+ bytes left out \.\.\.\]\nx+ why\n?$/)
  })
})

describe('a whole output', () => {
  test('is put together from any number of pieces', () => {
    const output = wholeOutput(10_000, () => {})
    const bytes = Buffer.from(numbered(300))
    for (const byte of bytes) output.take(Buffer.of(byte))
    expect(output.finish().equals(bytes)).toBe(true)
  })

  test('is kept up to its limit, and not at all beyond it, which is reported once', () => {
    let told = 0
    const output = wholeOutput(5, () => {
      told += 1
    })
    output.take(Buffer.from('abc'))
    output.take(Buffer.from('de'))
    expect([output.finish().toString(), told]).toEqual(['abcde', 0])
    for (const more of ['f', 'g', 'h']) output.take(Buffer.from(more))
    expect([output.finish().toString(), told]).toEqual(['', 1])
  })
})

describe('lines of an output', () => {
  function linesOf(...chunks: readonly string[]): readonly string[] {
    return linesWithout((text) => text, chunks)
  }

  function linesWithout(hide: (text: string) => string, chunks: readonly string[]): readonly string[] {
    const lines: string[] = []
    const output = linesOfOutput((line) => lines.push(line), hide)
    for (const chunk of chunks) output.take(Buffer.from(chunk))
    expect(output.finish()).toHaveLength(0)
    return lines
  }

  test('are reported whole up to their limit', () => {
    const longest = 'x'.repeat(LONGEST_LINE)
    expect(linesOf('a\r\n', `${longest}\n\nb`, 'c\n', 'd')).toEqual(['a', longest, '', 'bc', 'd'])
  })

  test('are cut beyond it, and say how long they were', () => {
    const piece = 'x'.repeat(500_000)
    const cut = `${'x'.repeat(LONGEST_LINE)} [... of 2500000 characters]`
    expect(linesOf(piece, piece, piece, piece, piece, '\nnext\n')).toEqual([cut, 'next'])
    expect(linesOf(piece.repeat(5))).toEqual([cut])
  })

  test('hold no half of a secret where they are cut', () => {
    const secret = 'a-secret-that-must-not-be-seen-not-even-a-half-of-it'
    const hide = (text: string) => text.replaceAll(secret, '***')
    const [line = ''] = linesWithout(hide, ['x'.repeat(LONGEST_LINE - 20), secret, 'y'.repeat(100_000)])
    expect(line).not.toContain(secret.slice(0, 10))
    expect(line).toContain('***')
  })
})
