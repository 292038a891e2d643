// The type-aware linter reads tests outside a tsconfig: without this it knows no `await using`.
/// <reference lib="esnext.disposable" />
import { expect, test } from 'vitest'
import { rulesOf } from '../../src/config-repository/api/refusal/rules.ts'
import { openGithub } from '../../src/github/client.ts'
import { json, startScripted } from './scripted-server.ts'

const BRANCH = { owner: 'acme', repo: 'config', branch: 'release/1' }
const RULES = json(200, [
  { type: 'pull_request', ruleset_source: 'acme/config', ruleset_id: 42 },
  { type: 'required_signatures', ruleset_source: 'acme/config', ruleset_id: 42 },
  { type: 'pull_request', ruleset_source: 'acme/config', ruleset_id: 42 },
])

async function rulesBehind(...replies: Parameters<typeof startScripted>) {
  await using part = await startScripted(...replies)
  const github = openGithub({ apiUrl: part.url, token: 'a-token', signal: new AbortController().signal })
  const rules = await rulesOf((call) => github.ask(call, { budgetMs: 0 }), BRANCH)
  return { rules, paths: part.requests.map(({ path }) => path) }
}

test('the rules of a branch are named with their ruleset, and with who may bypass them', async () => {
  const ruleset = json(200, {
    name: 'main\n::error::is closed',
    bypass_actors: [
      { actor_type: 'Integration', actor_id: 7 },
      { actor_type: 'OrganizationAdmin', actor_id: 1 },
    ],
    _links: { html: { href: 'https://github.com/acme/config/rules/42' } },
  })
  const { rules, paths } = await rulesBehind(RULES, ruleset)
  expect(rules).toEqual([
    'The ruleset "main ::error::is closed" (https://github.com/acme/config/rules/42) demands pull_request, required_signatures, and may be bypassed by Integration 7, OrganizationAdmin 1',
  ])
  expect(paths).toEqual([
    '/repos/acme/config/rules/branches/release%2F1?per_page=100',
    '/repos/acme/config/rulesets/42',
  ])
})

test('a ruleset that may not be read goes by its number', async () => {
  const { rules } = await rulesBehind(RULES, json(404, {}))
  expect(rules).toEqual(['The ruleset 42 demands pull_request, required_signatures'])
})

test('what a ruleset demands is cut short, however much of it is sent', async () => {
  const rules = Array.from({ length: 5_000 }, (_, index) => ({ type: `rule_${index}`, ruleset_id: 42 }))
  const [said = ''] = (await rulesBehind(json(200, rules), json(404, {}))).rules
  expect(said).toMatch(/^The ruleset 42 demands rule_0, rule_1, /)
  expect(said.length).toBeLessThan(500)
})

test('who may not read rules still gets the refusal', async () => {
  expect((await rulesBehind(json(403, {}))).rules).toEqual([])
  expect((await rulesBehind(json(200, 'nonsense'))).rules).toEqual([])
})
