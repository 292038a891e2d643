/** A version as Helm reads it (Masterminds/semver, `NewVersion`): `1.2.3`, with a `v` or without minor and patch too. */
export interface Version {
  readonly prefix: string
  readonly numbers: readonly [major: number, minor: number, patch: number]
  readonly pre: readonly string[]
}

const VERSION =
  /^(v?)(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/

export function parseVersion(text: string): Version | undefined {
  const [whole, prefix = '', major, minor = 0, patch = 0, pre] = VERSION.exec(text) ?? []
  if (whole === undefined) return undefined
  return { prefix, numbers: [Number(major), Number(minor), Number(patch)], pre: pre?.split('.') ?? [] }
}

/** The next patch version: of a pre-release the release itself; build metadata belongs to the old one (semver 2.0.0, 9 to 11). */
export function nextPatch({ prefix, numbers: [major, minor, patch], pre }: Version): string {
  return `${prefix}${major}.${minor}.${pre.length > 0 ? patch : patch + 1}`
}

/** Below 0, 0 or above it, by the precedence of semver 2.0.0, 11. */
export function compareVersions(one: Version, other: Version): number {
  for (const [index, number] of one.numbers.entries()) {
    const difference = number - Number(other.numbers[index])
    if (difference !== 0) return difference
  }
  if (one.pre.length === 0 || other.pre.length === 0) return other.pre.length - one.pre.length
  return comparePre(one.pre, other.pre)
}

function comparePre(one: readonly string[], other: readonly string[]): number {
  for (const [index, word] of one.entries()) {
    const against = other[index]
    if (against === undefined) return 1
    if (word === against) continue
    const [isNumber, isOther] = [/^\d+$/.test(word), /^\d+$/.test(against)]
    if (isNumber && isOther) return Number(word) - Number(against)
    if (isNumber !== isOther) return isNumber ? -1 : 1
    return word < against ? -1 : 1
  }
  return one.length - other.length
}
