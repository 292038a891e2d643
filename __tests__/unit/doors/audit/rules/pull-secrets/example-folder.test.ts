import { globSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { auditedOf } from '../../../../../../src/doors/audit/plan/audited.ts'
import { RULES } from '../../../../../../src/doors/audit/rules/all.ts'
import { PULL_SECRETS } from '../../../../../../src/doors/audit/rules/pull-secrets/rules.ts'
import { memoryFiles } from '../../../../../support/audit/memory-files.ts'

const FOLDER = 'examples/pull-secrets'
const FILES = Object.fromEntries(
  globSync(`${FOLDER}/**`)
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, readFileSync(path, 'utf8')]),
)
const LISTS = {
  registries: [
    { account: '465002806239', region: 'eu-west-1' },
    { account: '305702147389', region: 'us-east-2' },
  ],
  roleAccounts: ['465002806239'],
}
const NO_LISTS = { registries: [], roleAccounts: [] }

test.each([
  ['lists', LISTS],
  ['no lists', NO_LISTS],
])('no rule has anything to say of the example, with %s', (_, lists) => {
  const settings = {
    ...{ ...lists, placeholderAccounts: [], rules: new Map(), ignore: [], productionPaths: [FOLDER] },
    ...{ nodesPullWithRole: false, expectedImages: new Map() },
  }
  const audited = auditedOf(memoryFiles(FILES), settings)
  const rules = [...new Set([...RULES, ...PULL_SECRETS])].filter(({ off }) => !off)
  const found = rules.flatMap((rule) => [...rule.check(audited)])
  expect(found.map(({ at, message }) => `${at.source.path}: ${message}`)).toEqual([])
  expect(audited.repository.images.length).toBeGreaterThan(0)
})
