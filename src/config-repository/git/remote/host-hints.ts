import { addressUrl, type GitHost } from '../../../names/git-host.ts'
import { isPublished } from './host-keys.ts'

/** What servers say of themselves when they refuse, whatever their address is called. */
const WORDS: readonly (readonly [RegExp, GitHost])[] = [
  [/\bGH0\d\d\b|\bgithub\b/i, 'github'],
  [/\bGitLab\b|HTTP Basic: Access denied/i, 'gitlab'],
  [/\b(?:Gitea|Forgejo)\b/i, 'gitea'],
  [/\b(?:TF|VS)40\d{4}\b|public key authentication failed/i, 'azure'],
  [/Check your branch permissions configuration/i, 'bitbucket-server'],
  [/Permission denied to update branch|\bconq: |bitbucket/i, 'bitbucket'],
  [/codecommit/i, 'codecommit'],
]

const hostIn = (said: string): GitHost | undefined => WORDS.find(([pattern]) => pattern.test(said))?.[1]

/** Which host it is, by its address, else by its words. */
function hostOf(said: string, host: GitHost | undefined): GitHost {
  return host === undefined || host === 'unknown' ? (hostIn(said) ?? 'unknown') : host
}

interface Denied {
  readonly said: string
  readonly host: GitHost | undefined
  readonly label: string
  readonly credentialInput: string
}

/** What a token must be (documentation of each host on access tokens and git over HTTPS). */
const TOKENS: Partial<Record<GitHost, string>> = {
  gitlab:
    'an access token of the project, its group or a person, with the scope write_repository and at least the role Developer, and not expired. A deploy token can only read',
  bitbucket:
    'an access token of the repository, project or workspace with repository:write, as it is (it is shown as x-token-auth), or an API token with read:repository:bitbucket and write:repository:bitbucket. Any other user name goes before it: user:token',
  'bitbucket-server':
    'an HTTP access token with the permission to write: of a repository or project as it is, of a person also as user:token',
  gitea:
    'a token with the permission to write to repositories (write:repository), of an account that may push there',
  azure: 'a personal access token of the organisation with the scope Code (read and write), and not expired',
  codecommit:
    'user:password, the HTTPS Git credentials of an IAM user, as they are shown and not percent-encoded, who may codecommit:GitPull and codecommit:GitPush on the repository',
  unknown:
    'not expired, and of an account that may push there. Where the server asks for a user name, write user:token; nothing is percent-encoded',
}

const KEYS: Partial<Record<GitHost, string>> = {
  gitlab:
    'Add the public half of config-ssh-key to the deploy keys of the project (Settings, Repository), with "Grant write permissions to this key"',
  bitbucket:
    'Access keys of Bitbucket only read. Add the public half of config-ssh-key to the SSH keys of an account that may push, or set config-token',
  'bitbucket-server':
    'Add the public half of config-ssh-key to the access keys of the repository, with the permission to write',
  azure:
    'Add the public half of config-ssh-key to the SSH public keys of an account that may contribute; Azure DevOps takes RSA keys alone (ssh-keygen -t rsa-sha2-512)',
  codecommit:
    'Write config-repository as ssh://<SSH key ID>@git-codecommit.<region>.amazonaws.com/v1/repos/<name>: the ID that IAM shows beside the public half of config-ssh-key, an RSA key of a user who may codecommit:GitPush',
}

/** The config repository is that of the run, and nobody gave a credential for it. */
const OWN =
  'Give the job "permissions: contents: write": config-repository is the repository of this run, and github-token commits to it. Where a rule of the branch must be passed, set config-token to a token that may.'

/** What to change where the credential was refused. */
export function deniedHint({ said, host, label, credentialInput }: Denied): string {
  const known = hostOf(said, host)
  if (credentialInput === 'config-ssh-key') {
    const own = KEYS[known]
    return own
      ? `${own}: the key is sound, and that server does not know it, or only lets it read.`
      : `Add the public half of config-ssh-key to the deploy keys of ${label}, with write access: the key is sound, and that server does not know it, or only lets it read.`
  }
  if (credentialInput === 'github-token') return OWN
  const token = TOKENS[known]
  return credentialInput === 'config-token' && token
    ? `Check ${credentialInput}: for ${label} it must be ${token}.`
    : `Check ${credentialInput}: it must not be expired and needs write access ("contents: write", or a deploy key with write access) to ${label}.`
}

/** How its keys are read, and with what they are compared. */
export function hostKeyHint(address: string | undefined): string {
  const url = address === undefined ? undefined : addressUrl(address)
  if (url && isPublished(url.hostname)) {
    return `It is none of the keys that ${url.hostname} publishes, which are built in: something may stand in its place. If the host has published new ones, put them in config-ssh-known-hosts.`
  }
  const scan = url ? `ssh-keyscan ${url.port ? `-p ${url.port} ` : ''}${url.hostname}` : 'ssh-keyscan <host>'
  const known = /^git-codecommit\./.test(url?.hostname ?? '')
    ? 'those of the region in the AWS CodeCommit User Guide ("Server fingerprints for CodeCommit")'
    : 'those that its administrator names'
  return `Put what "${scan}" prints in config-ssh-known-hosts, once its fingerprints ("${scan} | ssh-keygen -lf -") are ${known}.`
}

/** What no list of who may push changes, whatever the host. */
const ANYWHERE: readonly (readonly [RegExp, string])[] = [
  [
    /locked branch/i,
    'Take "Lock branch" out of the protection of the branch, which lets nobody write to it, or set config-branch to another one.',
  ],
  [
    /author.{0,10} email|email address|VS403702|commit_email|does not follow the pattern|commit message (?:must|does not)/i,
    'Write commit-author and commit-message as the rule of that server wants them; its message says which.',
  ],
  [
    /exceeded|over (?:the|its) .{0,40}(?:limit|quota)|storage (?:limit|quota)|larger than|size limit/i,
    'Make room in the repository, or raise its limit: it takes no commit, however small.',
  ],
]

/** Who may push, and where that is said (documentation of each host on protected branches). */
const REFUSED: Partial<Record<GitHost, (branch: string) => string>> = {
  gitlab: (branch) =>
    `Let the credential push to ${branch}: in the project, Settings, Repository, Protected branches, "Allowed to push and merge", add its role, its bot user or its deploy key`,
  gitea: (branch) =>
    `Let the credential push to ${branch}: in the repository, Settings, Branches, edit the rule and list its account, or "Whitelist deploy keys with write access to push"`,
  bitbucket: (branch) =>
    `Let the credential push to ${branch}: in the repository, Repository settings, Branch restrictions, add its account to "Write access". An access token cannot be added there: use the API token or SSH key of an account`,
  'bitbucket-server': (branch) =>
    `Let the credential push to ${branch}: in the repository, Repository settings, Branch permissions, add it to the exceptions of the rule`,
  azure: (branch) =>
    `Let the credential push to ${branch}: in Project settings, Repositories, Security, choose the branch and allow its account "Contribute" and "Bypass policies when pushing"`,
  codecommit: (branch) =>
    `Let the credential push to ${branch}: take codecommit:GitPush on it (condition codecommit:References) out of what the policies of its IAM user deny`,
}

/** Whether a server wants commits with a signature, which those of git have not here. */
export const wantsSignatures = (said: string): boolean =>
  /signed with|unsigned commit|verified signature|must be signed/i.test(said)

/** GitHub alone signs what its API makes; where the branch wants a pull request as well, one is said with the other. */
function signedHint(said: string, host: GitHost): string {
  const without =
    'take signatures out of what the rule asks of this credential: git makes commits without one here'
  if (host !== 'github' && host !== 'unknown') return `T${without.slice(1)}.`
  const ways = /pull request/i.test(said) ? 'delivery: pull-request and commit-via: api' : 'commit-via: api'
  return `Set ${ways}, with config-app-id or the token of an App in config-token, so that GitHub makes the commit and signs it (with the token of a person it is that person's). A deploy key, and any host but GitHub, has no such way: ${without}.`
}

/** What to change where the commit was refused. */
export function refusedHint(branch: string, said: string): string {
  const any = ANYWHERE.find(([pattern]) => pattern.test(said))?.[1]
  if (any !== undefined) return any
  if (wantsSignatures(said)) return signedHint(said, hostOf(said, undefined))
  const own = REFUSED[hostOf(said, undefined)]
  if (!own && /pull request/i.test(said))
    return `Set delivery: pull-request, with config-token or config-app-id, so that the rule of ${branch} is met; or add the App, person or deploy key that the credential is of to its bypass list.`
  return own
    ? `${own(branch)}; or set config-branch to an unprotected branch.`
    : `Allow the credential to push to ${branch}: add the App, person or deploy key that it is of to the bypass list of the branch protection or ruleset, or set config-branch to an unprotected branch.`
}
