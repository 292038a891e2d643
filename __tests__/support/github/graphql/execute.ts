import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  getOperationAST,
  parse,
  validate,
} from 'graphql'
import type { Reply } from '../../part.ts'
import { countContent } from '../limits.ts'
import { json, Refusal } from '../refusal.ts'
import type { Caller } from '../state.ts'
import { takeSwitch } from '../switches.ts'
import { createCommitOnBranch } from './create-commit.ts'
import { PULL_MUTATIONS } from './pull-nodes.ts'
import { repositoryField } from './repository.ts'
import { gitHubSchema } from './schema.ts'
import { updateRefs } from './update-refs.ts'

const ROOT = {
  repository: repositoryField,
  rateLimit: (_: unknown, caller: Caller) => ({
    limit: 5000,
    cost: 1,
    remaining: 4999,
    used: 1,
    nodeCount: 1,
    resetAt: new Date(caller.state.settings.now() + 3600_000).toISOString().replace(/\.\d+/, ''),
  }),
  createCommitOnBranch,
  updateRefs,
  ...PULL_MUTATIONS,
}

/** What GitHub's schema refuses is answered as GitHub does, and remembered as a mistake of whoever asked. */
export async function answerQuery(body: Buffer, caller: Caller): Promise<Reply> {
  const { query, variables, operationName } = readBody(body)
  const { violations } = caller.state
  const checked = check(query)
  if ('errors' in checked) {
    violations.push(...checked.errors.map(({ message }) => `GraphQL: ${message}`))
    return json(200, { errors: checked.errors })
  }
  const writes = getOperationAST(checked.document, operationName)?.operation === 'mutation'
  if (writes) countContent(caller)
  const result = await execute({
    schema: gitHubSchema(),
    document: checked.document,
    rootValue: ROOT,
    contextValue: caller,
    variableValues: variables,
    operationName,
    fieldResolver,
  })
  const reply = shape(result, violations)
  const isDone = writes && result.errors === undefined
  return isDone && takeSwitch(caller.state.switches, 'lostAnswers') ? LOST : reply
}

/** What GitHub answers when it was too slow to see the end. */
const LOST: Reply = json(502, { message: 'Server Error' })

interface QueryBody {
  query: string
  variables: Record<string, unknown>
  operationName: string | null
}

function readBody(body: Buffer): QueryBody {
  const given: unknown = JSON.parse(body.toString())
  const { query = '', variables = {}, operationName = null } = given as Partial<QueryBody>
  return { query, variables, operationName }
}

type Checked = { document: DocumentNode } | { errors: readonly GraphQLError[] }

const known = new Map<string, Checked>()

/** A query is checked once: writers send the same one by the hundred. */
function check(query: string): Checked {
  const before = known.get(query)
  if (before) return before
  const checked = checkNow(query)
  known.set(query, checked)
  return checked
}

function checkNow(query: string): Checked {
  try {
    const document = parse(query)
    const errors = validate(gitHubSchema(), document)
    return errors.length > 0 ? { errors } : { document }
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] }
    throw error
  }
}

/** A field that nobody wrote here would be null where GitHub has a value. */
const fieldResolver: GraphQLFieldResolver<unknown, Caller> = (
  source,
  args,
  caller,
  { fieldName, parentType },
) => {
  const value = (source as Record<string, unknown> | undefined)?.[fieldName]
  if (value === undefined) throw new Error(`the embedded GitHub knows no ${parentType.name}.${fieldName}`)
  return typeof value === 'function' ? value(args, caller) : value
}

/** GitHub's errors have their type beside the message (its GraphQL API, not the specification). */
function shape({ data, errors = [] }: ExecutionResult, violations: string[]): Reply {
  const shown = errors.map((error) => {
    const { message, path, locations, originalError } = error
    if (originalError instanceof Refusal) return { type: originalError.facts.type, path, locations, message }
    violations.push(`GraphQL: ${path?.join('.') ?? 'variables'}: ${message}`)
    return { path, locations, message }
  })
  const ours = errors.some(({ originalError, path }) => path && !(originalError instanceof Refusal))
  return json(ours ? 500 : 200, shown.length > 0 ? { data, errors: shown } : { data })
}
