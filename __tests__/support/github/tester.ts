import type { RunningServer } from '../http-server.ts'
import { type AppOptions, addApp, type MadeApp } from './apps.ts'
import { type Grant, type GrantOptions, listedGrant, newToken } from './grants.ts'
import { installHook, startJudge } from './hooks.ts'
import { mergePull, settle } from './merging.ts'
import type { BranchRules, Ruleset } from './protection.ts'
import { closePull, follow, type MergeMethod, type Pull, type Review } from './pulls.ts'
import { type GitHubState, type HostedRepository, repositoryOf, timeOf } from './state.ts'

/** What a test does as GitHub's owner, maintainers and people: never checked, never limited, in no log. */
export interface Tester {
  /** A token with a kind, permissions and repositories: all of them when none are named. */
  addToken(options?: GrantOptions): string
  /** An App with one installation; its key is made unless a public one is given. */
  addApp(options?: AppOptions): MadeApp
  /** What this GitHub knows of a repository besides its git directory; a test may change it. */
  repository(fullName: string): Promise<HostedRepository>
  pulls(fullName: string): Promise<Pull[]>
  mergePull(fullName: string, number: number, method?: MergeMethod): Promise<string>
  closePull(fullName: string, number: number): Promise<void>
  /** Whoever has reviewed a pull request is no longer asked to. */
  review(fullName: string, number: number, review?: Partial<Review>): Promise<void>
  /** Merges what waits for nothing any more, queued pull requests in their order; returns their numbers. */
  settle(fullName: string): Promise<number[]>
  /** Classic protection of a branch, for the API and for pushes alike. */
  protect(fullName: string, branch: string, rules: BranchRules): Promise<void>
  ruleset(
    fullName: string,
    rules: BranchRules & { branches: readonly string[]; name?: string },
  ): Promise<Ruleset>
}

const MAINTAINER: Grant = { kind: 'classic', login: 'mona', permissions: 'all' }

export function testerOf(state: GitHubState): { tester: Tester; close(): Promise<void> } {
  let judge: Promise<RunningServer> | undefined
  const repository = async (fullName: string): Promise<HostedRepository> => {
    const found = await repositoryOf(state, fullName)
    if (!found) throw new Error(`there is no repository ${fullName}`)
    return found
  }
  const guard = async (guarded: HostedRepository): Promise<void> => {
    judge ??= startJudge(state)
    await installHook(guarded, (await judge).url)
  }
  const pull = async (fullName: string, number: number): Promise<Pull> => {
    const within = await repository(fullName)
    await follow(state, within)
    const found = within.pulls.get(number)
    if (!found) throw new Error(`${fullName} has no pull request ${number}`)
    return found
  }
  const tester: Tester = {
    addToken: (options) => addToken(state, options),
    addApp: (options) => addApp(state, options),
    repository,
    pulls: async (fullName) => {
      const within = await repository(fullName)
      await follow(state, within)
      return [...within.pulls.values()]
    },
    mergePull: async (fullName, number, method = 'merge') => {
      const found = await pull(fullName, number)
      return mergePull({ state, repository: await repository(fullName), grant: MAINTAINER }, found, {
        method,
      })
    },
    review: async (fullName, number, { login = 'mona', state: verdict = 'APPROVED' } = {}) => {
      const found = await pull(fullName, number)
      found.reviews.push({ login, state: verdict, at: timeOf(state), oid: found.headOid })
      found.reviewers = found.reviewers.filter((name) => name !== login)
    },
    closePull: async (fullName, number) => closePull(state, await pull(fullName, number)),
    settle: async (fullName) => settle(state, await repository(fullName)),
    protect: async (fullName, branch, rules) => {
      const guarded = await repository(fullName)
      guarded.protections.set(branch, rules)
      await guard(guarded)
    },
    ruleset: async (fullName, rules) => {
      const guarded = await repository(fullName)
      const id = 5000 + guarded.rulesets.length
      const ruleset = { id, name: `rules-${id}`, ...rules }
      guarded.rulesets.push(ruleset)
      await guard(guarded)
      return ruleset
    },
  }
  return { tester, close: async () => (await judge)?.close() }
}

function addToken({ grants, settings }: GitHubState, options: GrantOptions = {}): string {
  const { repositories = 'all', token, ...given } = options
  const made = token ?? newToken(given.kind ?? 'installation')
  settings.tokens.set(made, repositories)
  grants.set(made, { ...listedGrant(made), ...given })
  return made
}
