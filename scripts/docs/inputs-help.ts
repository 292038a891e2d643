import type { ErrorCode } from '../../src/errors/errors.ts'
import type { Help } from './help.ts'

const quotedAccounts = `with:
  allowed-account-ids: "012345678901"`

export const INPUTS_HELP = {
  INPUT_INVALID: {
    knownAs: ['is not 12 digits', 'a leading zero is lost', 'is not the host name of a private ECR registry'],
    cases: [
      {
        when: 'The message names the input, what was given and an example. All mistakes of a step are reported at once.',
        change: 'Correct the inputs that are named.',
      },
      {
        when: 'An account has 11 digits, because YAML has read it as a number and dropped its leading zero.',
        change: 'Quote it.',
        example: { language: 'yaml', text: quotedAccounts },
      },
      {
        when: 'The registry host is a near miss: a scheme, path or port around it, `amazonaws.com` in China or the EU sovereign cloud, an address of the API, a dual-stack or FIPS name that the region does not have.',
        change:
          'Give `registry` and `login-registries` the bare host, as `aws ecr describe-repositories` prints it in `repositoryUri`. FIPS and dual-stack (IPv6) hosts are accepted, and the APIs are then asked over FIPS and IPv6, too.',
      },
      {
        when: 'The registry is `public.ecr.aws`.',
        change:
          'Remove it: its tags can always be moved, so nothing is pushed there, and pulling from it needs no login.',
      },
      {
        when: 'An endpoint variable (`AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_STS`, `AWS_ENDPOINT_URL_ECR`, `AWS_ENDPOINT_URL_KMS`) is not a URL.',
        change:
          'Unset it, or correct it in the settings of the runner or in `env` of the job ([setup.md](setup.md#endpoints-of-your-own) says which ones are accepted).',
      },
      {
        when: '`config-ssh-key` is no private key that ssh can read: its public half, a part of it, a path, a key of PuTTY, one with a passphrase. Indentation, quotation marks, base64, CRLF and `\\n` as two characters are no mistake.',
        change:
          'Put the whole file of the private key into the secret. A key without a passphrase is made by `ssh-keygen -t ed25519 -N "" -f deploy-key`; `deploy-key.pub` is the deploy key of the config repository.',
      },
      {
        when: 'Several of `config-token`, `config-ssh-key` and `config-app-id` are set, or both keys of an App, or a token would go over plain `http://`.',
        change: 'Keep one of them, and write `config-repository` with `https://`.',
      },
    ],
  },
  INPUT_REQUIRED: {
    cases: [
      {
        when: 'A run that pushes has no `role-to-assume`, no `repository`, or neither `aws-region` nor `registry`.',
        change: 'Set it, or set `push: false` for runs that only build.',
      },
      {
        when: 'A secret is empty: it does not exist in this repository or environment, or the run is for a fork or by Dependabot, which get none.',
        change:
          'Create the secret where the job looks for it. A job without `environment` sees no secrets of an environment; a reusable workflow sees only those that its caller passes (`secrets: inherit`).',
      },
      {
        when: '`config-repository` is set without `overlays`.',
        change: 'Name the kustomization folders to update, one a line.',
      },
      {
        when: '`aws-credentials` is `ambient` without a role, and no `registry` says which account is meant.',
        change: 'Set `registry`, or `role-to-assume` to a role of that account.',
      },
    ],
  },
  TAG_MUTABLE: {
    cases: [
      {
        when: 'The tag is `latest`, `main`, `prod`, `v1`, a date or a short SHA: what it points to can change, or does not say which commit was built.',
        change: 'Leave `tag` empty, which uses the commit, or put the full SHA in it.',
        example: { language: 'yaml', text: `with:\n  tag: main-\${{ github.sha }}` },
      },
      {
        when: 'The tag is a version, but the run was not started by that git tag.',
        change: 'Run on push of the git tag, or set `build: never` to deploy an image that exists.',
      },
    ],
  },
  TAG_COMMIT_MISMATCH: {
    cases: [
      {
        when: 'The tag holds the SHA of another commit than `HEAD` of the checkout. In a `workflow_run` or after a manual checkout `github.sha` is not what was checked out.',
        change: 'Leave `tag` empty, or check the wanted commit out (`ref` of actions/checkout).',
      },
      {
        when: 'The tag is the version of the git tag of the run, but another commit is checked out.',
        change: 'Leave `ref` of actions/checkout empty, so that it takes the commit of the git tag.',
      },
      { when: 'An older image is to be deployed again.', change: 'Set `build: never`.' },
    ],
  },
  ACCOUNT_MISMATCH: {
    knownAs: ['allowed-account-ids', 'wrong AWS account'],
    cases: [
      {
        when: '`registry` is in another account than `role-to-assume`.',
        change:
          'Correct the one that is wrong: `123456789012` and its like are of documentation. If pushing to the other account is meant, list it; its repository policy must allow the role, too (see [ECR_DENIED](#ecr_denied)).',
        example: { language: 'yaml', text: quotedAccounts },
      },
      {
        when: '`aws-region` is not the region of `registry`, or the partitions differ (`arn:aws-cn:` with a host of `amazonaws.com`).',
        change: 'Leave `aws-region` empty: it follows `registry`.',
      },
      {
        when: 'STS or ECR answered for another account than that of the role.',
        change:
          'Look for `AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_STS` and `AWS_ENDPOINT_URL_ECR` on the runner: something else than AWS answers. Credentials of the wrong account are thrown away, and no later step gets them.',
      },
      {
        when: 'With `aws-credentials: ambient`, the credentials of the runner are of another account than `registry`.',
        change:
          'Use a runner of that account, or set `role-to-assume` to a role there that trusts the runner.',
      },
    ],
  },
  CHECKOUT_INCOMPLETE: {
    knownAs: ['git-lfs', 'lfs', 'submodules', 'sparse-checkout'],
    cases: [
      {
        when: 'Files below a build context are git-lfs pointers: actions/checkout fetches what they stand for only with `lfs: true`. With `require-clean` the run is refused, else it is a warning.',
        change:
          'Set `lfs: true` on actions/checkout, or run `git lfs pull` before this step. What the image does not need goes into `.dockerignore`.',
        example: {
          language: 'yaml',
          text: `- uses: actions/checkout@v5\n  with:\n    lfs: true\n    submodules: true`,
        },
      },
      {
        when: 'Below a build context lies a submodule that is not checked out: the image would get an empty folder. A context in such a submodule is always refused.',
        change:
          'Set `submodules: true` on actions/checkout, or `submodules: recursive` for submodules of submodules. A private one needs a `token` or `ssh-key` that may read it.',
      },
      {
        when: 'A folder of the commit is a repository that was added without `git submodule add`: no checkout brings it.',
        change: 'Add it as a submodule, or take its `.git` away and add its files.',
      },
      {
        when: '`sparse-checkout` leaves out files below a build context, and `require-clean` is set.',
        change: 'List the folders in `sparse-checkout`, or in `.dockerignore`.',
      },
    ],
  },
  CHECKOUT_MODIFIED: {
    cases: [
      {
        when: 'A step before this one has changed tracked files (a formatter, a version bump, `npm install`).',
        change:
          'Commit the change, write to ignored paths, or set `require-clean: false`, which makes it a warning.',
      },
      {
        when: 'There is no git repository at `context`.',
        change: 'Run actions/checkout first, and have git on the runner.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
