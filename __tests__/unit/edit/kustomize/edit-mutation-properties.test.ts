import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import type { EntryValues } from '../../../../src/edit/kustomize/edit.ts'
import { parseKustomization } from '../../../../src/edit/kustomize/kustomization.ts'
import { strangeRoles } from '../../../../src/edit/roles.ts'
import { StepError } from '../../../../src/errors/errors.ts'
import { aFile } from '../../builders.ts'
import { processorTime } from '../../processor-time.ts'
import { KEYS, PATIENCE, pairsOf, render, share, style, values } from './edit-arbitraries.ts'
import { create, edit, editAndHold } from './entry-fixtures.ts'

const WANTED: EntryValues = {
  newName: 'h.example/r/web',
  newTag: 'f'.repeat(40),
  digest: `sha256:${'0'.repeat(64)}`,
}
const wanted = fc
  .subarray([...KEYS], { minLength: 1 })
  .map((keys): EntryValues => Object.fromEntries(keys.map((key) => [key, WANTED[key]])))

/** undefined for a refusal; anything else that is thrown is a defect. */
function orRefused(work: () => string): string | undefined {
  const start = processorTime()
  try {
    return work()
  } catch (error) {
    if (!(error instanceof StepError)) throw error
    return undefined
  } finally {
    // A case takes under a millisecond; this is for one that does not end.
    expect(processorTime() - start).toBeLessThan(10_000)
  }
}

interface Images {
  readonly images: readonly ({ readonly name?: unknown } | null)[]
}
const read = (text: string) => parse(text, { logLevel: 'silent' }) as Images

/** The edited text says what the old one says, with those values in the one entry; every line of others is there. */
function expectExact(before: string, after: string, set: EntryValues): void {
  const { images, ...rest } = read(before)
  const mine = images.findIndex((image) => image?.name === 'web')
  const expected = images.map((image, index) => (index === mine ? { ...image, ...set } : image))
  expect(read(after)).toEqual({ ...rest, images: expected })
  // A value or the name may stand on a line of its own.
  const own = ['web', 'name', ...Object.keys(set), ...Object.values(images[mine] ?? {})].map(String)
  const kept = before.split('\n').filter((line) => !own.some((text) => text !== '' && line.includes(text)))
  const left = after.split('\n')
  for (const line of kept) {
    const at = left.indexOf(line)
    expect(at, `the line ${JSON.stringify(line)} is gone`).toBeGreaterThanOrEqual(0)
    left.splice(0, at + 1)
  }
}

/** Of these, some are edited and some are refused: about one in ten of the rarer. */
const ENOUGH = 200

/** How often each answer was given: a property would hold for an editor that refuses everything. */
function tally() {
  const counts = { edited: 0, refused: 0 }
  const count = (text: string | undefined) => {
    counts[text === undefined ? 'refused' : 'edited'] += 1
    return text
  }
  const expectBoth = () =>
    expect(Math.min(counts.edited, counts.refused) * 100).toBeGreaterThan(counts.edited + counts.refused)
  return { count, expectBoth }
}

const mutation = fc.record({
  at: fc.nat(1000),
  kind: fc.constantFrom('flip', 'insert', 'insert', 'delete', 'cut', 'repeat', 'swap'),
  length: fc.integer({ min: 1, max: 12 }),
  text: fc.oneof(
    fc.constantFrom(...'-?:,[]{}#&*!|>%@`"\'\\ \t\n\r~=<.0_\0\u0085\u2028\ufeff\u00a0\ud83d'),
    fc.constantFrom(
      '\n- ',
      '\n  ',
      ' #',
      ': ',
      '---\n',
      '...\n',
      '<<: *a',
      '&a ',
      '*a',
      '!!str ',
      '? ',
      '|\n',
      '\r\n',
    ),
  ),
})
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never

function mutate(text: string, { at, kind, length, text: piece }: Mutation): string {
  const start = Math.floor((at / 1000) * text.length)
  const [head, middle, tail] = [
    text.slice(0, start),
    text.slice(start, start + length),
    text.slice(start + length),
  ]
  if (kind === 'flip') {
    const flipped = String.fromCharCode((middle.charCodeAt(0) || 0) ^ (1 << (length % 8)))
    return head + flipped + middle.slice(1) + tail
  }
  if (kind === 'insert') return head + piece + middle + tail
  if (kind === 'delete') return head + tail
  if (kind === 'cut') return head
  if (kind === 'repeat') return head + middle + middle + tail
  return tail + middle + head
}

test('a damaged file is edited exactly or refused', PATIENCE, () => {
  const { count, expectBoth } = tally()
  fc.assert(
    fc.property(
      style,
      values,
      fc.array(mutation, { minLength: 1, maxLength: 4 }),
      wanted,
      (it, held, mutations, set) => {
        const text = mutations.reduce(mutate, render(it, pairsOf(it, held)))
        const edited = count(orRefused(() => edit(text, set)))
        if (edited !== undefined) {
          expectExact(text, edited, set)
          expect(edit(edited, set)).toBe(edited)
        }
      },
    ),
    share(0.1, ENOUGH),
  )
  expectBoth()
})

test('a damaged file takes a hold and a new entry exactly, or neither', PATIENCE, () => {
  const { count, expectBoth } = tally()
  fc.assert(
    fc.property(
      style,
      values,
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
      wanted,
      (it, held, mutations, set) => {
        const text = mutations.reduce(mutate, render(it, pairsOf(it, held)))
        const marked = count(orRefused(() => editAndHold(text, 'why', set)))
        if (marked !== undefined) expect(editAndHold(marked, 'why', set)).toBe(marked)
        const created = count(orRefused(() => create(text, set, 'new')))
        if (created !== undefined) {
          const before = read(text)
          expect(read(created)).toEqual({
            ...before,
            images: [...(before.images ?? []), { name: 'new', ...set }],
          })
        }
        orRefused(() => JSON.stringify(strangeRoles(parseKustomization(aFile(text)), new Set())))
      },
    ),
    share(0.1, ENOUGH),
  )
  expectBoth()
})

const PIECES = [
  'images:',
  '\n',
  '\r\n',
  '\n  ',
  '\n    ',
  '- ',
  '-\t',
  'name: web',
  'name: "web"',
  'newTag: abc',
  'newTag:',
  "newTag: 'x'",
  'newName: r/web',
  'digest: ',
  '{',
  '}',
  '[',
  ']',
  ', ',
  ': ',
  '? ',
  '&a ',
  '*a',
  '<<: ',
  '|\n',
  '>-\n',
  '# c',
  '# ecr-gitops: hold x',
  '"',
  "'",
  '---\n',
  '...\n',
  '\ufeff',
  '!!str ',
  '%YAML 1.1\n',
  'kind: Component',
  'x',
  '\t',
  '1234567',
  '\0',
  '\u2028',
  'patches:\n- patch: |\n    eks.amazonaws.com/role-arn: arn:aws:iam::1:role/x\n',
  'commonAnnotations:',
]
const STARTS = ['', 'images:\n- name: web', 'images:\n  - name: web\n    newTag: a', 'images: [{name: web']

test('text put together from pieces of YAML is edited exactly or refused', PATIENCE, () => {
  const { count, expectBoth } = tally()
  const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 })
  fc.assert(
    fc.property(fc.constantFrom(...STARTS), pieces, wanted, (head, rest, set) => {
      const text = head + rest.join('')
      const edited = count(orRefused(() => edit(text, set)))
      if (edited !== undefined) expectExact(text, edited, set)
      const marked = orRefused(() => editAndHold(text, 'why', set))
      if (marked !== undefined) expect(editAndHold(marked, 'why', set)).toBe(marked)
      const created = orRefused(() => create(text, set, 'new'))
      if (created !== undefined) expect(read(created).images.at(-1)).toEqual({ name: 'new', ...set })
      orRefused(() => JSON.stringify(strangeRoles(parseKustomization(aFile(text)), new Set())))
    }),
    share(0.1, ENOUGH),
  )
  expectBoth()
})
