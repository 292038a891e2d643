import { wildcard } from './image-store.ts'
import type { Session } from './sessions.ts'

interface Statement {
  Effect: 'Allow' | 'Deny'
  Action: string | string[]
  Resource: string | string[]
}

export interface Attempt {
  /** `ecr:PutImage` */
  action: string
  resource: string
}

/** Effect, action and resource with wildcards; conditions and Not... elements are not read. */
export function policyAllows(policy: string | undefined, attempt: Attempt): boolean {
  if (policy === undefined) return true
  const { Statement: given } = JSON.parse(policy) as { Statement: Statement | Statement[] }
  const effects = list(given)
    .filter((statement) => applies(statement, attempt))
    .map(({ Effect }) => Effect)
  return effects.includes('Allow') && !effects.includes('Deny')
}

const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value])

const applies = (statement: Statement, { action, resource }: Attempt): boolean =>
  list(statement.Action).some((pattern) => wildcard(pattern, 'i').test(action)) &&
  list(statement.Resource).some((pattern) => wildcard(pattern).test(resource))

export interface AccessRules {
  /** Registry accounts whose repositories the callers may reach. */
  accounts: string[]
  /** Actions that the role's own policies do not allow, such as `ecr:DescribeRepositories`, or one on a resource. */
  denied: string[]
}

/** The refusal in the words of AWS, or undefined when the attempt is allowed. */
export function refusalOf(session: Session, attempt: Attempt, rules: AccessRules): string | undefined {
  const what = `User: ${session.userArn} is not authorized to perform: ${attempt.action} on resource: ${attempt.resource}`
  const because = (kind: string): string =>
    `${what} because no ${kind} policy allows the ${attempt.action} action`
  const owner = attempt.resource.split(':')[4]
  const isDenied = [attempt.action, `${attempt.action} ${attempt.resource}`].some((one) =>
    rules.denied.includes(one),
  )
  if (isDenied) return because('identity-based')
  if (owner && !rules.accounts.includes(owner)) return because('resource-based')
  return policyAllows(session.policy, attempt) ? undefined : because('session')
}
