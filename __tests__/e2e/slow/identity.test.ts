import { describe, expect, test } from 'vitest'
import { ERROR_CODES, type ErrorCode } from '../../../src/errors/errors.ts'
import type { Claims } from '../../support/jwt.ts'
import type { RunOptions } from '../../support/world.ts'
import { createScene, type Scene, type SceneOptions } from '../scene.ts'

const FOREVER = { times: Number.POSITIVE_INFINITY }
const OTHER = '999988887777'
const NO_TOKEN = { ACTIONS_ID_TOKEN_REQUEST_URL: undefined, ACTIONS_ID_TOKEN_REQUEST_TOKEN: undefined }
const WITHOUT_CONFIG = { 'config-repository': '', 'config-token': '', overlays: '' }
const ISSUER = 'token.actions.githubusercontent.com'

interface Refusal {
  what: string
  code: ErrorCode
  says: RegExp
  hint: RegExp
  inputs?: Record<string, string>
  run?: RunOptions
  options?: SceneOptions
  arrange?: (scene: Scene) => unknown
  /** Requests to the OIDC endpoint, STS and ECR; a pair is a range. */
  requests: [oidc: number, sts: number | [number, number], ecr: number | [number, number]]
}

const NONE: Refusal['requests'] = [0, 0, 0]

const inputs: Refusal[] = [
  {
    what: 'an account that lost its leading zero in YAML',
    code: 'INPUT_INVALID',
    says: /allowed-account-ids is "12345678901".*leading zero/,
    hint: /allowed-account-ids.*"012345678901"/,
    inputs: { 'allowed-account-ids': '12345678901' },
    requests: NONE,
  },
  {
    what: 'a registry whose account lost it',
    code: 'INPUT_INVALID',
    says: /registry is "46500280623\.dkr.*leading zero.*quote it/,
    hint: /input registry/,
    inputs: { registry: '46500280623.dkr.ecr.ap-southeast-2.amazonaws.com' },
    requests: NONE,
  },
  {
    what: 'a registry of China without .cn',
    code: 'INPUT_INVALID',
    says: /partition aws-cn\), where they end in "\.dkr\.ecr\.cn-north-1\.amazonaws\.com\.cn"/,
    hint: /465002806239\.dkr\.ecr\.cn-north-1\.amazonaws\.com\.cn/,
    inputs: { registry: '465002806239.dkr.ecr.cn-north-1.amazonaws.com' },
    requests: NONE,
  },
  {
    what: 'the public registry',
    code: 'INPUT_INVALID',
    says: /registry is "public\.ecr\.aws", which is the public registry/,
    hint: /input registry/,
    inputs: { registry: 'public.ecr.aws' },
    requests: NONE,
  },
  {
    what: 'an endpoint variable that is no URL',
    code: 'INPUT_INVALID',
    says: /AWS_ENDPOINT_URL_STS is "localhost:4566"/,
    hint: /Unset the variable AWS_ENDPOINT_URL_STS/,
    run: { env: { AWS_ENDPOINT_URL_STS: 'localhost:4566' } },
    requests: NONE,
  },
  {
    what: 'no role',
    code: 'INPUT_REQUIRED',
    says: /role-to-assume is empty/,
    hint: /role-to-assume.*arn:aws:iam::/,
    inputs: { 'role-to-assume': '' },
    requests: NONE,
  },
  {
    what: 'ambient credentials without role and registry',
    code: 'INPUT_REQUIRED',
    says: /neither registry nor role-to-assume/,
    hint: /input registry/,
    inputs: { 'role-to-assume': '', 'aws-credentials': 'ambient' },
    requests: NONE,
  },
  {
    what: 'a role of another partition',
    code: 'ACCOUNT_MISMATCH',
    says: /partition aws-cn, but registry .* partition aws$/,
    hint: /role-to-assume or aws-region or registry/,
    inputs: {
      'role-to-assume': 'arn:aws-cn:iam::465002806239:role/x',
      registry: '465002806239.dkr.ecr.ap-southeast-2.amazonaws.com',
    },
    requests: NONE,
  },
  {
    what: 'a region that is not that of the registry',
    code: 'ACCOUNT_MISMATCH',
    says: /aws-region is ap-southeast-2, but registry .* us-east-1/,
    hint: /aws-region empty/,
    inputs: { registry: '465002806239.dkr.ecr.us-east-1.amazonaws.com' },
    requests: NONE,
  },
]

const pullRequest = (from: string): NonNullable<RunOptions['event']> => ({
  name: 'pull_request',
  payload: { pull_request: { head: { repo: { full_name: from } } } },
})

const tokens: Refusal[] = [
  {
    what: 'a job without the permission',
    code: 'ID_TOKEN_UNAVAILABLE',
    says: /the job lacks the permission/,
    hint: /id-token: write.*reusable workflow.*calling job/,
    run: { env: NO_TOKEN },
    requests: NONE,
  },
  {
    what: 'a pull request of a fork that is to push',
    code: 'ID_TOKEN_UNAVAILABLE',
    says: /pull request from a fork/,
    hint: /push: false/,
    inputs: { push: 'true' },
    run: { env: NO_TOKEN, event: pullRequest('mallory/identity-service'), ref: 'refs/pull/8/merge' },
    requests: NONE,
  },
  {
    what: 'a run of Dependabot',
    code: 'ID_TOKEN_UNAVAILABLE',
    says: /Dependabot/,
    hint: /default branch/,
    run: { env: NO_TOKEN, actor: 'dependabot[bot]', ref: 'refs/heads/dependabot/npm/x' },
    requests: NONE,
  },
  {
    what: 'an OIDC endpoint that refuses',
    code: 'OIDC_FAILED',
    says: /answered 403: Resource not accessible ::error::x$/,
    hint: /githubstatus\.com.*proxy/,
    arrange: ({ oidc }) =>
      oidc.fail({ status: 403, body: '{"message":"Resource not accessible\\n::error::x"}' }, FOREVER),
    requests: [1, 0, 0],
  },
  {
    what: 'an OIDC endpoint without an address',
    code: 'OIDC_FAILED',
    says: /ACTIONS_ID_TOKEN_REQUEST_URL is no URL/,
    hint: /githubstatus/,
    run: { env: { ACTIONS_ID_TOKEN_REQUEST_URL: 'idtoken' } },
    requests: NONE,
  },
]

/** A role that trusts nobody, and a token that says what is given. */
const distrusted =
  (claims: Claims = {}) =>
  ({ sts, oidc }: Scene) => {
    sts.settings.accept = () => false
    Object.assign(oidc.settings.claims, claims)
  }
/** How often a refused role is asked for depends on how long an answer takes; integration counts it. */
const TRIES: Refusal['requests'] = [3, [1, 3], 0]

const roles: Refusal[] = [
  {
    what: 'a role that does not trust the token',
    code: 'ROLE_REFUSED',
    says: /account 465002806239, partition aws\): Not authorized to perform sts:AssumeRoleWithWebIdentity\. .*iss: https:.*aud: sts.*sub: repo:acme\/identity-service:ref:refs\/heads\/main.*repository_id: 700100200.*job_workflow_ref: acme\/identity-service.*event_name: push/s,
    hint: new RegExp(
      `oidc-provider/${ISSUER}.*"${ISSUER}:sub":"repo:acme/identity-service:ref:refs/heads/main"`,
    ),
    arrange: distrusted(),
    requests: TRIES,
  },
  {
    what: 'a role that does not exist',
    code: 'ROLE_REFUSED',
    says: /arn:aws:iam::465002806239:role\/none/,
    hint: /role exists in account 465002806239 \(partition aws\)/,
    inputs: { 'role-to-assume': 'arn:aws:iam::465002806239:role/none' },
    requests: TRIES,
  },
  {
    what: 'a role that trusts the sub of before July 2026',
    code: 'ROLE_REFUSED',
    says: /sub: repo:acme@600100\/identity-service@700100200:ref/,
    hint: /"repo:acme@600100\/identity-service@700100200:ref:refs\/heads\/main".*IDs behind "@"/,
    arrange: distrusted({ sub: 'repo:acme@600100/identity-service@700100200:ref:refs/heads/main' }),
    requests: TRIES,
  },
  {
    what: 'a role that trusts the branch of a job with an environment',
    code: 'ROLE_REFUSED',
    says: /environment: production/,
    hint: /:environment:production".*in place of the ref/,
    arrange: distrusted({
      sub: 'repo:acme/identity-service:environment:production',
      environment: 'production',
    }),
    requests: TRIES,
  },
  {
    what: 'a role that trusts the reusable workflow by its sub',
    code: 'ROLE_REFUSED',
    says: /job_workflow_ref: acme\/workflows\/\.github\/workflows\/deploy\.yml@refs\/heads\/main/,
    hint: /reusable workflow acme\/workflows.*stays that of the caller acme\/identity-service/,
    arrange: distrusted({ job_workflow_ref: 'acme/workflows/.github/workflows/deploy.yml@refs/heads/main' }),
    requests: TRIES,
  },
  {
    what: 'claims that try to speak to the runner',
    code: 'ROLE_REFUSED',
    says: /sub: x ::add-mask::y/,
    hint: /trust policy/,
    arrange: distrusted({ sub: 'x\n::add-mask::y' }),
    requests: TRIES,
  },
]

const stsFault =
  (code: string, message = 'as AWS puts it') =>
  ({ sts }: Scene) =>
    sts.fail({ code, message, status: 400 }, FOREVER)

const sts: Refusal[] = [
  {
    what: 'an account without the identity provider',
    code: 'STS_FAILED',
    says: /InvalidIdentityToken\w*: No OpenIDConnect provider found/,
    hint: /create-open-id-connect-provider --url https:\/\/ghe\.example\.com\/_services\/token/,
    arrange: ({ oidc }) =>
      Object.assign(oidc.settings.claims, { iss: 'https://ghe.example.com/_services/token' }),
    requests: [1, 1, 0],
  },
  {
    what: 'a provider that does not know the audience',
    code: 'STS_FAILED',
    says: /Incorrect token audience/,
    hint: /audience acme to the client IDs.*input audience/,
    inputs: { audience: 'acme' },
    requests: [1, 1, 0],
  },
  {
    what: 'a session longer than the role allows',
    code: 'STS_FAILED',
    says: /DurationSeconds exceeds the MaxSessionDuration/,
    hint: /Lower role-duration-seconds/,
    inputs: { 'role-duration-seconds': '7200' },
    requests: [1, 1, 0],
  },
  {
    what: 'a policy that is too large when packed',
    code: 'STS_FAILED',
    says: /PackedPolicyTooLarge/,
    hint: /session tags/,
    arrange: stsFault('PackedPolicyTooLarge'),
    requests: [1, 1, 0],
  },
  {
    what: 'a region in which STS is off',
    code: 'STS_FAILED',
    says: /RegionDisabled/,
    hint: /Enable STS in that region in account 465002806239/,
    arrange: stsFault('RegionDisabledException'),
    requests: [1, 1, 0],
  },
  {
    what: 'a claim that the provider rejects',
    code: 'STS_FAILED',
    says: /IDPRejectedClaim/,
    hint: /input audience/,
    arrange: stsFault('IDPRejectedClaim'),
    requests: [1, 1, 0],
  },
  {
    what: 'an STS that answers for another account',
    code: 'ACCOUNT_MISMATCH',
    says: new RegExp(`arn:aws:sts::${OTHER}:assumed-role.*role-to-assume is arn:aws:iam::465002806239`),
    hint: /AWS_ENDPOINT_URL_STS/,
    arrange: (scene) => {
      scene.sts.settings.answerAs = `arn:aws:iam::${OTHER}:role/gitops-deploy`
    },
    requests: [1, 1, 0],
  },
]

const ecrFault =
  (code: string) =>
  ({ ecr }: Scene) =>
    ecr.fail({ code, message: 'as AWS puts it', status: 400 }, { ...FOREVER, on: 'BatchGetImage' })

const ecr: Refusal[] = [
  {
    what: 'a role that may not log in',
    code: 'ECR_DENIED',
    says: /may not ecr:GetAuthorizationToken.*no identity-based policy allows/,
    hint: /ecr:GetAuthorizationToken on "\*" in the permission policy of role-to-assume\.$/,
    arrange: (scene) => {
      scene.ecr.settings.denied = ['ecr:GetAuthorizationToken']
    },
    requests: [1, 1, 2],
  },
  {
    what: 'a registry of another account that shares nothing',
    code: 'ECR_DENIED',
    says: new RegExp(`account ${OTHER}.*no resource-based policy allows`),
    hint: new RegExp(`arn:aws:ecr:ap-southeast-2:${OTHER}:repository/.*repository policy`),
    inputs: {
      registry: `${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com`,
      'allowed-account-ids': OTHER,
      ...WITHOUT_CONFIG,
    },
    requests: [1, 1, 2],
  },
  {
    what: 'a repository whose key is off',
    code: 'IMAGE_UNAVAILABLE',
    says: /KmsException as AWS puts it/,
    hint: /KMS key of the repository kubeadm_ec2_cluster\/identity-service/,
    arrange: ecrFault('KmsException'),
    requests: [1, 1, 2],
  },
  {
    what: 'a region that the account has not enabled',
    code: 'ECR_FAILED',
    says: /UnrecognizedClientException/,
    hint: /aws-region.*not enabled in account 465002806239/,
    arrange: ecrFault('UnrecognizedClientException'),
    requests: [1, 1, 2],
  },
  {
    what: 'an ECR whose proxyEndpoint is of another account',
    code: 'ACCOUNT_MISMATCH',
    says: new RegExp(`ECR answered with the registry ${OTHER}\\.`),
    hint: /AWS_ENDPOINT_URL_ECR/,
    arrange: (scene) => {
      scene.ecr.settings.proxyEndpoint = () => `https://${OTHER}.dkr.ecr.ap-southeast-2.amazonaws.com`
    },
    requests: [1, 1, 2],
  },
  {
    what: 'an ECR that would have the push go elsewhere',
    code: 'ACCOUNT_MISMATCH',
    says: /ECR answered with the registry registry\.example\.com/,
    hint: /AWS_ENDPOINT_URL_ECR/,
    arrange: (scene) => {
      scene.ecr.settings.proxyEndpoint = () => 'https://registry.example.com'
    },
    requests: [1, 1, 2],
  },
  {
    what: 'a repository that does not exist',
    code: 'REPOSITORY_MISSING',
    says: /account 465002806239, region ap-southeast-2/,
    hint: /repository creation template.*aws ecr create-repository --region ap-southeast-2 /,
    options: { repositories: [] },
    requests: [1, 1, 2],
  },
  {
    what: 'an image that must be there',
    code: 'IMAGE_MISSING',
    says: /is not in the registry/,
    hint: /build: auto/,
    inputs: { build: 'never' },
    // The third asks whether it is archived.
    requests: [1, 1, 3],
  },
]

const AMBIENT = { 'aws-credentials': 'ambient' }
const NOWHERE = { ...NO_TOKEN, AWS_EC2_METADATA_DISABLED: 'true' }

const ambient: Refusal[] = [
  {
    what: 'a runner without credentials',
    code: 'CREDENTIALS_UNAVAILABLE',
    says: /this runner has no AWS credentials/,
    hint: /Leave aws-credentials empty/,
    inputs: AMBIENT,
    run: { env: NOWHERE },
    requests: NONE,
  },
  {
    what: 'a fork whose run has a token',
    code: 'CREDENTIALS_UNAVAILABLE',
    says: /whatever its event and permissions/,
    hint: /push: false/,
    inputs: { push: 'true' },
    run: {
      event: { ...pullRequest('mallory/identity-service'), name: 'pull_request_target' },
      ref: 'refs/heads/main',
    },
    requests: NONE,
  },
  {
    what: 'a fork on a runner with credentials',
    code: 'CREDENTIALS_UNAVAILABLE',
    says: /pull request from a fork, and gets no AWS credentials here/,
    hint: /push: false/,
    inputs: { ...AMBIENT, push: 'true' },
    run: {
      env: { ...NOWHERE, AWS_ACCESS_KEY_ID: 'ASIAX', AWS_SECRET_ACCESS_KEY: 'x' },
      event: pullRequest('mallory/identity-service'),
      ref: 'refs/pull/8/merge',
    },
    requests: NONE,
  },
  {
    what: 'credentials that STS does not know',
    code: 'CREDENTIALS_UNAVAILABLE',
    says: /InvalidClientTokenId/,
    hint: /AWS_ACCESS_KEY_ID/,
    inputs: AMBIENT,
    run: { env: { ...NOWHERE, AWS_ACCESS_KEY_ID: 'ASIAX', AWS_SECRET_ACCESS_KEY: 'x' } },
    requests: [0, 1, 0],
  },
]

const all = { inputs, tokens, roles, sts, ecr, ambient }

const range = (count: number | [number, number]): [number, number] =>
  typeof count === 'number' ? [count, count] : count

function expectRequests(scene: Scene, [oidc, ...rest]: Refusal['requests'], code: ErrorCode): void {
  const made = scene.requests()
  const [sts, ecr] = rest.map(range) as [[number, number], [number, number]]
  // A refused role is asked for with a new token each time.
  const tokens: [number, number] = code === 'ROLE_REFUSED' ? [sts[0], sts[1]] : [oidc, oidc]
  for (const [count, [from, to]] of [
    [made.oidc.length, tokens],
    [made.sts.length, sts],
    [made.ecr.length, ecr],
  ] as const) {
    expect(count).toBeGreaterThanOrEqual(from)
    expect(count).toBeLessThanOrEqual(to)
  }
  expect(made.registry).toEqual([])
}

/** A refusal that is waited for as an outage takes the 60 s of its budget. */
const BOUND_MS = 45_000

describe.each(Object.entries(all))('%s', (_group, refusals) => {
  test.concurrent.for(refusals)('$what: $code', async (refusal) => {
    await using scene = await createScene(refusal.options)
    await refusal.arrange?.(scene)
    const tip = await scene.config.tip()
    const result = await scene.go(refusal.inputs, refusal.run)
    expect(result).toMatchObject({ exitCode: 1, timedOut: false, stderr: '', envFile: '', pathFile: '' })
    expect(result.durationMs).toBeLessThan(BOUND_MS)
    const errors = result.annotations.filter(({ level }) => level === 'error')
    expect(errors.map(({ properties }) => properties.title)).toEqual([refusal.code])
    const [what = '', hint = ''] = (errors[0]?.message ?? '').split('\nWhat to change: ')
    expect(what).toMatch(refusal.says)
    expect(hint).toMatch(refusal.hint)
    expectRequests(scene, refusal.requests, refusal.code)
    expect(await scene.builder.calls()).toEqual([])
    expect(await scene.config.tip()).toBe(tip)
    const { account, region, host } = scene.facts
    for (const word of ['AWS', account, region, host]) expect(result.masks).not.toContain(word)
    expect(await scene.leftovers()).toEqual([])
    expect(await scene.leaks(result, await result.post())).toEqual([])
  })
})

test('every code of identity and registry is met; what takes a whole time budget, in outages.test.ts', () => {
  const codes = Object.keys(ERROR_CODES).filter((code) =>
    /^(?:INPUT_|ACCOUNT_|ID_TOKEN_|CREDENTIALS_|OIDC_|ROLE_|STS_|ECR_|REPOSITORY_|IMAGE_MISSING|IMAGE_UNAVAILABLE)/.test(
      code,
    ),
  )
  const met = new Set(Object.values(all).flatMap((refusals) => refusals.map(({ code }) => code)))
  expect([...met].toSorted()).toEqual(codes.toSorted())
})
