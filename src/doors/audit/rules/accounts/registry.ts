import { type EcrHost, isAccountId, isRegion, parseEcrHost, roughEcrHost } from '../../../../names/host.ts'

/** What a name of an image says of its registry in ECR. */
export type Registry =
  | { readonly kind: 'ecr'; readonly host: string; readonly ecr: EcrHost }
  /** Something stands for the account or the region, and is to be filled in. */
  | { readonly kind: 'unresolved'; readonly host: string; readonly text: string; readonly of: Field }
  /** A slip: no registry can have such a host. */
  | { readonly kind: 'malformed'; readonly host: string; readonly text: string; readonly of: Field }

export type Field = 'account' | 'region'

/** undefined for an image of another registry. */
export function registryIn(name: string): Registry | undefined {
  const slash = name.indexOf('/')
  const host = slash < 0 ? name : name.slice(0, slash)
  const ecr = parseEcrHost(host)
  if (ecr) return { kind: 'ecr', host, ecr }
  const rough = roughEcrHost(host)
  if (!rough || isForeign(rough.account)) return undefined
  const { account, region } = rough
  const faults = [fault('account', account), fault('region', region)]
  const [first] = [...faults.filter((one) => one?.kind === 'unresolved'), ...faults].filter(
    (one) => one !== undefined,
  )
  return first ? { ...first, host } : { kind: 'malformed', host, text: region, of: 'region' }
}

type Fault = Pick<Exclude<Registry, { kind: 'ecr' }>, 'kind' | 'text' | 'of'>

function fault(of: Field, text: string): Fault | undefined {
  if (isStandIn(text)) return { kind: 'unresolved', text, of }
  const isRight = of === 'account' ? isAccountId(text) : isRegion(text)
  return isRight ? undefined : { kind: 'malformed', text, of }
}

/** `${ACCOUNT}`, `<account>`, `{{ account }}`, `ACCOUNT_ID`, `xxxxxxxxxxxx`: none begins as an account or a region does. */
export const isStandIn = (text: string): boolean =>
  /[${}<>%]/.test(text) || /^[A-Za-z_][A-Za-z_-]*$/.test(text)

/** A host of somebody's own, in front of one that looks like ECR's. */
const isForeign = (account: string): boolean => account.includes('.') && !/[${}<>%]/.test(account)
