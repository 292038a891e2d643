import { type ErrorCode, fail } from '../../../errors/errors.ts'
import { diskFull } from '../../../errors/unforeseen.ts'
import type { GitHost } from '../../../names/git-host.ts'
import { deniedHint, hostKeyHint } from './host-hints.ts'
import { lastLines } from './stderr.ts'
import type { TransferFailure } from './transfer-failure.ts'

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
  'no-ssh': 'CONFIG_UNREACHABLE',
  'old-git': 'CONFIG_UNREACHABLE',
  'not-found': 'CONFIG_NOT_FOUND',
  'branch-missing': 'CONFIG_BRANCH_MISSING',
  unreachable: 'CONFIG_UNREACHABLE',
}

/** What git adds to these are names and commands of this step. */
const WITHOUT_GIT: ReadonlySet<TransferFailure> = new Set(['no-ssh', 'branch-missing'])

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
    'too-large': `config-repository ${label} holds an object, or its server gives an answer, of more than 512 MiB`,
    'no-git': 'git cannot be started on this runner',
    'no-ssh': `there is no ssh on this runner, which config-repository ${label} is asked by with config-ssh-key`,
    'old-git': 'git on this runner is too old',
    'not-found': `config-repository ${label} was not found`,
    'branch-missing': `config-repository ${label} has no branch ${branch}`,
    unreachable: `config-repository ${label} could not be reached`,
  }
  return fail({
    code: CODES[failure],
    message: `${what[failure]}${said && !WITHOUT_GIT.has(failure) ? `: ${said}` : ''}`,
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
    'too-large':
      'Take the object out of the branch: this step only needs the small files of kustomize. Where the branch has none as large, look at what answers at the address of config-repository.',
    'no-git': 'Install git on the runner, or in the container image of the job.',
    'no-ssh':
      'Install openssh-client on the runner, or in the container image of the job; or set config-token (on GitHub also config-app-id) in place of config-ssh-key, with config-repository as owner/name or by its https:// address: no ssh is needed then.',
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
