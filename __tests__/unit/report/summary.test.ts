import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DeployError, type Problem } from '../../../src/errors.ts'
import { unifiedDiff } from '../../../src/gitops/diff.ts'
import type { DeployRecord } from '../../../src/report/record.ts'
import { renderSummary } from '../../../src/report/summary.ts'
import {
  aCheckPlan,
  aFound,
  anImage,
  aProposal,
  aPushPlan,
  aTarget,
  digestOf,
  OLD_SHA,
  SHA,
} from '../builders.ts'

const DIGEST = digestOf('d')
const COMMIT = 'c'.repeat(40)
const FILE = 'apps/identity-service/overlays/prod/kustomization.yaml'
const proposal = aProposal([aTarget()], {
  [FILE]: [`images:\n- name: web\n  newTag: ${OLD_SHA}\n`, `images:\n- name: web\n  newTag: ${SHA}\n`],
})
const images = new Map([
  ['identity-service', { how: 'built' as const, found: aFound({ digest: DIGEST }), seconds: 12.34 }],
])
const failed = (problem: Partial<Problem>): DeployRecord => ({
  images: new Map(),
  error: new DeployError([{ code: 'BUILD_FAILED', message: 'm', hint: 'h', ...problem }]),
})

describe('the summary', () => {
  test('of a deploy is read in ten seconds', () => {
    const diff = unifiedDiff(proposal)
    expect(
      renderSummary({ plan: aPushPlan(), images, proposal, diff, commit: COMMIT }),
    ).toMatchInlineSnapshot(`
      "## Deployed: <code>identity-service</code>

      | Image | Tag | Digest | Account | How | Time |
      | --- | --- | --- | --- | --- | --- |
      | <code>465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/kubeadm\\_ec2\\_cluster/identity-service</code> | <code>4f2b8c1d9e7a6053b1c2d3e4f5061728394a5b6c</code> | <code>sha256:dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd</code> | 465002806239<br>ap-southeast-2 | built | 12.3 s |

      | Overlay | Image | Before | This run | Result |
      | --- | --- | --- | --- | --- |
      | <code>apps/identity-service/overlays/prod</code> | <code>identity-service</code> | <code>a1b2c3d</code> | <code>4f2b8c1</code> | deployed |

      Config commit: [<code>cccccccccccc</code>](https://github.com/acme/platform-config/commit/cccccccccccccccccccccccccccccccccccccccc)

      \`\`\`diff
      --- a/apps/identity-service/overlays/prod/kustomization.yaml
      +++ b/apps/identity-service/overlays/prod/kustomization.yaml
      @@ -1,3 +1,3 @@
       images:
       - name: web
      -  newTag: a1b2c3d4e5f60718293a4b5c6d7e8f9001122334
      +  newTag: 4f2b8c1d9e7a6053b1c2d3e4f5061728394a5b6c
      \`\`\`
      "
    `)
  })

  test('says why an overlay stays as it is, each reason once, as plain text', () => {
    const notices = ['prod.yaml:3 holds web: <b>*freeze*</b>']
    const held = aProposal([aTarget({ outcome: 'held', notices }), aTarget({ outcome: 'held', notices })])
    expect(renderSummary({ plan: aPushPlan(), images, proposal: held })).toContain(
      '\n\n- prod.yaml:3 holds web: &lt;b&gt;\\*freeze\\*&lt;/b&gt;\n',
    )
  })

  test('of a pull request says why nothing was pushed', () => {
    const text = renderSummary({
      plan: aCheckPlan({ reason: 'a run on pull_request builds without pushing' }),
      images: new Map(),
    })
    expect(text).toContain('Build checked, nothing pushed')
    expect(text).toMatch(/A run on pull(?:\\_|_)request builds without pushing\./)
  })

  test('of a run that does not deploy holds for an image that it did not build, too', () => {
    const plan = aPushPlan({ config: undefined, reason: 'config-repository is empty' })
    expect(renderSummary({ plan, images })).toMatch(/^## In the registry, not deployed: /)
  })

  test('of a failure names code, place, what happened and what to change', () => {
    const text = renderSummary(
      failed({
        message: 'has no images entry',
        hint: 'Set the input name.',
        configPlace: {
          file: 'prod/k.yaml',
          line: 7,
          url: 'https://github.com/acme/c/blob/abc/prod/k.yaml#L7',
        },
      }),
    )
    expect(text).toContain('## Not deployed')
    expect(text).toContain(
      '> **BUILD_FAILED** at [prod/k.yaml:7](https://github.com/acme/c/blob/abc/prod/k.yaml#L7)',
    )
    expect(text).toContain('> <pre>has no images entry</pre>')
    expect(text).toContain('> **What to change:** Set the input name.')
  })

  test('tells every problem', () => {
    const problem = (message: string): Problem => ({ code: 'INPUT_INVALID', message, hint: 'h' })
    const text = renderSummary({
      images: new Map(),
      error: new DeployError([problem('one'), problem('two')]),
    })
    expect(text.match(/INPUT_INVALID/g)).toHaveLength(2)
  })

  test('shows the diff of what was committed in a fence that its text cannot close', () => {
    const diff = '--- a/x\n+++ b/x\n-````\n+```\n'
    const text = renderSummary({ plan: aPushPlan(), images, proposal, diff, commit: COMMIT })
    expect(text).toContain(`\`\`\`\`\`diff\n${diff.trimEnd()}\n\`\`\`\`\``)
  })
})

/**
 * Enough of GitHub's Markdown for the question "does this text do anything": HTML tags, links, images, emphasis, code
 * spans and the beginnings of blocks. Backslash escapes and entities are taken out first, as a renderer would.
 */
function actions(markdown: string): readonly string[] {
  const text = markdown.replaceAll(/\\[!-/:-@[-`{-~]/g, 'E').replaceAll(/&(?:amp|lt|gt|#\d+);/g, 'E')
  return [
    /<(?!\/?code>|br>)[a-z/!][^>]*>?/i,
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
      .replaceAll(/<pre>[^<]*<\/pre>/g, '')

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
    expect(actions(record({ proposal: aProposal([aTarget({ previous: text })]) }))).toEqual([])
  })

  test.each(HOSTILE)('%s does nothing as the reason, which holds a ref', (text) => {
    expect(actions(own(renderSummary({ plan: aCheckPlan({ reason: text }), images: new Map() })))).toEqual([])
  })

  test.each(['a\n## Deployed', 'a\r\n\r\n# x', 'x\n\n| a | b |'])('%j starts no line of its own', (text) => {
    const table = record({
      proposal: aProposal([aTarget({ previous: text })]),
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
    '</pre>x',
    '<pre>',
  ])('%j begins no block inside of a problem: the message is preformatted, line by line', (line) => {
    const text = renderSummary(failed({ message: `first\n${line}\nlast` }))
    expect(text).toMatch(/^> <pre>first\n> [^\n<]*\n> last<\/pre>$/m)
  })

  test('cells of a table stay cells, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (name, overlay, previous) => {
        const text = renderSummary({
          plan: aPushPlan({ images: [anImage({ name, overlays: [overlay] })] }),
          images: new Map(),
          proposal: aProposal([aTarget({ image: name, overlay, previous })]),
        })
        const rows = text.split('\n').filter((line) => line.startsWith('| '))
        const cells = rows.map((line) => line.replaceAll('\\|', '').split('|').length - 2)
        expect(cells).toEqual([6, 6, 6, 5, 5, 5])
      }),
      { numRuns: 500 },
    )
  })
})
