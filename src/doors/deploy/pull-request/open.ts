import type { Step } from '../../../action.ts'
import { inputOf } from '../../../config-repository/credential-input.ts'
import type { BranchWriter } from '../../../config-repository/repository.ts'
import { type Github, openGithub } from '../../../github/client.ts'
import { finishPull } from '../../../github/finish-pull.ts'
import { whileNew } from '../../../github/new-token.ts'
import { openPulls } from '../../../github/pulls.ts'
import type { RehearsedDelivery } from '../../../gitops/delivery.ts'
import { type Describe, deployedIn } from '../../../gitops/message/change.ts'
import { pullRequestDelivery } from '../../../gitops/pull-request/delivery.ts'
import { describePull } from '../../../gitops/pull-request/description/describe.ts'
import type { PullPorts } from '../../../gitops/pull-request/ports.ts'
import type { ConfigPlan, PullRequestPlan } from '../../../plan/config.ts'
import type { Origin } from '../../../plan/deployment.ts'
import type { OpenCredential } from '../credential/open-credential.ts'

export interface OpenPullRequestsOptions extends Pick<Step, 'log' | 'signal' | 'watch'> {
  readonly config: ConfigPlan
  readonly plan: PullRequestPlan
  readonly branches: BranchWriter
  /** That of the config repository. */
  readonly access: OpenCredential
  readonly origin: Origin
  readonly describe: Describe
  /** Of an image, once it is known what it runs on. */
  readonly platformsOf: (image: string) => readonly string[]
}

/** The delivery by pull request over the config repository's branches and GitHub's API, as the plan says. */
export async function openPullRequests(options: OpenPullRequestsOptions): Promise<RehearsedDelivery> {
  const { config, plan, branches, access, log, signal } = options
  const github = githubOf(options)
  const { repository, branch, draft, cleanup } = plan
  const input = inputOf(config.credential)
  const pulls = openPulls(github, { repository, base: () => branches.base(), input, signal })
  // GitHub is the committer of what its API makes, whoever the App is.
  const author = (config.via.kind === 'git' && (await access.author?.())) || config.author
  const said = {
    say: (line: string) => log.info(line),
    // Who asks for a dry run wants to see it.
    sayInstead: (line: string) => log.notice(line),
    onWarning: (warning: string) => log.warning(warning),
  }
  return pullRequestDelivery(
    { branches, pulls, describe: describer(options), dress: dresser(github, options), ...said },
    { branch, draft, cleanup, committer: author.email, label: config.remote.label, signal },
  )
}

/** With the credential as it is at each request: a token of an App ends before a long wait does. */
function githubOf({ plan: { apiUrl }, access, signal, watch }: OpenPullRequestsOptions): Pick<Github, 'ask'> {
  return {
    ask: async (call, terms) => {
      const credential = await access.credential()
      const token = credential.kind === 'token' ? credential.token : undefined
      const github = openGithub({ apiUrl, token, credential: 'config-token', signal, watch })
      return whileNew(() => github.ask(call, terms), { ...access, signal })
    },
  }
}

function describer({ plan, origin, describe, platformsOf }: OpenPullRequestsOptions): PullPorts['describe'] {
  return async ({ proposal, change: { message }, images, base }) => {
    const deployed = await deployedIn(proposal, images, describe)
    return describePull({ deployed, proposal, origin, message, base, options: plan, platformsOf })
  }
}

function dresser(
  github: Pick<Github, 'ask'>,
  { plan, log, signal }: OpenPullRequestsOptions,
): PullPorts['dress'] {
  const { repository, labels, reviewers, teamReviewers, assignees, autoMerge } = plan
  const teams = teamReviewers.map(({ slug }) => slug)
  const finish = { repository, dress: { labels, reviewers, teams, assignees }, autoMerge }
  const onWarning = (warning: string) => log.warning(warning)
  return (pull) => finishPull(pull, finish, { github, onWarning, signal })
}
