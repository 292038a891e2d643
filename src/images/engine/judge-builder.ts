import type { Problem } from '../../errors/errors.ts'
import { oneLine } from '../../names/text.ts'
import type { Allowance } from '../../plan/build.ts'
import { type BuilderVersion, WEAKNESSES, type Weakness } from './weaknesses.ts'

interface BuilderVerdict {
  readonly problem?: Problem
  readonly warning?: string
}

/** Of several nodes each may get a build, so the worst of them counts. */
export function judgeBuilders(
  builders: readonly BuilderVersion[],
  { weakEngine }: Allowance,
): BuilderVerdict {
  const verdicts = builders.map((builder) => judgeBuilder(builder, weakEngine))
  return verdicts.find(({ problem }) => problem) ?? verdicts.find(({ warning }) => warning) ?? {}
}

function judgeBuilder(builder: BuilderVersion, weakEngine: boolean): BuilderVerdict {
  const version = numbersOf(builder.version)
  if (!version) return weakEngine ? {} : { problem: unknown(builder) }
  const open = WEAKNESSES.filter(
    ({ program, fixed }) => program === builder.program && !hasFix(version, fixed),
  )
  if (open.length === 0) return {}
  const writes = open.filter(({ gives }) => gives === 'write')
  if (writes.length > 0) {
    return weakEngine ? { warning: warningOf(builder, writes) } : { problem: refusal(builder, writes) }
  }
  // The checkout's own Dockerfile does not read what it should not.
  return weakEngine ? {} : { warning: warningOf(builder, open) }
}

function refusal(builder: BuilderVersion, open: readonly Weakness[]): Problem {
  return {
    code: 'ENGINE_UNSUITABLE',
    message: `${weaknessOf(builder, open)}, and this run builds files that may be anybody's`,
    hint: `${updateOf(builder, open)} Or run docker/setup-buildx-action before this step: its builder is a current BuildKit.`,
  }
}

const warningOf = (builder: BuilderVersion, open: readonly Weakness[]): string =>
  `${weaknessOf(builder, open)}. ${updateOf(builder, open)}`

function weaknessOf({ program, version = '' }: BuilderVersion, open: readonly Weakness[]): string {
  const [first] = open
  const cves = open.map(({ cve }) => cve).join(', ')
  return `${program} ${oneLine(version)} lets a Dockerfile ${first?.gives} files of the machine that builds (${cves})`
}

/** The lowest versions without these weaknesses: one that all later ones share, and those of older lines. */
function updateOf({ program }: BuilderVersion, open: readonly Weakness[]): string {
  const candidates = [...new Set(open.flatMap(({ fixed }) => fixed))]
  const safe = candidates.flatMap((text) => {
    const version = numbersOf(text)
    return version && open.every(({ fixed }) => hasFix(version, fixed)) ? [{ text, version }] : []
  })
  const ordered = safe.toSorted((one, other) => compare(one.version, other.version))
  // Of each line the first that is safe.
  const lines = ordered.filter(({ version }, index) => !isSameLine(version, ordered[index - 1]?.version))
  const [newest = '', ...older] = lines.map(({ text }) => text).toReversed()
  const also = older.length > 0 ? ` (in older lines ${older.toReversed().join(', ')})` : ''
  return `Update ${program} to ${newest} or newer${also}.`
}

function unknown({ program, version }: BuilderVersion): Problem {
  const said =
    version === undefined ? 'does not tell its version' : `says "${oneLine(version)}" for its version`
  return {
    code: 'ENGINE_UNSUITABLE',
    message: `${program} ${said}, and this run builds files that may be anybody's`,
    hint: 'Start the builder before this step, so that it can be asked: docker/setup-buildx-action does, and so does docker buildx inspect --bootstrap.',
  }
}

type Numbers = readonly [major: number, minor: number, patch: number]

function numbersOf(version: string | undefined): Numbers | undefined {
  const [, major, minor, patch] = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?!\d)/.exec(version ?? '') ?? []
  const numbers: Numbers = [Number(major), Number(minor), Number(patch)]
  // What was built without a version says 0.0.0.
  return patch === undefined || numbers.every((number) => number === 0) ? undefined : numbers
}

const compare = (one: Numbers, other: Numbers): number =>
  one[0] - other[0] || one[1] - other[1] || one[2] - other[2]

const isSameLine = (one: Numbers, other: Numbers | undefined): boolean =>
  one[0] === other?.[0] && one[1] === other[1]

/** By the fix of the version's own line, else by that of the newest line. */
function hasFix(version: Numbers, fixed: readonly string[]): boolean {
  const lines = fixed.flatMap((text) => [numbersOf(text)].filter((line) => line !== undefined))
  const first = lines.find((line) => isSameLine(version, line)) ?? lines.at(-1)
  return first !== undefined && compare(version, first) >= 0
}
