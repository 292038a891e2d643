import fc from 'fast-check'
import { Marked } from 'marked'
import { describe, expect, test } from 'vitest'
import type { DeployRecord } from '../../../../src/doors/deploy/record.ts'
import { renderSummary } from '../../../../src/doors/deploy/summary.ts'
import { type Problem, StepError } from '../../../../src/errors/errors.ts'
import { aCheckPlan, aFound, anImage, aProposal, aPushPlan, aVerdict } from '../../builders.ts'

const COMMIT = 'c'.repeat(40)
const proposal = aProposal([aVerdict()])
const images = new Map([['identity-service', { how: 'built' as const, found: aFound(), seconds: 12.34 }]])
const failed = (problem: Partial<Problem>): DeployRecord => ({
  images: new Map(),
  error: new StepError([{ code: 'BUILD_FAILED', message: 'm', hint: 'h', ...problem }]),
})

/**
 * Enough of GitHub's Markdown for the question "does this text do anything": HTML tags, links, images, emphasis, code
 * spans and the beginnings of blocks. Backslash escapes and entities are taken out first, as a renderer would.
 */
function actions(markdown: string): readonly string[] {
  const text = markdown.replaceAll(/\\[!-/:-@[-`{-~]/g, 'E').replaceAll(/&(?:amp|lt|gt|#\d+);/g, 'E')
  return [
    /<(?!\/?code>|br>|wbr>)[a-z/!][^>]*>?/i,
    /!?\[[^\]]*\]\([^)]*\)/,
    /`/,
    /\*[^*\s][^*]*\*/,
    /(?<![\w])_[^_\s][^_]*_(?!\w)/,
    /(?<![\w])__[^_\s].*?__(?!\w)/,
    /~~[^~]+~~/,
  ].flatMap((pattern) => pattern.exec(text)?.[0] ?? [])
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '</code><h1>x</h1>',
  '[click](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '`code`',
  '**bold**',
  '*a*',
  '__b__',
  '_i_',
  '~~gone~~',
  'a | b',
  '&lt;b&gt;',
  '\\[x](y)',
] as const

/** What the summary of a failure is made of, with a message of several lines. */
const TAGS = ['<h2', '<blockquote', '<p', '<strong', '<p', '<div', '<code', '<p', '<strong']

describe('hostile text', () => {
  /** The parts of the summary that only we write, taken out. */
  const own = (text: string) =>
    text
      .replaceAll(/\*\*(?:[A-Z_]+|What to change:)\*\*/g, '')
      .replaceAll(
        /\[<code>[0-9a-f]{12}<\/code>\]\(https:\/\/github\.com\/acme\/platform-config\/commit\/[0-9a-f]{40}\)/g,
        '',
      )
      .replaceAll(/```+diff[\s\S]*?\n```+/g, '')
      // Nothing is Markdown in there, and no tag either.
      .replaceAll(/<div><code>[^<]*<\/code><\/div>/g, '')

  const record = (changes: Partial<DeployRecord>): string =>
    own(renderSummary({ plan: aPushPlan(), images, proposal, commit: COMMIT, ...changes }))

  test.each(HOSTILE)('%s does nothing as the message or hint of a problem', (text) => {
    expect(actions(own(renderSummary(failed({ message: text, hint: text }))))).toEqual([])
  })

  test.each(HOSTILE)('%s does nothing as the file of a problem', (text) => {
    expect(actions(own(renderSummary(failed({ checkoutPlace: { file: text, line: 1 } }))))).toEqual([])
  })

  test.each(HOSTILE)('%s does nothing as the name or tag of an image', (text) => {
    expect(actions(record({ plan: aPushPlan({ images: [anImage({ name: text, tag: text })] }) }))).toEqual([])
  })

  test.each(HOSTILE)('%s does nothing as an overlay', (text) => {
    expect(actions(record({ plan: aPushPlan({ images: [anImage({ overlays: [text] })] }) }))).toEqual([])
  })

  test.each(HOSTILE)('%s does nothing as the tag that stood in the overlay', (text) => {
    expect(actions(record({ proposal: aProposal([aVerdict({ previous: text })]) }))).toEqual([])
  })

  test.each(HOSTILE)('%s does nothing as the reason, which holds a ref', (text) => {
    expect(actions(own(renderSummary({ plan: aCheckPlan({ reason: text }), images: new Map() })))).toEqual([])
  })

  test.each(['a\n## Deployed', 'a\r\n\r\n# x', 'x\n\n| a | b |'])('%j starts no line of its own', (text) => {
    const table = record({
      proposal: aProposal([aVerdict({ previous: text })]),
      plan: aPushPlan({ images: [anImage({ name: text })] }),
    })
    expect(table.split('\n').filter((line) => /^(?:#|\| a)/.test(line))).toHaveLength(1)
  })

  test.each([
    '# heading',
    '- item',
    '1. item',
    '~~~',
    '===',
    '---',
    '    indented',
    '| a | b |',
    '',
    '> x',
    '   ',
    '\t',
    '</code></div>x',
    '<pre>',
  ])('%j begins no block inside of a problem, whose further lines are one HTML block', (line) => {
    const text = renderSummary(failed({ message: `first\nsecond\n${line}\nlast` }))
    expect(text).toMatch(/^> first\n>\n> <div><code>second\n> [^\n<]*\S[^\n<]*\n> last<\/code><\/div>\n>\n/m)
    const html = new Marked().parse(text, { async: false })
    expect(html.match(/<[a-z]\w*/g)).toEqual(TAGS)
  })

  test.each(['# x', '- x', '+ x', '1. x', '2) x', '---', '===', '    x', '> x', '| a |', '~~~', '```'])(
    '%j begins no block as the first line of a problem, a warning or a notice',
    (line) => {
      const said = { warnings: [line], notices: [line] }
      const html = new Marked().parse(renderSummary({ ...failed({ message: line }), said }), { async: false })
      expect(html).not.toMatch(/<(?:h[13-6]|pre|hr|ol)\b|<blockquote>\s*<blockquote>|<li>\s*<ul>/)
      expect(html.match(/<li>/g)).toHaveLength(2)
    },
  )

  test('cells of a table stay cells, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (name, overlay, previous) => {
        const text = renderSummary({
          plan: aPushPlan({ images: [anImage({ name, overlays: [overlay] })] }),
          images: new Map(),
          proposal: aProposal([aVerdict({ image: name, overlay, previous })]),
        })
        const rows = text.split('\n').filter((line) => line.startsWith('| '))
        const cells = rows.map((line) => line.replaceAll('\\|', '').split('|').length - 2)
        expect(cells).toEqual([5, 5, 5, 5, 5, 5])
      }),
      { numRuns: 500 },
    )
  })
})
