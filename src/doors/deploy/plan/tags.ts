import type { Problem } from '../../../errors/errors.ts'
import { type Judged, sound } from '../../../errors/judged.ts'
import { isTag } from '../../../names/reference.ts'
import { commitIn, isExactVersion, versionOfGitTag } from '../../../names/tag.ts'

interface TagRequest {
  /** What a message calls the input that the tag is from. */
  readonly input: string
  readonly tag: string
  /** The commit that would be built. */
  readonly commit: string
  /** The git ref that triggered the run. */
  readonly ref: string
  /** The commit that this ref is at. */
  readonly refCommit: string
  /** Nothing is built: the image must exist, so any commit or version may be named. */
  readonly mustExist: boolean
}

/** What an accepted tag stands for; the order of deploys is decided by it. */
interface TagMeaning {
  readonly commit?: string
  readonly version?: string
}

/** Decides whether a tag can only ever mean one image. */
export function judgeTag(request: TagRequest): Judged<TagMeaning> {
  const { input, tag, commit, ref, mustExist } = request
  if (!isTag(tag)) {
    const hint = versionHint(request) ?? `give the input ${input} at most 128 of A-Z a-z 0-9 _ . -`
    return refusal('INPUT_INVALID', `${input} is "${tag}", which no registry accepts`, hint)
  }
  const named = commitIn(tag)
  if (named) return mustExist || named === commit ? sound({ commit: named }) : otherCommit(request, named)
  if (isExactVersion(tag)) {
    if (isVersionOf(tag, ref)) return releasedCommit(request)
    return mustExist ? sound({ version: tag }) : untriggeredVersion(request)
  }
  return refusal(
    'TAG_MUTABLE',
    `${input} is "${tag}", which is refused: ${mutability(tag, ref)}`,
    versionHint(request) ??
      (mustExist
        ? `give the input ${input} the full SHA or the exact version of an image that exists: git rev-parse prints the full SHA of a name`
        : `leave the input ${input} empty to use the commit (${commit || 'full SHA'}), or put the full SHA in it, as main-\${{ github.sha }}`),
  )
}

/** Who gives the name of a git tag means its version, which may stand behind that of a service. */
function versionHint({ input, ref, commit }: TagRequest): string | undefined {
  const version = versionOfGitTag(ref)
  return version === undefined
    ? undefined
    : `set the input ${input} to ${version}, the version of the git tag, or leave it empty to use the commit (${commit})`
}

function isVersionOf(tag: string, ref: string): boolean {
  const version = versionOfGitTag(ref)
  return version !== undefined && version.replace(/^v/, '') === tag.replace(/^v/, '')
}

/** The checkout may be of another branch, or left over from another job: the version is that of the git tag's commit. */
function releasedCommit({ input, tag, commit, refCommit, mustExist }: TagRequest): Judged<TagMeaning> {
  if (mustExist || commit === refCommit) return sound({ version: tag, commit: refCommit })
  return refusal(
    'TAG_COMMIT_MISMATCH',
    `${input} is the version "${tag}", whose git tag is at commit ${refCommit}, but the checkout to build is at ${commit}`,
    'check out the commit of the git tag (actions/checkout does without ref); for a commit of another repository, name that in source-repository',
  )
}

function otherCommit({ input, tag, commit }: TagRequest, named: string): Judged<TagMeaning> {
  return refusal(
    'TAG_COMMIT_MISMATCH',
    `${input} "${tag}" names commit ${named}, but the checkout to build is at ${commit}`,
    `leave the input ${input} empty, check out the named commit (ref of actions/checkout), or set build: never to deploy an existing image`,
  )
}

function untriggeredVersion({ input, tag, ref }: TagRequest): Judged<TagMeaning> {
  return refusal(
    'TAG_MUTABLE',
    `${input} is the version "${tag}", but this run was not triggered by that git tag (ref: ${ref || 'none'})`,
    `run on push of the git tag, leave the input ${input} empty, or set build: never to deploy an existing version`,
  )
}

function refusal(code: Problem['code'], message: string, hint: string): Judged<TagMeaning> {
  const sentence = `${hint.charAt(0).toUpperCase()}${hint.slice(1)}.`
  return { value: {}, problems: [{ code, inputs: ['tag'], message, hint: sentence }] }
}

const MOVING = /(?:^|[-_.])(latest|stable|edge|nightly|current|newest|snapshot|canary)(?:$|[-_.])/i
const ENVIRONMENT = /^(?:dev|develop|development|test|qa|uat|stage|staging|preprod|prod|production|live)$/i

/** The rule that a refused tag breaks, most telling first. */
function mutability(tag: string, ref: string): string {
  const moving = MOVING.exec(tag)?.[1]
  if (moving) return `"${moving}" moves with every build`
  const branch = ref.replace('refs/heads/', '').replaceAll('/', '-')
  if (tag === branch || /^(?:main|master|trunk)$/.test(tag)) return 'a branch name moves with every commit'
  if (ENVIRONMENT.test(tag)) return 'the name of an environment moves with every deploy'
  if (/^\d{4}[-.]?\d{2}[-.]?\d{2}(?:$|[-.T_])/.test(tag)) return 'a date does not say which commit was built'
  if (/^v?\d+(?:\.\d+)?$/.test(tag)) return 'a partial version or number moves with every release or run'
  if (/(?:^|[-_.])[0-9a-f]{7,39}$/.test(tag)) {
    return 'a short SHA can collide, and one of digits alone is read as a number by YAML'
  }
  return 'it holds neither the full commit SHA nor an exact version'
}
