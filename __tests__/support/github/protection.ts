import { git, tryGit } from '../git.ts'
import { parseCommit } from './git-objects.ts'
import type { Grant } from './grants.ts'
import { refuse } from './refusal.ts'
import { verificationOf } from './signing.ts'
import type { HostedRepository } from './state.ts'

/** What a branch protection or a ruleset asks for. */
export interface BranchRules {
  pullRequest?: boolean
  /** Approving reviews that a pull request needs. */
  approvals?: number
  signatures?: boolean
  linear?: boolean
  /** Names of checks that must have passed. */
  checks?: string[]
  /** What is merged must have all that its base has. */
  upToDate?: boolean
  /** Nobody changes it at all. */
  locked?: boolean
  allowForce?: boolean
  allowDeletion?: boolean
  mergeQueue?: boolean
  /** Logins, or ids of Apps, who may pass these rules by. */
  bypass?: readonly (string | number)[]
}

export interface Ruleset extends BranchRules {
  id: number
  name: string
  /** Names of branches. */
  branches: readonly string[]
}

export interface Update {
  ref: string
  from: string | undefined
  to: string | undefined
  /** A merge of a pull request is what the rules ask for. */
  by: 'api' | 'git' | 'merge'
  forced?: boolean
}

export interface Breach {
  kind: 'classic' | 'ruleset'
  reasons: string[]
}

export interface Rules extends BranchRules {
  kind: Breach['kind']
}

export function rulesOf({ protections, rulesets }: HostedRepository, branch: string): Rules[] {
  const classic = protections.get(branch)
  const sets = rulesets.filter(({ branches }) => branches.includes(branch))
  return [
    ...(classic ? [{ ...classic, kind: 'classic' as const }] : []),
    ...sets.map((set) => ({ ...set, kind: 'ruleset' as const })),
  ]
}

export const mayBypass = ({ bypass = [] }: BranchRules, { login, appId }: Grant): boolean =>
  bypass.includes(login) || (appId !== undefined && bypass.includes(appId))

/** @throws Refusal: which rules an update breaks, in GitHub's words. */
export async function judgeUpdate(repository: HostedRepository, grant: Grant, update: Update): Promise<void> {
  // GitHub docs, "Archiving repositories": nobody can write to them, whatever the rules are.
  if (repository.options.archived)
    refuse({ status: 403, type: 'FORBIDDEN', message: 'Repository was archived so is read-only.' })
  const [breach] = await breachesOf(repository, grant, update)
  if (!breach) return
  const text = breach.reasons.join('\n\n')
  const message = breach.kind === 'classic' ? text : `Repository rule violations found\n\n${text}\n\n`
  refuse({ status: 422, type: 'UNPROCESSABLE', message })
}

export async function breachesOf(
  repository: HostedRepository,
  grant: Grant,
  update: Update,
): Promise<Breach[]> {
  const branch = /^refs\/heads\/(.+)$/.exec(update.ref)?.[1]
  if (branch === undefined) return []
  const breaches: Breach[] = []
  for (const rules of rulesOf(repository, branch)) {
    if (mayBypass(rules, grant)) continue
    const reasons = await reasonsOf(repository, rules, update)
    if (reasons.length > 0) breaches.push({ kind: rules.kind, reasons })
  }
  return breaches
}

async function reasonsOf(repository: HostedRepository, rules: Rules, update: Update): Promise<string[]> {
  const { from, to, by, forced = false } = update
  if (rules.locked) return ['Cannot change this locked branch']
  if (to === undefined) return rules.allowDeletion ? [] : ['Cannot delete this branch']
  const direct = by !== 'merge' && from !== undefined
  const wrong: [boolean, string][] = [
    [forced && !rules.allowForce, 'Cannot force-push to this branch'],
    [direct && Boolean(rules.mergeQueue), 'Changes must be made through the merge queue'],
    [direct && Boolean(rules.pullRequest), 'Changes must be made through a pull request.'],
    [
      Boolean(rules.signatures) && !(await allSigned(repository, update)),
      'Commits must have verified signatures.',
    ],
    [
      Boolean(rules.linear) && (await hasMerges(repository, update)),
      'This branch must not contain merge commits.',
    ],
  ]
  const checks = direct
    ? (rules.checks ?? []).map((name) => `Required status check "${name}" is expected.`)
    : []
  return [...wrong.filter(([is]) => is).map(([, text]) => text), ...checks]
}

/** Commits that come to the branch. */
const range = ({ from, to = '' }: Update): string[] =>
  from ? [`${from}..${to}`] : [to, '--not', '--branches']

async function allSigned({ directory, store }: HostedRepository, update: Update): Promise<boolean> {
  const oids = (await git(['rev-list', ...range(update)], { cwd: directory })).split('\n').filter(Boolean)
  for (const oid of oids) {
    const found = await store.read(oid)
    if (found && !verificationOf(parseCommit(found)).verified) return false
  }
  return true
}

const hasMerges = async ({ directory }: HostedRepository, update: Update): Promise<boolean> =>
  Boolean(await tryGit(['rev-list', '--merges', ...range(update)], { cwd: directory }))
