import { describe, expect, test } from 'vitest'
import {
  type DeployedHere,
  isLoneMerge,
  nothingNew,
  ownCommits,
} from '../../../../../../src/doors/deploy/plan/delivery/own-commits.ts'
import type { Source } from '../../../../../../src/source/source.ts'
import { aSource, problemOf, SHA } from '../../../../builders.ts'

const OWN = 'acme/identity-service'

const deploy = (repository = OWN) => `deploy(web): 1111111 -> 2222222

  run      https://github.com/${repository}/actions/runs/1/attempts/1

Source-Repository: ${repository}
Source-Commit: ${'a'.repeat(40)}
Actor: octocat
Correlation-Id: gh-17200000001-1
`
const traced = (line: string) => deploy().replace(/^Correlation-Id.*$/m, line)
const MERGED = 'Merge pull request #12 from acme/deploy/web--production-1a2b3c\n\ndeploy(web)'

describe('a push of commits of this step', () => {
  const own = { transport: 'slug', slug: OWN } as const
  const found = (brought: readonly string[], source: Partial<Source> = {}) =>
    ownCommits(own, aSource({ ...source, brought }))

  test.each([
    ['one', [deploy()]],
    ['one that Windows has seen', [deploy().replaceAll('\n', '\r\n')]],
    ['one of a later attempt', [traced('Correlation-Id: gh-17200000001-12')]],
    ['two', [deploy(), deploy()]],
    ['one that was merged', [deploy(), MERGED]],
    [
      'one that was brought up to date, and merged',
      [deploy(), "Merge branch 'main' into deploy/web", MERGED],
    ],
    [
      'one that was brought up to date from elsewhere',
      [deploy(), "Merge remote-tracking branch 'origin/main' into deploy/web"],
    ],
    ['one that was squashed', [`deploy(web) (#12)\n\n* ${deploy()}\n---------\n\nCo-authored-by: a <a@b>`]],
    [
      'one that was squashed to the text of its pull request',
      [deploy().replace(/^Correlation-Id.*$/m, `Image-Digest: sha256:${'d'.repeat(64)}`)],
    ],
  ])('is looked at: %s', (_, brought) => {
    expect(found(brought)).toMatchObject({ subject: expect.stringMatching(/^deploy\(web\)/), head: SHA })
  })

  test('is looked at from where the branch was, else from what it deploys', () => {
    expect(found([deploy()], { before: 'b'.repeat(40) })?.base).toBe('b'.repeat(40))
    expect(found([deploy()])?.base).toBe('a'.repeat(40))
    expect(found([deploy().replace(/^Source-Commit.*$/m, 'Source-Commit: --output=/tmp/x')])?.base).toBe('')
  })

  test.each([
    ['is shorter', `Source-Commit: ${'a'.repeat(39)}`],
    ['goes on', `Source-Commit: ${'a'.repeat(40)} or so`],
    ['is quoted', `see Source-Commit: ${'a'.repeat(40)}`],
    ['is missing', ''],
  ])('is looked at from nowhere where the commit that it deploys %s', (_, line) => {
    expect(found([deploy().replace(/^Source-Commit.*$/m, line)])?.base).toBe('')
  })

  test('is called by the first line of the last one, on one line of a length that can be shown', () => {
    const named = (subject: string) => deploy().replace(/^deploy.*/, subject)
    expect(found([named('deploy(api): 1'), named('deploy(web): 2')])?.subject).toBe('deploy(web): 2')
    expect(found([named('deploy\u0007(web)')])?.subject).not.toContain('\u0007')
    expect(found([named('x'.repeat(90_000))])?.subject).toMatch(/^x+\.\.\. \(\d+ more characters\)$/)
  })

  test.each([
    ['nothing that is known', []],
    ["a person's commit that speaks of a merge", [deploy(), "Undo Merge branch 'main'"]],
    ["a person's commit called like one of a pull request", [deploy(), 'Merge pull request #x into one']],
    ['one whose run is only quoted', [traced('see Correlation-Id: gh-1-1')]],
    ['one whose run goes on', [traced('Correlation-Id: gh-1-1 or so')]],
    ['one whose digest is only quoted', [traced(`see Image-Digest: sha256:${'d'.repeat(64)}`)]],
    ['one whose digest goes on', [traced(`Image-Digest: sha256:${'d'.repeat(65)}`)]],
    ['one whose repository is only quoted', [deploy().replace('Source-Rep', 'see Source-Rep')]],
    ['one whose repository goes on', [deploy().replace(`Repository: ${OWN}`, `Repository: ${OWN} or so`)]],
    ["a person's commit on top", [deploy(), 'Fix the totals']],
    ["a person's commit before it", ['Fix the totals', deploy()]],
    [
      'one of a person who quotes it',
      ['Revert "deploy(web): 1111111 -> 2222222"\n\nThis reverts commit 1234.'],
    ],
    ['a merge of something else alone', ['Merge pull request #13 from acme/feature\n\nTotals']],
    ['one for another repository, written here by its run', [deploy('acme/other')]],
    ['one that no run has made', [deploy().replace(/^Correlation-Id.*$/m, '')]],
  ])('is not %s', (_, brought) => {
    expect(found(brought)).toBeUndefined()
  })

  test('of a config repository elsewhere is for that one', () => {
    const source = aSource({ brought: [deploy()] })
    expect(ownCommits({ transport: 'slug', slug: 'acme/config' }, source)).toBeUndefined()
    expect(ownCommits(undefined, source)).toBeUndefined()
  })
})

describe('a merge of which nothing else is known', () => {
  const own = { transport: 'slug', slug: OWN } as const

  test.each<[string, readonly string[], Partial<Source>, boolean]>([
    ['of a pull request', [MERGED], {}, true],
    ['of a branch', ["Merge branch 'deploy/web'"], {}, true],
    ['that a push lists', [MERGED], { before: 'b'.repeat(40) }, false],
    ['beside what it has merged', [deploy(), MERGED], {}, false],
    ['that is none', [deploy()], {}, false],
    ['that no event lists', [], {}, false],
  ])('is one %s', (_, brought, source, expected) => {
    expect(isLoneMerge(own, aSource({ ...source, brought }))).toBe(expected)
  })

  test('is none of a config repository elsewhere', () => {
    const source = aSource({ brought: [MERGED] })
    expect(isLoneMerge({ transport: 'slug', slug: 'acme/config' }, source)).toBe(false)
    expect(isLoneMerge(undefined, source)).toBe(false)
  })
})

describe('what calls itself a commit of this step', () => {
  const commits = { subject: 'deploy(web)', base: 'a'.repeat(40), head: SHA }
  const image = {
    targets: [{ path: 'deploy/overlays/*' }, { path: 'charts/web/values.txt' }],
    paths: ['services/web/**'],
  }
  const said = (changed: readonly string[] | undefined, deployed: readonly DeployedHere[] = [image]) =>
    nothingNew(commits, { changes: async () => changed }, deployed)

  test.each([
    ['an overlay', ['deploy/overlays/prod/kustomization.yaml']],
    ['what another kustomization is called', ['deploy/overlays/prod/Kustomization']],
    ['a file of any name that this run deploys', ['charts/web/values.txt']],
    ['what another workflow of the repository deploys', ['charts/api/values.yml', 'charts/api/Chart.lock']],
    ['nothing', []],
  ])('is one where it has changed %s', async (_, changed) => {
    expect(await said(changed)).toMatch(
      /^The push has brought nothing but what this step commits \("deploy\(web\)"\)/,
    )
  })

  test.each([
    ['a source file', ['src/index.ts']],
    ['a source file besides', ['deploy/overlays/prod/kustomization.yaml', 'src/index.ts']],
    ['what is beside an overlay', ['deploy/overlays/prod/run.sh']],
    ['a workflow', ['.github/workflows/deploy.yaml']],
    ['what the image is made of', ['services/web/application.yaml']],
    ['a file that is called like one', ['src/kustomization.yaml.ts']],
  ])('is none where it has changed %s', async (_, changed) => {
    expect(await said(changed)).toBeUndefined()
  })

  describe('in the folders that the image is made of', () => {
    const made = { paths: ['services/**'] }
    const at = (path: string) => [{ ...made, targets: [{ path }] }]

    test.each([
      ['services/web/deploy', 'services/web/deploy/kustomization.yaml', true],
      ['services/web/deploy', 'services/web/deploy/Kustomization', true],
      ['services/web/deploy/', 'services/web/deploy/kustomization.yml', true],
      ['services/*/.deploy', 'services/web/.deploy/kustomization.yaml', true],
      ['services/web/values.yaml', 'services/web/values.yaml', true],
      ['services/web/deploy', 'services/web/deploy/patch.yaml', false],
      ['services/web/deploy', 'services/web/deploy/my-kustomization.yaml', false],
      ['services/web/deploy', 'services/web/deploy/kustomization.yaml.tpl', false],
      ['services/web/deploy', 'services/web/deploy/base/kustomization.yaml', false],
    ])('the target %s has %s: %j', async (path, file, isDeploy) => {
      expect((await said([file], at(path))) !== undefined).toBe(isDeploy)
    })

    test('the target may be the root of the repository', async () => {
      const root = [{ paths: ['**'], targets: [{ path: '' }] }]
      expect(await said(['kustomization.yaml'], root)).toBeDefined()
      expect(await said(['deploy/kustomization.yaml'], root)).toBeUndefined()
    })
  })

  test.each([
    ['a name', `charts/${'x'.repeat(256)}.txt`],
    ['a path', `charts/${'x/'.repeat(2100)}values.txt`],
  ])('is none where it has changed %s that nobody can check out, whatever matches it', async (_, file) => {
    const anywhere = { targets: [{ path: 'charts/**/*.txt' }], paths: [] }
    expect(await said(['charts/web/values.txt'], [anywhere])).toBeDefined()
    expect(await said([file], [anywhere])).toBeUndefined()
  })

  test('counts what any of the images is made of, and where any of them goes', async () => {
    const other = { targets: [{ path: 'deploy/other' }], paths: ['services/other/**'] }
    expect(await said(['charts/web/values.txt'], [image, other])).toBeDefined()
    expect(await said(['services/web/application.yaml'], [image, other])).toBeUndefined()
  })

  test.each([
    ['Chart.lock', true],
    ['charts/api/Chart.lock', true],
    ['docs/.github/example.yaml', true],
    ['charts/api/MyChart.lock', false],
    ['charts/api/Chart.lock.bak', false],
    ['charts/api/values.yaml.bak', false],
    ['charts/api/valuesyaml', false],
  ])('where no paths are given may have changed %s: %j', async (file, isDeploy) => {
    expect((await said([file], [{ targets: [], paths: [] }])) !== undefined).toBe(isDeploy)
  })

  test('is not built on suspicion, which would go on without end', async () => {
    expect(await problemOf(() => said(undefined))).toMatchObject({
      code: 'ORDER_UNKNOWN',
      message: expect.stringContaining('calls itself a commit of this step ("deploy(web)")'),
      hint: expect.stringContaining('fetch-depth: 0'),
    })
    const unasked = () => nothingNew({ ...commits, base: '' }, { changes: async () => [] }, [image])
    expect((await problemOf(unasked)).code).toBe('ORDER_UNKNOWN')
  })
})
