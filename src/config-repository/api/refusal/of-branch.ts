import { APP, type Descriptions, nameOf, type Refused } from './described.ts'

/** What is asked for is not taken there. */
export function ofBranch(refused: Refused, said: string) {
  const { label, branch: given, input, aside } = refused
  // Until GitHub has said what it is called.
  const branch = given === 'HEAD' ? 'its default branch' : given
  const repository = `config-repository ${label}`
  return {
    archived: {
      code: 'CONFIG_DENIED',
      what: `${repository} is archived and takes no commits`,
      hint: 'Unarchive it in its settings, or set config-repository to the one that took its place.',
    },
    'branch-missing': {
      code: 'CONFIG_BRANCH_MISSING',
      what: `${repository} has no ${given === 'HEAD' ? 'default branch' : `branch ${branch}`}`,
      hint: 'Set config-branch to a branch with at least one commit, or leave it empty for the default branch, which an empty repository only has by name.',
    },
    rule: {
      code: 'CONFIG_REFUSED',
      what: `${repository} refused the commit on ${branch}`,
      hint: aside
        ? `Allow ${nameOf(input)} to create ${branch} and to force it: take it out of the ruleset that matches it, or add it to the bypass list; or name another branch: pull-request: {branch: ...}.`
        : pastRule({ branch, input }, said),
    },
    other: {
      code: 'CONFIG_REFUSED',
      what: `${repository} refused the commit on ${branch}`,
      hint: 'Correct what GitHub says there; commit-via: git shows whether it takes the same as a push.',
    },
  } as const satisfies Descriptions
}

/** The ways past a rule, by what it demands; a branch that is locked takes nothing from anybody. */
function pastRule({ branch, input }: Pick<Refused, 'branch' | 'input'>, said: string): string {
  if (/locked branch/i.test(said))
    return `Take "Lock branch" out of the protection of ${branch}, which lets nobody write to it, or set config-branch to another one.`
  const bypass = `add ${input === APP ? 'that App' : `the App or user of ${input}`} to the bypass list of that rule (Settings, Rules or Branches)`
  if (/pull request|merge queue/i.test(said))
    return `Set delivery: pull-request, which that rule asks for; or ${bypass}, or set config-branch to a branch without it.`
  if (/signatures/i.test(said))
    return `Set config-token to the token of a GitHub App, or config-app-id: GitHub signs what those commit; or ${bypass}.`
  if (/status check/i.test(said))
    return `Set delivery: pull-request with auto-merge, so that the checks run before the merge; or ${bypass}.`
  return `${bypass[0]?.toUpperCase()}${bypass.slice(1)}, set config-branch to a branch without it, or set delivery: pull-request.`
}
