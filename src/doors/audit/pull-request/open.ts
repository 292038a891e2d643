import type { Step } from '../../../action.ts'
import { ApiBranches } from '../../../config-repository/api/api-branches.ts'
import { ApiRemote } from '../../../config-repository/api/remote.ts'
import type { BranchWriter } from '../../../config-repository/repository.ts'
import type { FixedFile } from '../../../effective/fix/draft.ts'
import { fail } from '../../../errors/errors.ts'
import { openGithub } from '../../../github/client.ts'
import type { Pulls } from '../../../github/pull-request.ts'
import { openPulls } from '../../../github/pulls.ts'
import { withoutLastSlashes } from '../../../names/text.ts'
import type { Deliver, Delivered } from '../ports.ts'
import { type Described, describeFixes, isOwn } from './describe.ts'

/** Puts fixes on a branch of their own, with one pull request for them: the same one, as long as it is open. */
export function deliverPullRequest(step: Step): Deliver {
  return async (fixed, { findings, githubToken: token }) => {
    const run = proposingRun(step.environment.variables, token)
    const { branches, pulls } = openEdges(run, step)
    const described = describeFixes(fixed, findings)
    const branch = `ecr-gitops-audit/${run.base}`
    const [newest] = await pulls.of(branch)
    if (newest?.state === 'closed' && !newest.merged && newest.body.includes(described.mark)) {
      step.log.notice(`These fixes were proposed in ${newest.url}, which a person has closed.`)
      return { pullRequest: newest.url }
    }
    await writeBranch(branches, { branch, parent: run.commit, fixed, described })
    return propose(pulls, branch, described)
  }
}

interface Run {
  readonly repository: string
  readonly base: string
  readonly commit: string
  readonly apiUrl: string
  readonly serverUrl: string
  readonly token: string
}

function proposingRun(env: NodeJS.ProcessEnv, token: string | undefined): Run {
  const base = /^refs\/heads\/(.+)$/.exec(env.GITHUB_REF ?? '')?.[1]
  const { GITHUB_REPOSITORY: repository, GITHUB_SHA: commit } = env
  if (base && repository && commit && token) {
    const apiUrl = env.GITHUB_API_URL || 'https://api.github.com'
    const serverUrl = withoutLastSlashes(env.GITHUB_SERVER_URL || 'https://github.com')
    return { repository, base, commit, apiUrl, serverUrl, token }
  }
  return fail({
    code: 'INPUT_INVALID',
    inputs: ['fix-as'],
    message: `fix-as is pull-request, and ${token ? 'this run is for no branch that one could be merged into' : 'there is no github-token to open one with'}`,
    hint: 'Run on the events push, schedule or workflow_dispatch of a branch with contents: write and pull-requests: write, or set fix-as to files, patch or suggestions.',
  })
}

function openEdges(run: Run, { signal, watch }: Step): { branches: BranchWriter; pulls: Pulls } {
  const { repository, base, apiUrl, serverUrl, token } = run
  const credential = { kind: 'token', token, input: 'github-token' } as const
  const remote = new ApiRemote(
    { kind: 'api', reason: 'fixes are proposed', required: true, repository, serverUrl, apiUrl },
    {
      branch: base,
      remote: { url: `${serverUrl}/${repository}`, webUrl: undefined, label: repository },
      credential,
    },
    { credential: async () => credential, signal, watch },
  )
  const github = openGithub({ apiUrl, token, credential: 'github-token', signal, watch })
  return {
    // The name of the base is known, so nothing of it is read.
    branches: new ApiBranches({ remote, read: async () => ({ tip: run.commit, nodes: new Map() }) }),
    pulls: openPulls(github, { repository, base: async () => base, input: 'github-token', signal }),
  }
}

interface Writing {
  readonly branch: string
  readonly parent: string
  readonly fixed: readonly FixedFile[]
  readonly described: Described
}

const AUTHOR = {
  name: 'github-actions[bot]',
  email: '41898282+github-actions[bot]@users.noreply.github.com',
}

async function writeBranch(
  branches: BranchWriter,
  { branch, parent, fixed, described: { message, mark } }: Writing,
): Promise<void> {
  const there = await branches.branch(branch)
  if (there && !isOwn(there)) {
    fail({
      code: 'PULL_REQUEST_BRANCH',
      message: `the branch ${branch} has commits that no audit has made`,
      hint: `Merge or remove the branch ${branch}: what is on it would be lost.`,
    })
  }
  if (there?.commits?.at(-1)?.message.includes(mark)) return
  const files = new Map(fixed.map(({ path, after }) => [path, after]))
  const outcome = await branches.commitTo(
    { branch, parent, expected: there?.head },
    { files, message, author: AUTHOR },
  )
  if (outcome.landed) return
  fail({
    code: 'CONFIG_CONTENTION',
    message: `the branch ${branch} was not written: ${outcome.reason}`,
    hint: 'Run again: another run may have written it meanwhile.',
  })
}

async function propose(pulls: Pulls, branch: string, { title, body }: Described): Promise<Delivered> {
  const find = async () => (await pulls.of(branch)).find(({ state }) => state === 'open')
  const open = await find()
  if (open) {
    if (open.title !== title || open.body !== body) await pulls.update(open.number, { title, body })
    return { pullRequest: open.url }
  }
  const made = (await pulls.create(branch, { title, body, draft: false })) ?? (await find())
  return made ? { pullRequest: made.url } : {}
}
