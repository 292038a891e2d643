import { type Document, isMap, isScalar, isSeq, type Pair } from 'yaml'
import { isPlaceholder } from '../names/placeholder.ts'
import type { Kustomization } from './kustomize/kustomization.ts'
import { rangeOf } from './yaml/range.ts'
import { isExcess, readSyntax } from './yaml/syntax.ts'

/** An IAM role ARN whose account is a placeholder, or none of those that this step knows. */
export interface StrangeRole {
  readonly account: string
  readonly arn: string
  readonly placeholder: boolean
}

/** One that the kustomization itself names. */
export interface RoleFinding extends StrangeRole {
  readonly line: number
}

/**
 * Roles for service accounts, wherever the kustomization names them: annotations, inline patches (YAML or JSON, merge or
 * JSON 6902). What cannot be read is passed over: this is advice about neighbours of the image, not a guard.
 */
export function strangeRoles(
  kustomization: Kustomization,
  knownAccounts: ReadonlySet<string>,
): readonly RoleFinding[] {
  const { document, file, lineAt } = kustomization
  const found = rolesOf({ document, text: file.text, lineAt }, true)
  return strange(found, knownAccounts)
}

/** Those of accounts that are not known. */
export function strange<Named extends { readonly account: string }>(
  roles: readonly Named[],
  knownAccounts: ReadonlySet<string>,
): readonly (Named & Pick<StrangeRole, 'placeholder'>)[] {
  return roles
    .filter(({ account }) => !knownAccounts.has(account))
    .map((role) => ({ ...role, placeholder: isPlaceholder(role.account) }))
}

/** A text, and which line of the file each of its offsets is on. */
interface Source {
  readonly document: Document.Parsed
  readonly text: string
  readonly lineAt: (offset: number) => number
}

type Role = Omit<RoleFinding, 'placeholder'>

/** `patches` says whether to look into patches: one inside of a patch is a text like any other. */
function rolesOf(source: Source, patches = false): readonly Role[] {
  const roles: Role[] = []
  const visit = (node: unknown): void => {
    if (isMap(node)) {
      addRole(patchedValue(node.items))
      for (const pair of node.items) visitPair(pair)
    } else if (isSeq(node)) for (const item of node.items) visit(item)
  }
  const visitPair = ({ key, value }: Pair): void => {
    const name = textOf(key)
    if (isRoleKey(name)) addRole(value)
    if (patches && name === 'patch') roles.push(...rolesInText(value, source))
    if (patches && name === 'patchesStrategicMerge' && isSeq(value)) {
      for (const item of value.items) roles.push(...rolesInText(item, source))
    }
    visit(value)
  }
  const addRole = (value: unknown): void => {
    const arn = textOf(value).trim()
    const account = accountOf(arn)
    if (account !== undefined) roles.push({ arn, account, line: source.lineAt(rangeOf(value)[0]) })
  }
  visit(source.document.contents)
  return roles
}

const textOf = (node: unknown): string => (isScalar(node) && typeof node.value === 'string' ? node.value : '')

/** `eks.amazonaws.com/role-arn`, and the annotation of controllers that pull from ECR; `~1` is `/` in a JSON pointer. */
export const isRoleKey = (key: string): boolean =>
  /(?:^|\/|~1)eks\.amazonaws\.com(?:\/|~1)role-arn$/.test(key) || key.endsWith('ecr-role-arn')

/** The `value` of a JSON 6902 operation on such a key. */
function patchedValue(pairs: readonly Pair[]): unknown {
  const get = (name: string) => pairs.find(({ key }) => textOf(key) === name)?.value
  return isRoleKey(textOf(get('path'))) ? get('value') : undefined
}

/** The account field of an IAM ARN, which may be a template; undefined for any other text. */
export function accountOf(text: string): string | undefined {
  return /^arn:[^:\s]+:iam:[^:]*:(.*?):[a-z-]+\/\S/.exec(text)?.[1]
}

/** Roles that are written with escapes, and so looked for in vain: each costs a search through the whole patch. */
const MOST_UNSEEN = 20

/** The roles of a patch that is written as text inside of the kustomization. */
function rolesInText(node: unknown, outer: Source): readonly Role[] {
  if (!isScalar(node) || !/role-arn/.test(textOf(node))) return []
  const text = textOf(node)
  const inner = readSyntax(text)
  if (isExcess(inner)) return []
  const [start, end] = rangeOf(node)
  const first = outer.lineAt(start)
  const literal = node.type === 'BLOCK_LITERAL'
  // The lines of a literal block are lines of the file; in any other style a role is looked up in the file's text.
  const roles = inner.documents.flatMap((document) => rolesOf({ document, text, lineAt: inner.lineAt }))
  const written = outer.text.slice(0, end)
  let from = start
  let unseen = 0
  return roles.map((role) => {
    if (literal) return { ...role, line: first + role.line }
    const at = unseen < MOST_UNSEEN ? written.indexOf(role.arn, from) : -1
    if (at < 0) {
      unseen += 1
      return { ...role, line: first }
    }
    from = at + role.arn.length
    return { ...role, line: outer.lineAt(at) }
  })
}
