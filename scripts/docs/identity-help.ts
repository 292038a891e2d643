import type { ErrorCode } from '../../src/errors/errors.ts'
import { ENDPOINT_HELP } from './endpoint-help.ts'
import type { Help } from './help.ts'
import { idTokenPermission, reusableCaller, trustById, trustOfEnvironment } from './identity-examples.ts'
import { STS_CASES } from './sts-help.ts'

export const IDENTITY_HELP = {
  ...ENDPOINT_HELP,
  ID_TOKEN_UNAVAILABLE: {
    knownAs: [
      'Could not load credentials from any providers',
      'Credentials could not be loaded, please check your action inputs',
      'Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable',
    ],
    cases: [
      {
        when: 'The job lacks the permission. A `permissions` block replaces the defaults, so it must name everything the job needs.',
        change: 'Grant it on the job.',
        example: idTokenPermission,
      },
      {
        when: 'The workflow runs under act, which makes no OIDC tokens.',
        change:
          'Set `push: false` to build only, or `aws-credentials: ambient` with AWS credentials in `--env-file` ([faq.md](faq.md#can-i-run-it-under-act)).',
      },
      {
        when: 'The job is in a reusable workflow. It can have no more than its caller.',
        change: 'Grant `id-token: write` on the calling job, too.',
        example: reusableCaller,
      },
      {
        when: 'The run is for a pull request from a fork, or was started by Dependabot, which get no token by default.',
        change:
          'Leave `push` at its default, so that such runs build without credentials and do not push; deploy from the default branch.',
      },
      {
        when: 'The workflow runs under act, which has no tokens.',
        change:
          'Run it for a pull request, which needs none ([faq.md](faq.md#can-i-run-it-under-act)), or on GitHub with `dry-run: true`.',
      },
    ],
  },
  CREDENTIALS_UNAVAILABLE: {
    knownAs: ['Could not load credentials from any providers', 'Unable to locate credentials'],
    cases: [
      {
        when: '`aws-credentials` is `ambient`, and the runner has none: no instance profile, task role, EKS service account or `AWS_ACCESS_KEY_ID`.',
        change: 'Leave `aws-credentials` empty to use the OIDC token of GitHub, or give the runner a role.',
      },
      {
        when: 'The job runs in a container, and the metadata service of the instance answers one hop only.',
        change: 'Set the metadata hop limit of the instance to 2.',
      },
      {
        when: 'STS refuses the credentials: `ExpiredToken`, `InvalidClientTokenId` or `SignatureDoesNotMatch`.',
        change:
          'Let the step that sets `AWS_SESSION_TOKEN` run right before this one, use credentials that renew themselves, and set the clock of the runner.',
      },
      {
        when: 'The run is for a pull request from a fork: whatever its event and permissions, it gets no credentials from this step. So does a run on an event that does not say whose files are checked out (`issue_comment`, checks, labels, a dispatch that carries a pull request, ...), unless the build reads the commit of the run alone, in a checkout by git that holds no other file (ignored ones count, too), no submodule and no second checkout.',
        change:
          'Set `push: false` for such runs. To deploy on a comment, check out the commit of the run with git and unpack what else is needed outside of it, or have it start a `workflow_dispatch` on a branch of the repository.',
      },
    ],
  },
  OIDC_FAILED: {
    knownAs: ['Failed to get ID Token'],
    cases: [
      {
        when: 'The OIDC endpoint of GitHub did not answer within 60 s, or refused.',
        change: 'Run the job again, and look at githubstatus.com.',
      },
      {
        when: 'A self-hosted runner reaches GitHub through a proxy.',
        change:
          'Set `HTTPS_PROXY` and `NO_PROXY` (upper or lower case) for the runner, and `NODE_EXTRA_CA_CERTS` where the proxy shows certificates of its own.',
      },
    ],
  },
  ROLE_REFUSED: {
    knownAs: [
      'Not authorized to perform sts:AssumeRoleWithWebIdentity',
      'is not authorized to perform: sts:AssumeRole on resource',
      'AccessDenied',
    ],
    cases: [
      {
        when: 'No statement of the trust policy accepts the token. STS does not say which condition failed; the error of this step shows the claims of the token beside the condition that would accept them.',
        change:
          'Copy `sub` and `aud` from the error into the trust policy. `StringEquals` does not know `*`: for patterns use `StringLike`.',
        example: trustById,
      },
      {
        when: '`sub` has IDs: `repo:acme@600100/identity-service@700100200:ref:refs/heads/main`. Repositories that were created, renamed or transferred since 15 July 2026 have this form, and others that opted in; GitHub Enterprise Server does not. A condition on `repo:acme/identity-service:*` never matches it.',
        change: 'Take the new form into the condition. For the time of a change, list both.',
      },
      {
        when: '`sub` differs from the condition only in upper and lower case: GitHub writes owner, repository and environment as they were typed once (`repo:Acme/Identity-Service:environment:Production`), and `StringEquals` and `StringLike` compare case. So do the names of roles in an ARN.',
        change: 'Copy `sub` from the error as it is, or use `StringEqualsIgnoreCase`.',
      },
      {
        when: 'The job has an `environment`. Then `sub` ends in `:environment:NAME` and names no branch.',
        change: 'Trust the environment, and let its rules say which branches may use it.',
        example: trustOfEnvironment,
      },
      {
        when: 'The job is in a reusable workflow. `sub` stays that of the calling repository.',
        change:
          'Trust the `sub` of the callers, and add a condition on `token.actions.githubusercontent.com:job_workflow_ref` to trust the workflow.',
      },
      {
        when: 'The run is for a pull request, whose `sub` ends in `:pull_request`, or for a git tag (`:ref:refs/tags/v1.2.3`).',
        change:
          'Give pull requests a role of their own that can only pull; add `:ref:refs/tags/v*` with `StringLike` for tags.',
      },
      {
        when: 'The run is on a branch that does not deploy. It builds and pushes all the same, so it needs the role.',
        change:
          'Trust that branch, too; or filter `on.push.branches`, or set `push: false` in such runs, which then need no role.',
      },
      {
        when: 'The organization or repository has customised `sub`.',
        change: 'Write the condition in the form that the error shows.',
      },
      {
        when: 'The role does not exist, or is in another account or partition: STS answers the same.',
        change: 'Compare `role-to-assume` with the ARN in the IAM console, its path included.',
      },
      {
        when: 'The trust policy was changed seconds ago.',
        change:
          'Run the job again: IAM needs a while to spread changes. The step itself tries three times within 5 s.',
      },
      {
        when: 'With `aws-credentials: ambient`, one of the two sides of `sts:AssumeRole` says no.',
        change:
          'Name the role of the runner in `Principal` of the trust policy, and allow `sts:AssumeRole` on `role-to-assume` in the permission policy of the runner.',
      },
    ],
  },
  STS_FAILED: { knownAs: STS_CASES.knownAs, cases: STS_CASES.cases },
  AWS_UNREACHABLE: {
    knownAs: [
      'Throttling: Rate exceeded',
      'TooManyRequestsException',
      'ETIMEDOUT',
      'ENOTFOUND',
      'getaddrinfo EAI_AGAIN',
    ],
    cases: [
      {
        when: 'STS or ECR did not answer, answered 5xx, or throttled until 60 s were over. A step makes one STS and one ECR token request, so a large matrix alone seldom causes it.',
        change: 'Run the job again. Lower `strategy.max-parallel` if it stays.',
      },
      {
        when: 'The runner does not reach Amazon S3, where ECR keeps what images are made of: `merge-tags` needs it, and `platforms` warns without it.',
        change:
          'Let it reach the host that the message names: through the proxy, or by an S3 gateway endpoint whose policy allows the bucket.',
      },
      {
        when: '`aws-region` is misspelt: there is no such endpoint.',
        change: 'Correct it, or leave it empty and set `registry`.',
      },
      {
        when: 'The runner reaches AWS through a proxy, or over VPC endpoints without one for STS or `ecr.api`.',
        change:
          'Set `HTTPS_PROXY` and `NO_PROXY`, or create the endpoints. Dual-stack hosts have no private endpoints.',
      },
      {
        when: 'The certificate of the proxy is not trusted.',
        change: 'Name its authority in `NODE_EXTRA_CA_CERTS` on the runner.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
