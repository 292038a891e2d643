import { type ErrorCode, fail, type Problem } from '../../errors/errors.ts'
import type { GithubFailure } from '../../github/failure.ts'

/** What a refusal of GitHub means. */
export type RefusalKind =
  | 'limited'
  | 'unreachable'
  | 'bad-token'
  | 'saml'
  | 'ip-list'
  | 'archived'
  | 'not-allowed'
  | 'not-found'
  | 'branch-missing'
  | 'rule'
  | 'no-api'
  | 'too-old'
  | 'too-large'
  | 'other'

/** The texts of GitHub's GraphQL and REST API, and of its git server for branch protection (GH0xx). */
const TEXTS: readonly (readonly [RegExp, RefusalKind])[] = [
  [/SAML/i, 'saml'],
  [/IP allow list/i, 'ip-list'],
  [/archived/i, 'archived'],
  [
    /rule violations|protected branch|locked branch|GH0(?:06|13)|must be made through|must have (?:verified|valid) signatures|required status check|is not authorized to push|cannot (?:update|change|delete|force-push to) (?:this|a protected)/i,
    'rule',
  ],
  [
    /Resource not accessible|must have (?:push|write) access|not have permission|Permission denied/i,
    'not-allowed',
  ],
  [/No such branch|Could not resolve to a (?:Ref|branch)/i, 'branch-missing'],
  [/Could not resolve to a Repository/i, 'not-found'],
  [/too large|exceeds the maximum/i, 'too-large'],
  // In the words of the library behind GitHub's GraphQL, for what its schema has not.
  [/doesn't exist on type|isn't a defined input type|doesn't accept argument/i, 'too-old'],
]

export function kindOf({ status, type, said, limited, unsure, message }: GithubFailure): RefusalKind {
  if (limited) return 'limited'
  if (status === undefined || unsure) return /larger than/.test(message) ? 'too-large' : 'unreachable'
  if (status === 401) return 'bad-token'
  const text = said.join('\n')
  const known = TEXTS.find(([pattern]) => pattern.test(text))?.[1]
  if (known) return known
  if (type === 'NOT_FOUND') return 'not-found'
  if (type === 'FORBIDDEN' || status === 403) return 'not-allowed'
  if (status === 413) return 'too-large'
  return status === 404 || status === 405 ? 'no-api' : 'other'
}

export interface Refused {
  readonly label: string
  readonly branch: string
  readonly input: string
  /** What the rules of the branch say, and who may bypass them. */
  readonly rules?: readonly string[]
  /** The branch is that of a pull request. */
  readonly aside?: boolean
}

/** @throws StepError */
export function failRefused(failure: GithubFailure, refused: Refused): never {
  const kind = kindOf(failure)
  const { rules = [] } = refused
  const said = failure.said.length > 0 ? failure.said.slice(0, 6).join('; ') : failure.message
  const { code, what, hint } = describe(refused, said)[kind]
  const problem: Problem = {
    code,
    message: [`${what}: ${said.replace(/\.$/, '')}`, ...rules].join('. '),
    hint,
  }
  return fail(problem, failure)
}

interface Described {
  readonly code: ErrorCode
  readonly what: string
  readonly hint: string
}

const describe = (refused: Refused, said: string): Record<RefusalKind, Described> => ({
  ...ofCredential(refused),
  ...ofBranch(refused, said),
  ...ofServer(refused),
})

function ofServer({ label, input }: Refused) {
  const repository = `config-repository ${label}`
  return {
    limited: {
      code: 'CONFIG_UNREACHABLE',
      what: `${repository} was not asked, because GitHub limits ${input}`,
      hint: 'Run the job again after that time. A limit is of an App or a user, for all that they do: give deploys an App of their own, or set commit-via: git.',
    },
    unreachable: {
      code: 'CONFIG_UNREACHABLE',
      what: `${repository} could not be reached through GitHub's API`,
      hint: 'Run the job again; if it stays, look at the status of GitHub and at the network of the runner.',
    },
    'no-api': {
      code: 'CONFIG_UNREACHABLE',
      what: `what answers for ${repository} is no API of GitHub`,
      hint: 'Set commit-via: git, and check what the runner has in GITHUB_API_URL.',
    },
    'too-old': {
      code: 'CONFIG_REFUSED',
      what: `${repository} is on a server whose API does not have what this commit takes`,
      hint: 'Set commit-via: git, which every GitHub Enterprise Server takes, though without a signature of GitHub; or update that server.',
    },
    'too-large': {
      code: 'CONFIG_TOO_LARGE',
      what: `${repository} holds more than is read or written through GitHub's API`,
      hint: 'Set commit-via: git, or name fewer overlays in one step.',
    },
  } as const satisfies Partial<Record<RefusalKind, Described>>
}

function ofCredential({ label, input }: Refused) {
  const repository = `config-repository ${label}`
  return {
    'bad-token': {
      code: 'CONFIG_DENIED',
      what: `${repository} refused the credential`,
      hint:
        input === APP
          ? `Run the job again: the token that was made for ${APP} is not known any more. If it stays, look whether the App is still installed on ${label}.`
          : `Check ${input}: it must not be expired or revoked, and must be of this GitHub.`,
    },
    saml: {
      code: 'CONFIG_DENIED',
      what: `${repository} is of an organization that demands single sign-on`,
      hint: `Authorize ${input} for the organization (Settings, Developer settings, Personal access tokens, Configure SSO), or use the token of a GitHub App, which needs none.`,
    },
    'ip-list': {
      code: 'CONFIG_DENIED',
      what: `${repository} takes no requests from the address of this runner`,
      hint: 'Add the address of the runner to the IP allow list of the organization, or run the job on a runner whose address is on it.',
    },
    'not-allowed': {
      code: 'CONFIG_DENIED',
      what: `${repository} refused the credential`,
      hint: allowed(input, label),
    },
    'not-found': {
      code: 'CONFIG_NOT_FOUND',
      what: `${repository} was not found`,
      hint: `Check the spelling of config-repository; GitHub answers the same when ${nameOf(input)} may not see it: ${SEEN[input] ?? CHOSEN}.`,
    },
  } as const satisfies Partial<Record<RefusalKind, Described>>
}

const APP = 'config-app-id'

/** How to call the owner of a credential. */
const nameOf = (input: string): string => (input === APP ? `the App of ${APP}` : input)

const SEEN: Readonly<Record<string, string>> = {
  [APP]: 'install it on that repository, or add the repository to its installation',
  'github-token': 'the token of the job sees its own repository alone',
}
const CHOSEN =
  'install the App on that repository, or choose it for the token. The token of the job sees its own repository alone'

function allowed(input: string, label: string): string {
  if (input === APP)
    return `Give the App of ${APP} the permission Contents: read and write (settings of the App, Permissions), and have it accepted by whoever installed it for ${label}.`
  if (input === 'github-token')
    return `Give the job "permissions: contents: write": github-token commits to ${label}, the repository of this run.`
  return `Give ${input} contents: write on ${label}: for an App under its Permissions, accepted by whoever installed it; for a fine-grained token under Repository permissions; the token of the job can write to its own repository alone, with "permissions: contents: write".`
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

function ofBranch(refused: Refused, said: string) {
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
  } as const satisfies Partial<Record<RefusalKind, Described>>
}
