import type { ErrorCode } from '../../src/errors/errors.ts'
import type { Help } from './help.ts'

export const ORDER_HELP = {
  ORDER_UNKNOWN: {
    cases: [
      {
        when: 'The history of the service repository may not be read, or the API is limited or down.',
        change:
          'Give the job `contents: read` and leave `github-token` at its default; or check out with `fetch-depth: 0`, which needs no request.',
      },
      {
        when: 'The commit is of another repository: a submodule, or a second checkout.',
        change: 'Name that repository in `source-repository`.',
      },
      {
        when: 'A version is deployed whose git tag has a prefix (`svc-v1.2.3`), by a run of another ref.',
        change: 'Run the workflow from that git tag, or set `tag` to the full SHA of its commit.',
      },
      {
        when: 'Service and config are one repository, and what a push that calls itself a deploy has changed is not known.',
        change:
          'Check out with `fetch-depth: 0`: GitHub lists 300 files at most, and none to a token without `contents: read`.',
      },
    ],
  },
  ORDER_STALE: {
    cases: [
      {
        when: 'A newer commit is deployed, and `on-stale` is `fail`.',
        change:
          'Deploy a newer commit. `on-stale: skip` ends green, `on-stale: write` rolls back and leaves a hold.',
      },
    ],
  },
  ORDER_DIVERGED: {
    cases: [
      {
        when: 'The deployed commit is on another branch, or a force-push has replaced it.',
        change: 'Merge to the default branch and run from there, or set `on-diverged: write`.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>

export const CONFIG_HELP = {
  CONFIG_NOT_FOUND: {
    knownAs: ['Repository not found', 'remote: Not Found', 'not valid: is this a git repository?'],
    cases: [
      {
        when: 'The name is wrong, or the credential may not see a private repository. The token of the job (`GITHUB_TOKEN`) sees its own repository only.',
        change:
          'Check `config-repository`, and give `config-token`, `config-ssh-key` or the App of `config-app-id` access to it.',
      },
      {
        when: 'What answers is no git server: a page, a login form, or a folder of files (the dumb HTTP protocol).',
        change: 'Set `config-repository` to the address that git clone takes.',
      },
    ],
  },
  CONFIG_MOVED: {
    cases: [
      {
        when: 'The server redirects to another host or port, from HTTPS to HTTP, or to something that is no repository. A redirect could lead anywhere, so no credential is taken along. A repository with another name on the same server is followed, with a notice.',
        change:
          'If you know that the repository is there now, set `config-repository` to the address in the message, and `config-token` to a token for it. Otherwise ask who runs the server.',
      },
      {
        when: 'The server sends the client to its login page, because it does not know the credential.',
        change: 'Renew `config-token`, and check the spelling of `config-repository`.',
      },
    ],
  },
  CONFIG_TOO_LARGE: {
    cases: [
      {
        when: 'The files that the overlays of this step lead to, or the names of all files, are more than a step can hold in memory; or an object of the repository is larger than 512 MiB.',
        change:
          'Name fewer overlays, by their paths instead of a pattern, or set `render-check: off`. Take the large object out of the branch.',
      },
    ],
  },
  CONFIG_BRANCH_MISSING: {
    cases: [
      {
        when: 'The branch does not exist, or the repository is empty.',
        change: 'Correct `config-branch`, or leave it empty for the default branch.',
      },
    ],
  },
  CONFIG_DENIED: {
    knownAs: [
      'Permission denied (publickey)',
      'Authentication failed',
      'Host key verification failed',
      'Resource not accessible',
      'HTTP Basic: Access denied',
      'TF401027',
    ],
    cases: [
      {
        when: 'The config repository is that of the run, no credential is given, and `GITHUB_TOKEN` may only read.',
        change: 'Give the job `permissions: contents: write`.',
      },
      {
        when: 'Another host than GitHub wants a user name beside the token, or a token of another kind.',
        change:
          'Write `config-token` as `user:token`; [git-hosts.md](git-hosts.md) has what each host takes.',
      },
      {
        when: 'The credential has ended or has no write access. The token of a GitHub App ends after one hour, also during a build.',
        change: 'Renew it with "Contents: read and write", or use a deploy key with write access.',
      },
      {
        when: 'The host key of an SSH server is not known.',
        change: 'Put it in `config-ssh-known-hosts`.',
      },
    ],
  },
  CONFIG_REFUSED: {
    knownAs: [
      'GH006: Protected branch update failed',
      'GH013: Repository rule violations found',
      'pre-receive hook declined',
      'You are not allowed to push code to protected branches',
      'Permission denied to update branch',
      'TF402455',
    ],
    cases: [
      {
        when: 'The branch takes pull requests alone.',
        change: 'On GitHub set `delivery: pull-request`, with a token or an App.',
      },
      {
        when: 'The branch takes signed commits alone.',
        change:
          'Set `commit-via: api`, with `config-app-id` or the token of an App: GitHub makes the commit and signs it. A deploy key has no such way.',
      },
      {
        when: 'A protected branch, a rule or a hook forbids the push.',
        change:
          'List the App, user or deploy key in the bypass list of the rule, or set `config-branch` to another branch. [git-hosts.md](git-hosts.md#protected-branches) has where each host keeps that list.',
      },
      {
        when: "The GitHub Enterprise Server is too old for a call of GitHub's API that the commit takes.",
        change: 'Set `commit-via: git`; such a commit is not signed by GitHub.',
      },
      {
        when: 'The server did not take the commit twenty times in a row, although nobody moved the branch: a lock was left beside the branch, for example.',
        change:
          'Run the job again: the image is there, so it only commits. If it stays, let the administrator of the git server look at the repository.',
      },
    ],
  },
  CONFIG_UNREACHABLE: {
    knownAs: [
      'Could not resolve host',
      'SSL certificate problem',
      'certificate subject name',
      'CONNECT tunnel failed',
    ],
    cases: [
      {
        when: 'The host did not answer, its certificate is not trusted, or git 2.31 or newer is not installed.',
        change:
          'Check the host in `config-repository`, the proxy of the runner, and `GIT_SSL_CAINFO` for an authority of your own.',
      },
      {
        when: 'With `config-ssh-key`: ssh is not on PATH, as in many container images.',
        change:
          'Install openssh-client there, or set `config-token` (on GitHub also `config-app-id`) in its place, with `config-repository` as `owner/name` or by its `https://` address.',
      },
      {
        when: 'The proxy of the runner asks for a password (407) or forbids the host (403).',
        change: 'Correct `HTTPS_PROXY` on the runner, or name the host in `NO_PROXY`.',
      },
      {
        when: 'The server, or a firewall before it, answers with an error that does not pass (HTTP 400, 405, 410 and the like).',
        change: 'Check the address in `config-repository`.',
      },
      {
        when: 'The server broke off every push, twenty times in a row, although nobody moved the branch.',
        change:
          'Look at the status of the git host. On a server of your own, let its administrator look for a broken or replaced object (git fsck, refs/replace).',
      },
    ],
  },
  CONFIG_CONTENTION: {
    knownAs: ['non-fast-forward', 'cannot lock ref'],
    cases: [
      {
        when: 'For five minutes other writers moved the branch faster than a commit could land, or every push was broken off.',
        change:
          'Run the job again: the image is there, so it only commits. Look for a writer that pushes in a loop, or at the status of the git host.',
      },
      {
        when: 'Another writer changed an overlay during this run, so that it needs an image that `paths` had left alone and that was not built.',
        change: 'Run the job again: it builds that image, and reuses every image that is in the registry.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>

export const OTHER_HELP = {
  PROXY_UNUSABLE: {
    knownAs: ['407 Proxy Authentication Required', 'socks5://', 'HTTPS_PROXY'],
    cases: [
      {
        when: '`HTTPS_PROXY` is a SOCKS proxy, or no address that can be read.',
        change:
          'Set it to an HTTP proxy: `http://HOST:PORT`, or only `HOST:PORT`, as curl and git take it. User and password stand before the host, with % codes for special characters.',
      },
      {
        when: 'The proxy asks for user and password (407), or forbids the host (403).',
        change: 'Correct `HTTPS_PROXY` on the runner, or name the host in `NO_PROXY`.',
      },
    ],
  },
  RUNNER_DISK: {
    knownAs: ['No space left on device', 'ENOSPC', 'Out of diskspace', 'EACCES: permission denied'],
    cases: [
      {
        when: 'The disk of the runner is full.',
        change:
          'Free space where `RUNNER_TEMP` is, or use a runner with a larger disk. On a runner of your own, `docker system df` shows what images and caches take.',
      },
      {
        when: '`RUNNER_TEMP` is not there or no folder, or the user of the runner may not write to it.',
        change: 'Correct the folder of the runner (`_work/_temp`) or its owner.',
      },
      {
        when: 'The file in which the runner keeps the state of a step cannot be written (`Missing file at path`). Nothing was done.',
        change: 'Free space as above, and look for an earlier step that empties `RUNNER_TEMP`.',
      },
    ],
  },
  RUNNER_LIMIT: {
    knownAs: ['EMFILE: too many open files', 'spawn git EMFILE', 'spawn git EAGAIN', 'ENOMEM'],
    cases: [
      {
        when: 'The limit of open files or processes of the runner is low, or other jobs on it use them up.',
        change:
          'Raise `LimitNOFILE` and `TasksMax` of the service of the runner, what `ulimit -n` shows in the shell that starts it, or `--ulimit` in the options of a container job; or run fewer jobs on it at once.',
      },
      {
        when: 'The memory of the runner or of its container is used up.',
        change: 'Use a runner with more memory, or raise `--memory` in the options of the container job.',
      },
    ],
  },
  CANCELLED: {
    cases: [
      {
        when: 'The run was cancelled or timed out, for example by `cancel-in-progress` of its concurrency group.',
        change: 'Run it again: a commit is made whole or not at all, and images that were pushed are reused.',
      },
    ],
  },
  INTERNAL: {
    cases: [
      {
        when: 'Something happened that this action does not know.',
        change: 'Run the job again with debug logging, and open an issue with the stack trace.',
      },
    ],
  },
} as const satisfies Partial<Record<ErrorCode, Help>>
