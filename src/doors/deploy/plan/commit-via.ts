import type { Problem } from '../../../errors/errors.ts'
import { type Judged, sound } from '../../../errors/judged.ts'
import type { ConfigInputs, GitRemote } from '../../../inputs/config-inputs.ts'
import { isLoopback, isPrivate } from '../../../names/host.ts'
import type { ApiPlan, CommitVia, ConfigCredential } from '../../../plan/config.ts'
import type { Source } from '../../../source/source.ts'

/** Whose a token of GitHub is. */
type TokenKind = 'installation' | 'person' | 'unknown'

/**
 * By the prefix (GitHub docs, "About authentication to GitHub", token prefixes), and never by the length: since 2026 those
 * of installations, GITHUB_TOKEN too, have some 520 characters.
 */
const PREFIXES: readonly (readonly [string, TokenKind])[] = [
  ['ghs_', 'installation'],
  ['ghp_', 'person'],
  ['github_pat_', 'person'],
  ['gho_', 'person'],
  ['ghu_', 'person'],
]

const kindOfToken = (token: string): TokenKind =>
  PREFIXES.find(([prefix]) => token.startsWith(prefix))?.[1] ?? 'unknown'

export interface ViaOptions {
  readonly config: Pick<ConfigInputs, 'commitVia' | 'commitAuthor' | 'delivery'>
  readonly remote: GitRemote
  readonly credential: ConfigCredential
}

/** How the commit is made, as far as it can be said before any file was looked at. */
export function planVia(options: ViaOptions, source: Source): Judged<CommitVia> {
  const { commitVia, delivery } = options.config
  if (commitVia === 'git') return sound({ kind: 'git', reason: 'commit-via is git' })
  const required = commitVia === 'api'
  const obstacle = options.config.commitAuthor ? AUTHOR : obstacleTo(options, source)
  if (obstacle) {
    return {
      value: { kind: 'git', reason: obstacle.why },
      problems: required ? [impossible(obstacle, { input: 'commit-via', is: 'api' }, 'commit-via: git')] : [],
    }
  }
  const person = unlessInstallation(options.credential)
  if (person !== undefined && !required) return sound({ kind: 'git', reason: person })
  const reason = required
    ? 'commit-via is api'
    : INSTALLATIONS[options.credential.kind === 'app' ? 'app' : 'token']
  const signing = person !== undefined && delivery === 'pull-request' ? { unsigned: true as const } : {}
  return sound({ kind: 'api', reason, required, ...signing, ...placeOf(options.remote, source) })
}

/** Where the API has a repository of which nothing is in the way. */
export const placeOf = (
  { slug = '' }: GitRemote,
  { serverUrl, apiUrl }: Source,
): Pick<ApiPlan, 'repository' | 'serverUrl' | 'apiUrl'> => ({
  repository: slug,
  serverUrl: serverUrl.replace(/\/$/, ''),
  apiUrl: apiUrl.replace(/\/$/, ''),
})

const INSTALLATIONS = {
  app: 'config-app-id is a GitHub App on this GitHub',
  token: 'the token is that of an installation on this GitHub',
}

export interface Obstacle {
  readonly why: string
  readonly inputs: readonly string[]
  /** @param otherwise What does without the API. */
  readonly hint: (otherwise: string) => string
}

/** What keeps a run from the API of the config repository. A token goes to no other host than its own. */
export function obstacleTo(
  { remote, credential }: Pick<ViaOptions, 'remote' | 'credential'>,
  source: Source,
): Obstacle | undefined {
  if (remote.transport === 'file') return elsewhere(source)
  if (credential.kind !== 'token' && credential.kind !== 'app') return NO_TOKEN
  if (remote.transport !== 'slug' && !remote.slug) return NO_NAME
  if (remote.transport !== 'slug' && originOf(remote.url) !== originOf(source.serverUrl))
    return elsewhere(source)
  // Of an App it is said once, as its token comes from there.
  return credential.kind === 'app' ? undefined : otherApi(source)
}

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined)

/**
 * Whether the variable of the runner leads to the API of its server: that of github.com is at api.github.com, that of a
 * tenant at api.TENANT.ghe.com, that of a server below itself.
 */
function isApiOf({ serverUrl, apiUrl }: Source): boolean {
  if (!URL.canParse(apiUrl) || !URL.canParse(serverUrl) || !isPrivate(apiUrl)) return false
  const [server, api] = [new URL(serverUrl), new URL(apiUrl)]
  if (/\/api\/v1\/?$/.test(api.pathname)) return false
  const local = isLoopback(server.host) && isLoopback(api.host)
  return local || api.hostname === server.hostname || api.hostname === `api.${server.hostname}`
}

function unlessInstallation(credential: ConfigCredential): string | undefined {
  if (credential.kind !== 'token') return undefined
  const kind = kindOfToken(credential.token)
  if (kind === 'installation') return undefined
  return kind === 'person'
    ? "config-token is a person's, whose commit it would be: commit-via: api makes it so"
    : 'config-token has not the form of a token of a GitHub App or of the job (ghs_...)'
}

const AUTHOR: Obstacle = {
  why: 'commit-author is set, and GitHub signs only commits of the owner of the token',
  inputs: ['commit-author'],
  hint: (otherwise) =>
    `Leave commit-author empty, so that GitHub makes and signs the commit, or set ${otherwise}.`,
}

const NO_TOKEN: Obstacle = {
  why: "GitHub's API takes a token, and there is none for config-repository",
  inputs: ['config-token'],
  hint: (otherwise) =>
    `Set config-token to the token of a GitHub App, with config-repository as owner/name; or set ${otherwise}.`,
}

const NO_NAME: Obstacle = {
  why: 'config-repository is not a repository of the form owner/name',
  inputs: ['config-repository'],
  hint: (otherwise) => `Write config-repository as owner/name, or set ${otherwise}.`,
}

const elsewhere = ({ serverUrl }: Source): Obstacle => ({
  why: `config-repository is not on ${serverUrl}, and a token goes to no other host than its own`,
  inputs: ['config-repository'],
  hint: (otherwise) => `Set ${otherwise}: what is on another host is pushed to by git alone.`,
})

/** The variable of the runner leads to another server. */
export function otherApi(source: Source): Obstacle | undefined {
  if (isApiOf(source)) return undefined
  return {
    why: `the variable GITHUB_API_URL of this runner is not the API of ${source.serverUrl}`,
    inputs: [],
    hint: (otherwise) =>
      `Set ${otherwise}, or let the runner have the GITHUB_API_URL of its server, over HTTPS.`,
  }
}

/** What asks for the API. */
interface Asked {
  readonly input: string
  readonly is: string
}

/** @param otherwise What does without the API. */
export function impossible(
  { why, inputs, hint }: Obstacle,
  { input, is }: Asked,
  otherwise: string,
): Problem {
  return {
    code: 'INPUT_INVALID',
    inputs: [input, ...inputs],
    message: `${input} is ${is}, but ${why}`,
    hint: hint(otherwise),
  }
}
