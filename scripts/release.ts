/**
 * node scripts/release.ts check|tag|notes|latest|major vX.Y.Z: the steps of .github/workflows/release.yml. `check` says
 * what forbids the release of the checked out commit, `tag` puts the tag on it, `notes` prints what CHANGELOG.md says of
 * it, `latest` whether no newer version is there, and `major` moves vX there. Needs no package, so that the job that may
 * write runs no code but this.
 */
import { checkRelease, isLatest, moveMajor, publishTag } from './release/repository.ts'
import { notesOf } from './release/rules.ts'

const STEPS: Readonly<Record<string, (tag: string) => string>> = {
  check: (tag) => `${tag} can be released from ${checkRelease('.', tag).commit}`,
  tag: (tag) => publishTag('.', tag),
  notes: (tag) => notesOf(checkRelease('.', tag).changelog, tag.slice(1)),
  latest: (tag) => String(isLatest('.', tag)),
  major: (tag) => moveMajor('.', tag),
}

const [name = '', tag = ''] = process.argv.slice(2)
const step = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined
if (step === undefined)
  throw new Error(`usage: node scripts/release.ts ${Object.keys(STEPS).join('|')} vX.Y.Z`)
try {
  console.log(step(tag))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
