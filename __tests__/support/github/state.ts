import { stat } from 'node:fs/promises'
import { tryGit } from '../git.ts'
import { bareDirectory } from '../git-repositories.ts'
import { opens, type TokenAccess } from '../token-access.ts'
import type { App } from './apps.ts'
import type { Deployment } from './deployments.ts'
import { isoSeconds } from './git-objects.ts'
import { allows, type Grant, type Level, listedGrant, refusedText } from './grants.ts'
import type { Limits } from './limits.ts'
import { ObjectStore } from './object-store.ts'
import type { BranchRules, Ruleset } from './protection.ts'
import type { MergeMethod, Pull } from './pulls.ts'
import { notFound, refuse } from './refusal.ts'
import type { Switches } from './switches.ts'

export interface GitHubSettings {
  /** A repository that the token does not open is 404, as GitHub answers. */
  tokens: TokenAccess
  /** Base of the `html_url` values. */
  serverUrl: string
  /** Repositories that have another name now, or another owner. */
  moved: Map<string, string>
  latencyMs: number
  limits: Limits
  /** The clock of this GitHub. */
  now(): number
}

/** One repository: what is not in its git directory. */
export interface HostedRepository {
  fullName: string
  directory: string
  store: ObjectStore
  createdAt: string
  /** Of branches, by their names. */
  protections: Map<string, BranchRules>
  rulesets: Ruleset[]
  options: RepositoryOptions
  pulls: Map<number, Pull>
  nextNumber: number
  /** By their names in small letters. */
  labels: Map<string, { name: string; color?: string; description?: string }>
  /** Who can be assigned and asked for a review. */
  people: Set<string>
  teams: Set<string>
  /** `<commit> <check>` of those that have passed. */
  passed: Set<string>
  deployments: Deployment[]
  /** Commits with checks that have not passed yet. */
  pending: Set<string>
}

export interface RepositoryOptions {
  autoMerge: boolean
  /** The ways in which a pull request may be merged; the first is offered first. */
  methods: readonly MergeMethod[]
  /** Whether the plan of its owner has drafts. */
  drafts: boolean
  /** Whether GITHUB_TOKEN may open pull requests. */
  actionsMayPropose: boolean
  /** Read alone. */
  archived: boolean
}

/** All that this GitHub knows. */
export interface GitHubState {
  root: string
  settings: GitHubSettings
  grants: Map<string, Grant>
  apps: Map<number, App>
  /** When each actor made content. */
  content: Map<string, number[]>
  repositories: Map<string, HostedRepository>
  switches: Switches
  /** Requests and answers that GitHub's description forbids. */
  violations: string[]
}

export async function repositoryOf(
  state: GitHubState,
  fullName: string,
): Promise<HostedRepository | undefined> {
  const directory = bareDirectory(state.root, fullName)
  const known = state.repositories.get(fullName)
  const there = await stat(directory).catch(() => undefined)
  if (!there) return undefined
  if (known) return known
  const fresh: HostedRepository = {
    fullName,
    directory,
    store: new ObjectStore(directory),
    createdAt: timeOf(state),
    protections: new Map(),
    rulesets: [],
    options: {
      autoMerge: true,
      methods: ['merge', 'squash', 'rebase'],
      drafts: true,
      actionsMayPropose: true,
      archived: false,
    },
    pulls: new Map(),
    nextNumber: 1,
    labels: new Map(),
    people: new Set(['mona', 'octocat']),
    teams: new Set(['platform']),
    passed: new Set(),
    deployments: [],
    pending: new Set(),
  }
  state.repositories.set(fullName, fresh)
  return fresh
}

/** One request, by whom and of what. */
export interface Caller {
  state: GitHubState
  token: string
  grant: Grant
  /** This request sees branches as they were one commit ago. */
  stale: boolean
}

/** undefined: GitHub does not know the token (any more). */
export function callerOf(state: GitHubState, token: string): Caller | undefined {
  if (!state.settings.tokens.has(token)) return undefined
  const grant = state.grants.get(token) ?? listedGrant(token)
  if (grant.expiresAt !== undefined && grant.expiresAt <= state.settings.now()) return undefined
  return { state, token, grant, stale: false }
}

/** @throws Refusal 404: what a token does not open is not there for it. */
export async function see(
  { state, token }: Caller,
  fullName: string,
  message?: string,
): Promise<HostedRepository> {
  const found = opens(state.settings.tokens, token, fullName) && (await repositoryOf(state, fullName))
  return found || notFound(message)
}

/** `one|other`: either will do. @throws Refusal 403. */
export function demand({ grant }: Caller, permission: string, level: Level): void {
  if (permission.split('|').some((each) => allows(grant, each, level))) return
  refuse({ status: 403, type: 'FORBIDDEN', message: refusedText(grant) })
}

/** The commit that a branch, a tag or a name leads to. */
export async function tipOf(
  { store }: HostedRepository,
  name: string,
  stale = false,
): Promise<string | undefined> {
  const tip = await store.read(`${name}^{commit}`)
  const before = stale && tip ? await store.read(`${name}^{commit}~1`) : undefined
  return (before ?? tip)?.oid
}

/** false: it was not at `from` any more (undefined: it was there already). */
export async function moveRef(
  { directory }: HostedRepository,
  ref: string,
  { from, to }: { from: string | undefined; to: string | undefined },
): Promise<boolean> {
  const args = to === undefined ? ['-d', ref, from ?? ''] : [ref, to, from ?? '0'.repeat(40)]
  return (await tryGit(['update-ref', ...args], { cwd: directory })) !== undefined
}

export const timeOf = ({ settings }: GitHubState): string => isoSeconds(settings.now())
