/**
 * Whether kustomize would fetch this with HTTP; true for every field that names a file
 * (kustomize api, internal/loader/fileloader.go, `IsRemoteFile`).
 */
export function isRemoteFile(text: string): boolean {
  return /^https?:/i.test(text)
}

/**
 * Whether some kustomize would clone this with git, and not look for a folder of that name: `NewRepoSpecFromURL` of
 * kustomize api v0.18, internal/git/repospec.go. Older versions knew `gh:` too, took whatever has `_git/` in it, and
 * v3.5 to v3.8 asked go-getter first (`bitbucket.org/`, `s3::`).
 */
export function isRepository(text: string): boolean {
  if (text.startsWith('/')) return false
  const [address = ''] = text.split('?')
  if (/^(?:[a-z][a-z0-9+.-]*:(?:\/\/|:)|gh:|bitbucket\.org\/)|_git\//i.test(address)) return true
  const user = /^[a-z][a-z0-9-]*@/i.exec(address)?.[0] ?? ''
  const hostAndPath = address.slice(user.length)
  if (!user && !/^github\.com[/:]/i.test(hostAndPath)) return false
  const path = hostAndPath.slice(hostEnd(hostAndPath))
  return /\/\/|\.git/.test(path) || path.split('/').length >= 2
}

/** Where the host ends: behind the first `/`, or behind a `:` before it, as in `git@host:path`. */
function hostEnd(text: string): number {
  const end = /[/:]/.exec(text)?.index
  return end === undefined ? text.length : end + 1
}

/** A reference as it may be shown: on one line, not endless, and without the password of a URL. */
export function shown(reference: string): string {
  const plain = withoutPasswords(reference.replaceAll(/\s+/g, ' '))
  return plain.length > 200 ? `${plain.slice(0, 200)}...` : plain
}

export function withoutPasswords(text: string): string {
  return text.replaceAll(/(\w:\/\/)[^/@\s'"]+@/g, '$1')
}
