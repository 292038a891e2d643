import { randomBytes } from 'node:crypto'
import type { Signature } from './git-objects.ts'

/** A deploy key has no token, and opens git alone. */
export type TokenKind = 'installation' | 'actions' | 'classic' | 'fine-grained'

export type Level = 'none' | 'read' | 'write' | 'admin'

/** As GitHub names them for Apps: `contents`, `pull_requests`, `metadata`, … */
export type Permissions = Record<string, Level>

/** What a token may do, and as whom. */
export interface Grant {
  kind: TokenKind
  login: string
  permissions: Permissions | 'all'
  /** The App behind it, for the lists of those who may bypass a rule. */
  appId?: number
  installationId?: number
  /** In milliseconds since 1970. */
  expiresAt?: number
}

export interface GrantOptions extends Partial<Grant> {
  repositories?: readonly string[] | 'all'
  /** By default one in the form of the kind. */
  token?: string
}

const PREFIXES: Record<TokenKind, string> = {
  installation: 'ghs_',
  actions: 'ghs_',
  classic: 'ghp_',
  'fine-grained': 'github_pat_',
}

const letters = (length: number): string =>
  randomBytes(length * 2)
    .toString('base64')
    .replaceAll(/[^A-Za-z0-9]/g, '')
    .slice(0, length)

export const newToken = (kind: TokenKind): string => `${PREFIXES[kind]}${letters(36)}`

/** GitHub changelog of 2026: stateless tokens of installations are some 520 characters with dots in them. */
export const newLongToken = (appId: number): string =>
  `ghs_${appId}_${letters(100)}.${letters(311)}.${letters(86)}`

export const isOfApp = ({ kind }: Grant): boolean => kind === 'installation' || kind === 'actions'

/** A token that is only listed may do everything: what kind it is tells its prefix. */
export function listedGrant(token: string): Grant {
  const kind: TokenKind = token.startsWith('github_pat_')
    ? 'fine-grained'
    : token.startsWith('ghp_')
      ? 'classic'
      : 'installation'
  return { kind, login: kind === 'installation' ? 'acme-deploy[bot]' : 'octocat', permissions: 'all' }
}

const RANKS: readonly Level[] = ['none', 'read', 'write', 'admin']

export function allows({ permissions }: Grant, permission: string, level: Level): boolean {
  if (permissions === 'all') return true
  // Whoever sees a repository at all may read its metadata.
  const given = permissions[permission] ?? (permission === 'metadata' ? 'read' : 'none')
  return RANKS.indexOf(given) >= RANKS.indexOf(level)
}

export const refusedText = (grant: Grant): string =>
  isOfApp(grant)
    ? 'Resource not accessible by integration'
    : 'Resource not accessible by personal access token'

/** GitHub's own numbers begin small; a login has always the same one here. */
export function idOf(text: string): number {
  let id = 7
  for (const letter of text) id = (id * 31 + (letter.codePointAt(0) ?? 0)) % 100_000_000
  return 1000 + id
}

export function identityOf({ login }: Pick<Grant, 'login'>, date: string): Signature {
  return { name: login, email: `${idOf(login)}+${login}@users.noreply.github.com`, date }
}

export const GITHUB = { name: 'GitHub', email: 'noreply@github.com' }
