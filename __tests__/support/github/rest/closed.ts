import type { Schema } from '../../../../scripts/github/extract.ts'

const CHOICES = ['allOf', 'anyOf', 'oneOf']

/** A schema that takes no fields but those that it names: what it does not name nobody may send or answer. */
export function closed(schema: Schema): Schema {
  const choices = CHOICES.filter((key) => key in schema)
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === 'properties' ? closedEach(value) : value]),
  )
  for (const key of choices)
    inner[key] = (schema[key] as Schema[]).map((each) => (key === 'allOf' ? each : closed(each)))
  if (isSchema(schema.items)) inner.items = closed(schema.items)
  const open = choices.length > 0 || !('properties' in schema) || 'additionalProperties' in schema
  return open ? inner : { ...inner, additionalProperties: false }
}

const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null

const closedEach = (properties: unknown): Record<string, Schema> =>
  Object.fromEntries(
    Object.entries(properties as Record<string, Schema>).map(([name, schema]) => [name, closed(schema)]),
  )

/** A schema that others add to stays open; so do errors, of which GitHub says more than it describes. */
export function closedSchemas(schemas: Record<string, Schema>): Record<string, Schema> {
  const added = new Set(
    JSON.stringify(schemas)
      .match(/(?<="allOf":\[)[^\]]*/g)
      ?.flatMap(refsOf),
  )
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      added.has(name) || name.includes('error') ? schema : closed(schema),
    ]),
  )
}

const refsOf = (text: string): string[] =>
  [...text.matchAll(/github#\/schemas\/([^"]+)/g)].map(([, name = '']) => name)
