export type Schema = Record<string, unknown>

/** What of an OpenAPI 3.0 document is read here. */
export interface OpenApi {
  paths: Record<string, Record<string, unknown>>
  components: Record<string, Record<string, unknown>>
}

export interface Operation {
  /** Of the path and of the query, as one object. */
  parameters: Schema
  body?: Schema
  bodyRequired?: boolean
  /** `null`: an answer without a body. */
  answers: Record<string, Schema | null>
}

export interface Extract {
  operations: Record<string, Operation>
  /** What the operations refer to, and nothing else. */
  schemas: Record<string, Schema>
}

/** The operations as JSON Schema, without texts and examples. */
export function extract(document: OpenApi, wanted: readonly string[]): Extract {
  const reader = new Reader(document)
  const operations = Object.fromEntries(wanted.map((name) => [name, reader.operation(name)]))
  return { operations, schemas: reader.schemas }
}

interface Parameter {
  name: string
  in: string
  required?: boolean
  schema: Schema
}

interface Described {
  parameters?: unknown[]
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, unknown>
}

class Reader {
  readonly #document: OpenApi
  readonly schemas: Record<string, Schema> = {}

  constructor(document: OpenApi) {
    this.#document = document
  }

  operation(name: string): Operation {
    const [method = '', path = ''] = name.split(' ')
    const described = this.#document.paths[path]?.[method.toLowerCase()] as Described | undefined
    if (!described) throw new Error(`GitHub's description has no ${name}`)
    const { parameters = [], requestBody, responses } = described
    const body = requestBody?.content['application/json']?.schema
    return {
      parameters: this.#parameters(parameters),
      ...(body ? { body: this.#schema(body), bodyRequired: requestBody?.required ?? false } : {}),
      answers: Object.fromEntries(
        Object.entries(responses).map(([status, answer]) => [status, this.#answer(answer)]),
      ),
    }
  }

  #parameters(given: unknown[]): Schema {
    const all = given.map((each) => this.#follow(each) as Parameter).filter((each) => each.in !== 'header')
    return {
      type: 'object',
      properties: Object.fromEntries(all.map(({ name, schema }) => [name, this.#schema(schema)])),
      required: all.filter(({ required }) => required).map(({ name }) => name),
    }
  }

  #answer(given: unknown): Schema | null {
    const { content = {} } = this.#follow(given) as { content?: Record<string, { schema?: Schema }> }
    const schema = content['application/json']?.schema
    return schema ? this.#schema(schema) : null
  }

  #follow(value: unknown): unknown {
    const [, section = '', name = ''] = /^#\/components\/([^/]+)\/(.+)$/.exec(refOf(value)) ?? []
    return section ? this.#document.components[section]?.[name] : value
  }

  #schema(given: unknown): Schema {
    const name = /^#\/components\/schemas\/(.+)$/.exec(refOf(given))?.[1]
    if (name === undefined) return jsonSchema(given as Schema, (inner) => this.#schema(inner))
    if (!(name in this.schemas)) {
      // First of all, because a schema may hold itself.
      this.schemas[name] = {}
      this.schemas[name] = this.#schema(this.#follow(given))
    }
    return { $ref: `github#/schemas/${name}` }
  }
}

const refOf = (value: unknown): string => String((value as { $ref?: string } | undefined)?.$ref)

const KEPT = ['type', 'enum', 'required', 'format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum']
const OF_LISTS = ['minItems', 'maxItems']
const INNER = ['items', 'additionalProperties']
const CHOICES = ['allOf', 'anyOf', 'oneOf']

type Convert = (schema: unknown) => Schema

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type of its own. */
function jsonSchema(given: Schema, convert: Convert): Schema {
  const schema: Schema = {}
  for (const key of [...KEPT, ...OF_LISTS]) if (given[key] !== undefined) schema[key] = given[key]
  for (const key of INNER) {
    if (given[key] !== undefined)
      schema[key] = typeof given[key] === 'object' ? convert(given[key]) : given[key]
  }
  for (const key of CHOICES) if (given[key]) schema[key] = (given[key] as unknown[]).map(convert)
  if (given.properties) {
    const entries = Object.entries(given.properties).map(([name, value]) => [name, convert(value)])
    schema.properties = Object.fromEntries(entries)
  }
  return given.nullable ? orNull(schema) : schema
}

function orNull(schema: Schema): Schema {
  if (typeof schema.type !== 'string' || CHOICES.some((key) => key in schema)) {
    return { anyOf: [schema, { type: 'null' }] }
  }
  const choices = Array.isArray(schema.enum) ? { enum: [...new Set([...schema.enum, null])] } : {}
  return { ...schema, type: [schema.type, 'null'], ...choices }
}
