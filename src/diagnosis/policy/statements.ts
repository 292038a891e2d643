import type { Span } from '../../effective/yaml/node.ts'
import { type Literal, literalAt, type MapLiteral, mapsIn } from './literal.ts'
import type { PolicyLanguage, PolicyStatement, Written } from './statement.ts'

/** As policies have them, and as Terraform, Pulumi and CDK spell them. */
const KEYS = {
  statements: ['Statement', 'statements', 'statement'],
  effect: ['Effect', 'effect'],
  actions: ['Action', 'actions', 'Actions'],
  resources: ['Resource', 'resources', 'Resources'],
  principal: ['Principal', 'principals', 'Principals', 'NotPrincipal'],
  conditional: [
    'Condition',
    'conditions',
    'condition',
    'NotAction',
    'notActions',
    'not_actions',
    'NotResource',
    'notResources',
    'not_resources',
  ],
} as const

/**
 * The statements of IAM in a literal: mappings that have actions and resources. Statements of one list are of one
 * policy; one that stands alone, as CDK adds them, is a policy of its own.
 */
export function statementsIn(literal: Literal, language: PolicyLanguage): readonly PolicyStatement[] {
  const policies = new Map<MapLiteral, Span>()
  const found: PolicyStatement[] = []
  for (const map of mapsIn(literal)) {
    for (const statement of membersOf(map)) policies.set(statement, map.at)
    const statement = statementOf(map, { language, policy: policies.get(map) ?? map.at })
    if (statement) found.push(statement)
  }
  return found
}

function membersOf(map: MapLiteral): readonly MapLiteral[] {
  const held = map.entries.filter(([key]) => isOneOf(KEYS.statements, key)).map(([, value]) => value)
  return held
    .flatMap((value) => (value.kind === 'list' ? value.items : [value]))
    .filter((one) => one.kind === 'map')
}

const isOneOf = (keys: readonly string[], key: string): boolean => keys.includes(key)

function statementOf(
  map: MapLiteral,
  { language, policy }: Pick<PolicyStatement, 'language' | 'policy'>,
): PolicyStatement | undefined {
  const [actions, resources] = [literalAt(map, KEYS.actions), literalAt(map, KEYS.resources)]
  const written = actions && writtenIn(actions)
  if (!written?.some(({ text }) => /^(?:\*|[a-z0-9-]+:[\w*?]+)$/i.test(text))) return undefined
  const effect = effectOf(literalAt(map, KEYS.effect))
  if (!effect) return undefined
  const has = (keys: readonly string[]) => map.entries.some(([key]) => keys.includes(key))
  const all = resources && writtenIn(resources)
  return {
    at: map.at,
    effect,
    actions: written,
    resources: resources && isWhole(resources) ? all : undefined,
    hasPrincipal: has(KEYS.principal),
    conditional: has(KEYS.conditional),
    language,
    policy,
  }
}

/** Terraform and CDK take one that says nothing for `Allow`; what is not known is not judged. */
function effectOf(literal: Literal | undefined): PolicyStatement['effect'] | undefined {
  if (literal === undefined) return 'Allow'
  const text = literal.kind === 'text' ? literal.text : ''
  if (/(?:^|\.)allow$/i.test(text)) return 'Allow'
  return /(?:^|\.)deny$/i.test(text) ? 'Deny' : undefined
}

const itemsOf = (literal: Literal): readonly Literal[] =>
  literal.kind === 'list' ? literal.items : [literal]

function writtenIn(literal: Literal): readonly Written[] {
  return itemsOf(literal).flatMap((item) =>
    item.kind === 'text' && isTold(item.text) ? [{ text: item.text, exact: item.exact, at: item.at }] : [],
  )
}

const isWhole = (literal: Literal): boolean =>
  itemsOf(literal).every((item) => item.kind === 'text' && isTold(item.text))

/** What is worked out from its first character on may be anything, `*` too; but the ARN of a resource is none. */
const isTold = (text: string): boolean =>
  !text.startsWith('${') || /^\$\{[\w.[\]"-]*(?:\.arn|Arn)\}/.test(text)
