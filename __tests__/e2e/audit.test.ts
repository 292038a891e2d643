/// <reference lib="esnext.disposable" />
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { RULES } from '../../src/doors/audit/rules/all.ts'
import { AuditedRepository } from './auditing.ts'

const ALLOWED = '465002806239/ap-southeast-2'
const GOOD = '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/web:v1.2.3'
const BAD = '123456789012.dkr.ecr.ap-southeast-2.amazonaws.com/web:v1.2.3'

const pod = (image: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  containers:\n    - name: web\n      image: ${image}\n`

const WRONG = { 'apps/web/pod.yaml': pod(BAD), 'apps/api/pod.yaml': pod(GOOD) }

describe.concurrent('the program', () => {
  test('says what is wrong, where, why and what to change, and ends with 1', async () => {
    using repository = new AuditedRepository(WRONG)
    const { code, out, err } = await repository.run(['audit', '--allowed-registries', ALLOWED])
    expect({ code, err }).toEqual({ code: 1, err: '' })
    expect(out).toMatch(/^apps\/web\/pod\.yaml:8:14: error: .* \[ecr-account-placeholder\]$/m)
    expect(out).toContain(`\n 8 |       image: ${BAD}\n   |              ^^^^^^^^^^^^\n`)
    expect(out).toMatch(/^ {4}help.*: .*465002806239/m)
    expect(out).toMatch(/^1 error in 2 files/m)
    expect(out).not.toContain('\u001b')
  })

  test.each([
    [['--fail-on', 'never'], 0],
    [['--fail-on', 'warning'], 1],
    [['--rules', 'ecr-account-placeholder=off'], 0],
    [['--rules', 'ecr-account-placeholder=warning'], 0],
    [['--ignore', 'apps/web'], 0],
    [['apps/web'], 1],
    [['apps/api'], 0],
  ])('ends with what %j makes of it: %i', async (words, expected) => {
    using repository = new AuditedRepository({ '.git/HEAD': '', ...WRONG })
    const { code, err } = await repository.run(['audit', '--allowed-registries', ALLOWED, ...words])
    expect({ code, err }).toEqual({ code: expected, err: '' })
  })

  test('names files as they lead there from where it began', async () => {
    using repository = new AuditedRepository({ '.git/HEAD': '', ...WRONG })
    const { out } = await repository.run(['audit'], { cwd: 'apps/api' })
    expect(out).toMatch(/^Nothing found/)
    const above = await repository.run(['audit', '../web'], { cwd: 'apps/api' })
    expect(above.out).toMatch(/^\.\.\/web\/pod\.yaml:8:14: error/)
    const within = await repository.run(['audit'], { cwd: 'apps/web' })
    expect(within.out).toMatch(/^pod\.yaml:8:14: error/)
  })

  test('gives other programs what they read, on standard output and in files', async () => {
    using repository = new AuditedRepository(WRONG)
    const files = ['--sarif', 'out/audit.sarif', '--json', 'audit.json', '--junit', 'audit.xml']
    const { code, out } = await repository.run(['audit', '--format', 'json', ...files])
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({ version: 1, counts: { error: 1 } })
    expect(repository.read('audit.json')).toBe(out)
    expect(repository.read('audit.xml')).toContain('<testsuites name="ecr-gitops audit"')
    const sarif = JSON.parse(repository.read('out/audit.sarif')) as { runs: { results: object[] }[] }
    expect(sarif.runs[0]?.results).toHaveLength(1)
    const allowed = ['audit', '--allowed-registries', ALLOWED, '--format', 'sarif']
    expect((await repository.run(allowed)).out).toContain('"insertedContent":{"text":"465002806239.dkr.')
  })

  test('proposes the registries that the repository agrees on', async () => {
    using repository = new AuditedRepository(WRONG)
    const { out } = await repository.run(['audit'])
    expect(out).toContain('\nallowed-registries:\n  - 465002806239/ap-southeast-2 # 1 image\n')
    repository.write('.git/HEAD', '')
    expect((await repository.run(['audit', 'apps/web'])).out).not.toContain('465002806239')
  })

  test('knows tomorrow what is there today', async () => {
    using repository = new AuditedRepository(WRONG)
    const written = await repository.run(['audit', '--write-baseline', 'known.json'])
    expect(written).toMatchObject({ code: 0, out: '', err: expect.stringMatching(/^1 findings? /) })
    repository.write('apps/web/pod.yaml', `# another line\n${pod(BAD)}`)
    repository.write('.ecr-gitops.yaml', 'baseline: known.json\n')
    const quiet = await repository.run(['audit'])
    expect(quiet).toMatchObject({ code: 0, out: expect.stringContaining('1 kept quiet') })
    await repository.run(['audit', '--write-baseline', 'again.json'])
    expect(repository.read('again.json')).toBe(repository.read('known.json'))
    repository.write('apps/api/pod.yaml', pod(BAD))
    expect(await repository.run(['audit'])).toMatchObject({ code: 1 })
  })

  test('cannot tell what a change causes of what no git has, and does not say that it reports anything', async () => {
    using repository = new AuditedRepository(WRONG)
    const { code, out, err } = await repository.run(['audit', '--changed-only', 'true'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(/^error: it is not known what this change causes: [^\n]*git/m)
    expect(err).not.toContain('everything is reported')
  })

  test('cannot run with a mistake, and tells all of them', async () => {
    using repository = new AuditedRepository({ '.ecr-gitops.yaml': 'fail-on: sometimes\nrule: {}\n' })
    const { code, out, err } = await repository.run(['audit', 'nowhere', '--fix', 'maybe'])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('error: --fix is "maybe", which is not one of off, safe, all\n')
    expect(err).toContain('error: the path nowhere is not there\n')
    const there = await repository.run(['audit'])
    expect(there.err).toContain('error: .ecr-gitops.yaml:1: fail-on is "sometimes"')
    expect(there.err).toContain(
      'error: .ecr-gitops.yaml:2: .ecr-gitops.yaml has no key rule. Did you mean rules?',
    )
  })

  test.each([
    ['known.json', 'is not there'],
    ['pod.yaml', 'is no JSON'],
  ])('cannot run with the baseline %s', async (file, why) => {
    using repository = new AuditedRepository({ 'pod.yaml': pod(GOOD) })
    const { code, err } = await repository.run(['audit', '--baseline', file])
    expect(code).toBe(2)
    expect(err).toContain(`error: the baseline ${file} ${why}`)
  })

  test('writes no report of a repository out of it, by a link either', async () => {
    using repository = new AuditedRepository({ '.ecr-gitops.yaml': 'json: out/audit.json\n' })
    const { symlinkSync } = await import('node:fs')
    symlinkSync('..', join(repository.root, 'out'))
    const { code, err } = await repository.run(['audit'])
    expect(code).toBe(2)
    expect(err).toContain('out/audit.json leads out of the repository')
    expect(existsSync(join(repository.root, '..', 'audit.json'))).toBe(false)
  })

  test('explains every rule, and lists them', async () => {
    using repository = new AuditedRepository({})
    const { out } = await repository.run(['audit', '--list-rules'])
    expect(out.trimEnd().split('\n')).toHaveLength(RULES.length)
    const [rule] = RULES
    const explained = await repository.run(['audit', '--explain', rule?.id ?? ''])
    expect(explained).toMatchObject({ code: 0, out: expect.stringContaining(rule?.why ?? '') })
  })

  test('has colours where somebody wants them', async () => {
    using repository = new AuditedRepository(WRONG)
    const { out } = await repository.run(['audit'], { env: { FORCE_COLOR: '1' } })
    expect(out).toContain('\u001b[31;1merror:')
  })

  test('goes quietly when nobody reads any more, and still says what was found', async () => {
    using repository = new AuditedRepository(WRONG)
    const { code, err } = await repository.run(['audit'], { isDeaf: true })
    expect({ code, err }).toEqual({ code: 1, err: '' })
  })
})

describe.concurrent('the action', () => {
  const given = { path: '.', 'allowed-registries': ALLOWED }

  test('annotates, sums up, sets its outputs, and fails the step', async () => {
    using repository = new AuditedRepository(WRONG)
    const { code, out, summary, outputs } = await repository.act({ ...given, sarif: 'audit.sarif' })
    expect(code).toBe(1)
    expect(out).toMatch(
      /^::error file=apps\/web\/pod\.yaml,line=8,endLine=8,col=14,.*title=ecr-account-placeholder::/m,
    )
    const log = /^::group::What was found\n(.*)\n::endgroup::$/ms.exec(out)?.[1]
    expect(log).toMatch(/^apps\/web\/pod\.yaml:8:14: error: /)
    expect(summary).toContain('## Audit: 1 error')
    expect(outputs).toEqual({
      errors: '1',
      warnings: '0',
      notices: '0',
      files: 'apps/web/pod.yaml',
      'fixed-files': '',
      sarif: 'audit.sarif',
      json: '',
      junit: '',
    })
    expect(repository.read('audit.sarif')).toContain('"ecr-account-placeholder"')
  })

  test('names files from the workspace, wherever the repository lies in it', async () => {
    using repository = new AuditedRepository({ 'config/.git/HEAD': '', 'config/pod.yaml': pod(BAD) })
    const { out, outputs } = await repository.act({ ...given, path: 'config' })
    expect(out).toContain('::error file=config/pod.yaml,line=8,')
    expect(outputs.files).toBe('config/pod.yaml')
  })

  test('is green where nothing counts', async () => {
    using repository = new AuditedRepository({ 'pod.yaml': pod(GOOD) })
    expect(await repository.act(given)).toMatchObject({ code: 0, outputs: { errors: '0', files: '' } })
  })

  test('says every mistake at its line', async () => {
    using repository = new AuditedRepository({ '.ecr-gitops.yaml': 'fail-on: x\n' })
    const { code, out, summary } = await repository.act({ ...given, fix: 'maybe' })
    expect(code).toBe(2)
    expect(out).toContain('::error title=INPUT_INVALID,file=.ecr-gitops.yaml,line=1::fail-on is "x"')
    expect(out).toContain('::error title=INPUT_INVALID::fix is "maybe"')
    expect(summary).toContain('fail-on is')
  })
})

describe.concurrent('fixes', () => {
  const FILES = {
    'kustomization.yaml': `resources: [pod.yaml]\nimages:\n  - name: web # ours\n    newName: ${BAD.replace(':v1.2.3', '')}\n    newTag: 1.10\n`,
    'pod.yaml': pod('web'),
  }
  const FIXED = FILES['kustomization.yaml']
    .replace('123456789012', '465002806239')
    .replace('newTag: 1.10', 'newTag: "1.10"')
  const words = ['audit', '--allowed-registries', ALLOWED]

  test('are made in the files, and what is left is reported', async () => {
    using repository = new AuditedRepository(FILES)
    const { code, out } = await repository.run([...words, '--fix', 'safe'])
    expect(out).toContain('Fixed 2 findings in 1 file.')
    expect(code).toBe(0)
    expect(repository.read('kustomization.yaml')).toBe(FIXED)
    expect(repository.read('pod.yaml')).toBe(FILES['pod.yaml'])
    const again = await repository.run([...words, '--fix', 'all'])
    expect(again.out).not.toContain('Fixed')
  })

  test('are a patch that git applies', async () => {
    using repository = new AuditedRepository(FILES)
    const { code, out } = await repository.run([...words, '--fix', 'safe', '--fix-as', 'patch'])
    expect(code).toBe(1)
    expect(out).toContain('Fixes of 2 findings in 1 file are in audit.patch (git apply audit.patch).')
    expect(repository.read('kustomization.yaml')).toBe(FILES['kustomization.yaml'])
    execFileSync('git', ['apply', 'audit.patch'], { cwd: repository.root })
    expect(repository.read('kustomization.yaml')).toBe(FIXED)
  })

  test('are a patch that git applies from a folder of the repository, too', async () => {
    using repository = new AuditedRepository({ ...FILES, 'notes/today.yaml': 'a: b\n' })
    execFileSync('git', ['init', '--quiet'], { cwd: repository.root })
    const patch = [...words, '--fix', 'safe', '--fix-as', 'patch', '..']
    const { out } = await repository.run(patch, { cwd: 'notes' })
    const [, command = ''] = /are in audit\.patch \((.*)\)\.$/m.exec(out) ?? []
    execFileSync('sh', ['-c', command], { cwd: join(repository.root, 'notes') })
    expect(repository.read('kustomization.yaml')).toBe(FIXED)
  })

  test('are told by the action', async () => {
    using repository = new AuditedRepository(FILES)
    const { outputs, summary } = await repository.act({ 'allowed-registries': ALLOWED, fix: 'safe' })
    expect(outputs).toMatchObject({ errors: '0', 'fixed-files': 'kustomization.yaml' })
    expect(summary).toContain('Fixed 2 findings in 1 file.')
  })
})

describe.concurrent('a change', () => {
  const git = (repository: AuditedRepository, ...words: readonly string[]): string => {
    const who = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
    return execFileSync('git', [...who, ...words], { cwd: repository.root, encoding: 'utf8' }).trim()
  }

  function changed(): AuditedRepository {
    const repository = new AuditedRepository({
      'base/pod.yaml': pod('web'),
      'base/kustomization.yaml': 'resources: [pod.yaml]\n',
      'prod/kustomization.yaml': `resources: [../base]\nimages: [{name: web, newName: ${GOOD.replace(':v1.2.3', '')}, newTag: v1.2.3}]\n`,
      'old/pod.yaml': pod(BAD),
    })
    git(repository, 'init', '--quiet', '--initial-branch', 'main')
    git(repository, 'add', '.')
    git(repository, 'commit', '--quiet', '--message', 'base')
    git(repository, 'checkout', '--quiet', '-b', 'change')
    // The overlay no longer finds it by its name.
    repository.write('base/pod.yaml', pod('api:v1'))
    git(repository, 'commit', '--quiet', '--all', '--message', 'change')
    return repository
  }

  test('is told what it causes in files that it does not touch, and nothing that was there', async () => {
    using repository = changed()
    const { out } = await repository.run(['audit', '--changed-only', 'true'])
    expect(out).toMatch(/^prod\/kustomization\.yaml:2:.*\[kustomize-image-dead\]$/m)
    expect(out).not.toContain('old/pod.yaml')
    expect((await repository.run(['audit'])).out).toContain('old/pod.yaml')
    expect(out).toMatch(
      /^This is what the change since [0-9a-f]{12} causes; what was wrong before is not here\.$/m,
    )
  })

  test('of a pull request is what its merge brings', async () => {
    using repository = changed()
    git(repository, 'checkout', '--quiet', 'main')
    git(repository, 'merge', '--quiet', '--no-ff', '--message', 'merge', 'change')
    const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_SHA: git(repository, 'rev-parse', 'HEAD') }
    const { summary, outputs } = await repository.act({}, { env })
    expect(outputs).toMatchObject({ errors: '0', files: 'prod/kustomization.yaml' })
    expect(summary).toContain('This is what the change since')
  })

  test('that nobody can tell is the whole, with a warning, or none where it has to be known', async () => {
    using repository = new AuditedRepository(WRONG)
    const env = { GITHUB_EVENT_NAME: 'pull_request' }
    const { out, outputs } = await repository.act({}, { env })
    expect(out).toMatch(/^::warning::it is not known what this change causes, so everything is reported: /m)
    expect(outputs.errors).toBe('1')
    const known = await repository.act({ 'changed-only': 'true' }, { env })
    expect(known).toMatchObject({ code: 2, out: expect.stringContaining('::error title=INPUT_INVALID::') })
  })
})
