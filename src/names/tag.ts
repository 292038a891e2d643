import { isDigest, isTag } from './reference.ts'

/** A full commit that is not part of a longer run of hex digits; 64 digits in SHA-256 repositories. */
const FULL_COMMIT = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/g
/** Semantic Versioning 2.0.0; a tag cannot hold the `+` of build metadata. */
const EXACT_VERSION = /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?$/

export function commitIn(tag: string): string | undefined {
  return [...tag.matchAll(FULL_COMMIT)].at(-1)?.[0]
}

export function isExactVersion(tag: string): boolean {
  return EXACT_VERSION.test(tag)
}

/** What may be compared with another commit: a full SHA in the tag, or an exact version tag. */
export function revisionOf(tag: string): string | undefined {
  // A digest, however it is spelled, holds hex digits as well, but names an image, not a commit.
  if (tag.includes(':')) return undefined
  return commitIn(tag) ?? (isExactVersion(tag) ? tag : undefined)
}

/** The version of a git tag: `v1.2.3`, `1.2.3`, and the last part of `svc-v1.2.3` and `@x/svc@1.2.3`. */
export function versionOfGitTag(ref: string): string | undefined {
  if (!ref.startsWith('refs/tags/')) return undefined
  const version = /[-@/_](v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]{1,128})?)$/.exec(ref)?.[1]
  return version && isExactVersion(version) ? version : undefined
}

/** What stands before the version in a git tag: `svc-` of `svc-v1.2.3`; empty for `v1.2.3` and for anything else. */
export function gitTagPrefix(ref: string): string {
  const version = versionOfGitTag(ref)
  return version === undefined ? '' : ref.slice('refs/tags/'.length, -version.length)
}

/** The git tag of a version, with what the git tag of the run has around its own. */
export function gitTagLike(ref: string, version: string): string {
  const own = versionOfGitTag(ref)
  if (own === undefined) return version
  return `${gitTagPrefix(ref)}${own.startsWith('v') ? 'v' : ''}${version.replace(/^v/, '')}`
}

/** Seven digits of a commit; other revisions as they are. */
export const short = (revision: string): string =>
  /^[0-9a-f]{40,}$/.test(revision) ? revision.slice(0, 7) : revision

/** Seven digits of a commit, as `git log --oneline` shows it; other tags as they are. */
export function shortTag(tag: string): string {
  if (isDigest(tag)) return tag.slice(0, 'sha256:'.length + 7)
  // What no registry takes for a tag has no place in a subject: GitHub acts on "[skip ci]".
  if (!isTag(tag)) return '?'
  return commitIn(tag)?.slice(0, 7) ?? (tag.length > 40 ? `${tag.slice(0, 37)}...` : tag)
}
