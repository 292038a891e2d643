/** Whose server a repository is on, as far as its address says so: what it calls things, and who logs in to it how. */
export type GitHost =
  | 'github'
  | 'gitlab'
  | 'bitbucket'
  | 'bitbucket-server'
  | 'gitea'
  | 'azure'
  | 'codecommit'
  | 'unknown'

/** The address of a repository, whatever form git takes it in. */
export interface GitAddress {
  readonly hostname: string
  /** Where its pages are, if they are where it is: SSH has a port of its own. */
  readonly origin: string
  readonly overSsh: boolean
  /** Without the slashes around it, as it is written. */
  readonly path: string
}

/** @param address What git is given: a URL, or `user@host:path`, whose host is before the first colon. */
export function addressUrl(address: string): URL | undefined {
  const written = address.includes('://') ? address : `ssh://${address.replace(':', '/')}`
  return URL.canParse(written) ? new URL(written) : undefined
}

export function gitAddress(address: string): GitAddress | undefined {
  const url = addressUrl(address)
  if (!url || url.protocol === 'file:') return undefined
  const { hostname, protocol, pathname } = url
  const overSsh = protocol === 'ssh:'
  // SSH on the port of HTTPS has a host name of its own at these two, which serves no pages.
  const pages = hostname.replace(/^(?:ssh\.(?=github\.com$)|altssh\.(?=gitlab\.com$|bitbucket\.org$))/, '')
  const path = pathname.replaceAll(/^\/+|\/+$/g, '')
  return { hostname: pages, origin: overSsh ? `https://${pages}` : url.origin, overSsh, path }
}

/** Services of one name, and names that installations are mostly given. */
const NAMES: readonly (readonly [RegExp, GitHost])[] = [
  [/^(?:github\.com|.+\.ghe\.com|github\..+)$/, 'github'],
  [/^gitlab\..+$/, 'gitlab'],
  [/^bitbucket\.org$/, 'bitbucket'],
  [/^(?:bitbucket|stash)\..+$/, 'bitbucket-server'],
  [/^(?:codeberg\.org|(?:gitea|forgejo)\..+)$/, 'gitea'],
  [/^(?:(?:ssh\.)?dev\.azure\.com|.+\.visualstudio\.com)$/, 'azure'],
  [/^git-codecommit(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/, 'codecommit'],
]

/** @param ownServer Of the run, which is GitHub's, whatever it is called. */
export function gitHostOf({ hostname, path }: GitAddress, ownServer: string): GitHost {
  const name = hostname.toLowerCase()
  if (URL.canParse(ownServer) && new URL(ownServer).hostname === name) return 'github'
  const named = NAMES.find(([pattern]) => pattern.test(name))?.[1]
  // Bitbucket Data Center alone serves git below it.
  return named ?? (/(?:^|\/)scm\/[^/]+\/[^/]+$/.test(path) ? 'bitbucket-server' : 'unknown')
}

/** The region of CodeCommit's host names. */
export const codeCommitRegion = (hostname: string): string => hostname.split('.')[1] ?? ''
