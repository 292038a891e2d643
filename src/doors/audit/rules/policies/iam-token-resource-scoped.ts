import { allows } from '../../../../diagnosis/policy/actions.ts'
import type { PolicyStatement, Written } from '../../../../diagnosis/policy/statement.ts'
import type { Found, Rule } from '../rule.ts'
import { grantToken } from './grant-token.ts'

export const TOKEN = 'ecr:GetAuthorizationToken'

export const iamTokenResourceScoped: Rule = {
  id: 'iam-token-resource-scoped',
  title: 'A policy allows ecr:GetAuthorizationToken on a resource, where it has no effect',
  severity: 'error',
  why: 'ECR gives its token for the whole of a registry, so AWS looks for this action on the resource "*" alone. Allowed on a repository it is not allowed at all: every login and every pull fails, with 401 or "no basic auth credentials", although the policy looks complete.',
  example: {
    path: 'policy.json',
    bad: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"],
      "Resource": "arn:aws:ecr:eu-west-1:465002806239:repository/team/*"
    }
  ]
}
`,
    good: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*" },
    {
      "Effect": "Allow",
      "Action": ["ecr:BatchGetImage"],
      "Resource": "arn:aws:ecr:eu-west-1:465002806239:repository/team/*"
    }
  ]
}
`,
  },
  *check({ policies }) {
    const granted = new Set<PolicyStatement['policy']>(policies.filter(isGrant).map(({ policy }) => policy))
    for (const statement of policies) {
      const named = tokenIn(statement)
      if (!named || !isScoped(statement)) continue
      if (!granted.has(statement.policy)) yield found(statement, named)
    }
  },
}

/** Where the action is named; a pattern such as `ecr:*` may well be meant for the repositories alone. */
const tokenIn = ({ actions }: PolicyStatement): Written | undefined =>
  actions.find(({ text }) => text.toLowerCase() === TOKEN.toLowerCase())

/** Another statement of the same policy that allows it as it is to be. */
const isGrant = (statement: PolicyStatement): boolean =>
  statement.effect === 'Allow' &&
  allows(statement, TOKEN) &&
  // What is not known may be it.
  (statement.resources?.some(({ text }) => text === '*') ?? true)

const isScoped = ({ effect, resources, conditional, hasPrincipal }: PolicyStatement): boolean =>
  effect === 'Allow' &&
  !conditional &&
  !hasPrincipal &&
  resources !== undefined &&
  resources.length > 0 &&
  !resources.some(({ text }) => text === '*')

function found(statement: PolicyStatement, named: Written): Found {
  const [resource] = statement.resources ?? []
  const fix = grantToken(statement)
  return {
    at: named.at,
    message: `${TOKEN} is allowed on ${resource?.text ?? 'a resource'}, but AWS grants it on "*" alone, so no login to ECR works by this statement`,
    hint: `Add a statement of its own that allows ${TOKEN} on the resource "*", and leave this one to the actions on repositories.`,
    ...(fix ? { fix } : {}),
  }
}
