import fc from 'fast-check'
import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { originOf, wantedImage } from '../../../../../src/doors/deploy/deployment.ts'
import type { DeployedImage } from '../../../../../src/gitops/message/deployed-image.ts'
import {
  type DescriptionOptions,
  describePull,
} from '../../../../../src/gitops/pull-request/description/describe.ts'
import { cellSpan, codeSpan, inertProse } from '../../../../../src/gitops/pull-request/description/inert.ts'
import { anImage, aProposal, aSource, aVerdict, digestOf, OLD_SHA, SHA } from '../../../builders.ts'
import { CHANGE, deployed, trailersOf, type Written } from '../../message/written.ts'

const SOURCE = aSource()
const FILE = 'apps/identity-service/overlays/prod/kustomization.yaml'

const shown = ({ image, ...rest }: Written): DeployedImage => ({
  ...rest,
  image: { ...wantedImage(image, SOURCE), digest: digestOf('d') },
})

const PROPOSAL = aProposal([aVerdict()], {
  [FILE]: [
    `images:\n  - name: web\n    newTag: ${OLD_SHA}\n`,
    `images:\n  - name: web\n    newTag: ${SHA}\n`,
  ],
})

const described = (changes: Partial<DescriptionOptions> = {}) =>
  describePull({
    deployed: [shown(deployed())],
    proposal: PROPOSAL,
    origin: originOf(SOURCE),
    message: 'deploy(identity-service): a1b2c3d -> 4f2b8c1\n\nbody\n',
    base: 'main',
    options: { title: undefined, draft: false, autoMerge: undefined },
    platformsOf: () => ['linux/amd64', 'linux/arm64'],
    ...changes,
  })

/** What GitHub would act on: the text that is shown, without what stands in code. */
const actingIn = (body: string): string =>
  String(marked.parse(body, { gfm: true, async: false }))
    .replaceAll(/<pre>.*?<\/pre>|<code>.*?<\/code>|<!--.*?-->/gs, '')
    .replaceAll(/<a href="https:\/\/github\.com\/acme\/[^"@]*">changes<\/a>/g, '')

describe('what a pull request says', () => {
  test('can be judged in ten seconds', () => {
    expect(described({ deployed: [shown(deployed({ change: CHANGE }))] })).toEqual({
      title: 'deploy(identity-service): a1b2c3d -> 4f2b8c1',
      body: `<!-- ecr-gitops-deploy {} -->

Deploys one image.

| Image | From | To | Digest | Platforms | Files |
| --- | --- | --- | --- | --- | --- |
| \`identity-service\` | \`a1b2c3d\` | \`4f2b8c1\` ([changes](https://github.com/acme/identity-service/compare/${OLD_SHA}...${SHA})) | \`sha256:dddddddddddd\` | \`linux/amd64\`<br>\`linux/arm64\` | \`${FILE}\` |

- \`identity-service\`: \`Round the totals\` of \`acme/identity-service#12\`

**What happens next**

This is for \`main\`. Merging deploys: Argo CD applies what stands on that branch. A newer commit updates this pull request in place. Closing it keeps this commit of the image from being proposed again; a newer one opens another. It comes from \`acme/identity-service\`.

<details>
<summary>Diff</summary>

\`\`\`diff
diff a/${FILE} b/${FILE}
@@ -1,3 +1,3 @@
 images:
   - name: web
-    newTag: ${OLD_SHA}
+    newTag: ${SHA}
\`\`\`

</details>

Source-Repository: acme/identity-service
Source-Commit: ${SHA}
Image: ${shown(deployed()).image.repositoryUrl}:${SHA}
Image-Digest: ${digestOf('d')}`,
    })
  })

  test('is the same of another attempt of the run', () => {
    const again = originOf(aSource({ runAttempt: '7' }))
    expect(described({ origin: again })).toEqual(described())
  })

  test('ends in the trailers of the commit, for a merge that takes the text along', async () => {
    const keys = (await trailersOf(`${described().title}\n\n${described().body}\n`)).map(
      (line) => line.split(':')[0],
    )
    expect(keys).toEqual(['Source-Repository', 'Source-Commit', 'Image', 'Image-Digest'])
  })

  test('has the title of the template, over the placeholders of commit-message', () => {
    const options = { title: 'deploy: {name} {tag}', draft: false, autoMerge: undefined }
    expect(described({ options }).title).toBe(`deploy: identity-service ${SHA}`)
  })

  test.each(['x', '😀'])('has a title that GitHub takes, of %s', (character) => {
    const { title } = described({ message: character.repeat(300) })
    expect(title).toMatch(/\.\.\.$/)
    expect(title.length).toBeLessThanOrEqual(256)
    expect(title).not.toMatch(/[\uD800-\uDBFF]\.\.\.$/)
  })

  test.each([
    [{ draft: true, autoMerge: undefined }, 'mark it ready for review first'],
    [{ draft: false, autoMerge: 'squash' as const }, 'merges by itself'],
  ])('says of %j what a person must do', (options, words) => {
    expect(described({ options: { title: undefined, ...options } }).body).toContain(words)
  })

  test('says of a rollback that it is one, what it undoes and what it leaves', () => {
    const rollbacks = [{ previous: OLD_SHA, reason: 'newer', hold: 'rolled back' }]
    const { body } = described({ deployed: [shown(deployed({ rollbacks }))] })
    expect(body).toContain('**Rolls back one image.**')
    expect(body).toContain(`([undoes](https://github.com/acme/identity-service/compare/${SHA}...${OLD_SHA}))`)
    expect(body).toContain('remove the marker')
  })

  test('keeps what is said of the entries', () => {
    const proposal = aProposal([aVerdict({ notices: ['the account was a placeholder'] })], {})
    expect(described({ proposal }).body).toContain('- the account was a placeholder')
  })
})

const HOSTILE = [
  '@octocat',
  'fixes #12',
  'GH-12',
  'acme/web#12',
  'https://github.com/acme/web/issues/12',
  'www.example.com',
  '<img src=x>',
  '--> <b>',
  'a|b',
  'a\\|b',
  '`` ` @octocat',
  '`',
  '| --- |\n# x',
  '[x](https://evil.example)',
  '![x](https://evil.example)',
  '</details>',
  '```\n@octocat\n```',
]

describe('text of others', () => {
  test.each(HOSTILE)('is inert everywhere: %j', (text) => {
    const rollback = { reason: text, hold: text }
    const one = deployed({
      image: anImage({ name: text }),
      previous: [text],
      files: [text],
      change: { subject: text, pullRequest: text },
    })
    const { body } = described({
      deployed: [shown(one)],
      proposal: aProposal([aVerdict({ image: text, notices: [text], rollback })], {
        [text.replaceAll('\n', ' ')]: ['a', text],
      }),
      platformsOf: () => [text],
      base: text,
    })
    const acting = actingIn(body)
    expect(acting).not.toMatch(/@(?=\w)|#(?=\d)|GH-(?=\d)|href|<img|<b>|:\/\/|www\.|<h1>/i)
    expect(acting.match(/<details>|<\/details>/g)).toEqual(['<details>', '</details>'])
    // Six cells in a row of one table.
    expect(acting.match(/<td>/g)).toHaveLength(6)
  })

  test('in a span never ends it, nor its cell', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', '|', '\\', 'a', ' ', '@', '<') }), (text) => {
        const html = String(marked.parse(`x ${codeSpan(text)} y`, { async: false }))
        expect(html).toMatch(/^<p>x <code>.*<\/code> y<\/p>\n$/s)
        const cells = String(
          marked.parse(`|a|b|\n|-|-|\n|${cellSpan(text)}|${cellSpan(text)}|`, { async: false }),
        )
        expect(cells.match(/<td><code>/g)).toHaveLength(2)
      }),
    )
  })

  test('keeps its words', () => {
    expect(codeSpan('a `b` c')).toBe('`` a `b` c ``')
    expect(inertProse('see @octocat in #1')).toBe('see @&#8203;octocat in #&#8203;1')
  })
})

describe('the limit of GitHub', () => {
  const many = (count: number, file = FILE) =>
    Array.from({ length: count }, (_, at) =>
      shown(deployed({ image: anImage({ name: `service-${at}` }), files: [file] })),
    )

  test('cuts the diff first, at a line, and says so', () => {
    const long = `${'x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n'.repeat(4000)}`
    const { body } = described({ proposal: aProposal([aVerdict()], { [FILE]: ['', long] }) })
    expect(body.length).toBeLessThan(65_536)
    expect(body.length).toBeGreaterThan(60_000)
    expect(body).toContain('<summary>Diff, the beginning of it</summary>')
    expect(body).toContain('\n+x: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n```\n\n</details>')
    expect(body).toContain('Image-Digest: ')
  })

  test.each([50, 100, 200, 500, 2000])('keeps %i images below it', (count) => {
    const { body } = described({ deployed: many(count) })
    expect(body.length).toBeLessThan(65_536)
    const rows = body.match(/^\| `service-/gm)?.length ?? 0
    if (rows < count) expect(body).toContain(`There is no room here for ${count - rows} more images`)
    expect(rows).toBeGreaterThan(Math.min(count, 150) - 1)
    expect(actingIn(body)).not.toContain('`')
  })

  test.each(['x', '`', '😀', '\u0000'])('keeps texts of %j below it', (character) => {
    const text = character.repeat(100_000)
    const proposal = aProposal([aVerdict({ notices: [text, 'short'] })], { [FILE]: ['', text] })
    const all = [shown(deployed({ image: anImage({ name: text }), previous: [text], files: [text] }))]
    expect(described({ deployed: all, proposal }).body.length).toBeLessThan(65_536)
  })

  /** Of what people, branches and registries may be called, and what GitHub acts on. */
  const hostile = fc
    .array(fc.constantFrom(...HOSTILE, '\u202e', '::error::x', '\u0000', '\ud83d', '😀', ' ', 'services/api'))
    .map((parts) => parts.join(''))
  const images = fc.array(
    fc.record({ name: hostile, files: fc.array(hostile, { maxLength: 20 }), tag: hostile, notice: hostile }),
    { minLength: 1, maxLength: 100 },
  )
  const diffs = fc.record({ line: hostile, lines: fc.constantFrom(0, 1, 100, 20_000) })

  test('keeps any images, files and diff below it, and whole', () => {
    fc.assert(
      fc.property(images, diffs, fc.integer({ min: 1, max: 20 }), (given, { line, lines }, times) => {
        const all = given.map(({ name, tag, files }) => {
          const repeated = Array.from({ length: times }, () => files).flat()
          return shown(deployed({ image: anImage({ name }), previous: [tag], files: repeated }))
        })
        const verdicts = given.map(({ name, notice }) => aVerdict({ image: name, notices: [notice] }))
        const proposal = aProposal(verdicts, { [FILE]: ['a\n', `${line}\n`.repeat(lines)] })
        const { title, body } = described({ deployed: all, proposal })
        expect(body.length).toBeLessThan(65_536)
        expect(body.isWellFormed()).toBe(true)
        expect(body).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u)
        const acting = actingIn(body)
        expect(acting).not.toMatch(/@(?=\w)|(?<!&)#(?=\d)|GH-(?=\d)|<img|<b>|:\/\/|www\./i)
        expect(acting.match(/<details>/g)?.length ?? 0).toBe(acting.match(/<\/details>/g)?.length ?? 0)
        expect([...acting.matchAll(/<table>/g)]).toHaveLength(1)
        expect(title.length).toBeLessThanOrEqual(256)
      }),
      { numRuns: 30 },
    )
  })

  test('has 100 images of 20 overlays each, and a diff of all of them', () => {
    const names = Array.from({ length: 100 }, (_, at) => `service-${at}`)
    const path = (name: string, at: number) => `apps/${name}/overlays/region-${at}/kustomization.yaml`
    const files = names.map((name) => Array.from({ length: 20 }, (_, at) => path(name, at)))
    const texts = Object.fromEntries(
      files.flat().map((file) => [file, [`newTag: ${OLD_SHA}\n`, `newTag: ${SHA}\n`] as const]),
    )
    const all = names.map((name, at) => shown(deployed({ image: anImage({ name }), files: files[at] ?? [] })))
    const { body } = described({ deployed: all, proposal: aProposal([aVerdict()], texts) })
    expect(body.length).toBeLessThan(65_536)
    expect(body.match(/^\| `service-.*<br>and 18 more \|$/gm)).toHaveLength(100)
    expect(body).toContain('<summary>Diff, the beginning of it</summary>')
  })
})

describe('a title', () => {
  const title = (given: string, subject = 'x') =>
    described({
      options: { title: given, draft: false, autoMerge: undefined },
      deployed: [shown(deployed({ change: { ...CHANGE, subject } }))],
    }).title

  test.each([
    ['\u202egnp.exe', 'gnp.exe'],
    ['a\u200bb', 'ab'],
    ['a\nb', 'a b'],
    ['a\ud83d', 'a'],
  ])('shows all of %j', (text, shown) => {
    expect(title('{subject}', text)).toBe(shown)
  })

  test('is the subject of the commit where nothing is left of it', () => {
    expect(title('\u202e ')).toBe('deploy(identity-service): a1b2c3d -> 4f2b8c1')
    expect(title('{subject}', '\u200b')).toBe('deploy(identity-service): a1b2c3d -> 4f2b8c1')
  })
})
