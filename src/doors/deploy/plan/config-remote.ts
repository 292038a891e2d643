import type { GitRemote } from '../../../inputs/config-inputs.ts'
import type { ConfigCredential, ConfigRemote } from '../../../plan/config.ts'
import type { Source } from '../../../source/source.ts'

/** Where git finds the config repository, and where people do. */
export function planRemote(remote: GitRemote, credential: ConfigCredential, source: Source): ConfigRemote {
  const server = source.serverUrl.replace(/\/$/, '')
  const webUrl = webUrlOf(remote, server)
  if (remote.transport !== 'slug') return { url: remote.url, webUrl, label: remote.slug ?? remote.url }
  const { slug } = remote
  const url =
    credential.kind === 'ssh' ? `git@${new URL(server).hostname}:${slug}.git` : `${server}/${slug}.git`
  return { url, webUrl, label: slug }
}

/** GitHub and its kin serve `host/owner/name`; a plain file has no page. */
function webUrlOf(remote: GitRemote, server: string): string | undefined {
  if (!remote.slug) return undefined
  if (remote.transport === 'slug') return `${server}/${remote.slug}`
  // The scp-like form has its host before the first colon.
  const url = new URL(remote.url.includes('://') ? remote.url : `ssh://${remote.url.replace(':', '/')}`)
  // GitHub's SSH on the port of HTTPS has a host name of its own, which serves no pages.
  const host = url.hostname === 'ssh.github.com' ? 'github.com' : url.hostname
  return `${url.protocol === 'ssh:' ? `https://${host}` : url.origin}/${remote.slug}`
}
