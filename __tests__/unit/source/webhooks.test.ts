import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { fieldOf, listOf } from '../../../src/names/parsed.ts'

/** GitHub's own description of the payloads that a job finds in GITHUB_EVENT_PATH. */
const SCHEMA: unknown = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('@octokit/webhooks-schemas'), 'utf8'),
)

/** What the description has of a value: itself, or what it refers to and is put together from. */
function partsOf(part: unknown): readonly unknown[] {
  const name = fieldOf(part, '$ref')
  if (typeof name === 'string')
    return partsOf(fieldOf(SCHEMA, 'definitions', name.replace('#/definitions/', '')))
  const members = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => listOf(fieldOf(part, key)))
  return [part, ...members.flatMap(partsOf)]
}

/** The types that a field may have there; none where the description knows no such field. `[]`: every item of a list. */
function typesAt(event: string, path: readonly string[]): readonly unknown[] {
  let parts = partsOf(fieldOf(SCHEMA, 'definitions', event))
  for (const name of path) {
    const next = name === '[]' ? ['items'] : ['properties', name]
    parts = parts.map((part) => fieldOf(part, ...next)).flatMap(partsOf)
  }
  return [...new Set(parts.flatMap((part) => fieldOf(part, 'type') ?? []))]
}

const READ: readonly (readonly [event: string, path: string, type: string])[] = [
  ['push$event', 'before', 'string'],
  ['push$event', 'created', 'boolean'],
  ['push$event', 'forced', 'boolean'],
  ['push$event', 'commits', 'array'],
  ['push$event', 'commits.[].id', 'string'],
  ['push$event', 'commits.[].message', 'string'],
  ['push$event', 'head_commit.id', 'string'],
  ['push$event', 'head_commit.message', 'string'],
  ['push$event', 'repository.default_branch', 'string'],
  ['workflow_run$completed', 'workflow_run.event', 'string'],
  ['workflow_run$completed', 'workflow_run.head_branch', 'string'],
  ['workflow_run$completed', 'workflow_run.head_sha', 'string'],
  ['workflow_run$completed', 'workflow_run.head_commit.id', 'string'],
  ['workflow_run$completed', 'workflow_run.head_commit.message', 'string'],
  ['workflow_run$completed', 'workflow_run.head_repository.full_name', 'string'],
  ['pull_request$opened', 'pull_request.head.repo.full_name', 'string'],
  ['repository_dispatch$event', 'client_payload', 'object'],
]

describe('a field of an event that the checkout is judged by', () => {
  test.each(READ)('%s: %s is described by GitHub as a %s', (event, path, type) => {
    expect(typesAt(event, path.split('.'))).toContain(type)
  })

  test.each([
    ['push$event', 'commits.[].text'],
    ['push$event', 'previous'],
    ['workflow_run$completed', 'head_sha'],
  ])('is not found where GitHub has none: %s %s', (event, path) => {
    expect(typesAt(event, path.split('.'))).toEqual([])
  })
})
