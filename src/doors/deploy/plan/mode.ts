import picomatch from 'picomatch'
import { versionOfGitTag } from '../../../names/tag.ts'
import type { Source } from '../../../source/source.ts'
import type { Inputs } from '../inputs.ts'

/** What this run may do, and why: the reason is shown to the reader of the log and of the summary. */
export interface Mode {
  readonly push: boolean
  readonly deploy: boolean
  readonly reason: string
}

/** The events that stand for trusted code of this repository; every other one builds without pushing. */
const PUSHING_EVENTS = new Set([
  'push',
  'release',
  'workflow_dispatch',
  'schedule',
  'repository_dispatch',
  'workflow_run',
])

export function decideMode(inputs: Inputs, source: Source): Mode {
  if (inputs.push === 'false') return { push: false, deploy: false, reason: 'push is false' }
  if (inputs.push === 'auto' && !PUSHING_EVENTS.has(source.event)) {
    return {
      push: false,
      deploy: false,
      reason: `a run on ${source.event || 'this event'} builds without pushing`,
    }
  }
  if (source.fromPullRequest) {
    const { push } = inputs
    // Whatever its ref says: what is checked out may be anybody's commit.
    return { push: push === 'true', deploy: false, reason: 'a run for a pull request never deploys' }
  }
  if (!inputs.config.repository) return { push: true, deploy: false, reason: 'config-repository is empty' }
  if (isDeployRef(source, inputs.config.deployRefs))
    return { push: true, deploy: true, reason: `${source.ref} is a deploy ref` }
  const refs = inputs.config.deployRefs
  const allowed =
    refs.length > 0
      ? refs.join(', ')
      : `${source.defaultBranch ?? 'the default branch, which the event does not name'}, version tags`
  return { push: true, deploy: false, reason: `${source.ref} is not one of deploy-refs (${allowed})` }
}

/** A run of commits that may be deployed, whether or not this one does: `config-repository` may be another step's. */
export function isOfDeployRef(source: Source, patterns: readonly string[]): boolean {
  return !source.fromFork && !source.fromPullRequest && isDeployRef(source, patterns)
}

function isDeployRef(source: Source, patterns: readonly string[]): boolean {
  const isVersionTag = versionOfGitTag(source.ref) !== undefined
  if (patterns.length === 0) {
    const onDefaultBranch =
      source.defaultBranch !== undefined && source.ref === `refs/heads/${source.defaultBranch}`
    return onDefaultBranch || isVersionTag
  }
  // A bare pattern means branches: whoever may push a tag named as a branch must not deploy with it.
  const isNamedShort = isVersionTag || source.ref.startsWith('refs/heads/')
  const short = source.ref.split('/').slice(2).join('/')
  return patterns.some((pattern) => {
    const matches = picomatch(pattern)
    return pattern.startsWith('refs/') ? matches(source.ref) : isNamedShort && matches(short)
  })
}
