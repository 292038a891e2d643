/** The clone that a release is made from, and the tags of its remote repository. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Candidate, isNewest, isNewestOfMajor, majorOf, parseTag, problemsOf } from './rules.ts'

interface RemoteTag {
  /** What the reference holds: the commit, or the object of an annotated tag. */
  readonly object: string
  readonly commit: string
}

function git(folder: string, args: readonly string[]): string {
  return execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trimEnd()
}

/** Of the remote repository, because tags of a clone may be old or the user's own. */
export function remoteTags(folder: string): ReadonlyMap<string, RemoteTag> {
  const tags = new Map<string, RemoteTag>()
  for (const line of git(folder, ['ls-remote', '--tags', 'origin']).split('\n')) {
    const [, hash = '', name = '', peeled] = /^(\S+)\trefs\/tags\/(.+?)(\^\{\})?$/.exec(line) ?? []
    // A second line, with ^{}, names the commit of an annotated tag.
    const object = peeled === undefined ? hash : (tags.get(name)?.object ?? hash)
    if (name !== '') tags.set(name, { object, commit: hash })
  }
  return tags
}

export function readCandidate(folder: string, tag: string): Candidate {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  const version = (name: string): string => (JSON.parse(read(name)) as { version: string }).version
  const commit = git(folder, ['rev-parse', 'HEAD'])
  return {
    tag,
    commit,
    onMain: isOnMain(folder, commit),
    taggedCommit: remoteTags(folder).get(tag)?.commit,
    versions: {
      'package.json': version('package.json'),
      'package-lock.json': version('package-lock.json'),
    },
    changelog: read('CHANGELOG.md'),
  }
}

function isOnMain(folder: string, commit: string): boolean {
  const common = git(folder, ['merge-base', commit, 'refs/remotes/origin/main'])
  return common === commit
}

export function checkRelease(folder: string, tag: string): Candidate {
  const candidate = readCandidate(folder, tag)
  const problems = problemsOf(candidate)
  if (problems.length > 0)
    throw new Error(`${tag} cannot be released:\n${problems.map((each) => `- ${each}`).join('\n')}`)
  return candidate
}

/** Puts the tag on the checked commit. Without force: git itself refuses where another run was faster with another commit. */
export function publishTag(folder: string, tag: string): string {
  const { commit, taggedCommit } = checkRelease(folder, tag)
  if (taggedCommit === commit) return `${tag} is ${commit} already`
  push(folder, [`${commit}:refs/tags/${tag}`])
  return `${tag} is ${commit} now`
}

/** The only reference that moves, and only forwards; the lease lets no other run's move be lost. */
export function moveMajor(folder: string, tag: string): string {
  const tags = remoteTags(folder)
  const version = parseTag(tag)
  const released = tags.get(tag)
  if (version === undefined || released === undefined) throw new Error(`${tag} is no released version`)
  const major = majorOf(version)
  const current = tags.get(major)
  if (!isNewestOfMajor(version, [...tags.keys()]))
    return `${major} stays: a newer version than ${tag} is released`
  if (current?.commit === released.commit) return `${major} is ${tag} already`
  const target = `${released.commit}:refs/tags/${major}`
  push(folder, [target, `--force-with-lease=refs/tags/${major}:${current?.object ?? ''}`])
  return `${major} is ${tag} now`
}

/** Whether the release is to be shown as the latest one. */
export function isLatest(folder: string, tag: string): boolean {
  const version = parseTag(tag)
  return version !== undefined && isNewest(version, [...remoteTags(folder).keys()])
}

/** A workflow's own token can never have the permission that GitHub asks for here. */
function push(folder: string, [target = '', ...options]: readonly string[]): void {
  try {
    git(folder, ['push', '--porcelain', ...options, 'origin', target])
  } catch (error) {
    if (!/without `workflows` permission/.test(String(error))) throw error
    const command = ['git push', ...options, 'origin', target].join(' ')
    throw new Error(
      `GitHub lets no workflow push a commit whose workflow files are on no branch any more: release the tip of main, or run "${command}" yourself`,
      { cause: error },
    )
  }
}
