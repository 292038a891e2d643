import type { PlaceIn } from '../config-repository/overlay.ts'
import type { ConfigTree } from '../config-repository/repository.ts'
import { accountOf, isRoleKey, type StrangeRole, strange } from '../edit/roles.ts'
import type { Place } from '../errors/errors.ts'
import type { Proposal } from '../gitops/proposal.ts'
import { oneLine } from '../names/text.ts'
import type { Graph } from './graph/graph.ts'
import { textsOf } from './graph/texts.ts'
import type { Evidence } from './judge/judge.ts'
import { leavesOf, type Manifest, nameOf } from './manifests/manifests.ts'
import { describeRole } from './roles.ts'

/** A service account of a rendered overlay whose role is in an account that this step does not know. */
interface RenderedRole extends StrangeRole {
  readonly folder: string
  readonly kind: string
  readonly name: string
}

export interface RoleOptions {
  readonly tree: ConfigTree
  /** AWS accounts whose roles are expected. */
  readonly knownAccounts: ReadonlySet<string>
  /** What a place is at a tip; without it there are no links. */
  readonly placeAt?: (tip: string) => PlaceIn
}

interface Rendered {
  readonly graph: Graph
  readonly evidence: readonly Evidence[]
}

/**
 * Warns of the service accounts of an overlay, at the lines that give them their roles. These are looked for in all that
 * was rendered, if there is a strange role at all.
 */
export async function roleAdvice(
  { tip, before }: Proposal,
  { graph, evidence }: Rendered,
  { tree, knownAccounts, placeAt }: RoleOptions,
): Promise<(own: readonly Evidence[]) => readonly string[]> {
  if (renderedRoles(evidence, knownAccounts).length === 0) return () => []
  const texts = new Map([...(await textsOf(graph, new Set(graph.keys()), { tree, tip })), ...before])
  const find = findRoles(texts, placeAt?.(tip) ?? unlinked)
  return (own) => roleWarnings(renderedRoles(own, knownAccounts), find, before)
}

const unlinked: PlaceIn = (file, line) => ({ file, ...(line === undefined ? {} : { line }) })

export function renderedRoles(
  evidence: readonly Evidence[],
  knownAccounts: ReadonlySet<string>,
): readonly RenderedRole[] {
  return evidence.flatMap((one) => {
    if (!one.ok) return []
    const roles = one.manifests.flatMap((manifest) => strange(rolesIn(manifest), knownAccounts))
    return roles.map((role) => ({ ...role, folder: one.folder }))
  })
}

function rolesIn({ text, content }: Manifest) {
  // Only what may name a role is parsed.
  if (!text.includes('role-arn')) return []
  return leavesOf(content()).flatMap(({ path, value }) => {
    const arn = String(value).trim()
    const account = isRoleKey(String(path.at(-1))) ? accountOf(arn) : undefined
    return account === undefined ? [] : [{ arn, account, ...nameOf(content()) }]
  })
}

/** The lines that name a role as it is written; none where it is put together. */
type FindRole = (arn: string) => readonly Place[]

/** Each is looked for in every file, and nobody reads more. */
const MOST_ROLES = 100
const MOST_PLACES = 20

/** Looks through texts for each role once. */
export function findRoles(texts: ReadonlyMap<string, string>, place: PlaceIn): FindRole {
  const known = new Map<string, readonly Place[]>()
  return (arn) => {
    if (!known.has(arn) && known.size < MOST_ROLES) known.set(arn, placesOf(arn, texts, place))
    return known.get(arn) ?? []
  }
}

function placesOf(arn: string, texts: ReadonlyMap<string, string>, place: PlaceIn): readonly Place[] {
  const places: Place[] = []
  for (const [path, text] of texts) {
    const at = places.length < MOST_PLACES ? text.indexOf(arn) : -1
    if (at >= 0) places.push(place(path, text.slice(0, at).split('\n').length))
  }
  return places
}

/** @param edited Kustomizations that are edited: what they name themselves is reported with them. */
export function roleWarnings(
  roles: readonly RenderedRole[],
  find: FindRole,
  edited: ReadonlyMap<string, string>,
): readonly string[] {
  return roles.flatMap((role) => {
    const places = find(role.arn)
    const given = `gives ${role.kind} ${role.name} ${describeRole(role)}`
    if (places.length === 0) return [oneLine(`${role.folder || '.'}, when it is rendered, ${given}`)]
    const others = places.filter(({ file }) => !edited.has(file))
    return others.map(({ file, line, url }) => oneLine(`${file}:${line} ${given}${url ? ` See ${url}` : ''}`))
  })
}
