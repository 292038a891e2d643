import type { KmsKeyArn } from '../names/kms-key.ts'
import { appId, kmsKeyArn } from './credential/app-fields.ts'
import { appKey } from './credential/app-key/app-key.ts'
import { configToken } from './credential/config-token.ts'
import { sshKey } from './credential/ssh-key/ssh-key.ts'
import type { Parser } from './fields.ts'
import * as fields from './fields.ts'
import { type PullRequestOptions, parsePullRequest } from './pull-request.ts'
import type { InputReader } from './reader.ts'
import { NO_REPLICAS, parseReplicas, type ReplicaInputs } from './replicas.ts'
import type { ReadYaml } from './yaml-map.ts'

/** How to reach the config repository, and how to write to it. */
export interface ConfigInputs {
  readonly repository: GitRemote | undefined
  readonly branch: string | undefined
  readonly token: string | undefined
  /** That the token is shown with; undefined for what the host takes. */
  readonly tokenUser: string | undefined
  readonly sshKey: string | undefined
  readonly sshKnownHosts: string | undefined
  readonly app: AppInputs
  readonly deployRefs: readonly string[]
  readonly pin: 'tag' | 'digest' | 'both'
  readonly retarget: boolean
  readonly replicas: ReplicaInputs
  readonly delivery: 'push' | 'pull-request'
  /** undefined where nothing is said of it. */
  readonly pullRequest: PullRequestOptions | undefined
  readonly onStale: 'skip' | 'fail' | 'write'
  readonly onDiverged: 'default-branch' | 'write' | 'skip' | 'fail'
  readonly createMissing: boolean
  readonly renderCheck: 'auto' | 'require' | 'off'
  readonly chartVersion: 'off' | 'patch'
  readonly commitMessage: string | undefined
  readonly commitVia: 'auto' | 'git' | 'api'
  readonly commitAuthor: { readonly name: string; readonly email: string } | undefined
}

/** Who a GitHub App is, and what shows it. */
export interface AppInputs {
  readonly id: string | undefined
  /** PKCS#8, as PEM. */
  readonly privateKey: string | undefined
  readonly kmsKey: KmsKeyArn | undefined
}

export function parseConfigInputs(reader: InputReader, readYaml: ReadYaml): ConfigInputs {
  const replicas = reader.one('replicas', fields.value<string>)
  const pullRequest = reader.one('pull-request', fields.value<string>)
  const given = reader.one('config-token', configToken)
  return {
    repository: reader.one('config-repository', gitRemote),
    branch: reader.one('config-branch', fields.branchName),
    token: given?.token,
    tokenUser: given?.user,
    sshKey: reader.one('config-ssh-key', sshKey),
    sshKnownHosts: reader.one('config-ssh-known-hosts', fields.secret),
    app: {
      id: reader.one('config-app-id', appId),
      privateKey: reader.one('config-app-private-key', appKey),
      kmsKey: reader.one('config-app-kms-key', kmsKeyArn),
    },
    deployRefs: reader.list('deploy-refs', fields.refPattern, 'patterns'),
    pin: reader.one('pin', fields.oneOf('tag', 'digest', 'both')) ?? 'tag',
    retarget: reader.one('retarget', fields.flag) ?? false,
    replicas: replicas === undefined ? NO_REPLICAS : reader.keep(parseReplicas(replicas, readYaml)),
    delivery: reader.one('delivery', fields.oneOf('pull-request', 'push')) ?? 'push',
    pullRequest: pullRequest === undefined ? undefined : reader.keep(parsePullRequest(pullRequest, readYaml)),
    onStale: reader.one('on-stale', fields.oneOf('skip', 'fail', 'write')) ?? 'skip',
    onDiverged:
      reader.one('on-diverged', fields.oneOf('default-branch', 'write', 'skip', 'fail')) ?? 'default-branch',
    createMissing: reader.one('create-missing', fields.flag) ?? false,
    renderCheck: reader.one('render-check', fields.oneOf('auto', 'require', 'off')) ?? 'auto',
    chartVersion: reader.one('chart-version', fields.oneOf('patch', 'off')) ?? 'off',
    commitMessage: reader.one('commit-message', fields.text),
    commitVia: reader.one('commit-via', fields.oneOf('auto', 'git', 'api')) ?? 'auto',
    commitAuthor: reader.one('commit-author', fields.author),
  }
}

/** Where the config repository is, and by which transport. */
export type GitRemote =
  /** `owner/name`, which becomes a URL once the server and the credential are known. */
  | { readonly transport: 'slug'; readonly slug: string }
  | {
      readonly transport: 'https' | 'ssh' | 'file'
      readonly url: string
      /** `owner/name` of the hosting service, where it is known; links come from it. */
      readonly slug?: string
    }

const EXAMPLE = 'acme/platform-config'
/** Two segments and no more: a group of groups is not `owner/name`, and a link made from its end would be wrong. */
const PATH_SLUG = /^\/?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/

function slugOf(path: string): { slug?: string } {
  const slug = PATH_SLUG.exec(path)?.[1]
  return slug ? { slug } : {}
}

function fromUrl(given: string): ReturnType<Parser<GitRemote>> {
  const url = URL.canParse(given) ? new URL(given) : undefined
  if (!url) return { mistake: 'is not a URL that git understands', example: EXAMPLE }
  if (url.password || (url.username && url.protocol !== 'ssh:')) {
    return { mistake: 'holds a credential: that goes in config-token', example: EXAMPLE, confidential: true }
  }
  // ssh would read such a host or user as an option; git decodes them before it calls ssh (git's connect.c).
  if (/^-/.test(url.hostname) || /^(?:-|%2d)/i.test(url.username))
    return { mistake: 'names a host that begins with "-"', example: EXAMPLE }
  if (url.hostname.includes('%')) return { mistake: 'names a host with a "%"', example: EXAMPLE }
  switch (url.protocol) {
    case 'https:':
    case 'http:':
      return { value: { url: given, transport: 'https', ...slugOf(url.pathname) } }
    case 'ssh:':
      return { value: { url: given, transport: 'ssh', ...slugOf(url.pathname) } }
    case 'file:':
      return { value: { url: given, transport: 'file' } }
    default:
      return { mistake: `has the transport "${url.protocol}", which is not supported`, example: EXAMPLE }
  }
}

/** `owner/name`, `https://`, `ssh://`, `file://`, or `user@host:path` as git's scp-like form. */
export const gitRemote: Parser<GitRemote> = (given) => {
  if (/[\s\p{Cc}]/u.test(given)) return { mistake: 'has white space', example: EXAMPLE }
  // Programs differ in whether it ends the host.
  if (given.includes('\\')) return { mistake: 'has a backslash', example: EXAMPLE }
  if (given.includes('://')) return fromUrl(given)
  const scp = /^\w[\w.-]*@\w[\w.-]*:(?!-)(.+)/.exec(given)?.[1]
  if (scp) return { value: { url: given, transport: 'ssh', ...slugOf(scp) } }
  return /^[A-Za-z0-9][\w.-]*\/[\w.-]+$/.test(given)
    ? { value: { slug: given.replace(/\.git$/, ''), transport: 'slug' } }
    : { mistake: 'is neither owner/name nor a git URL', example: EXAMPLE }
}
