import { describe, expect, test } from 'vitest'
import { RenderCheck } from '../../../src/render/render-check.ts'
import type { Rendering } from '../../../src/render/tool/renderer.ts'
import { ACCOUNT, aVerdict, must, problemOf, problemsOf } from '../builders.ts'
import { bumpOf, type Files, LINK, NEW, rendererOf, treeOf, ZEROS } from './tree.ts'

const FILE = 'apps/web/prod/kustomization.yaml'
const BEFORE = 'resources: [../base]\nimages: [{name: web, newTag: old}]\n'
const AFTER = BEFORE.replace('old', 'new')
const FILES: Files = {
  [FILE]: BEFORE,
  'apps/web/base/kustomization.yaml': 'resources: [d.yaml]\n',
  'apps/web/base/d.yaml': 'kind: Deployment\n',
  'apps/api/kustomization.yaml': 'resources: []\n',
}
const pod = (image: string) => `kind: Pod\nspec:\n  containers:\n  - image: ${image}\n`
const KNOWN = new Set([ACCOUNT])
const FAILED: Rendering = { ok: false, message: 'it broke', hint: 'Mend it.' }

type Setup = {
  readonly tips?: Readonly<Record<string, Files>>
  readonly answer?: Parameters<typeof rendererOf>[0]
  readonly mode?: 'auto' | 'require' | 'off'
}

async function open({ tips = { one: FILES }, answer = pod(`${NEW}:new`), mode = 'auto' }: Setup = {}) {
  const held = await treeOf(tips)
  const { render, jobs } = rendererOf(answer)
  return { ...held, jobs, check: new RenderCheck({ mode, tree: held.tree, render, knownAccounts: KNOWN }) }
}

const bump = (changes: Parameters<typeof bumpOf>[2] = {}) => bumpOf(FILE, [BEFORE, AFTER], changes)

describe('a check', () => {
  test('renders the folders of the new tree with the new texts', async () => {
    await using opened = await open()
    expect(await opened.check.check(bump())).toEqual([])
    expect(opened.written).toEqual([['apps/web/base', 'apps/web/prod']])
    expect(opened.jobs).toEqual([
      {
        root: expect.stringContaining(opened.root),
        folders: ['apps/web/prod'],
        texts: new Map([[FILE, AFTER]]),
      },
    ])
  })

  test('warns of a field that keeps the old image beside a container with the new one', async () => {
    const job = 'kind: Job\nmetadata:\n  name: migrate\nspec:\n  helperImage: web\n'
    await using opened = await open({ answer: `${pod(`${NEW}:new`)}---\n${job}`, mode: 'require' })
    expect(await opened.check.check(bump())).toEqual([
      expect.stringContaining('"web" stands in fields that images: does not reach: Job migrate'),
    ])
  })

  describe('of service accounts', () => {
    const account = (arn: string) =>
      `kind: ServiceAccount\nmetadata:\n  name: web\n  annotations:\n    eks.amazonaws.com/role-arn: ${arn}\n`
    const warningsFor = async (arn: string, before = BEFORE) => {
      await using opened = await open({ answer: `${pod(`${NEW}:new`)}---\n${account(arn)}` })
      const after = before.replace('old', 'new')
      return await opened.check.check(bumpOf(FILE, [before, after]))
    }
    const strange = 'arn:aws:iam::314159265358:role/web'

    test('warns of a role in an account that nobody has named, wherever it stands', async () => {
      expect(await warningsFor(strange)).toEqual([
        `apps/web/prod, when it is rendered, gives ServiceAccount web the role ${strange}, in account 314159265358, which is neither the role's nor in allowed-account-ids: pods would get no credentials if it is wrong.`,
      ])
    })

    test('names file and line where a patch of its own gives the role, with a link, once for all that use it', async () => {
      const patch = `kind: ServiceAccount\nmetadata:\n  name: web\n  annotations:\n    eks.amazonaws.com/role-arn: ${strange}\n`
      const text = BEFORE.replace('images', 'patches: [{path: ../base/role.yaml}]\nimages')
      const OTHER = 'apps/web/eu/kustomization.yaml'
      const files = { ...FILES, [FILE]: text, [OTHER]: text, 'apps/web/base/role.yaml': patch }
      await using opened = await open({
        tips: { one: files },
        answer: `${pod(`${NEW}:new`)}---\n${account(strange)}`,
      })
      const { render } = rendererOf(`${pod(`${NEW}:new`)}---\n${account(strange)}`)
      const placeAt = (tip: string) => (file: string, line?: number) => ({
        file,
        ...(line === undefined ? {} : { line }),
        url: `https://example.com/${tip}/${file}#L${line}`,
      })
      const check = new RenderCheck({
        mode: 'auto',
        tree: opened.tree,
        render,
        knownAccounts: KNOWN,
        placeAt,
      })
      const [one, other] = [FILE, OTHER].map((file) => bumpOf(file, [text, text.replace('old', 'new')]))
      const { verdicts, before, files: after } = must(other)
      const both = {
        ...must(one),
        verdicts: [...must(one).verdicts, ...verdicts],
        before: new Map([...must(one).before, ...before]),
        files: new Map([...must(one).files, ...after]),
      }
      expect(await check.check(both)).toEqual([
        `apps/web/base/role.yaml:5 gives ServiceAccount web the role ${strange}, in account 314159265358, which is neither the role's nor in allowed-account-ids: pods would get no credentials if it is wrong. See https://example.com/one/apps/web/base/role.yaml#L5`,
      ])
    })

    test.each([
      ['a resource', { 'apps/web/base/d.yaml': `# ${strange}\n` }, 'apps/web/base/d.yaml:1'],
      [
        'a kustomization that it builds on',
        { 'apps/web/base/kustomization.yaml': `resources: [d.yaml]\n# ${strange}\n` },
        'apps/web/base/kustomization.yaml:2',
      ],
    ])('finds it in %s', async (_, changed, expected) => {
      const answer = `${pod(`${NEW}:new`)}---\n${account(strange)}`
      await using opened = await open({ tips: { one: { ...FILES, ...changed } }, answer })
      expect(await opened.check.check(bump())).toEqual([
        expect.stringMatching(`^${expected} gives ServiceAccount web`),
      ])
    })

    test('are named beside a problem, too', async () => {
      await using opened = await open()
      const { render } = rendererOf(`${pod('other')}---\n${account(strange)}`)
      const heard: string[] = []
      const onWarning = (warning: string) => heard.push(warning)
      const check = new RenderCheck({
        mode: 'auto',
        tree: opened.tree,
        render,
        knownAccounts: KNOWN,
        onWarning,
      })
      expect((await problemOf(() => check.check(bump()))).code).toBe('IMAGE_NOT_RENDERED')
      expect(heard).toEqual([expect.stringContaining(strange)])
    })

    test('names the root of the repository where that is the overlay', async () => {
      const files = { 'kustomization.yaml': AFTER.replace('../base', 'a.yaml'), 'a.yaml': 'kind: A\n' }
      const answer = `${pod(`${NEW}:new`)}---\n${account(strange)}`
      await using opened = await open({ tips: { one: files }, answer })
      const [warning] = await opened.check.check(bumpOf('kustomization.yaml', [BEFORE, AFTER]))
      expect(warning).toMatch(/^\., when it is rendered, gives ServiceAccount web/)
    })

    test.each([
      ['of a known account', `arn:aws:iam::${ACCOUNT}:role/web`, BEFORE],
      [
        'that the kustomization names itself, which is reported with its line',
        strange,
        `# ${strange}\n${BEFORE}`,
      ],
      ['that is none', 'none', BEFORE],
      ['that is no text', '12', BEFORE],
    ])('has no word for a role %s', async (_, arn, before) => {
      expect(await warningsFor(arn, before)).toEqual([])
    })
  })

  test('writes everything where the root is reached', async () => {
    const files = { 'kustomization.yaml': BEFORE.replace('../base', 'a.yaml'), 'a.yaml': 'kind: A\n' }
    await using opened = await open({ tips: { one: files } })
    await opened.check.check(bumpOf('kustomization.yaml', [files['kustomization.yaml'], AFTER]))
    expect(opened.written).toEqual([[]])
    expect(opened.jobs[0]?.texts.size).toBe(1)
  })

  test('writes back what an earlier one has changed and this one does not', async () => {
    await using opened = await open()
    await opened.check.check({ ...bump(), files: new Map() })
    expect(opened.jobs[0]?.texts).toEqual(new Map([[FILE, BEFORE]]))
  })

  test.each(['unchanged', 'superseded', 'held'] as const)('does nothing for what is %s', async (outcome) => {
    await using opened = await open()
    const proposal = bump()
    const verdicts = proposal.verdicts.map((target) => ({ ...target, outcome }))
    expect(await opened.check.check({ ...proposal, verdicts })).toEqual([])
    expect([opened.jobs, opened.asked]).toEqual([[], []])
  })

  test('does nothing when it is off', async () => {
    await using opened = await open({ mode: 'off', answer: pod('other') })
    expect(await opened.check.check(bump())).toEqual([])
    expect([opened.jobs, opened.asked]).toEqual([[], []])
  })

  test.each(['auto', 'require'] as const)('refuses an image that no container has (%s)', async (mode) => {
    await using opened = await open({ answer: pod('docker.io/library/web'), mode })
    const problem = await problemOf(() => opened.check.check(bump()))
    expect(problem).toMatchObject({ code: 'IMAGE_NOT_RENDERED', configPlace: { file: FILE, line: 3 } })
  })

  test('names the line of the base, and reads the files for what is refused alone', async () => {
    const patch = 'spec:\n  containers:\n  - image: quay.io/web:2\n'
    const before = `${BEFORE}patches: [{path: p.yaml}, {path: link.yaml}]\n`
    const patches = { 'apps/web/prod/p.yaml': patch, 'apps/web/prod/link.yaml': LINK }
    const files = { ...FILES, ...patches, [FILE]: before }
    const after = before.replace('old', 'new')
    await using good = await open({ tips: { one: files } })
    expect(await good.check.check(bumpOf(FILE, [before, after]))).toEqual([])
    expect(good.asked.flat()).not.toContain('apps/web/prod/p.yaml')
    await using opened = await open({ tips: { one: files }, answer: pod('quay.io/web:2') })
    const { message } = await problemOf(() => opened.check.check(bumpOf(FILE, [before, after])))
    expect(message).toContain('quay.io/web (image: quay.io/web:2 at apps/web/prod/p.yaml:3)')
  })

  test('refuses it again when it is asked again', async () => {
    await using opened = await open({ answer: pod('other') })
    const problem = await problemOf(() => opened.check.check(bump()))
    expect(await problemOf(() => opened.check.check(bump()))).toEqual(problem)
  })

  test('tells the problems of all targets together, and renders a folder once', async () => {
    await using opened = await open({ answer: pod('other') })
    const proposal = bump()
    const verdicts = [...proposal.verdicts, aVerdict({ image: 'api', file: FILE, reference: 'api:new' })]
    const problems = await problemsOf(() => opened.check.check({ ...proposal, verdicts }))
    expect(problems.map(({ code }) => code)).toEqual(['IMAGE_NOT_RENDERED', 'IMAGE_NOT_RENDERED'])
    expect(opened.jobs.flatMap(({ folders }) => folders)).toEqual(['apps/web/prod'])
  })

  test('takes what old kustomize makes of a tag and a digest', async () => {
    await using opened = await open({ answer: pod(`${NEW}@${ZEROS}`), mode: 'require' })
    expect(await opened.check.check(bump({ reference: `${NEW}:new@${ZEROS}` }))).toEqual([])
  })
})

describe('what cannot be rendered', () => {
  const REMOTE = {
    ...FILES,
    'apps/web/base/kustomization.yaml': 'resources:\n  - https://example.com/x.yaml\n',
  }
  const cases: [string, Setup, string][] = [
    ['a tool that fails', { answer: () => FAILED }, 'it broke'],
    [
      'a remote base',
      { tips: { one: REMOTE } },
      'apps/web/base/kustomization.yaml:2 names the remote base https://example.com/x.yaml',
    ],
  ]

  test.each(cases)('is a warning: %s', async (_, setup, why) => {
    await using opened = await open(setup)
    const [warning, ...others] = await opened.check.check(bump())
    expect(others).toEqual([])
    expect(warning).toContain(`${FILE} could not be rendered`)
    expect(warning).toContain(why)
    expect(warning).toContain('render-check: off')
  })

  test.each(cases)('is a problem when it is required: %s', async (_, setup, why) => {
    await using opened = await open({ ...setup, mode: 'require' })
    const problem = await problemOf(() => opened.check.check(bump()))
    expect(problem).toMatchObject({ code: 'RENDER_FAILED', configPlace: { file: FILE, line: 3 } })
    expect(problem.message).toContain(why)
    expect(problem.hint).toContain('render-check: auto')
  })

  test('is not written to the disk, nor given to a tool', async () => {
    await using opened = await open({ tips: { one: REMOTE } })
    await opened.check.check(bump())
    expect([opened.written, opened.jobs]).toEqual([[], []])
  })

  test('is a file that kustomize does not look for', async () => {
    await using opened = await open()
    const [warning] = await opened.check.check(bumpOf('apps/web/prod/web.yaml', [BEFORE, AFTER]))
    expect(warning).toContain('Name it apps/web/prod/kustomization.yaml.')
    const [atRoot] = await opened.check.check(bumpOf('web.yaml', [BEFORE, AFTER]))
    expect(atRoot).toContain('Name it kustomization.yaml.')
  })
})

describe('a second check', () => {
  const next = (changes: Files): Files => ({ ...FILES, ...changes })

  test('of the same tip costs nothing', async () => {
    await using opened = await open({ answer: () => FAILED })
    const first = await opened.check.check(bump())
    const { length } = opened.asked
    expect(await opened.check.check(bump())).toEqual(first)
    expect([opened.asked.length, opened.jobs.length]).toEqual([length, 1])
  })

  test('with another digest costs nothing', async () => {
    const digest = `sha256:${'1'.repeat(64)}`
    await using opened = await open({ answer: pod(`${NEW}:new@${ZEROS}`), mode: 'require' })
    const text = (value: string) => `${AFTER}# ${value}\n`
    await opened.check.check(bumpOf(FILE, [BEFORE, text(ZEROS)], { reference: `${NEW}:new@${ZEROS}` }))
    const { length } = opened.asked
    await opened.check.check(bumpOf(FILE, [BEFORE, text(digest)], { reference: `${NEW}:new@${digest}` }))
    expect([opened.asked.length, opened.jobs.length]).toEqual([length, 1])
  })

  test('with another digest of somebody else renders again', async () => {
    await using opened = await open({ answer: pod(`${NEW}:new@${ZEROS}`) })
    const text = (other: string) => `${AFTER}# ${ZEROS}, sha256:${other.repeat(64)}\n`
    const reference = `${NEW}:new@${ZEROS}`
    await opened.check.check(bumpOf(FILE, [BEFORE, text('1')], { reference }))
    await opened.check.check(bumpOf(FILE, [BEFORE, text('2')], { reference }))
    expect(opened.jobs).toHaveLength(2)
  })

  test("of a tip that somebody else's overlay moved costs one look, and later ones none", async () => {
    const two = next({ 'apps/api/kustomization.yaml': 'resources: []\nnamePrefix: x\n' })
    await using opened = await open({ tips: { one: FILES, two } })
    await opened.check.check(bump())
    const { length } = opened.asked
    expect(await opened.check.check(bump({ tip: 'two' }))).toEqual([])
    expect(await opened.check.check(bump({ tip: 'two' }))).toEqual([])
    expect(opened.asked.slice(length)).toEqual([['apps/web/base', 'apps/web/prod']])
    expect(opened.jobs).toHaveLength(1)
  })

  test.each([
    ['a changed base', next({ 'apps/web/base/d.yaml': 'kind: StatefulSet\n' }), {}],
    ['a changed overlay', next({ [FILE]: `${BEFORE}namePrefix: x\n` }), {}],
    ['another tag', FILES, { reference: `${NEW}:newer` }],
  ])('of %s renders again', async (_, two, changes) => {
    await using opened = await open({ tips: { one: FILES, two }, answer: pod(`${NEW}:new`) })
    await opened.check.check(bump())
    await opened.check.check(bump({ tip: 'two', ...changes })).catch(() => {})
    expect(opened.jobs).toHaveLength(2)
  })

  test('of a base that is gone tells so', async () => {
    await using opened = await open({ tips: { one: FILES, two: { [FILE]: BEFORE } } })
    await opened.check.check(bump())
    const [warning] = await opened.check.check(bump({ tip: 'two' }))
    expect(warning).toContain('names "../base" in resources, which is not in the repository')
  })

  test('of another text renders again', async () => {
    await using opened = await open()
    await opened.check.check(bump())
    await opened.check.check(bumpOf(FILE, [BEFORE, `${AFTER}# more\n`]))
    expect(opened.jobs).toHaveLength(2)
  })

  test('of a base that has come into being renders', async () => {
    const one = { [FILE]: BEFORE }
    await using opened = await open({ tips: { one, two: FILES } })
    expect(await opened.check.check(bump())).toHaveLength(1)
    expect(await opened.check.check(bump({ tip: 'two' }))).toEqual([])
    expect(opened.jobs).toHaveLength(1)
  })
})

describe('a Component', () => {
  const PART = 'parts/web/kustomization.yaml'
  const KIND = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n'
  const TEXT = `${KIND}images: [{name: web, newTag: new}]\n`
  const files: Files = {
    [PART]: TEXT,
    'parts/all/kustomization.yaml': `${KIND}components: [../web]\n`,
    'envs/a/kustomization.yaml': 'components: [../../parts/all/]\n',
    'envs/b/kustomization.yml': 'Components: [../../parts/web]\n',
    'envs/c/kustomization.yaml': 'resources: [../a]\n',
    'envs/d/other.yaml': 'components: [../../parts/web]\n',
  }
  const part = () => bumpOf(PART, [KIND, TEXT])

  test('is rendered through its users, also those of other Components', async () => {
    await using opened = await open({ tips: { one: files } })
    expect(await opened.check.check(part())).toEqual([])
    expect(opened.jobs[0]?.folders).toEqual(['envs/a', 'envs/b'])
    expect(opened.lists()).toBe(1)
  })

  test('is distinguished from a kustomization by its apiVersion too', async () => {
    await using opened = await open({ tips: { one: files } })
    await opened.check.check(bumpOf(PART, [KIND, TEXT.replace('kind: Component\n', '')]))
    expect(opened.jobs[0]?.folders).toEqual(['envs/a', 'envs/b'])
  })

  test.each([
    ['one has the image', ['envs/a'], ['envs/b'], [`${PART} is used by envs/b too`]],
    ['all have it', ['envs/a', 'envs/b'], [], []],
  ])('when %s', async (_, having, __, expected) => {
    const answer = (___: unknown, folder: string): Rendering => ({
      ok: true,
      manifests: pod(having.includes(folder) ? `${NEW}:new` : 'other'),
    })
    await using opened = await open({ tips: { one: files }, answer, mode: 'require' })
    const warnings = await opened.check.check(part())
    expect(warnings).toHaveLength(expected.length)
    for (const [index, text] of expected.entries()) expect(warnings[index]).toContain(text)
  })

  test('that the root of the repository uses too is reported by a name for it', async () => {
    const one = { ...files, 'kustomization.yaml': 'components: [parts/web]\n' }
    const answer = (_: unknown, folder: string): Rendering => ({
      ok: true,
      manifests: pod(folder === '' ? 'other' : `${NEW}:new`),
    })
    await using opened = await open({ tips: { one }, answer })
    expect(await opened.check.check(part())).toEqual([
      `${PART} is used by . too, where no container gets the new image.`,
    ])
  })

  test('is refused when none has the image', async () => {
    await using opened = await open({ tips: { one: files }, answer: pod('other') })
    expect(await problemOf(() => opened.check.check(part()))).toMatchObject({ code: 'IMAGE_NOT_RENDERED' })
  })

  test.each([
    ['the others have the image', `${NEW}:new`, undefined],
    ['nobody knows of the image', 'other', 'RENDER_FAILED'],
  ])('of which one user cannot be rendered, when %s', async (_, image, code) => {
    const answer = (__: unknown, folder: string): Rendering =>
      folder === 'envs/a' ? FAILED : { ok: true, manifests: pod(image) }
    await using opened = await open({ tips: { one: files }, answer, mode: 'require' })
    if (code) expect(await problemOf(() => opened.check.check(part()))).toMatchObject({ code })
    else expect(await opened.check.check(part())).toEqual([expect.stringContaining('it broke')])
  })

  test('that nobody uses is skipped, saying so', async () => {
    await using opened = await open({ tips: { one: { [PART]: TEXT } }, mode: 'require' })
    expect(await opened.check.check(part())).toEqual([
      `${PART} is a Component that no kustomization uses, so it could not be rendered.`,
    ])
    expect(opened.jobs).toEqual([])
  })

  const usedBy = (users: number): Files => ({
    [PART]: TEXT,
    ...Object.fromEntries(
      Array.from({ length: users }, (_, i) => [`e${i}/kustomization.yaml`, 'components: [../parts/web]\n']),
    ),
  })

  test('is looked for in all of many users', async () => {
    await using opened = await open({ tips: { one: usedBy(30) } })
    await opened.check.check(part())
    expect(opened.jobs[0]?.folders).toHaveLength(30)
  })

  test('of more users than are rendered is not said to be absent', async () => {
    await using opened = await open({ tips: { one: usedBy(120) }, answer: pod('nginx') })
    expect(await opened.check.check(part())).toEqual([
      expect.stringContaining('it is a component of 120 kustomizations, and those that were rendered'),
    ])
    expect(opened.jobs[0]?.folders).toHaveLength(100)
  })

  test('that uses itself is no reason to look for ever', async () => {
    const round = { [PART]: `${TEXT}components: [../web]\n` }
    await using opened = await open({ tips: { one: round } })
    expect(await opened.check.check(part())).toHaveLength(1)
  })
})

describe('one cause at eight overlays', () => {
  const names = Array.from({ length: 8 }, (_, index) => `apps/web/o${index}/kustomization.yaml`)
  const files = { ...FILES, ...Object.fromEntries(names.map((name) => [name, BEFORE])) }
  const all = () => ({
    ...bump(),
    verdicts: names.flatMap((name) => bumpOf(name, [BEFORE, AFTER]).verdicts),
    before: new Map(names.map((name) => [name, BEFORE])),
    files: new Map(names.map((name) => [name, AFTER])),
  })
  const others = names.slice(1).map((name) => `${name}:3`)

  test('is one problem that has all of them', async () => {
    const workflow =
      'kind: WorkflowTemplate\nmetadata:\n  name: build\nspec:\n  templates:\n  - container:\n      image: null\n'
    await using opened = await open({ tips: { one: files }, answer: workflow })
    const problem = await problemOf(() => opened.check.check(all()))
    expect(problem.message).toContain('WorkflowTemplate build (spec.templates[].container.image)')
    expect(problem.message).toContain(
      '  - kind: WorkflowTemplate\n    path: spec/templates[]/container/image',
    )
    expect(problem.hint).toMatch(/^Write image: with the name of its entry in each of these fields/)
    expect(problem.hint).toContain(`The same at ${others.join(', ')}.`)
    expect(problem.alsoAt).toHaveLength(7)
  })

  test('is one warning that has all of them', async () => {
    await using opened = await open({ tips: { one: files }, answer: () => FAILED })
    const warnings = await opened.check.check(all())
    expect(warnings).toEqual([expect.stringMatching(`^${names[0]} could not be rendered`)])
    expect(warnings[0]).toContain(`The same at ${others.join(', ')}.`)
    // And from memory.
    expect(await opened.check.check(all())).toEqual(warnings)
  })
})

describe('without a tool', () => {
  const withoutTool = async (mode: 'auto' | 'require' | 'off') => {
    await using held = await treeOf({ one: FILES })
    const warnings = await new RenderCheck({
      mode,
      tree: held.tree,
      render: undefined,
      knownAccounts: KNOWN,
    }).check(bump())
    return { warnings, written: held.written }
  }

  test('auto warns once, and looks at nothing', async () => {
    expect(await withoutTool('auto')).toEqual({
      warnings: [expect.stringMatching(/neither kustomize nor kubectl.*render-check: off/)],
      written: [],
    })
    expect((await withoutTool('off')).warnings).toEqual([])
  })

  test('require refuses', async () => {
    expect(await problemOf(() => withoutTool('require'))).toMatchObject({
      code: 'RENDER_FAILED',
      inputs: ['render-check'],
      hint: expect.stringContaining('render-check: auto'),
    })
  })
})

describe('an overlay that a pattern found', () => {
  const OTHER = 'apps/web/copy/kustomization.yaml'
  const files = { ...FILES, [OTHER]: BEFORE }
  const verdicts = (optional: boolean) => {
    const [one] = bump().verdicts
    const [other] = bumpOf(OTHER, [BEFORE, AFTER]).verdicts
    return [must(one), { ...must(other), optional }]
  }
  const both = (optional: boolean) => ({
    ...bump(),
    verdicts: verdicts(optional),
    before: new Map([FILE, OTHER].map((file) => [file, BEFORE])),
    files: new Map([FILE, OTHER].map((file) => [file, AFTER])),
  })
  const answer = (_job: unknown, folder: string): Rendering => ({
    ok: true,
    manifests: pod(folder === 'apps/web/copy' ? 'nginx' : `${NEW}:new`),
  })

  test('does not stop the others when its entry reaches no container', async () => {
    await using opened = await open({ tips: { one: files }, answer })
    expect(await opened.check.check(both(true))).toEqual([
      expect.stringMatching(/apps\/web\/copy.* no container gets the new image/),
    ])
    // And again, when a write was lost: still no reason to stop.
    expect(await opened.check.check({ ...both(true), tip: 'two' })).toHaveLength(1)
  })

  test('does stop them when it was named, or when no overlay has the image', async () => {
    await using opened = await open({ tips: { one: files }, answer })
    expect((await problemOf(() => opened.check.check(both(false)))).code).toBe('IMAGE_NOT_RENDERED')
    await using nowhere = await open({ tips: { one: files }, answer: pod('nginx') })
    const alone = {
      ...both(true),
      verdicts: verdicts(true).map((verdict) => ({ ...verdict, optional: true })),
    }
    expect(await problemsOf(() => nowhere.check.check(alone))).toMatchObject([
      { configPlace: { file: FILE }, alsoAt: [{ file: OTHER, line: 3 }] },
    ])
  })
})
