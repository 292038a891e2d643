import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { git } from '../support/git.ts'
import { newRepository } from '../support/image-store.ts'
import { overlay, overlayPath } from '../support/world-files.ts'
import { commitTree, createScene, FILE, NAME, PRODUCTION, PUSH, type Scene, STAGING } from './scene.ts'

const STAGING_FILE = `${STAGING}/kustomization.yaml`
const place = ({ facts }: Scene) => ({ ...facts, repository: facts.ecrRepository })
const imageOf = (scene: Scene, tag = scene.facts.head) => scene.catalog.image(place(scene), tag)

/** What differs between two texts, line by line. */
const changedLines = (before: string, after: string): string[] => {
  const [old, now] = [before.split('\n'), after.split('\n')]
  expect(now.length).toBe(old.length)
  return now.filter((line, index) => line !== old[index])
}

describe('an image that is in the registry already', () => {
  test('is deployed with one commit of one line, and few requests and processes', async () => {
    await using scene = await createScene()
    const { facts, config } = scene
    const before = (await config.file(FILE)) ?? ''
    const parent = await config.tip()
    const digest = await scene.haveImage()
    const result = await scene.go()

    expect(result).toMatchObject({ exitCode: 0, stderr: '', envFile: '', pathFile: '' })
    expect(result.annotations).toEqual([])
    expect(changedLines(before, (await config.file(FILE)) ?? '')).toEqual([`    newTag: "${facts.head}"`])
    expect(await config.file(STAGING_FILE)).toContain(facts.commits[0])
    const [commit, ...older] = await config.log()
    expect(older).toHaveLength(1)
    expect(commit?.parents).toEqual([parent])

    expect(scene.requests()).toEqual({
      oidc: ['token'],
      sts: ['AssumeRoleWithWebIdentity'],
      ecr: expect.arrayContaining(['GetAuthorizationToken', 'BatchGetImage']),
      registry: [],
      git: expect.any(Array),
      github: ['compare'],
    })
    expect(scene.requests().ecr).toHaveLength(2)
    expect((await scene.children.calls()).length).toBeLessThanOrEqual(6)
    expect(await scene.builder.calls()).toEqual([])
    expect(await scene.catalog.images(place(scene))).toHaveLength(1)

    const url = `${facts.host}/${facts.ecrRepository}`
    const { images, ...outputs } = result.outputs
    expect(outputs).toEqual({
      image: `${url}:${facts.head}`,
      'image-by-digest': `${url}@${digest}`,
      tag: facts.head,
      digest,
      registry: facts.host,
      'account-id': '465002806239',
      'repository-url': url,
      result: 'deployed',
      'config-commit': commit?.sha,
      'config-commit-url': `${scene.git.url}/acme/platform-config/commit/${commit?.sha}`,
      'changed-files': FILE,
      'pull-request-url': '',
      'pull-request-number': '',
      'deployment-id': '',
    })
    expect(JSON.parse(images ?? '')).toEqual({
      [NAME]: {
        repository: facts.ecrRepository,
        repositoryUrl: url,
        tag: facts.head,
        digest,
        reused: true,
        platforms: [],
        overlays: { [PRODUCTION]: 'deployed' },
      },
    })
  })

  test('is reported in a commit that reads well', async () => {
    await using scene = await createScene()
    const { facts, config } = scene
    const digest = await scene.haveImage()
    await scene.go({}, { actor: 'hubot', runId: '77', runAttempt: '3' })
    const [commit] = await config.log()
    const [old = '', head] = [facts.commits[0], facts.head]
    const service = `${scene.git.url}/acme/identity-service`
    const image = `${facts.host}/${facts.ecrRepository}:${head}`
    const [subject, ...paragraphs] = commit?.message.split('\n\n') ?? []
    expect(subject).toBe(`deploy(identity-service): ${old.slice(0, 7)} -> ${head.slice(0, 7)}`)
    const compare = `${service}/compare/${old}...${head}`
    const run = `${service}/actions/runs/77/attempts/3`
    const body = paragraphs.slice(0, -1).join('\n\n')
    expect(paragraphs[0]?.split('\n')[0]).toBe('  subject  Round the totals (acme/identity-service#128)')
    for (const part of [FILE, image, digest, '465002806239', 'ap-southeast-2', compare, run]) {
      expect(body).toContain(part)
    }
    expect(paragraphs.at(-1)).toBe(`Source-Repository: acme/identity-service
Source-Commit: ${head}
Image: ${image}
Image-Digest: ${digest}
Actor: hubot
Correlation-Id: gh-77-3`)
    const bot = 'github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>'
    expect(commit).toMatchObject({ author: bot, committer: bot })
    const trailers = await git(['log', '-1', '--format=%(trailers:only,unfold)'], { cwd: config.directory })
    expect(trailers.trim().split('\n')).toHaveLength(6)
    expect(await git(['fsck', '--strict'], { cwd: config.directory })).toBe('')
  })

  test('is reported in a summary with image, digest, account, overlays, diff and commit', async () => {
    await using scene = await createScene()
    const digest = await scene.haveImage()
    const { summary, outputs } = await scene.go()
    const { facts } = scene
    expect(summary).toMatch(/^## Deployed: <code>identity-service<\/code>$/m)
    for (const part of [facts.host, facts.head, digest, '465002806239', 'reused', PRODUCTION]) {
      expect(summary).toContain(part)
    }
    expect(summary).toContain(`](${outputs['config-commit-url']})`)
    expect(summary).toMatch(
      new RegExp(
        `\`\`\`diff\\n[^]*-    newTag: "${facts.commits[0]}"\\n\\+    newTag: "${facts.head}"\\n[^]*\`\`\``,
      ),
    )
    expect(summary).not.toContain('undefined')
    expect(summary).not.toContain('Warnings')
  })

  test('says which role it has assumed, in log and summary', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const { summary, stdout } = await scene.go()
    const { role } = scene.facts
    expect(stdout.split('\n').filter((line) => line === `Acts in AWS as ${role}.`)).toHaveLength(1)
    expect(summary).toContain(`\n\nActs in AWS as <code>${role}</code>\n`)
  })

  test('is deployed once: a second run commits and pushes nothing', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const first = await scene.go()
    const tip = await scene.config.tip()
    const pushes = scene.requests().git.filter((action) => action.includes('receive-pack')).length
    const second = await scene.go()
    expect(first.outputs.result).toBe('deployed')
    expect(second).toMatchObject({ exitCode: 0, annotations: [] })
    expect(second.outputs).toMatchObject({
      result: 'unchanged',
      'config-commit': '',
      'config-commit-url': '',
      'changed-files': '',
      digest: first.outputs.digest,
    })
    expect(await scene.config.tip()).toBe(tip)
    expect(scene.requests().git.filter((action) => action.includes('receive-pack'))).toHaveLength(pushes)
    expect(second.summary).toMatch(/^## Already deployed/)
    // Equal values need no order, and so no second question.
    expect(scene.requests().github).toHaveLength(1)
  })

  test('is deployed from a checkout of one commit', async () => {
    await using scene = await createScene({ checkoutDepth: 1 })
    await scene.haveImage()
    expect((await scene.go()).outputs.result).toBe('deployed')
  })
})

describe('an image that is not there', () => {
  test('is built, pushed and confirmed: one digest in outputs, registry and commit', async () => {
    await using scene = await createScene()
    const result = await scene.go({ pin: 'both', labels: 'com.example.team=payments' })
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    const image = await imageOf(scene)
    expect(result.outputs.digest).toBe(image?.digest)
    expect(result.outputs.digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(await scene.config.file(FILE)).toContain(`digest: ${image?.digest}`)
    expect((await scene.config.log())[0]?.message).toContain(`Image-Digest: ${image?.digest}`)
    expect(JSON.parse(result.outputs.images ?? '')[NAME]).toMatchObject({
      reused: false,
      digest: image?.digest,
    })
    const [build, push] = await scene.builder.calls()
    expect([build?.argv[0], push?.argv[0]]).toEqual(['build', 'push'])
    expect(build?.argv).toContain('--label=com.example.team=payments')
    expect(build?.argv).toContain(`--label=org.opencontainers.image.revision=${scene.facts.head}`)
    expect(scene.requests()).toMatchObject({ oidc: ['token'], sts: [expect.any(String)] })
    expect(scene.requests().ecr.filter((action) => action === 'GetAuthorizationToken')).toHaveLength(1)
    expect(result.stdout).toContain('::group::Build and push identity-service with buildah')
    expect(result.stdout).toContain(`:${scene.facts.head} is in the registry (${image?.digest}).\n`)
  })

  test('is built from context, file, target, build-args and network as given', async () => {
    const files = { 'svc/Dockerfile.prod': 'FROM scratch\nCOPY app.txt /app.txt\n', 'svc/app.txt': 'x\n' }
    await using scene = await createScene({ serviceCommits: [files, { 'svc/app.txt': 'y\n' }] })
    const result = await scene.go({
      context: 'svc',
      file: 'svc/Dockerfile.prod',
      target: 'release',
      'build-args': 'A=1\nB=two words, and a comma',
      network: 'host',
      'no-cache': 'true',
    })
    expect(result.exitCode).toBe(0)
    const [call] = await scene.builder.calls('build')
    expect(call?.argv).toEqual(
      expect.arrayContaining([
        '--file=svc/Dockerfile.prod',
        '--target=release',
        '--build-arg=A=1',
        '--build-arg=B=two words, and a comma',
        '--network=host',
        '--no-cache',
      ]),
    )
    expect(call?.argv.at(-1)).toBe('svc')
  })

  test('that another run pushes meanwhile is the one that is deployed', async () => {
    await using scene = await createScene()
    await using step = scene.start({ pin: 'both' })
    // The tag appears between look-up and push: the immutable repository then refuses ours.
    await step.until(async () => (await scene.builder.calls('build')).length > 0)
    const theirs = await scene.haveImage()
    const result = await step.end
    expect(result.outputs).toMatchObject({ result: 'deployed', digest: theirs })
    expect(await scene.config.file(FILE)).toContain(`digest: ${theirs}`)
  })

  test('is built twice from one commit only when it must be: the next run reuses it', async () => {
    await using scene = await createScene()
    await scene.config.refuse(['not now'])
    const failed = await scene.go()
    await scene.config.refuse(undefined)
    const again = await scene.go()
    expect([failed.outputs.result, again.outputs.result]).toEqual(['failed', 'deployed'])
    expect(await scene.builder.calls('build')).toHaveLength(1)
  })

  test('is pushed to a repository with mutable tags with a warning', async () => {
    const name = 'kubeadm_ec2_cluster/identity-service'
    await using scene = await createScene({ repositories: [newRepository(name, { mutability: 'MUTABLE' })] })
    const result = await scene.go()
    const warnings = result.annotations.filter(({ level }) => level === 'warning')
    expect(result.outputs.result).toBe('deployed')
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('IMMUTABLE')])
  })

  test('is refused when tracked files are modified and require-clean is set, else warned of', async () => {
    await using scene = await createScene()
    await writeFile(join(scene.workspace, 'app.txt'), 'changed\n')
    await writeFile(join(scene.workspace, 'untracked.txt'), 'new\n')
    const strict = await scene.go({ 'require-clean': 'true' })
    expect(strict.annotations.map(({ properties }) => properties.title)).toEqual(['CHECKOUT_MODIFIED'])
    const loose = await scene.go()
    expect(loose.outputs.result).toBe('deployed')
    expect(loose.annotations).toMatchObject([
      { level: 'warning', message: expect.stringContaining('app.txt') },
    ])
    expect(loose.summary).toMatch(/^> \*\*Warnings\*\*\n>\n> - .* app\.txt\. Set require-clean: true /m)
    expect(strict.summary).not.toContain('Warnings')
  })
})

describe('build: never', () => {
  test('deploys an existing image of any commit, without a builder or a Dockerfile', async () => {
    await using scene = await createScene({ builder: 'absent' })
    const [, second = ''] = scene.facts.commits
    await scene.haveImage(second)
    const result = await scene.go({ build: 'never', tag: second })
    expect(result.outputs).toMatchObject({ result: 'deployed', tag: second })
    expect(await scene.config.file(FILE)).toContain(second)
  })

  test('deploys an existing version from any run', async () => {
    await using scene = await createScene()
    await git(['tag', 'v1.4.0', scene.facts.head], { cwd: scene.service.directory })
    await scene.haveImage('v1.4.0')
    const result = await scene.go({ build: 'never', tag: 'v1.4.0' })
    expect(result.outputs).toMatchObject({ result: 'deployed', tag: 'v1.4.0' })
    expect(await scene.config.file(FILE)).toContain('newTag: "v1.4.0"')
  })
})

describe('several overlays', () => {
  test('change in one commit, each with its result', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const result = await scene.go({ overlays: `${PRODUCTION}\n./${STAGING}/\n` })
    expect(result.outputs['changed-files']?.split('\n')).toEqual([FILE, STAGING_FILE])
    expect(JSON.parse(result.outputs.images ?? '')[NAME].overlays).toEqual({
      [PRODUCTION]: 'deployed',
      [STAGING]: 'deployed',
    })
    const log = await scene.config.log()
    expect(log).toHaveLength(2)
    expect(log[0]?.message).toMatch(new RegExp(`${FILE}\\n\\s*(?:file\\s+)?${STAGING_FILE}\\n`))
    for (const file of [FILE, STAGING_FILE]) expect(await scene.config.file(file)).toContain(scene.facts.head)
    expect(scene.requests().github).toEqual(['compare'])
  })

  test('of which one has the values already: only the other changes', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await scene.go({ overlays: STAGING })
    const result = await scene.go({ overlays: `${STAGING}\n${PRODUCTION}` })
    expect(result.outputs).toMatchObject({ result: 'deployed', 'changed-files': FILE })
    expect(JSON.parse(result.outputs.images ?? '')[NAME].overlays).toEqual({
      [STAGING]: 'unchanged',
      [PRODUCTION]: 'deployed',
    })
  })

  test('of which one is wrong: none changes', async () => {
    await using scene = await createScene()
    const tip = await scene.config.tip()
    const result = await scene.go({ overlays: `${PRODUCTION}\napps/none` })
    expect(result.outputs.result).toBe('failed')
    expect(await scene.config.tip()).toBe(tip)
    expect(await scene.builder.calls()).toEqual([])
  })

  test('may be files, and may lie in the root', async () => {
    await using scene = await createScene()
    const { facts } = scene
    const text = overlay('root', {
      name: NAME,
      image: `${facts.host}/${facts.ecrRepository}`,
      tag: facts.commits[0] ?? '',
    })
    const files = { 'kustomization.yml': text, 'odd/identity.yaml': text }
    await scene.config.commit({ files, message: 'More' })
    await scene.haveImage()
    const result = await scene.go({ overlays: '.\nodd/identity.yaml' })
    expect(result.outputs).toMatchObject({
      result: 'deployed',
      'changed-files': 'kustomization.yml\nodd/identity.yaml',
    })
  })
})

describe('pin', () => {
  const edit = async (scene: Scene, change: (text: string) => string) => {
    const text = (await scene.config.file(FILE)) ?? ''
    await scene.config.commit({ files: { [FILE]: change(text) }, message: 'By hand' })
  }

  test.each([
    ['tag', false],
    ['both', true],
    ['digest', true],
  ])('%s: the tag is set where it stands, a digest is %s', async (pin, withDigest) => {
    await using scene = await createScene()
    const digest = await scene.haveImage()
    const result = await scene.go({ pin })
    expect(result.outputs.result).toBe('deployed')
    const text = (await scene.config.file(FILE)) ?? ''
    expect(text).toContain(`newTag: "${scene.facts.head}"`)
    expect(text.includes(`digest: ${digest}`)).toBe(withDigest)
  })

  test('tag: a digest beside the tag is set too, because it would win over the tag', async () => {
    await using scene = await createScene()
    await edit(scene, (text) => `${text}    digest: sha256:${'a'.repeat(64)} # pinned\n`)
    const digest = await scene.haveImage()
    await scene.go()
    const text = (await scene.config.file(FILE)) ?? ''
    expect(text).toContain(`newTag: "${scene.facts.head}"\n    digest: ${digest} # pinned\n`)
  })

  test('digest: an entry with a digest only gets no tag', async () => {
    await using scene = await createScene()
    const old = `digest: sha256:${'b'.repeat(64)}`
    await edit(scene, (text) => text.replace(/newTag: .*/, old))
    const digest = await scene.haveImage()
    const result = await scene.go({ pin: 'digest' })
    expect(result.outputs.result).toBe('deployed')
    const text = (await scene.config.file(FILE)) ?? ''
    expect(text).toContain(`    digest: ${digest}\n`)
    expect(text).not.toContain('newTag')
  })
})

describe('dry-run', () => {
  test.each([true, false])('prints the diff and writes nothing (image there: %s)', async (there) => {
    await using scene = await createScene()
    const tip = await scene.config.tip()
    const digest = there ? await scene.haveImage() : ''
    const result = await scene.go({ 'dry-run': 'true' })
    expect(result).toMatchObject({ exitCode: 0, stderr: '' })
    expect(result.outputs).toMatchObject({ result: 'dry-run', 'config-commit': '', digest })
    const { facts } = scene
    for (const text of [result.stdout, result.summary]) {
      expect(text).toContain(`-    newTag: "${facts.commits[0]}"\n+    newTag: "${facts.head}"`)
    }
    expect(await scene.config.tip()).toBe(tip)
    expect(scene.requests().git).not.toContain('refs:receive-pack')
    expect(scene.requests().registry).toEqual([])
    expect(await scene.builder.calls()).toEqual([])
    expect(await scene.catalog.images(place(scene))).toHaveLength(there ? 1 : 0)
    expect(await scene.leftovers()).toEqual([])
  })

  test('says that the digest of an image that is not there yet is made up', async () => {
    await using scene = await createScene()
    const result = await scene.go({ 'dry-run': 'true', pin: 'both' })
    expect(result).toMatchObject({ exitCode: 0, outputs: { result: 'dry-run', digest: '' } })
    // On the page the line goes on behind a mark.
    const whole = result.summary.replaceAll(/\n. {4}↪ /g, '')
    const shown = [result.stdout, whole].filter((text) => text.includes('0'.repeat(64)))
    const note = /not built yet/
    expect(shown).toHaveLength(2)
    expect(shown.filter((text) => !note.test(text))).toEqual([])
  })

  test('says what it would do for the image, and nothing of digests that the diff does not show', async () => {
    await using scene = await createScene()
    const { stdout, annotations } = await scene.go({ 'dry-run': 'true' })
    const image = `${scene.facts.host}/${scene.facts.ecrRepository}:${scene.facts.head}`
    expect(stdout).toContain(`${image} is not in the registry: a real run builds it with buildah.`)
    expect(annotations).toEqual([])
    const digest = await scene.haveImage()
    const { stdout: there } = await scene.go({ 'dry-run': 'true' })
    expect(there).toContain(`${image} exists (${digest}): reused, nothing is built.`)
    const tagged = await scene.go({ 'dry-run': 'true', tag: 'v1.2.3' }, { ref: 'refs/tags/v1.2.3' })
    expect(tagged.stdout).toContain(
      `:v1.2.3 is not in the registry: a real run tags the image of commit ${scene.facts.head}.`,
    )
  })

  test.each([
    ['a context that is not there', {}, { context: 'services/none' }, 'DOCKERFILE_MISSING'],
    ['a Dockerfile that is not there', {}, { file: 'deploy/Dockerfile' }, 'DOCKERFILE_MISSING'],
    ['an engine that cannot do it', {}, { provenance: 'true' }, 'ENGINE_UNSUITABLE'],
    ['no engine', { builder: 'absent' }, {}, 'ENGINE_MISSING'],
  ] as const)('finds %s, in a pull request too', async (_, options, inputs, code) => {
    await using scene = await createScene(options)
    for (const name of ['push', 'pull_request']) {
      const run = { event: { ...PUSH, name } }
      const { exitCode, annotations } = await scene.go({ 'dry-run': 'true', ...inputs }, run)
      expect(exitCode, name).toBe(1)
      expect(annotations.filter(({ level }) => level === 'error').map((one) => one.properties.title)).toEqual(
        [code],
      )
    }
    expect(await scene.leftovers()).toEqual([])
  })

  test('asks for no engine and no files when nothing is to be built', async () => {
    await using scene = await createScene({ builder: 'absent' })
    await scene.haveImage()
    const result = await scene.go({ 'dry-run': 'true', context: '.', file: 'deploy/Dockerfile' })
    expect(result.outputs.result).toBe('dry-run')
  })

  test('finds what a real run would fail for', async () => {
    await using scene = await createScene({ repositories: [] })
    const result = await scene.go({ 'dry-run': 'true', overlays: 'apps/none' })
    expect(result.exitCode).toBe(1)
    const errors = result.annotations.map(({ properties }) => properties.title)
    expect(errors).toEqual(['REPOSITORY_MISSING', 'OVERLAY_MISSING'])
  })
})

describe('a config repository', () => {
  test('at a file:// URL needs no credential', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const url = `file://${scene.config.directory}`
    const result = await scene.go({ 'config-repository': url, 'config-token': '' })
    expect(result.outputs).toMatchObject({ result: 'deployed', 'config-commit-url': '' })
    expect(await scene.config.file(FILE)).toContain(scene.facts.head)
    expect(scene.requests().git).toEqual([])
    expect((await scene.children.calls()).length).toBeLessThanOrEqual(6)
  })

  test('at a full URL', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const result = await scene.go({ 'config-repository': `${scene.git.url}/acme/platform-config.git` })
    expect(result.outputs.result).toBe('deployed')
    expect(result.outputs['config-commit-url']).toBe(
      `${scene.git.url}/acme/platform-config/commit/${result.outputs['config-commit']}`,
    )
  })

  test('is written on the branch that is named, and only there', async () => {
    await using scene = await createScene()
    const { directory } = scene.config
    await git(['branch', 'env/prod', 'main'], { cwd: directory })
    const main = await scene.config.tip('main')
    await scene.haveImage()
    const result = await scene.go({ 'config-branch': 'env/prod' })
    expect(result.outputs.result).toBe('deployed')
    expect(await scene.config.tip('main')).toBe(main)
    expect(await scene.config.tip('env/prod')).toBe(result.outputs['config-commit'])
  })

  test('keeps every other byte, mode, link and submodule', async () => {
    await using scene = await createScene()
    const { directory } = scene.config
    const text = (await scene.config.file(FILE)) ?? ''
    await commitTree(directory, [
      { path: FILE, mode: '100755', content: `\uFEFF${text.replaceAll('\n', '\r\n')}` },
      { path: 'bin/tool', mode: '100755', content: Buffer.from([0, 255, 1, 10, 13]) },
      { path: 'link', mode: '120000', content: 'bin/tool' },
      { path: 'vendor/sub', mode: '160000', content: 'a'.repeat(40) },
    ])
    await scene.haveImage()
    const before = await git(['ls-tree', '-r', 'HEAD'], { cwd: directory })
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    const after = await git(['ls-tree', '-r', 'HEAD'], { cwd: directory })
    const differing = after.split('\n').filter((line) => !before.split('\n').includes(line))
    expect(differing).toEqual([expect.stringMatching(/^100755 blob .*production\/kustomization\.yaml$/)])
    const expected = `\uFEFF${text.replaceAll('\n', '\r\n')}`.replace(
      `newTag: "${scene.facts.commits[0]}"`,
      `newTag: "${scene.facts.head}"`,
    )
    // By its object name: the helpers of the world decode text, which drops a byte order mark.
    const blob = await git(['hash-object', '--stdin'], { cwd: directory, stdin: expected })
    expect(await git(['rev-parse', `HEAD:${FILE}`], { cwd: directory })).toBe(blob)
  })

  test('with a name that is not the last segment of the repository', async () => {
    await using scene = await createScene({
      ecrRepository: 'team/idp',
      repositories: ['team/idp'],
    })
    await scene.haveImage()
    const result = await scene.go({ name: NAME, overlays: overlayPath(NAME, 'production') })
    expect(result.outputs.result).toBe('deployed')
  })

  test('gets the message and the author that the inputs give, and nothing more from them', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    await scene.go(
      {
        'commit-message': 'chore: {name} {previous} -> {sha} by {actor}',
        'commit-author': 'Deploy Bot <bot@example.com>',
      },
      { actor: 'hubot' },
    )
    const [commit] = await scene.config.log()
    const [old = ''] = scene.facts.commits
    expect(commit?.message.split('\n')[0]).toBe(
      `chore: identity-service ${old.slice(0, 7)} -> ${scene.facts.head} by hubot`,
    )
    expect(commit?.author).toBe('Deploy Bot <bot@example.com>')
  })

  test('is not disturbed by a checkout that is hostile or in no repository', async () => {
    await using scene = await createScene()
    await scene.haveImage()
    const bare = join(scene.root, 'no-repository')
    await mkdir(bare)
    const result = await scene.go({}, { workspace: bare })
    expect(result.outputs).toMatchObject({ result: 'deployed', tag: scene.facts.head })
    expect(result.annotations).toMatchObject([{ level: 'notice' }])
  })
})
