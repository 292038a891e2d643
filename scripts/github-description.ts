import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Extract, extract, type OpenApi } from './github/extract.ts'
import { OPERATIONS } from './github/operations.ts'

/**
 * Makes the extract of GitHub's description of its REST API that the tests check requests and answers by, or, with
 * `--check`, fails when it is not what the description says. `npm ci --prefix .ci/github` brings the description.
 */
const ROOT = join(import.meta.dirname, '..')
const DESCRIPTION = '.ci/github/node_modules/@octokit/openapi/generated/api.github.com.json'
const EXTRACT = '__tests__/fixtures/github/rest.json'

const document = JSON.parse(readFileSync(join(ROOT, DESCRIPTION), 'utf8')) as OpenApi
const fresh = print(extract(document, OPERATIONS))

if (!process.argv.includes('--check')) writeFileSync(join(ROOT, EXTRACT), fresh)
else if (readFileSync(join(ROOT, EXTRACT), 'utf8') !== fresh) {
  console.error(`${EXTRACT} is not what GitHub describes: run node scripts/github-description.ts`)
  process.exitCode = 1
}

/** A line for each operation and each schema: a newer description changes the lines that it is about. */
function print({ operations, schemas }: Extract): string {
  return `{\n"operations": ${lines(operations)},\n"schemas": ${lines(schemas)}\n}\n`
}

function lines(entries: Record<string, unknown>): string {
  const sorted = Object.entries(entries).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return `{\n${sorted.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(',\n')}\n}`
}
