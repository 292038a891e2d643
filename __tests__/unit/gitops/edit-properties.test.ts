import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { DeployError } from '../../../src/errors.ts'
import type { WantedValues } from '../../../src/gitops/edit/edit.ts'
import { needsQuotes } from '../../../src/gitops/edit/scalar.ts'
import { edit } from './entry-fixtures.ts'

const PATIENCE = 120_000

const hex = (min: number, max: number) =>
  fc
    .array(fc.constantFrom(...'0123456789abcdef'), { minLength: min, maxLength: max })
    .map((digits) => digits.join(''))
const tag = fc.oneof(
  hex(40, 40),
  hex(7, 12),
  fc.stringMatching(/^v?[1-9]\d?\.\d\.\d(?:-rc\.\d)?$/),
  fc.constant('main-x'),
)
const digest = hex(64, 64).map((text) => `sha256:${text}`)
const hostName = fc.constantFrom(
  '465002806239.dkr.ecr.us-east-1.amazonaws.com/a/web',
  'localhost:5000/web',
  'r/web',
)
const value = { newName: hostName, newTag: tag, digest } as const
type Key = keyof typeof value

const SPACE = fc.constantFrom('', ' ', '   ', '\t')
const COMMENT = fc
  .tuple(SPACE, fc.constantFrom('', ' # why', '\t# ü 🚀', '   #: {}[]&*"\''))
  .map(([space, text]) => `${space}${text}`)
const NOISE = fc.constantFrom('', '# images: []', '  # newTag: x', '   ', '# “ü”')

/** A value as somebody may have written it, and what is to stand in its place. */
function written(key: Key) {
  return fc
    .record({ old: value[key], wanted: value[key], quote: fc.constantFrom('', "'", '"') })
    .map((one) => {
      const before = one.quote === '' && needsQuotes(one.old) ? '"' : one.quote
      const after = before === '' && needsQuotes(one.wanted) ? '"' : before
      // A value that is there already keeps its spelling.
      const unchanged = one.old === one.wanted
      return {
        key,
        wanted: one.wanted,
        old: `${before}${one.old}${before}`,
        fresh: unchanged ? `${before}${one.old}${before}` : `${after}${one.wanted}${after}`,
      }
    })
}

const keys = fc
  .tuple(written('newName'), written('newTag'), written('digest'))
  .chain((all) => fc.shuffledSubarray([...all], { minLength: 1 }))

interface Case {
  readonly before: string
  readonly after: string
  readonly wanted: WantedValues
}

/** A block-style file put together twice, with the old and with the wanted values. */
const blockFile: fc.Arbitrary<Case> = fc
  .record({
    keys,
    nameAt: fc.nat(3),
    indent: fc.constantFrom('', '  ', '    '),
    gap: fc.constantFrom(' ', '   '),
    comments: fc.array(COMMENT, { minLength: 5, maxLength: 5 }),
    noise: fc.array(NOISE, { maxLength: 3 }),
    between: fc.array(NOISE, { maxLength: 2 }),
    newline: fc.constantFrom('\n', '\r\n'),
    mark: fc.constantFrom('', '\ufeff', '---\n'),
    final: fc.boolean(),
    tail: fc.constantFrom('', 'resources: [a, b]', '# end'),
  })
  .map((it) => {
    const build = (pick: 'old' | 'fresh') => {
      const pairs = it.keys.map((one) => `${one.key}: ${one[pick]}`)
      pairs.splice(Math.min(it.nameAt, pairs.length), 0, 'name: web')
      const entry = pairs.flatMap((pair, index) => {
        const lead = index === 0 ? `${it.indent}-${it.gap}` : `${it.indent}${' '.repeat(it.gap.length + 1)}`
        return [`${lead}${pair}${it.comments[index] ?? ''}`, ...(index === 0 ? it.between : [])]
      })
      const neighbours = [`${it.indent}- name: web2`, `${it.indent}  newTag: "keep"`]
      const text = [...it.noise, 'images:', ...entry, ...neighbours, ...(it.tail ? [it.tail] : [])].join(
        it.newline,
      )
      return `${it.mark}${text}${it.final ? it.newline : ''}`
    }
    const wanted: WantedValues = Object.fromEntries(it.keys.map((one) => [one.key, one.wanted]))
    return { before: build('old'), after: build('fresh'), wanted }
  })

const flowFile: fc.Arbitrary<Case> = fc
  .record({
    keys,
    nameAt: fc.nat(3),
    space: fc.constantFrom('', ' '),
    json: fc.boolean(),
    around: fc.constantFrom<readonly [string, string]>(
      ['images: [', ']'],
      ['images:\n- ', ''],
      ['images: [{name: a}, ', ',]'],
      ['{images: [', ']}\n'],
    ),
    comment: COMMENT,
  })
  .map((it) => {
    const build = (pick: 'old' | 'fresh') => {
      const pairs = it.keys.map((one) => `${it.json ? `"${one.key}"` : one.key}: ${one[pick]}`)
      pairs.splice(Math.min(it.nameAt, pairs.length), 0, it.json ? '"name": "web"' : 'name: web')
      return `${it.around[0]}{${it.space}${pairs.join(`,${it.space}`)}${it.space}}${it.around[1]}${it.comment}`
    }
    const wanted: WantedValues = Object.fromEntries(it.keys.map((one) => [one.key, one.wanted]))
    return { before: build('old'), after: build('fresh'), wanted }
  })

test('every byte outside of the wanted values stays, and a second edit changes nothing', {
  timeout: PATIENCE,
}, () => {
  fc.assert(
    fc.property(fc.oneof(blockFile, flowFile), ({ before, after, wanted }) => {
      const edited = edit(before, wanted)
      expect(edited).toBe(after)
      expect(edit(edited, wanted)).toBe(edited)
    }),
    { numRuns: 3000 },
  )
})

test('missing keys become lines behind the name, and every other line stays', { timeout: PATIENCE }, () => {
  const wantedValues = fc.record(
    { newName: value.newName, newTag: value.newTag, digest: value.digest },
    { requiredKeys: ['newTag'] },
  )
  const shape = fc.record({
    wanted: wantedValues,
    lead: fc.constantFrom('- ', '  - ', '-   ', '    - '),
    comment: COMMENT,
    newline: fc.constantFrom('\n', '\r\n'),
    rest: fc.constantFrom<readonly string[]>(
      [],
      ['# end'],
      ['', 'labels: []'],
      ['LEAD- name: api'.replace('LEAD', '')],
    ),
    final: fc.boolean(),
  })
  fc.assert(
    fc.property(shape, ({ wanted, lead, comment, newline, rest, final }) => {
      const indent = ' '.repeat(lead.length)
      const tail = rest.filter((line) => !line.startsWith('-') || lead.startsWith('-'))
      const join = (inserted: readonly string[]) =>
        ['images:', `${lead}name: web${comment}`, ...inserted, ...tail].join(newline) + (final ? newline : '')
      const inserted = (['newName', 'newTag', 'digest'] as const).flatMap((key) => {
        const text = wanted[key]
        if (text === undefined) return []
        return [`${indent}${key}: ${needsQuotes(text) ? `"${text}"` : text}`]
      })
      expect(edit(join([]), wanted)).toBe(join(inserted))
    }),
    { numRuns: 1000 },
  )
})

test('whatever the text, the edit is exact or refused: it never crashes', { timeout: PATIENCE }, () => {
  const piece = fc.constantFrom(
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
  )
  const wanted = { newName: 'h.example/r/web', newTag: 'f'.repeat(40), digest: `sha256:${'0'.repeat(64)}` }
  const start = fc.constantFrom(
    '',
    'images:\n- name: web',
    'images:\n  - name: web\n    newTag: a',
    'images: [{name: web',
  )
  let edits = 0
  fc.assert(
    fc.property(
      start,
      fc.array(piece, { maxLength: 12 }),
      fc.subarray(['newName', 'newTag', 'digest'] as const, { minLength: 1 }),
      (head, pieces, picked) => {
        const text = head + pieces.join('')
        const some: WantedValues = Object.fromEntries(picked.map((key) => [key, wanted[key]]))
        try {
          const edited = edit(text, some)
          edits += 1
          const { images } = parse(edited, { logLevel: 'silent' }) as { images: Record<string, unknown>[] }
          expect(images.find(({ name }) => name === 'web')).toMatchObject(some)
        } catch (error) {
          if (!(error instanceof DeployError)) throw error
        }
      },
    ),
    { numRuns: 4000 },
  )
  // The property would hold for an editor that refuses everything.
  expect(edits).toBeGreaterThan(300)
})
