/** What may be released, and what the moving major tag points to. No git, no files. */

export interface Version {
  readonly major: number
  readonly minor: number
  readonly patch: number
}

/** A commit that somebody wants to release under a tag. */
export interface Candidate {
  readonly tag: string
  readonly commit: string
  readonly onMain: boolean
  /** The commit that has the tag in the remote repository already. */
  readonly taggedCommit?: string | undefined
  /** The version that each file gives. */
  readonly versions: Readonly<Record<string, string>>
  readonly changelog: string
}

const TAG = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/

export function parseTag(tag: string): Version | undefined {
  const [, major, minor, patch] = TAG.exec(tag) ?? []
  if (major === undefined) return undefined
  return { major: Number(major), minor: Number(minor), patch: Number(patch) }
}

/** What forbids the release, each with what to change; all of it together. */
export function problemsOf(candidate: Candidate): readonly string[] {
  const { tag, commit, onMain, taggedCommit, versions } = candidate
  if (parseTag(tag) === undefined) return [`"${tag}" is not vX.Y.Z, as in v1.2.3; there are no pre-releases`]
  const version = tag.slice(1)
  const problems = Object.entries(versions)
    .filter(([, given]) => given !== version)
    .map(
      ([file, given]) =>
        `${file} has version ${given}, not ${version}: run "npm version --no-git-tag-version ${version}"`,
    )
  if (!onMain) problems.push(`${commit} is not on main: merge it first`)
  if (taggedCommit !== undefined && taggedCommit !== commit)
    problems.push(
      `${tag} is ${taggedCommit} already, and a version never moves: release ${commit} as another one`,
    )
  return [...problems, ...changelogProblems(candidate.changelog, version)]
}

function changelogProblems(changelog: string, version: string): readonly string[] {
  const problems = []
  const { heading, text } = sectionOf(changelog, version)
  if (text === '' || !/ - \d{4}-\d\d-\d\d$/.test(heading))
    problems.push(`CHANGELOG.md lists nothing under "## [${version}] - YYYY-MM-DD": add what changed`)
  if (sectionOf(changelog, 'Unreleased').text !== '')
    problems.push(`CHANGELOG.md still lists changes under "## [Unreleased]": move them to ${version}`)
  return problems
}

/** What CHANGELOG.md says of a version, without its heading. */
export const notesOf = (changelog: string, version: string): string => sectionOf(changelog, version).text

/** Up to the next version, or to the link definitions at the end of the file. */
function sectionOf(changelog: string, title: string): { heading: string; text: string } {
  const sections = changelog.split(/^(?=## |\[[^\]]+\]: )/m)
  const [heading = '', ...lines] =
    sections.find((section) => section.startsWith(`## [${title}]`))?.split('\n') ?? []
  return { heading, text: lines.join('\n').trim() }
}

export const majorOf = ({ major }: Version): string => `v${major}`

/** Whether none of the tags is a newer version: a late patch of an older one is not the latest release. */
export const isNewest = (version: Version, tags: readonly string[]): boolean =>
  tags.map(parseTag).every((other) => other === undefined || compare(other, version) <= 0)

/** Whether no released version of the same major is newer: a late patch of an older one must not take users back. */
export const isNewestOfMajor = (version: Version, tags: readonly string[]): boolean =>
  isNewest(
    version,
    tags.filter((tag) => parseTag(tag)?.major === version.major),
  )

const compare = (a: Version, b: Version): number =>
  a.major - b.major || a.minor - b.minor || a.patch - b.patch
