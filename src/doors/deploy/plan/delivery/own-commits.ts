import picomatch from 'picomatch'
import { fail } from '../../../../errors/errors.ts'
import type { GitRemote } from '../../../../inputs/config-inputs.ts'
import { isKustomization, isTooLong, parentOf } from '../../../../names/path.ts'
import { cutLine, oneLine, withoutLastSlashes } from '../../../../names/text.ts'
import type { Target } from '../../../../plan/target.ts'
import { type History, touches } from '../../../../source/history/history.ts'
import { isOwnRepository, type Source } from '../../../../source/source.ts'
import { isOwnConfig } from '../own-repository.ts'

/** Commits that say that this step has made them, and between which two commits the files say whether it has. */
export interface OwnCommits {
  readonly subject: string
  readonly base: string
  readonly head: string
}

/**
 * A push that has brought nothing but what calls itself commits of this step for this very repository. A commit with
 * GITHUB_TOKEN sets off no run; with every other credential the circle must be ended.
 */
export function ownCommits(remote: GitRemote | undefined, source: Source): OwnCommits | undefined {
  if (!remote || !isOwnConfig(remote, source)) return undefined
  const [last, ...others] = source.brought.filter((message) => !MERGE.test(message)).toReversed()
  const isOwn = (message: string) => isDeployOf(message, source)
  if (last === undefined || ![last, ...others].every(isOwn)) return undefined
  const [, deployed = ''] = /^Source-Commit: ([0-9a-f]{40,64})\r?$/m.exec(last) ?? []
  return {
    subject: cutLine(oneLine(last.split('\n', 1)[0] ?? '')),
    base: source.before ?? deployed,
    head: source.sha,
  }
}

/**
 * A run that follows the push of a merge knows of that commit alone (`workflow_run`), and not what it has merged: the pull
 * request of a deploy, maybe.
 */
export const isLoneMerge = (remote: GitRemote | undefined, source: Source): boolean =>
  remote !== undefined &&
  isOwnConfig(remote, source) &&
  source.before === undefined &&
  source.brought.length === 1 &&
  source.brought.every((message) => MERGE.test(message))

/** As git and GitHub begin the message of a merge; what it has merged is listed beside it. */
const MERGE = /^Merge (?:pull request #\d+ |(?:remote-tracking )?branch ')/

/**
 * By the trailers of its message, which are at its end, or in the middle of a squashed one; the text of a pull request,
 * which GitHub may put in the place of it, names the images and no run.
 */
function isDeployOf(message: string, source: Source): boolean {
  const [, repository] = /^Source-Repository: (\S{1,200})\r?$/m.exec(message) ?? []
  const isTraced = /^(?:Correlation-Id: gh-\d{1,20}-\d{1,10}|Image-Digest: sha256:[0-9a-f]{64})\r?$/m.test(
    message,
  )
  return isTraced && repository !== undefined && isOwnRepository(repository, source)
}

/** What is deployed from this repository, as far as it says which files a deploy writes. */
export interface DeployedHere {
  readonly targets: readonly Pick<Target, 'path'>[]
  /** The input `paths`: what the images are made of. */
  readonly paths: readonly string[]
}

/**
 * Anybody may write a message, and who squashes a commit of this step with one of his own keeps its text: only what was
 * changed says that there is nothing to build.
 * @throws StepError ORDER_UNKNOWN: built for nothing, the next commit would set off the next run.
 */
export async function nothingNew(
  { subject, base, head }: OwnCommits,
  history: Pick<History, 'changes'>,
  deployed: readonly DeployedHere[],
): Promise<string | undefined> {
  const changed = base === '' ? undefined : await history.changes(base, head)
  if (!changed) return unknown(subject)
  if (!changed.some(isTooLong) && isOfDeploys(changed, deployed))
    return `The push has brought nothing but what this step commits ("${subject}"): there is nothing to build or to deploy.`
  return undefined
}

/**
 * Targets of this run, or of another workflow, which are not known here: a step writes YAML, and locks of charts. Taken for
 * a change of the service, two workflows of one repository would set off each other without end.
 */
function isOfDeploys(changed: readonly string[], deployed: readonly DeployedHere[]): boolean {
  const places = deployed.flatMap(({ targets }) => targets.map(({ path }) => matcherOf(path)))
  const others = changed.filter((file) => !places.some((matches) => isAt(file, matches)))
  return (
    others.every((file) => WRITTEN.test(file) && !file.startsWith('.github/')) &&
    !deployed.some(({ paths }) => paths.length > 0 && touches(paths, others))
  )
}

const WRITTEN = /\.ya?ml$|(?:^|\/)(?:Kustomization|Chart\.lock)$/i

type Matches = (path: string) => boolean

function matcherOf(path: string): Matches {
  const pattern = withoutLastSlashes(path)
  // The root of the repository, which is no pattern.
  return pattern === '' ? (at) => at === '' : picomatch(pattern, { dot: true })
}

/** The file of a target, or one of a kustomization in its folder. */
const isAt = (file: string, matches: Matches): boolean =>
  matches(file) || (isKustomization(file) && matches(parentOf(file)))

function unknown(subject: string): never {
  return fail({
    code: 'ORDER_UNKNOWN',
    message: `the push has brought what calls itself a commit of this step ("${subject}"), and it could not be found out whether it changes more than a deploy does`,
    hint: 'Set fetch-depth: 0 in actions/checkout, so that the checkout says what was changed: GitHub lists 300 files at most.',
  })
}
