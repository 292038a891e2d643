/** Tags that are moved with every build, or with every deploy: channels, branches and environments. */
const MOVING = new Set(
  `latest stable edge nightly canary current newest next snapshot head tip rolling unstable
  main master trunk develop development dev feature hotfix release
  local test testing tests ci qa uat int integration sandbox demo
  stage stages staging stg preprod pre-prod preproduction preview
  prod production prd live beta alpha rc lts`.split(/\s+/),
)

/** At the beginning or the end of a tag they say the same of the rest. */
const CHANNELS = new Set(['latest', 'stable', 'edge', 'nightly', 'canary', 'snapshot'])

/** A commit, a version or a date: with one of them the tag is of one build, whatever else it says. */
const OF_ONE_BUILD = /[0-9a-f]{7}|\d\.\d+\.\d/

/** The word because of which a tag moves; undefined for one that stays where it is. */
export function movingWord(tag: string): string | undefined {
  const lower = tag.toLowerCase()
  if (MOVING.has(lower)) return lower
  const words = lower.split(/[-_.]/)
  const ends = [words[0] ?? '', words.at(-1) ?? '']
  if (ends[1] === 'snapshot') return 'snapshot'
  return OF_ONE_BUILD.test(lower) ? undefined : ends.find((word) => CHANNELS.has(word))
}
