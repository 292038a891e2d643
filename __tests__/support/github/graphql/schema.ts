import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildASTSchema, type GraphQLScalarType, type GraphQLSchema, isScalarType, parse } from 'graphql'

/** Its module would read the schema at once, and with a copy of `graphql` that may be another one. */
const HOME = join(import.meta.dirname, '../../../../node_modules/@octokit/graphql-schema')

let shared: GraphQLSchema | undefined

/** GitHub's published schema: 0.2 s to read, so a process reads it once, and only for a query. */
export function gitHubSchema(): GraphQLSchema {
  shared ??= readSchema()
  return shared
}

function readSchema(): GraphQLSchema {
  const text = readFileSync(join(HOME, 'schema.graphql'), 'utf8')
  const schema = buildASTSchema(parse(text, { noLocation: true }), {
    assumeValidSDL: true,
    assumeValid: true,
  })
  for (const [name, accepts] of Object.entries(SCALARS)) {
    const scalar = schema.getType(name)
    if (isScalarType(scalar)) check(scalar, accepts)
  }
  return schema
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/

/** The published schema says of its own scalars only what they mean. */
const SCALARS: Record<string, (text: string) => boolean> = {
  GitObjectID: (text) => /^[0-9a-f]{40}$/.test(text),
  DateTime: (text) => TIME.test(text),
  GitTimestamp: (text) => TIME.test(text),
  Base64String: (text) => text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text),
  URI: (text) => /^(?:https?:\/)?\//.test(text),
}

function check(scalar: GraphQLScalarType, accepts: (text: string) => boolean): void {
  const checked = (value: unknown): string => {
    if (typeof value === 'string' && accepts(value)) return value
    throw new TypeError(`${JSON.stringify(value)?.slice(0, 100)} is no ${scalar.name}`)
  }
  scalar.serialize = checked
  scalar.parseValue = checked
}
