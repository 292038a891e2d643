import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseAllDocuments } from 'yaml'
import { readYaml } from '../../../../src/effective/yaml/read.ts'
import { said, sourceOf } from '../../../support/audit/shown.ts'
import { pieces, spelled, spellings } from './arbitrary-yaml.ts'

type Version = '1.1' | '1.2'

/** What the package that edits read in a text, without types; undefined where it refuses it. */
function readByOther(text: string, version: Version): unknown {
  const [document, ...others] = [...parseAllDocuments(text, { version, schema: 'failsafe', merge: true })]
  if (!document || others.length > 0) throw new Error('not one document')
  return document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: -1 })
}

function readByUs(text: string): unknown {
  const { documents, faults } = readYaml(sourceOf(text))
  if (documents.length + faults.length !== 1) throw new Error('not one document')
  return faults.length > 0 ? undefined : said(documents[0]?.root)
}

test('the parser of the audit and that of the editor read alike, in YAML 1.1 and 1.2', () => {
  const seen = { read: 0, refused: 0 }
  fc.assert(
    fc.property(pieces, spellings, (piece, spelling) => {
      const text = spelled(piece, spelling)
      const ours = readByUs(text)
      seen[ours === undefined ? 'refused' : 'read'] += 1
      // libyaml and go-yaml do not look at indents between brackets; the package `yaml` does. It also takes a byte order
      // mark for a column of the line.
      const roomy = spelled(piece, { ...spelling, mark: '' }, 60)
      for (const version of ['1.1', '1.2'] as const) expect(ours, text).toEqual(readByOther(roomy, version))
    }),
    { numRuns: 800 },
  )
  expect(seen.read).toBeGreaterThan(300)
  expect(seen.refused).toBeGreaterThan(5)
})
