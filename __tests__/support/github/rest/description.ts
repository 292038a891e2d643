import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'
import type { Extract, Schema } from '../../../../scripts/github/extract.ts'
import { closed, closedSchemas } from './closed.ts'

const EXTRACT = join(import.meta.dirname, '../../../fixtures/github/rest.json')

/** GitHub's description of the operations that are used; each is compiled when it is first used. */
class Description {
  readonly #extract = JSON.parse(readFileSync(EXTRACT, 'utf8')) as Extract
  readonly #compiled = new Map<string, ValidateFunction>()
  readonly #strict = newAjv(false).addSchema({ $id: 'github', schemas: closedSchemas(this.#extract.schemas) })
  /** What stands in a path or a query is text at first. */
  readonly #texts = newAjv(true).addSchema({ $id: 'github', schemas: this.#extract.schemas })

  get names(): string[] {
    return Object.keys(this.#extract.operations)
  }

  /** @returns what is wrong with a request; its parameters have their types afterwards. */
  request(name: string, parameters: Record<string, unknown>, body: unknown): string[] {
    const { parameters: schema, body: wanted, bodyRequired } = this.#operation(name)
    const wrong = this.#judge(this.#texts, `${name} parameters`, {
      schema: closed(schema),
      value: parameters,
    })
    if (body === undefined) return bodyRequired ? [...wrong, `${name}: the body is missing`] : wrong
    if (!wanted) return [...wrong, `${name}: takes no body`]
    return [...wrong, ...this.#judge(this.#strict, `${name} body`, { schema: closed(wanted), value: body })]
  }

  /** @returns what is wrong with an answer; links that it must have are put in, for nobody follows them. */
  answer(name: string, status: number, body: unknown): string[] {
    const { answers } = this.#operation(name)
    const schema = answers[String(status)]
    // Of some refusals it says that they have no body, and GitHub gives them the usual one.
    if (schema === null) return body === undefined || status >= 400 ? [] : [`${name} ${status}: has no body`]
    if (schema === undefined)
      return EVERYWHERE.has(status) ? [] : [`${name}: is never answered with ${status}`]
    const form = status < 400 ? closed(schema) : schema
    return this.#judge(this.#strict, `${name} ${status}`, { schema: form, value: body })
  }

  #operation(name: string) {
    const operation = this.#extract.operations[name]
    if (!operation) throw new Error(`the extract of GitHub's description has no ${name}`)
    return operation
  }

  #judge(ajv: Ajv, title: string, { schema, value }: { schema: Schema; value: unknown }): string[] {
    const validate = this.#compiled.get(title) ?? ajv.compile(schema)
    this.#compiled.set(title, validate)
    // A link may be within an object that is itself missing one.
    for (let round = 0; round < 4 && !validate(value); round += 1) {
      const links = (validate.errors ?? []).filter(isLink)
      if (links.length === 0) break
      for (const { instancePath, params } of links)
        putLink(value, instancePath, String(params.missingProperty))
    }
    return (validate(value) ? [] : (validate.errors ?? [])).map((error) => `${title}${describe(error)}`)
  }
}

let shared: Description | undefined

export function description(): Description {
  shared ??= new Description()
  return shared
}

const newAjv = (coerceTypes: boolean): Ajv => {
  // A schema that many operations use is compiled once, and as it is: that takes a third of the time.
  const speed = { validateSchema: false, inlineRefs: false, code: { optimize: false } }
  const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes, ...speed })
  // A format of GitHub's own: `owner/name`.
  ajv.addFormat('repo.nwo', true)
  return formats.default(ajv)
}

/** What any operation may be answered with: the description names these only here and there. */
const EVERYWHERE = new Set([401, 403, 404, 413, 422, 429, 500, 502, 503])

const describe = ({ instancePath, message, params }: ErrorObject): string => {
  const extra = params.additionalProperty ?? params.allowedValues
  return `${instancePath}: ${message}${extra === undefined ? '' : ` (${String(extra)})`}`
}

const isLink = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'required' && /(?:^|_)url$|^node_id$|^gravatar_id$/.test(String(params.missingProperty))

function putLink(value: unknown, path: string, name: string): void {
  let at = value as Record<string, unknown>
  for (const step of path.split('/').slice(1)) {
    at = at[step.replaceAll('~1', '/').replaceAll('~0', '~')] as Record<string, unknown>
  }
  at[name] ??= name.endsWith('url') ? 'https://api.github.com/not-followed' : ''
}
