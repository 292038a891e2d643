import { APP, JOB_TOKEN, nameOf, type Refused } from './described.ts'

const LIST = 'the bypass list of that rule (Settings, Rules or Branches)'

type Ruled = Pick<Refused, 'branch' | 'input'>

/** The ways past a rule, by what it demands; a branch that is locked takes nothing from anybody. */
export function pastRule({ branch, input }: Ruled, said: string): string {
  if (/locked branch/i.test(said))
    return `Take "Lock branch" out of the protection of ${branch}, which lets nobody write to it, or set config-branch to another one.`
  if (input === JOB_TOKEN) return pastRuleOfJob(said)
  const bypass = `add ${input === APP ? 'that App' : `the App or user of ${input}`} to ${LIST}`
  if (/pull request|merge queue/i.test(said))
    return `Set delivery: pull-request, which that rule asks for; or ${bypass}, or set config-branch to a branch without it.`
  if (/signatures/i.test(said))
    return `Set config-token to the token of a GitHub App, or config-app-id: GitHub signs what those commit; or ${bypass}.`
  if (/status check/i.test(said))
    return `Set delivery: pull-request with auto-merge, so that the checks run before the merge; or ${bypass}.`
  return `${bypass[0]?.toUpperCase()}${bypass.slice(1)}, set config-branch to a branch without it, or set delivery: pull-request.`
}

/** It is on no bypass list, and a pull request that it opens starts no workflows (GitHub docs, "GITHUB_TOKEN"). */
function pastRuleOfJob(said: string): string {
  if (/status check/i.test(said))
    return `Set config-app-id and its key, and either delivery: pull-request or that App on ${LIST}: GITHUB_TOKEN bypasses none, and a pull request that it opens starts no checks.`
  const app = `config-app-id and its key, with that App on ${LIST}, as GITHUB_TOKEN bypasses none`
  if (/pull request|merge queue/i.test(said))
    return `Set delivery: pull-request, which that rule asks for, and give the job "pull-requests: write" besides; or set ${app}; or set config-branch to a branch without it.`
  return `Set ${app}; or set config-branch to a branch without it, or delivery: pull-request.`
}

/** The same for the branch of a pull request, which is made anew by every newer commit. */
export function pastRuleAside({ branch, input }: Ruled, said: string): string {
  const instead = 'or name another branch: pull-request: {branch: ...}.'
  return /signatures/i.test(said)
    ? `Set config-app-id, or config-token to the token of a GitHub App: on the branch of a pull request GitHub signs what an App commits, and nothing else. Or take ${branch} out of the ruleset that wants signatures, ${instead}`
    : `Allow ${nameOf(input)} to create ${branch} and to force it: take it out of the ruleset that matches it, or add it to the bypass list; ${instead}`
}
