import type { GithubFailure } from '../../../github/failure.ts'

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
