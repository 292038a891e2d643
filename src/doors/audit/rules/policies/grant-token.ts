import type { PolicyStatement } from '../../../../diagnosis/policy/statement.ts'
import type { Fix } from '../rule.ts'

const STATEMENT = '{ "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*" }'

/**
 * A statement more before one of a list in a JSON document: what the other one allows stays as it is. Only JSON has one
 * way to be written that every reader takes for the same.
 */
export function grantToken({ language, at, policy }: PolicyStatement): Fix | undefined {
  const { source, start } = at
  if (language !== 'json' || !source.exact || policy.start === start) return undefined
  const before = source.text.slice(0, start)
  const isItem = /[[,]\s*$/.test(before.slice(-200))
  if (!isItem) return undefined
  const line = before.slice(before.lastIndexOf('\n') + 1)
  const between = /^[ \t]*$/.test(line) ? `,${lineBreakOf(source.text)}${line}` : ', '
  return {
    safety: 'safe',
    title: 'Allow ecr:GetAuthorizationToken on "*" in a statement of its own',
    changes: [{ kind: 'splice', source, start, end: start, to: `${STATEMENT}${between}` }],
  }
}

const lineBreakOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n')
