/** What a failed transfer means; `unreachable` may work a moment later. */
export type TransferFailure =
  | 'denied'
  | 'key-unreadable'
  | 'host-key'
  | 'certificate'
  | 'proxy'
  | 'no-server'
  | 'rejected'
  | 'not-asked'
  | 'too-large'
  | 'not-found'
  | 'branch-missing'
  | 'no-git'
  | 'no-ssh'
  | 'disk-full'
  | 'old-git'
  | 'unreachable'

/**
 * Texts of git 2.39-2.55 under LC_ALL=C, of OpenSSH, GitHub, GitLab, Gitea, Bitbucket and Azure DevOps: transfers have
 * no porcelain output.
 */
const FAILURES: readonly (readonly [RegExp, TransferFailure])[] = [
  // Of this machine: what a server says of its own disk may pass.
  [
    /^(?!remote:).*(?:no space left on device|disk quota exceeded|read-only file system|failed to write new configuration file)/im,
    'disk-full',
  ],
  [
    /^(?!remote:).{0,2000}(?:exec: (?:line \d{1,9}: )?ssh: not found$|cannot run ssh: No such file)/im,
    'no-ssh',
  ],
  [/Host key verification failed/i, 'host-key'],
  // libcurl with OpenSSL and with GnuTLS; the last two for a certificate of another host.
  [/SSL certificate problem|certificate verif|server certificate/i, 'certificate'],
  [/certificate subject name/i, 'certificate'],
  [/returned error: 407|HTTP code 40[37] from proxy|CONNECT tunnel failed, response 40[37]/i, 'proxy'],
  [/not valid: is this a git repository|protocol error: bad line length/i, 'no-server'],
  [/invalid server response|dumb http transport|git-http-push failed/i, 'no-server'],
  [/strange (?:hostname|pathname|port) |^fatal: transport '[a-z-]{1,20}' not allowed/im, 'not-asked'],
  [/attempting to allocate \d{1,20} over limit/i, 'too-large'],
  [/^Load key "/im, 'key-unreadable'],
  [/Remote branch .{0,500} not found|couldn't find remote ref/i, 'branch-missing'],
  [
    /Authentication failed|could not read (?:Username|Password)|returned error: 40[13]|Permission denied/i,
    'denied',
  ],
  [/Write access to repository not granted|Permission to .{0,500} denied|marked as read only/i, 'denied'],
  [/not allowed to push|not have write access|not authorized to|repository access denied/i, 'denied'],
  [/archived project|archived so it is read-only/i, 'denied'],
  [/not permitted to (?:access|push|write)|TF401027|public key authentication failed/i, 'denied'],
  [/may not have access to this repository|TF401019|TF200016/i, 'not-found'],
  [/Repository not found|returned error: 404|repository '.{0,500}' not found/i, 'not-found'],
  [/project you were looking for could not be found|Cannot find repository/i, 'not-found'],
  [/does not appear to be a git repository|does not exist|not a git repository/i, 'not-found'],
  // Of what HTTP calls an error of the client, only a few may pass (RFC 9110, RFC 6585).
  [/returned error: 4(?!08|09|21|23|25|29)\d\d/i, 'rejected'],
]

export function classifyTransfer(stderr: string): TransferFailure {
  return FAILURES.find(([pattern]) => pattern.test(stderr))?.[1] ?? 'unreachable'
}
