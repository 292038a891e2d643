import { describe, expect, test } from 'vitest'
import { ACCOUNT, HOST, inputsOf, KEY } from '../../builders.ts'

describe('parseInputs', () => {
  test('reads empty values as unset, and unset ones as their defaults', () => {
    const { inputs, problems } = inputsOf({})
    expect(problems).toEqual([])
    expect(inputs).toEqual({
      roleToAssume: undefined,
      awsRegion: undefined,
      allowedAccountIds: [],
      loginRegistries: [],
      roleSessionName: undefined,
      roleDurationSeconds: 3600,
      audience: undefined,
      awsCredentials: 'oidc',
      trustedEndpoints: [],
      images: [
        {
          name: undefined,
          repository: undefined,
          registry: undefined,
          tag: undefined,
          tagInput: 'tag',
          repositoryInput: 'repository',
          registryInput: 'registry',
          sourceRepository: undefined,
          paths: [],
          overlays: [],
          helmValues: [],
          manifests: [],
          build: {
            context: '.',
            file: undefined,
            target: undefined,
            platforms: [],
            buildArgs: [],
            labels: [],
            noCache: false,
            network: undefined,
            secrets: [],
            secretEnvs: [],
            secretFiles: [],
            ssh: [],
            contexts: [],
            cache: undefined,
            cacheFrom: [],
            cacheTo: [],
            provenance: undefined,
            sbom: undefined,
            compression: undefined,
          },
        },
      ],
      mergeTags: [],
      build: 'auto',
      push: 'auto',
      engine: {
        engine: undefined,
        builder: undefined,
        maxParallel: 12,
        trustedFrontends: [],
        trustedPaths: [],
        shareBuilder: false,
      },
      createRepository: undefined,
      pullAccounts: [],
      requireClean: false,
      config: {
        repository: undefined,
        branch: undefined,
        token: undefined,
        sshKey: undefined,
        sshKnownHosts: undefined,
        app: { id: undefined, privateKey: undefined, kmsKey: undefined },
        deployRefs: [],
        pin: 'tag',
        retarget: false,
        replicas: { patterns: [], timeoutSeconds: 300 },
        delivery: 'push',
        pullRequest: undefined,
        onStale: 'skip',
        onDiverged: 'default-branch',
        createMissing: false,
        renderCheck: 'auto',
        chartVersion: 'off',
        commitMessage: undefined,
        commitVia: 'auto',
        commitAuthor: undefined,
      },
      githubToken: undefined,
      githubDeployment: undefined,
      dryRun: false,
    })
  })

  test.each(['', ' ', '\n', ' \n\t \r\n '])('takes %j for unset everywhere', (blank) => {
    const names = [
      'role-to-assume',
      'registry',
      'overlays',
      'allowed-account-ids',
      'config-ssh-key',
      'dry-run',
      'context',
    ]
    const { inputs, problems } = inputsOf(Object.fromEntries(names.map((name) => [name, blank])))
    expect({ inputs, problems }).toEqual(inputsOf({}))
  })

  test('reports every mistake at once, each with its input, what was given and an example of what is right', () => {
    const { problems } = inputsOf({
      'role-to-assume': 'gitops-deploy',
      registry: `https://${HOST}`,
      'allowed-account-ids': `12345678901, ${ACCOUNT}, x`,
      'role-duration-seconds': '1h',
      'dry-run': 'yes',
      repository: 'Identity-Service',
      'config-branch': '--force',
      'on-stale': 'never',
    })
    expect(problems.map(({ inputs }) => inputs?.[0])).toEqual([
      'role-to-assume',
      'allowed-account-ids',
      'allowed-account-ids',
      'role-duration-seconds',
      'repository',
      'registry',
      'config-branch',
      'on-stale',
      'dry-run',
    ])
    for (const { code, message, hint, inputs: [input] = [] } of problems) {
      expect(code).toBe('INPUT_INVALID')
      expect(message).toMatch(new RegExp(`^${input} is ".+", which `))
      expect(hint).toMatch(new RegExp(`^Give the input ${input} a value such as: .+`))
    }
  })

  test('keeps the good items of a list beside the bad one', () => {
    const { inputs, problems } = inputsOf({ platforms: 'linux/amd64, arm, linux/arm64' })
    expect(inputs.images[0].build.platforms).toEqual(['linux/amd64', 'linux/arm64'])
    expect(problems).toHaveLength(1)
  })

  test('splits lists by line, and by comma where no value can hold one', () => {
    const { inputs } = inputsOf({
      platforms: 'linux/amd64,linux/arm64\nlinux/arm/v7',
      'build-args': 'A=1,2\r\nB=x y\n\n',
      overlays: '  apps/a \n\n  apps/b,c\n',
      'deploy-refs': 'main\nrelease/{1,2}',
    })
    expect(inputs.images[0].build.platforms).toEqual(['linux/amd64', 'linux/arm64', 'linux/arm/v7'])
    expect(inputs.images[0].build.buildArgs).toEqual(['A=1,2', 'B=x y'])
    expect(inputs.images[0].overlays).toEqual(['apps/a', 'apps/b', 'c'])
    expect(inputs.config.deployRefs).toEqual(['main', 'release/{1,2}'])
  })

  test('keeps an account with a leading zero as text', () => {
    const { inputs, problems } = inputsOf({ 'allowed-account-ids': '012345678901' })
    expect(inputs.allowedAccountIds).toEqual(['012345678901'])
    expect(problems).toEqual([])
  })

  test('keeps the lines of a key', () => {
    const key = `${KEY}\n`
    expect(inputsOf({ 'config-ssh-key': key }).inputs.config.sshKey).toBe(key.trim())
  })

  test.each([
    ['name', 'a\n::set-output name=x::y', 'name is "a ::set-output name=x::y", which has a line break'],
    ['audience', 'a\u001b[2J', 'audience is "a [2J", which has a line break or control character'],
    ['role-to-assume', 'arn:aws:iam::1\n::x:role/y', 'role-to-assume is "arn:aws:iam::1 ::x:role/y"'],
    ['role-to-assume', 'arn:aws:iam::1\n2:role/x', 'which has the account "1 2", which is not 12 digits'],
    ['context', '-\n::error::x', 'context is "- ::error::x", which begins with "-"'],
    ['images', '- { repository: ab, "a\\n::error::x": y }', 'images[0] has no key a ::error::x.'],
  ])('tells a wrong %s of several lines on one', (name, given, message) => {
    const [problem, ...more] = inputsOf({ [name]: given }).problems
    expect(more).toEqual([])
    expect(problem).toMatchObject({ message: expect.stringContaining(message) })
    expect(JSON.stringify(problem)).not.toMatch(/\\[nu]/)
  })

  test.each([
    [120, 'y'.repeat(120)],
    [121, `${'y'.repeat(117)}...`],
    [5000, `${'y'.repeat(117)}...`],
  ])('repeats no more than 120 characters of what was given: %i', (length, told) => {
    const [problem] = inputsOf({ 'aws-region': 'y'.repeat(length) }).problems
    expect(problem?.message).toBe(`aws-region is "${told}", which is not an AWS region`)
  })

  test('refuses a commit-message of several lines: it is the first line of the commit', () => {
    const { problems } = inputsOf({ 'commit-message': 'deploy {name}\n\nSource-Commit: forged' })
    expect(problems).toMatchObject([{ code: 'INPUT_INVALID', inputs: ['commit-message'] }])
  })

  test('does not repeat a credential that was put into a URL', () => {
    const { problems } = inputsOf({
      'config-repository': 'https://x-access-token:marker-secret@github.com/a/b',
    })
    expect(problems).toMatchObject([{ inputs: ['config-repository'] }])
    expect(JSON.stringify(problems)).not.toContain('marker-secret')
  })
})
