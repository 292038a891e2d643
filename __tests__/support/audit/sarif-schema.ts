import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import formatsModule from 'ajv-formats'

const PACKAGE = '@microsoft/jest-sarif'

/**
 * What is wrong with a SARIF log by the published schema. It is written in draft 4 of JSON Schema, of which it uses
 * nothing but the name of its id that later drafts do not know.
 */
export function sarifValidator(): (log: unknown) => readonly string[] {
  const main = createRequire(import.meta.url).resolve(PACKAGE)
  const text = readFileSync(join(dirname(main), 'schemas/sarif-2.1.0-rtm.5.json'), 'utf8')
  const { id: _, $schema: __, ...schema } = JSON.parse(text) as Record<string, unknown>
  return validator(schema)
}

export function validator(schema: object): (value: unknown) => readonly string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false })
  formatsModule.default(ajv)
  const validate = ajv.compile(schema)
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
