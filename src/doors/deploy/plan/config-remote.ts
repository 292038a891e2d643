import type { GitRemote } from '../../../inputs/config-inputs.ts'
import {
  codeCommitRegion,
  type GitAddress,
  type GitHost,
  gitAddress,
  gitHostOf,
} from '../../../names/git-host.ts'
import type { ConfigCredential, ConfigRemote } from '../../../plan/config.ts'
import type { Source } from '../../../source/source.ts'

/** Where git finds the config repository, and where people do. */
export function planRemote(
  remote: GitRemote,
  { kind }: Pick<ConfigCredential, 'kind'>,
  source: Pick<Source, 'serverUrl'>,
): ConfigRemote {
  const server = source.serverUrl.replace(/\/$/, '')
  if (remote.transport === 'slug') {
    const { slug } = remote
    const url = kind === 'ssh' ? `git@${new URL(server).hostname}:${slug}.git` : `${server}/${slug}.git`
    return { url, webUrl: `${server}/${slug}`, label: slug, host: 'github' }
  }
  const { url, slug } = remote
  const address = gitAddress(url)
  const host = address ? gitHostOf(address, server) : 'unknown'
  return { url, webUrl: address && pagesOf(address, host), label: slug ?? url, host }
}

/** Where the pages of a repository begin; a wrong link is worse than none. */
function pagesOf(address: GitAddress, host: GitHost): string | undefined {
  const { origin, hostname } = address
  const path = address.path.replace(/\.git$/, '')
  switch (host) {
    case 'github':
    case 'gitea':
    case 'bitbucket':
      return /^[^/]+\/[^/]+$/.test(path) ? `${origin}/${path}` : undefined
    case 'gitlab':
      return path.includes('/') ? `${origin}/${path}` : undefined
    case 'bitbucket-server':
      return bitbucketServerPages(address, path)
    case 'azure':
      return azurePages(address)
    case 'codecommit':
      return codeCommitPages(hostname, path)
    case 'unknown':
      return undefined
  }
}

/** Over SSH neither the port nor the folder of its pages is known. */
function bitbucketServerPages({ origin, overSsh }: GitAddress, path: string): string | undefined {
  const [, context = '', project, name] = /^(.+\/)?scm\/([^/]+)\/([^/]+)$/.exec(path) ?? []
  if (overSsh || project === undefined) return undefined
  // A repository of a person (Bitbucket Data Center, "Personal repositories").
  const owner = project.startsWith('~') ? `users/${project.slice(1)}` : `projects/${project}`
  return `${origin}/${context}${owner}/repos/${name}`
}

/** `v3/organisation/project/repository` over SSH, `organisation/project/_git/repository` over HTTPS. */
function azurePages({ origin, overSsh, path }: GitAddress): string | undefined {
  if (!overSsh) return /(?:^|\/)_git\/[^/]+$/.test(path) ? `${origin}/${path}` : undefined
  const [, organisation, project, name] = /^v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path) ?? []
  return name === undefined ? undefined : `https://dev.azure.com/${organisation}/${project}/_git/${name}`
}

function codeCommitPages(hostname: string, path: string): string | undefined {
  const [, name] = /^v1\/repos\/([^/]+)$/.exec(path) ?? []
  const region = codeCommitRegion(hostname)
  const console = hostname.endsWith('.cn') ? 'console.amazonaws.cn' : 'console.aws.amazon.com'
  return name === undefined || region.startsWith('us-gov')
    ? undefined
    : `https://${region}.${console}/codesuite/codecommit/repositories/${name}`
}
