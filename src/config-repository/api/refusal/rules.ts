import type { Calls } from '../../../github/client.ts'
import { fieldOf, listOf, textOf } from '../../../names/parsed.ts'
import { cutLine, oneLine } from '../../../names/text.ts'

export interface RuledBranch {
  readonly owner: string
  readonly repo: string
  readonly branch: string
}

export type Ask = <Answer>(call: (calls: Calls) => Promise<Answer>) => Promise<Answer>

/** More rulesets than people put over one branch. */
const MOST_RULESETS = 3
/** More than there are kinds of rules. */
const MOST_RULES = 30

/**
 * Which rules a branch has, and who may bypass them, as sentences. Asked after a refusal alone: the list does not say
 * whether they hold for whoever asks (GitHub docs, "Get rules for a branch"; classic protection is not in it).
 */
export async function rulesOf(ask: Ask, branch: RuledBranch): Promise<readonly string[]> {
  try {
    const { data } = await ask(({ request }) =>
      request('GET /repos/{owner}/{repo}/rules/branches/{branch}', { ...branch, per_page: 100 }),
    )
    const rules = listOf(data)
    const ids = [...new Set(rules.map((rule) => Number(fieldOf(rule, 'ruleset_id'))))].filter(
      Number.isInteger,
    )
    return await Promise.all(ids.slice(0, MOST_RULESETS).map((id) => rulesetOf(ask, branch, { id, rules })))
  } catch {
    // It only explains.
    return []
  }
}

async function rulesetOf(
  ask: Ask,
  { owner, repo }: RuledBranch,
  { id, rules }: { readonly id: number; readonly rules: readonly unknown[] },
): Promise<string> {
  const types = rules
    .filter((rule) => fieldOf(rule, 'ruleset_id') === id)
    .map((rule) => shown(fieldOf(rule, 'type')))
  const demanded = [...new Set(types)].slice(0, MOST_RULES).join(', ')
  const says = (name: string, bypass: string) => `The ruleset ${name} demands ${demanded}${bypass}`
  try {
    const { data } = await ask(({ request }) =>
      request('GET /repos/{owner}/{repo}/rulesets/{ruleset_id}', { owner, repo, ruleset_id: id }),
    )
    const page = textOf(fieldOf(data, '_links', 'html', 'href'))
    const name = `"${shown(fieldOf(data, 'name'))}"${page === undefined ? '' : ` (${shown(page)})`}`
    return says(name, bypassOf(fieldOf(data, 'bypass_actors')))
  } catch {
    return says(String(id), '')
  }
}

/** GitHub shows them only to whoever may change the ruleset. */
function bypassOf(actors: unknown): string {
  if (!Array.isArray(actors)) return ''
  const named = actors.map(
    (actor) => `${shown(fieldOf(actor, 'actor_type'))} ${shown(fieldOf(actor, 'actor_id'))}`,
  )
  return `, and may be bypassed by ${named.slice(0, 10).join(', ') || 'nobody'}`
}

const shown = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? cutLine(oneLine(String(value))).slice(0, 200) : '?'
