import type { Descriptions, Refused } from './described.ts'
import { pastRule, pastRuleAside } from './past-rule.ts'

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
      hint: (aside ? pastRuleAside : pastRule)({ branch, input }, said),
    },
    other: {
      code: 'CONFIG_REFUSED',
      what: `${repository} refused the commit on ${branch}`,
      hint: 'Correct what GitHub says there; commit-via: git shows whether it takes the same as a push.',
    },
  } as const satisfies Descriptions
}
