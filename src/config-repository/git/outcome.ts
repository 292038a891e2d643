import { diskFull, type ErrorCode, fail } from '../../errors/errors.ts'
import type { GitHost } from '../../names/git-host.ts'
import { deniedHint, hostKeyHint, refusedHint } from './host-hints.ts'

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

type RemoteFailure = Exclude<TransferFailure, 'disk-full'>

interface TransferContext {
  readonly label: string
  readonly branch: string
  readonly credentialInput: string
  /** By the address. */
  readonly host?: GitHost | undefined
  readonly url?: string
}

const CODES: Record<RemoteFailure, ErrorCode> = {
  denied: 'CONFIG_DENIED',
  'key-unreadable': 'CONFIG_DENIED',
  'host-key': 'CONFIG_DENIED',
  certificate: 'CONFIG_UNREACHABLE',
  proxy: 'CONFIG_UNREACHABLE',
  'no-server': 'CONFIG_NOT_FOUND',
  rejected: 'CONFIG_UNREACHABLE',
  'not-asked': 'CONFIG_UNREACHABLE',
  'too-large': 'CONFIG_TOO_LARGE',
  'no-git': 'CONFIG_UNREACHABLE',
  'old-git': 'CONFIG_UNREACHABLE',
  'not-found': 'CONFIG_NOT_FOUND',
  'branch-missing': 'CONFIG_BRANCH_MISSING',
  unreachable: 'CONFIG_UNREACHABLE',
}

export function failTransfer(failure: TransferFailure, stderr: string, context: TransferContext): never {
  const said = lastLines(stderr)
  if (failure === 'disk-full') return fail(diskFull(said))
  const { label, branch } = context
  const what: Record<RemoteFailure, string> = {
    denied: `config-repository ${label} refused the credential`,
    'key-unreadable': `ssh could not read config-ssh-key, so config-repository ${label} was shown no key`,
    'host-key': `the SSH host key of config-repository ${label} is not a known one`,
    certificate: `the TLS certificate of config-repository ${label} is not trusted`,
    proxy: `the proxy of this runner lets nobody through to config-repository ${label}`,
    'no-server': `what answers for config-repository ${label} is no git server`,
    rejected: `the server of config-repository ${label} takes no such request`,
    'not-asked': `git does not ask config-repository ${label} for anything`,
    'too-large': `config-repository ${label} holds an object that is larger than 512 MiB`,
    'no-git': 'git cannot be started on this runner',
    'old-git': 'git on this runner is too old',
    'not-found': `config-repository ${label} was not found`,
    'branch-missing': `config-repository ${label} has no branch ${branch}`,
    unreachable: `config-repository ${label} could not be reached`,
  }
  return fail({
    code: CODES[failure],
    message: `${what[failure]}${said ? `: ${said}` : ''}`,
    hint: hints(context, stderr)[failure],
  })
}

function hints(
  { label, credentialInput, host, url }: TransferContext,
  said: string,
): Record<RemoteFailure, string> {
  return {
    denied: deniedHint({ said, host, label, credentialInput }),
    'key-unreadable':
      'Give config-ssh-key a key that the ssh of this runner can read, for example one made by: ssh-keygen -t ed25519 -N "" -f deploy-key.',
    'host-key': hostKeyHint(url),
    certificate:
      'Check the host in config-repository: the certificate must be for it. Install the certificate authority of the server on the runner, or name it in GIT_SSL_CAINFO.',
    proxy:
      'Check HTTPS_PROXY on the runner, and what the proxy asks for: user and password, or leave for this host. A host that needs no proxy goes in NO_PROXY.',
    'no-server':
      'Check the address in config-repository: it must be the one that git clone takes, of a server that speaks the smart HTTP protocol, and not a page or a folder of files.',
    rejected:
      'Check the address in config-repository, and whether a proxy or firewall before the server answers in its place.',
    'not-asked': 'Write config-repository as owner/name, or as the plain address that git clone takes.',
    'too-large': 'Take the object out of the branch: this step only needs the small files of kustomize.',
    'no-git': 'Install git on the runner, or in the container image of the job.',
    'old-git': 'Install git 2.31 or newer on the runner, or in the container image of the job.',
    'not-found': `Check the spelling of config-repository; hosts also answer "not found" when ${credentialInput} may not see a private repository.`,
    'branch-missing':
      'Set config-branch to a branch with at least one commit, or leave it empty for the default branch, which an empty repository only has by name.',
    unreachable:
      'Check the host in config-repository and run the job again; if it stays, check the network of the runner and the status of the host.',
  }
}

export function failTooLarge(label: string, said: string): never {
  return fail({
    code: 'OVERLAY_INVALID',
    message: `config-repository ${label} holds too much: ${said}`,
    hint: 'Take large files out of the branch that config-branch names, or keep the overlays in a repository of their own.',
  })
}

export type PushOutcome =
  | { readonly kind: 'landed' }
  /** git has seen that the branch is elsewhere, and sent nothing. */
  | { readonly kind: 'unsent'; readonly reason: string }
  | { readonly kind: 'lost'; readonly reason: string }
  /** The server said no, and only whether the tip moved distinguishes a race from a rule. */
  | { readonly kind: 'unsure'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** No verdict came back: the push may have landed. */
  | { readonly kind: 'unanswered'; readonly reason: string }

/**
 * Race texts of plain git (since 2.50 "reference already exists" for a lock that another push holds), GitHub, GitLab,
 * JGit and Azure DevOps; GitHub may print rule texts beside one, so the race is matched first.
 */
const RACE =
  /cannot lock ref|failed to lock|TF401028|failed to update ref|reference (?:already exists|does not exist)|incorrect old value|stale info|fetch first|non-fast-forward/i
const RULE =
  /hook declined|TF40\d{4}|VS40\d{4}|not permitted|protected branch|rule violations|GH0\d\d|push declined|(?<!shallow update )not allowed/i

/** The server broke, be it behind a hook, or said nothing (git-push, "remote failure"): no decision of anybody. */
const BROKEN =
  /^\[remote failure\]|internal (?:server |api )?error|unpacker error|operation timed out|api unreachable|unable to contact/i

/** Reads `git push --porcelain` (git-push, "OUTPUT"): `<flag>\t<from>:<to>\t<summary> (<reason>)`. */
export function readPush(exitCode: number, stdout: string, stderr: string): PushOutcome {
  const line = stdout.split('\n').find((candidate) => /^[ +*=!-]\t/.test(candidate))
  const [flag, , summary = ''] = line?.split('\t') ?? []
  if (flag === undefined)
    return { kind: 'unanswered', reason: lastLines(stderr) || `git exited with ${exitCode}` }
  if (flag !== '!')
    return exitCode === 0 ? { kind: 'landed' } : { kind: 'unanswered', reason: lastLines(stderr) }
  if (summary.startsWith('[rejected]')) return { kind: 'unsent', reason: summary }
  if (RACE.test(summary)) return { kind: 'lost', reason: summary }
  const reason = [summary, ...remoteLines(stderr)].join('; ')
  if (BROKEN.test(reason)) return { kind: 'unanswered', reason }
  return { kind: RULE.test(reason) ? 'refused' : 'unsure', reason }
}

export function failRefused(label: string, branch: string, reason: string): never {
  return fail({
    code: 'CONFIG_REFUSED',
    message: `config-repository ${label} refused the commit on ${branch}: ${reason}`,
    hint: refusedHint(branch, reason),
  })
}

/** What is drawn above and below a message, as a large picture by Bitbucket, says nothing. */
const WORD = /\p{L}{2}|\d{2}/u

function remoteLines(stderr: string): readonly string[] {
  const lines = stderr.split('\n').filter((line) => line.startsWith('remote:'))
  const said = lines.map((line) => line.slice('remote:'.length).trim()).filter((line) => WORD.test(line))
  return said.slice(0, 6)
}

/**
 * What git says of itself, what it adds to every failure over SSH, its question for a password that it may not ask, and
 * the frame of GitLab around a message.
 */
const NO_CAUSE =
  /^(?:$|Cloning into|hint:|warning:|fatal: could not read (?:Username|Password) |Please make sure you have the correct|and the repository exists|remote:[\s=]*$)/

function lastLines(stderr: string): string {
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => !NO_CAUSE.test(line))
  const causes = lines.filter((line) => line !== 'fatal: Could not read from remote repository.')
  return (causes.length > 0 ? causes : lines).slice(-3).join('; ')
}
