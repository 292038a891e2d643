import fc from 'fast-check'
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { goMisreading } from '../../../../src/edit/yaml/go-scalar.ts'
import { needsQuotes, renderScalar } from '../../../../src/edit/yaml/scalar.ts'
import { hex, PATIENCE, share, trap } from './edit-arbitraries.ts'
import { edit } from './entry-fixtures.ts'

/** The parsers that read kustomizations, but for go-yaml itself, which the rig asks through kustomize. */
const PARSERS: Readonly<Record<string, (text: string) => unknown>> = {
  'yaml, 1.2': (text) => parse(text, { version: '1.2' }),
  'yaml, 1.1': (text) => parse(text, { version: '1.1' }),
  'js-yaml, 1.2': (text) => load(text, { schema: CORE_SCHEMA }),
  'js-yaml, 1.1': (text) => load(text, { schema: YAML11_SCHEMA }),
}

const FILES = [
  'images:\n- name: web\n  newTag: abc\n',
  'images:\n- name: web\n',
  "images:\n- name: web\n  newTag: 'abc'\n",
  'images: [{name: web, newTag: "abc"}]\n',
  'images: [{name: web}]\n',
]

function expectString(file: string, newTag: string): void {
  const edited = edit(file, { newTag })
  for (const [parser, read] of Object.entries(PARSERS)) {
    expect(read(edited), `${newTag} in ${parser}`).toEqual({ images: [{ name: 'web', newTag }] })
  }
}

test('every hex string of 7 to 40 digits stays a string, for every parser', PATIENCE, () => {
  fc.assert(fc.property(fc.constantFrom(...FILES), hex(7, 40), expectString), share(0.1))
})

test('so does every one that looks like a number', PATIENCE, () => {
  fc.assert(fc.property(fc.constantFrom(...FILES), trap, expectString), share(0.1))
})

test(
  'so does every tag that a registry takes, and quotes are written where kustomize needs them',
  PATIENCE,
  () => {
    const tag = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,30}$/),
      fc.stringMatching(/^[0-9_][0-9_.eExob-]{0,8}$/),
    )
    fc.assert(
      fc.property(fc.constantFrom(...FILES), tag, (file, text) => {
        expectString(file, text)
        if (goMisreading(text) !== undefined) expect(needsQuotes(text)).toBe(true)
      }),
      share(0.05),
    )
  },
)

test('a parser that takes a bare scalar for something else is what the quotes are for', () => {
  const bare = ['1234567', '1e5', '0755', 'yes', '0b1010101', '12e4567', '1_000_000']
  for (const text of bare) {
    const readings = Object.values(PARSERS).map((read) => read(`x: ${text}`) as { x: unknown })
    expect(
      readings.some(({ x }) => x !== text),
      text,
    ).toBe(true)
    expect(renderScalar(text, 'PLAIN')).toBe(`"${text}"`)
  }
})
