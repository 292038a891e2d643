import { describe, expect, test } from 'vitest'
import { PROTECTED_BRANCH, RULE_VIOLATION } from '../support/git-repositories.ts'
import { newRepository } from '../support/image-store.ts'
import type { RunOptions } from '../support/world.ts'
import { partsOf } from '../support/world-services.ts'
import { commitTree, createScene, FILE, NAME, PRODUCTION, type Scene, type SceneOptions } from './scene.ts'

interface Refusal {
  what: string
  code: string
  /** What the hint must name. */
  hint: RegExp
  message?: RegExp[]
  options?: SceneOptions
  inputs?: Record<string, string>
  arrange?: (scene: Scene) => unknown
  run?: RunOptions
  /** How far the run may come: no request at all, no start of the builder, no accepted image, or a pushed image. */
  reaches: 'nothing' | 'preflight' | 'build' | 'push'
  /** Of the annotation. */
  place?: { file: string; line?: string }
  check?: (scene: Scene, message: string) => unknown
}

const OTHER = '999988887777'
const otherHost = `${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com`
const NO_ID_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }

/** The production overlay with one thing changed. */
const edited = (change: (text: string) => string) => async (scene: Scene) => {
  const before = (await scene.config.file(FILE)) ?? ''
  const after = change(before)
  if (after === before) throw new Error('the change does not change the overlay')
  await scene.config.commit({ files: { [FILE]: after }, message: 'Change the overlay' })
}

const service = (files: Record<string, string>): SceneOptions => ({
  serviceCommits: [{ 'app.txt': 'one\n', ...files }, { 'app.txt': 'two\n' }],
})

const identity: Refusal[] = [
  {
    what: 'a job without id-token: write',
    code: 'ID_TOKEN_UNAVAILABLE',
    hint: /id-token: write/,
    run: { env: NO_ID_TOKEN },
    reaches: 'preflight',
    check: (scene) => expect(scene.requests()).toMatchObject({ oidc: [], sts: [], ecr: [] }),
  },
  {
    what: 'a role ARN that is none',
    code: 'INPUT_INVALID',
    hint: /role-to-assume.*arn:aws:iam::\d{12}:role\//,
    message: [/role-to-assume is "gitops-deploy"/],
    inputs: { 'role-to-assume': 'gitops-deploy' },
    reaches: 'nothing',
  },
  {
    what: 'a role ARN whose account lost its leading zero',
    code: 'INPUT_INVALID',
    hint: /role-to-assume/,
    message: [/leading zero/],
    inputs: { 'role-to-assume': 'arn:aws:iam::12345678901:role/gitops-deploy' },
    reaches: 'nothing',
  },
  {
    what: "a role of another account than the registry's",
    code: 'ACCOUNT_MISMATCH',
    hint: new RegExp(`registry.*role-to-assume.*"${OTHER}" to allowed-account-ids`),
    message: [new RegExp(OTHER), /465002806239/],
    inputs: { registry: otherHost },
    reaches: 'nothing',
  },
  {
    what: 'an STS that answers with another account',
    code: 'ACCOUNT_MISMATCH',
    hint: /AWS_ENDPOINT_URL_STS/,
    message: [new RegExp(`arn:aws:sts::${OTHER}:`), /arn:aws:iam::465002806239:role\/gitops-deploy/],
    arrange: (scene) => {
      scene.sts.settings.answerAs = `arn:aws:iam::${OTHER}:role/gitops-deploy`
    },
    reaches: 'preflight',
    check: (scene) => expect(scene.requests().ecr).toEqual([]),
  },
  {
    what: 'an ECR whose proxyEndpoint is of another account',
    code: 'ACCOUNT_MISMATCH',
    hint: /role-to-assume.*AWS_ENDPOINT_URL_ECR/,
    message: [new RegExp(OTHER), /465002806239/],
    arrange: (scene) => {
      scene.ecr.settings.proxyEndpoint = () => `https://${otherHost}`
    },
    reaches: 'preflight',
  },
  {
    what: 'a role that does not trust this workflow',
    code: 'ROLE_REFUSED',
    hint: /trust policy.*sts:AssumeRoleWithWebIdentity.*oidc-provider\/token\.actions\.githubusercontent\.com.*"token\.actions\.githubusercontent\.com:sub":"repo:acme\/identity-service:ref:refs\/heads\/main"/,
    message: [/sub: repo:acme\/identity-service:ref:refs\/heads\/main/, /aud: sts\.amazonaws\.com/],
    arrange: (scene) => {
      scene.sts.settings.accept = () => false
    },
    reaches: 'preflight',
    check: (scene) => expect(scene.requests().sts.length).toBeLessThanOrEqual(3),
  },
  {
    what: 'a role that may not read the repository',
    code: 'ECR_DENIED',
    hint: /ecr:BatchGetImage.*arn:aws:ecr:ap-southeast-2:465002806239:repository\/kubeadm_ec2_cluster\/identity-service/,
    arrange: (scene) => {
      scene.ecr.settings.denied = ['ecr:BatchGetImage']
    },
    reaches: 'preflight',
    check: (scene) => expect(scene.requests().ecr.length).toBeLessThanOrEqual(4),
  },
  {
    what: 'a repository that does not exist',
    code: 'REPOSITORY_MISSING',
    hint: /input repository.*aws ecr create-repository.*--repository-name kubeadm_ec2_cluster\/identity-service/,
    message: [/465002806239/, /ap-southeast-2/],
    options: { repositories: [] },
    reaches: 'preflight',
  },
]

const tags: Refusal[] = [
  ['latest', /"latest" moves/],
  ['main', /branch name/],
  ['main-latest', /"latest" moves/],
  ['SHORT', /short SHA/],
  ['prod', /environment/],
  ['v1', /partial version/],
  ['1.2', /partial version/],
  ['2026-01-15', /date/],
].map(([tag, rule]) => ({
  what: `the tag ${tag}`,
  code: 'TAG_MUTABLE',
  hint: /input tag.*full SHA/,
  message: [rule as RegExp],
  inputs: { tag: tag === 'SHORT' ? 'a624cdc47b97' : String(tag) },
  reaches: 'nothing',
}))

const DOCKERFILE = `# A service
FROM scratch
COPY app.txt /app.txt
RUN make \\
    # with everything
    release
`

const builds: Refusal[] = [
  {
    what: 'a missing Dockerfile',
    code: 'DOCKERFILE_MISSING',
    hint: /input file/,
    message: [/Dockerfile/],
    options: service({}),
    reaches: 'preflight',
  },
  {
    what: 'a Dockerfile that is not where file says',
    code: 'DOCKERFILE_MISSING',
    hint: /input file/,
    message: [/docker\/Dockerfile/],
    inputs: { file: 'docker/Dockerfile' },
    reaches: 'preflight',
  },
  {
    what: 'a context that is not there',
    code: 'DOCKERFILE_MISSING',
    hint: /input context/,
    message: [/services\/none/],
    inputs: { context: 'services/none' },
    reaches: 'preflight',
  },
  {
    what: 'a failing RUN step',
    code: 'BUILD_FAILED',
    hint: /line 4 of Dockerfile/,
    message: [/Dockerfile:4/, /exit status 3/, /compiling main\.c/, /error: missing semicolon/],
    options: {
      ...service({ Dockerfile: DOCKERFILE }),
      builder: {
        steps: {
          'make release': {
            prints: ['compiling main.c', 'error: missing semicolon'],
            exitCode: 3,
          },
        },
      },
    },
    place: { file: 'Dockerfile', line: '4' },
    reaches: 'build',
  },
  {
    what: 'a COPY of a file that is not there',
    code: 'BUILD_FAILED',
    hint: /line 2 of Dockerfile/,
    message: [/Dockerfile:2/, /no such file or directory/],
    options: service({ Dockerfile: 'FROM scratch\nCOPY dist /app\n' }),
    place: { file: 'Dockerfile', line: '2' },
    reaches: 'build',
  },
  {
    what: 'a registry that answers 503 on the manifest for ever',
    code: 'REGISTRY_UNAVAILABLE',
    hint: /again/,
    message: [/503/, /attempts/],
    arrange: (scene) =>
      scene.registry.fail({ status: 503 }, { on: 'PutManifest', times: Number.POSITIVE_INFINITY }),
    reaches: 'build',
    check: async (scene) => {
      expect(await scene.builder.calls('build')).toHaveLength(1)
      expect(await scene.builder.calls('push')).toHaveLength(3)
    },
  },
  {
    what: 'a role that may not push',
    code: 'PUSH_FAILED',
    hint: /ecr:PutImage.*kubeadm_ec2_cluster\/identity-service.*role-to-assume/,
    message: [/not authorized to perform: ecr:PutImage/],
    arrange: (scene) => {
      scene.ecr.settings.denied = ['ecr:PutImage']
    },
    reaches: 'build',
    check: async (scene) => expect(await scene.builder.calls('push')).toHaveLength(1),
  },
  {
    what: 'a runner without any engine',
    code: 'ENGINE_MISSING',
    hint: /Docker.*buildah/,
    options: { builder: 'absent' },
    reaches: 'preflight',
  },
  {
    what: 'build: never and an image that is not there',
    code: 'IMAGE_MISSING',
    hint: /build: auto/,
    inputs: { build: 'never' },
    reaches: 'preflight',
  },
]

const FAR = `apps/${NAME}/overlays/link`

const overlays: Refusal[] = [
  {
    what: 'an overlay folder that is not there',
    code: 'OVERLAY_MISSING',
    hint: /overlays.*production, staging/,
    message: [/overlays\/productoin/, /Did you mean ".*overlays\/production"/],
    inputs: { overlays: `apps/${NAME}/overlays/productoin` },
    reaches: 'preflight',
  },
  {
    what: 'an overlay folder without a kustomization',
    code: 'OVERLAY_MISSING',
    hint: /overlays.*identity-service/,
    message: [/no kustomization\.yaml/],
    inputs: { overlays: 'apps' },
    reaches: 'preflight',
  },
  ...['../platform-config/apps', '/etc', `apps/../../${NAME}`, 'apps/..', 'apps//x'].map(
    (path): Refusal => ({
      what: `the overlay path ${path}`,
      code: 'OVERLAY_INVALID',
      hint: /overlays from the root of the config repository/,
      message: [new RegExp(path.replaceAll('.', '\\.'))],
      inputs: { overlays: path },
      reaches: 'nothing',
    }),
  ),
  {
    what: 'an overlay that is a symlink out of the repository',
    code: 'OVERLAY_INVALID',
    hint: /overlays.*links/,
    message: [/symlink/],
    inputs: { overlays: FAR },
    arrange: ({ config }) =>
      commitTree(config.directory, [{ path: FAR, mode: '120000', content: '../../../../../etc' }]),
    reaches: 'preflight',
  },
  {
    what: 'a kustomization that is a symlink',
    code: 'OVERLAY_INVALID',
    hint: /overlays.*links/,
    message: [/symlink/],
    inputs: { overlays: FAR },
    arrange: ({ config }) =>
      commitTree(config.directory, [
        {
          path: `${FAR}/kustomization.yaml`,
          mode: '120000',
          content: '../../../../../secret/kustomization.yaml',
        },
      ]),
    reaches: 'preflight',
  },
  {
    what: 'two kustomization files in one folder',
    code: 'OVERLAY_INVALID',
    hint: /Keep one/,
    message: [/kustomization\.yaml, kustomization\.yml/],
    arrange: ({ config }) =>
      config.commit({
        files: { [`${PRODUCTION}/kustomization.yml`]: 'resources: []\n' },
        message: 'Second file',
      }),
    reaches: 'preflight',
  },
]

const entries: Refusal[] = [
  {
    what: 'no images entry of that name',
    code: 'ENTRY_MISSING',
    hint: /input name/,
    message: [/"identity-service"/, /Did you mean "identity-servcie"\?/],
    arrange: edited((text) => text.replace('- name: identity-service', '- name: identity-servcie')),
    reaches: 'preflight',
  },
  {
    what: 'no images at all',
    code: 'ENTRY_MISSING',
    hint: /add an entry to images in .*kustomization\.yaml/,
    arrange: edited((text) => text.slice(0, text.indexOf('images:'))),
    reaches: 'preflight',
  },
  {
    what: 'an entry that is there twice',
    code: 'ENTRY_DUPLICATE',
    hint: /Keep one/,
    message: [/lines 9, 12/],
    arrange: edited((text) => `${text}  - name: identity-service\n    newTag: "x"\n`),
    reaches: 'preflight',
  },
  {
    what: 'a numeric tag of another entry without quotes',
    code: 'EDIT_UNSAFE',
    hint: /Quote it on line 13.*newTag: "1234567"/,
    message: [/newTag: 1234567, which YAML/],
    arrange: edited((text) => `${text}  - name: other\n    newTag: 1234567\n`),
    reaches: 'preflight',
  },
  {
    what: 'a tag of another entry that YAML reads as a float',
    code: 'EDIT_UNSAFE',
    hint: /newTag: "1\.10"/,
    arrange: edited((text) => `${text}  - name: other\n    newTag: 1.10\n`),
    reaches: 'preflight',
  },
  {
    what: 'invalid YAML',
    code: 'YAML_INVALID',
    hint: /line 12/,
    message: [/kustomization\.yaml:12/],
    arrange: edited((text) => `${text}   bad: [unclosed\n`),
    reaches: 'preflight',
  },
  {
    what: "another account's registry in the overlay",
    code: 'ENTRY_REGISTRY',
    hint: /role-to-assume.*retarget: true/,
    message: [/kustomization\.yaml:10/, new RegExp(`account ${OTHER}`), /account 465002806239/],
    arrange: edited((text) => text.replace('465002806239', OTHER)),
    reaches: 'preflight',
  },
  {
    what: 'another region in the overlay',
    code: 'ENTRY_REGISTRY',
    hint: /retarget/,
    message: [/us-east-1/, /ap-southeast-2/],
    arrange: edited((text) => text.replace('ap-southeast-2', 'us-east-1')),
    reaches: 'preflight',
  },
]

const config: Refusal[] = [
  {
    what: 'a config branch that is not there',
    code: 'CONFIG_BRANCH_MISSING',
    hint: /config-branch/,
    message: [/releases/],
    inputs: { 'config-branch': 'releases' },
    reaches: 'preflight',
  },
  {
    what: 'an empty config token',
    code: 'INPUT_REQUIRED',
    hint: /config-token.*secret/,
    inputs: { 'config-token': '' },
    reaches: 'nothing',
  },
  {
    what: 'a credential that the server does not know',
    code: 'CONFIG_DENIED',
    hint: /config-token.*contents: write/,
    arrange: (scene) => scene.git.settings.tokens.delete(scene.tokens.config),
    reaches: 'preflight',
  },
  {
    what: 'a credential that may not see the repository',
    code: 'CONFIG_NOT_FOUND',
    hint: /config-repository.*config-token/,
    arrange: (scene) => scene.git.settings.tokens.set(scene.tokens.config, ['acme/other']),
    reaches: 'preflight',
  },
  {
    what: 'a credential that may only read',
    code: 'CONFIG_DENIED',
    hint: /config-token.*write access/,
    arrange: (scene) => {
      scene.git.settings.decide = ({ service: wanted }) =>
        wanted === 'receive-pack' ? 'forbidden' : undefined
    },
    reaches: 'push',
  },
  {
    what: 'a protected branch',
    code: 'CONFIG_REFUSED',
    hint: /^Set delivery: pull-request.*bypass list/,
    message: [/GH006: Protected branch update failed for refs\/heads\/main/],
    arrange: (scene) => scene.config.refuse(PROTECTED_BRANCH),
    reaches: 'push',
  },
  {
    what: 'a ruleset',
    code: 'CONFIG_REFUSED',
    hint: /^Set delivery: pull-request and commit-via: api/,
    message: [/GH013/, /Changes must be made through a pull request/],
    arrange: (scene) => scene.config.refuse(RULE_VIOLATION),
    reaches: 'push',
  },
  {
    what: 'an update hook that says only its own words',
    code: 'CONFIG_REFUSED',
    hint: /config-branch/,
    message: [/not on a Friday/],
    arrange: (scene) => scene.config.refuse(['not on a Friday'], 'update'),
    reaches: 'push',
  },
]

const all = { identity, tags, builds, overlays, entries, config }

describe.each(Object.entries(all))('%s', (_group, refusals) => {
  test.concurrent.for(refusals)('$what is refused as $code', async (refusal) => {
    await using scene = await createScene(refusal.options)
    await refusal.arrange?.(scene)
    const tip = await scene.config.tip()
    const result = await scene.go(refusal.inputs, refusal.run)

    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual([refusal.code])
    const [{ message = '', properties = {} } = {}] = errors
    const [what = '', hint = ''] = message.split('\nWhat to change: ')
    expect(hint).toMatch(refusal.hint)
    for (const part of refusal.message ?? []) expect(what).toMatch(part)
    expect({ file: properties.file, line: properties.line }).toEqual({
      file: refusal.place?.file,
      line: refusal.place?.line,
    })

    expect(result).toMatchObject({ exitCode: 1, stderr: '', envFile: '', pathFile: '' })
    expect(result.outputs).toMatchObject({ result: 'failed', 'config-commit': '', 'changed-files': '' })
    expect(result.summary).toContain(`**${refusal.code}**`)
    expect(result.summary).toContain('What to change:')
    expect(await scene.config.tip()).toBe(tip)
    expect(await scene.leftovers()).toEqual([])
    await expectReach(scene, refusal.reaches)
    await refusal.check?.(scene, what)
    const post = await result.post()
    expect(post.exitCode).toBe(0)
    expect(await scene.leaks(result, post)).toEqual([])
  })
})

async function expectReach(scene: Scene, reaches: Refusal['reaches']): Promise<void> {
  const requests = scene.requests()
  if (reaches === 'nothing') {
    expect(Object.values(requests).flat()).toEqual([])
    // Not even without a request.
    expect(partsOf(scene).flatMap(({ connections }) => connections)).toEqual([])
  }
  if (reaches === 'nothing' || reaches === 'preflight') {
    expect(await scene.builder.calls()).toEqual([])
    expect(requests.registry).toEqual([])
  }
  const place = { ...scene.facts, repository: scene.facts.ecrRepository }
  expect(await scene.catalog.images(place)).toHaveLength(reaches === 'push' ? 1 : 0)
  if (reaches !== 'push') expect(requests.git).not.toContain('receive-pack')
}

describe('mistakes', () => {
  test('of several inputs are reported together, each with what was given', async () => {
    await using scene = await createScene()
    const result = await scene.go({
      'role-to-assume': 'arn:aws:iam::4650:role/x',
      repository: 'https://example.com/x',
      tag: 'latest',
      pin: 'sha',
      'dry-run': 'yes',
      overlays: '../x',
      'commit-message': 'deploy {nmae}',
      'role-duration-seconds': '60',
    })
    const errors = result.annotations.filter(({ level }) => level === 'error')
    const named = ['role-to-assume', 'repository', 'tag', 'pin', 'dry-run', 'overlays']
    for (const input of [...named, 'commit-message', 'role-duration-seconds']) {
      expect(errors.filter(({ message }) => message.startsWith(input))).toHaveLength(1)
    }
    expect(errors).toHaveLength(8)
    expect(result.exitCode).toBe(1)
    expect(Object.values(scene.requests()).flat()).toEqual([])
  })

  test('lead to what explains them, in the version that runs', async () => {
    await using scene = await createScene()
    const uses = { GITHUB_ACTION_REPOSITORY: 'acme/ecr-gitops-deploy', GITHUB_ACTION_REF: 'v1' }
    const page = `${scene.git.url}/acme/ecr-gitops-deploy/blob/v1/docs/troubleshooting.md#tag_mutable`
    const result = await scene.go({ tag: 'latest' }, { env: uses })
    const [error] = result.annotations.filter(({ level }) => level === 'error')
    expect(error?.message.endsWith(`\nMore: ${page}`)).toBe(true)
    expect(result.summary).toContain(`[TAG_MUTABLE](${page})`)
    const local = await scene.go({ tag: 'latest' })
    expect(local.annotations[0]?.message).not.toContain('More:')
  })

  test('of several overlays are reported together, before anything is built', async () => {
    await using scene = await createScene()
    await edited((text) => `${text}  - name: identity-service\n`)(scene)
    const result = await scene.go({ overlays: `${PRODUCTION}\napps/none\napps/${NAME}/base` })
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual([
      'ENTRY_DUPLICATE',
      'OVERLAY_MISSING',
      'ENTRY_MISSING',
    ])
    expect(await scene.builder.calls()).toEqual([])
  })

  test('of the registry and of the config repository are reported together', async () => {
    await using scene = await createScene({ repositories: [] })
    const result = await scene.go({ 'config-branch': 'releases' })
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual([
      'REPOSITORY_MISSING',
      'CONFIG_BRANCH_MISSING',
    ])
  })

  test.each([
    ['there is no such repository', {}],
    ['there is no such image', { build: 'never' }],
    ['the role may read nothing', {}],
  ])('in aws-region are all that is reported, though %s there', async (what, inputs) => {
    await using scene = await createScene()
    const { account, ecrRepository } = scene.facts
    const there = { account, region: 'eu-west-1' }
    if (what.includes('image')) await scene.catalog.createRepository(there, newRepository(ecrRepository))
    if (what.includes('role')) scene.ecr.settings.denied = ['ecr:BatchGetImage']
    const result = await scene.go({ 'aws-region': 'eu-west-1', ...inputs })
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual(['ENTRY_REGISTRY'])
    expect(errors[0]?.message).toMatch(
      /but this step pushes to region eu-west-1, as aws-region says; account and repository are the same\nWhat to change: .*set the input aws-region to ap-southeast-2\b/,
    )
  })

  test('in the config repository are linked to their line at the commit that was read', async () => {
    await using scene = await createScene()
    await edited((text) => text.replace('465002806239', OTHER))(scene)
    const result = await scene.go()
    const [error] = result.annotations.filter(({ level }) => level === 'error')
    const link = `${scene.git.url}/acme/platform-config/blob/${await scene.config.tip()}/${FILE}#L10`
    expect(error?.message).toContain(link)
    expect(result.summary).toContain(`(${link})`)
  })
})

describe('what is no mistake', () => {
  test('a registry that answers 503 on the manifest once: the push is tried again', async () => {
    await using scene = await createScene()
    scene.registry.fail({ status: 503 }, { on: 'PutManifest' })
    const result = await scene.go()
    expect(result.exitCode).toBe(0)
    expect(result.outputs.result).toBe('deployed')
    expect(await scene.builder.calls('build')).toHaveLength(1)
    expect(await scene.builder.calls('push')).toHaveLength(2)
    expect(await scene.leaks(result)).toEqual([])
  })

  test('a push whose answer was lost after it landed: the registry is asked, and has it', async () => {
    await using scene = await createScene()
    scene.registry.fail('reset-after', { on: 'PutManifest' })
    const result = await scene.go()
    expect(result.outputs.result).toBe('deployed')
    expect(await scene.builder.calls('push')).toHaveLength(1)
  })

  test.each([
    ['123456789012', 'a documentation account'],
    ['000000000000', 'repeated digits'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as it stands in overlays
    ['${AWS_ACCOUNT_ID}', 'a variable'],
    ['<account>', 'a gap to fill in'],
  ])('the placeholder account %s (%s) is replaced, with a notice', async (account) => {
    await using scene = await createScene()
    await edited((text) =>
      text.replace(/newName: .*/, `newName: "${account}.dkr.ecr.ap-southeast-2.amazonaws.com/x"`),
    )(scene)
    await scene.haveImage()
    const result = await scene.go()
    expect(result.exitCode).toBe(0)
    const notices = result.annotations.filter(({ level }) => level === 'notice')
    expect(notices.map(({ message }) => message).join('\n')).toContain(`"${account}" is a placeholder`)
    expect(await scene.config.file(FILE)).toContain(
      `newName: "${scene.facts.host}/${scene.facts.ecrRepository}"`,
    )
  })

  test('an entry of another account with retarget: it moves, with a notice', async () => {
    await using scene = await createScene()
    await edited((text) => text.replace('465002806239', OTHER))(scene)
    await scene.haveImage()
    const result = await scene.go({ retarget: 'true' })
    expect(result.outputs.result).toBe('deployed')
    expect(result.annotations.filter(({ level }) => level === 'notice')).toHaveLength(1)
  })
})
