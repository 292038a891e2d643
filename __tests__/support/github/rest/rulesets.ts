import { allows, idOf } from '../grants.ts'
import { type BranchRules, mayBypass, type Ruleset } from '../protection.ts'
import { notFound } from '../refusal.ts'
import { type Answer, ok, type RepositoryCall } from './call.ts'

/** Who may bypass it is shown to those alone who may change it (GitHub's description, "Get a repository ruleset"). */
export async function getRuleset({ repository, given, caller }: RepositoryCall): Promise<Answer> {
  const { grant, state } = caller
  const set = repository.rulesets.find(({ id }) => id === Number(given.ruleset_id)) ?? notFound()
  const { serverUrl } = state.settings
  const self = `https://api.github.com/repos/${repository.fullName}/rulesets/${set.id}`
  const html = `${serverUrl}/${repository.fullName}/rules/${set.id}`
  return ok({
    ...{ id: set.id, name: set.name, target: 'branch', enforcement: 'active' },
    ...{ source_type: 'Repository', source: repository.fullName },
    current_user_can_bypass: mayBypass(set, grant) ? 'always' : 'never',
    conditions: { ref_name: { include: set.branches.map((name) => `refs/heads/${name}`), exclude: [] } },
    rules: ruleShapes(set),
    _links: { self: { href: self }, html: { href: html } },
    ...(allows(grant, 'administration', 'write') ? { bypass_actors: actorsOf(set) } : {}),
  })
}

const actorsOf = ({ bypass = [] }: Ruleset): object[] =>
  bypass.map((actor) => ({
    actor_id: typeof actor === 'number' ? actor : idOf(actor),
    actor_type: typeof actor === 'number' ? 'Integration' : 'User',
    bypass_mode: 'always',
  }))

/** Of rulesets alone: a classic protection is not among them. */
export async function getRules({ repository, given }: RepositoryCall): Promise<Answer> {
  const rules = repository.rulesets.filter(({ branches }) => branches.includes(given.branch ?? ''))
  return ok(
    rules.flatMap((set) => {
      const info = {
        ...{ ruleset_source_type: 'Repository', ruleset_source: repository.fullName, ruleset_id: set.id },
      }
      return ruleShapes(set).map((shape) => ({ ...shape, ...info }))
    }),
  )
}

function ruleShapes(rules: BranchRules): object[] {
  const review = {
    ...{
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: false,
      require_last_push_approval: false,
    },
    ...{ required_review_thread_resolution: false, required_approving_review_count: rules.approvals ?? 0 },
  }
  const checks = (rules.checks ?? []).map((context) => ({ context }))
  return [
    ...(rules.pullRequest ? [{ type: 'pull_request', parameters: review }] : []),
    ...(rules.signatures ? [{ type: 'required_signatures' }] : []),
    ...(rules.linear ? [{ type: 'required_linear_history' }] : []),
    ...(rules.allowForce ? [] : [{ type: 'non_fast_forward' }]),
    ...(rules.allowDeletion ? [] : [{ type: 'deletion' }]),
    ...(rules.locked ? [{ type: 'update' }] : []),
    ...(rules.mergeQueue ? [{ type: 'merge_queue' }] : []),
    ...(rules.checks
      ? [
          {
            type: 'required_status_checks',
            parameters: { required_status_checks: checks, strict_required_status_checks_policy: false },
          },
        ]
      : []),
  ]
}
