import { type RefusalFacts, refuse } from '../refusal.ts'
import type { Caller, HostedRepository } from '../state.ts'

/** A request whose form GitHub's description allows, of somebody who may make it. */
export interface Call {
  caller: Caller
  /** Of the path and the query, with their types. */
  given: Record<string, string>
  body: ReturnType<typeof JSON.parse>
}

export interface RepositoryCall extends Call {
  repository: HostedRepository
}

export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const created = (body: unknown): Answer => ({ status: 201, body })
export const NOTHING: Answer = { status: 204 }

export interface FieldError {
  resource: string
  code: string
  field?: string
  message?: string
}

/** @throws Refusal in the form of GitHub's validation errors. */
export function invalid(...errors: FieldError[]): never {
  const facts: RefusalFacts = {
    status: 422,
    type: 'UNPROCESSABLE',
    message: 'Validation Failed',
    more: { errors },
  }
  refuse(facts)
}

/** One page of a list: 30 unless asked, at most 100. */
export function pageOf<Item>(
  items: readonly Item[],
  { page = 1, per_page = 30 }: Record<string, unknown>,
): Item[] {
  const size = Math.min(100, Number(per_page))
  return items.slice((Number(page) - 1) * size, Number(page) * size)
}
