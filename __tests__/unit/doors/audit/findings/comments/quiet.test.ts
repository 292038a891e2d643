import { describe, expect, test } from 'vitest'
import { findAll } from '../../../../../../src/doors/audit/findings/find.ts'
import type { Rule } from '../../../../../../src/doors/audit/rules/rule.ts'
import { auditedFiles, wordRule } from '../../../../../support/audit/word-rule.ts'

const IGNORE = '# ecr-gitops: ignore[no-latest] until May'
const FILE = '# ecr-gitops: ignore-file[no-latest] generated'

const quietIn = (text: string, path = 'a.yaml'): number =>
  findAll(auditedFiles({ [path]: text }), [wordRule('latest')]).report.suppressed.comments

describe('a comment keeps quiet', () => {
  test.each([
    ['what is on its line', `tag: latest ${IGNORE}\n`],
    ['what is on the line below', `${IGNORE}\ntag: latest\n`],
    ['what is below other comments', `${IGNORE}\n# why\n#\ntag: latest\n`],
    ['what is in an entry below', `${IGNORE}\nimages:\n  - name: a\n    newTag: latest\n`],
    ['what is in an item below', `images:\n  ${IGNORE}\n  - name: a\n    newTag: latest\n`],
    ['a value that begins on the next line', `a: ${IGNORE}\n  latest\n`],
    ['what is in lines of CRLF', `${IGNORE}\r\ntag: latest\r\n`],
    ['what is behind a byte order mark', `\ufeff${IGNORE}\ntag: latest\n`],
    ['what is in a flow', `a: [b, latest] ${IGNORE}\n`],
    ['one of the rules that it names', 'a: latest # ecr-gitops: ignore[no-other, no-latest] x\n'],
    ['what is found, written closely', 'a: latest #ecr-gitops:ignore[no-latest]\n'],
    ['a whole file', `${FILE}\na: b\nc: latest\n`],
    ['a whole file, below a licence', `# Licence\n\n---\n${FILE}\nc: latest\n`],
    ['a file, behind the start of a document', `--- ${FILE}\nc: latest\n`],
  ])('%s', (_, text) => {
    expect(quietIn(text)).toBe(1)
    // It is the comment that does.
    expect(quietIn(text.replace('ecr-gitops', 'other'))).toBe(0)
  })
})

describe('nothing is kept quiet by', () => {
  test.each([
    ['a comment on another line', `b: c ${IGNORE}\na: latest\n`],
    ['a comment below', `a: latest\n${IGNORE}\nb: c\n`],
    ['a comment above an entry beside', `${IGNORE}\nb: c\na: latest\n`],
    ['a comment behind an empty line', `${IGNORE}\n\na: latest\n`],
    ['a comment for another rule', 'a: latest # ecr-gitops: ignore[no-other] x\n'],
    ['a comment without a rule', 'a: latest # ecr-gitops: ignore x\n'],
    ['a text in quotes', `b: "${IGNORE}"\na: latest\n`],
    ['a text in a block', `b: |\n  ${IGNORE}\na: latest\n`],
    ['a block on the lines above', `- |\n  ${IGNORE}\n- latest\n`],
    ['a text of several lines', `b: "x\n  ${IGNORE}"\na: latest\n`],
    ['what stands close to a word', 'b: x# ecr-gitops: ignore[no-latest]\na: latest\n'],
    ['a comment of another language', 'a: latest\nb: // ecr-gitops: ignore[no-latest]\n'],
    ['a comment for a file that is not its first', `a: latest\n${FILE}\n`],
    ['a hold', 'a: latest # ecr-gitops: hold ignore[no-latest]\n'],
    ['a word that only begins so', 'a: latest # ecr-gitops: ignored[no-latest]\n'],
  ])('%s', (_, text) => {
    expect(quietIn(text)).toBe(0)
  })
})

/** A rule for texts that are no YAML. */
const textRule: Rule = {
  ...wordRule('latest'),
  check: ({ repository: { files } }) =>
    files.paths.flatMap((path) => {
      const source = files.file(path)
      const start = source?.text.indexOf('latest=') ?? -1
      if (!source || start < 0) return []
      return [{ at: { source, start, end: start + 6 }, message: 'It says latest', hint: 'Change it' }]
    }),
}

describe('in a file that is not read as YAML', () => {
  test.each([
    ['a.tf', `latest=1 ${IGNORE}\n`],
    ['a.tf', `${IGNORE}\nlatest=1\n`],
    ['b.ts', 'latest=1 // ecr-gitops: ignore[no-latest] ecr:\n'],
    ['b.ts', '// ecr-gitops: ignore-file[no-latest]\nx=1 // ecr:\nlatest=1\n'],
    ['c/templates/x.yaml', `a: {{ b }} latest= ${IGNORE}\n`],
    ['broken.yaml', `a: [\n  latest=: { ${IGNORE}\n`],
  ])('%s: %j, a comment is one by its line', (path, text) => {
    const files = { [path]: text, 'c/Chart.yaml': 'name: c\n' }
    const { report } = findAll(auditedFiles(files), [textRule])
    expect(report.suppressed.comments).toBe(1)
    expect(report.findings).toEqual([])
  })
})

test('many comments above one line are each of use, whichever of its findings is asked about first', () => {
  const comments = `${IGNORE}\n`.repeat(20_000)
  expect(quietIn(`${comments}a: [latest, latest]\n`)).toBe(2)
  // With all of them gone through for each of them, these took minutes.
  const { report } = findAll(auditedFiles({ 'a.yaml': `a: b\n${comments}` }), [wordRule('latest')])
  expect(report.findings.filter(({ rule }) => rule === 'unused-ignore')).toHaveLength(20_000)
})
