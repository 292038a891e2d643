import type { Reply } from '../part.ts'

export interface RefusalFacts {
  status: number
  message: string
  /** What GraphQL calls it. */
  type?: string
  /** What REST says besides. */
  more?: Record<string, unknown>
  headers?: Record<string, string>
}

/** An answer of GitHub that is no success: REST gives it as a status, GraphQL as an error with a type. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly facts: RefusalFacts

  constructor(facts: RefusalFacts) {
    super(facts.message)
    this.facts = facts
  }
}

export function refuse(facts: RefusalFacts): never {
  throw new Refusal(facts)
}

const DOCUMENTATION = 'https://docs.github.com/rest'

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(value),
})

export const refusalReply = ({ facts }: Refusal): Reply => {
  const { status, message, more, headers } = facts
  const body = { message, ...more, documentation_url: DOCUMENTATION, status: String(status) }
  return json(status, body, headers)
}

export const notFound = (message = 'Not Found'): never => refuse({ status: 404, type: 'NOT_FOUND', message })
