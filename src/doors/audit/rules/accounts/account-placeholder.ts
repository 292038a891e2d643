import { isPlaceholder } from '../../../../names/placeholder.ts'
import { examplePod } from '../example-pod.ts'
import { quote, within } from '../found.ts'
import type { Audited, Found, Rule } from '../rule.ts'
import { type Named, namedInEcr } from './named.ts'
import { entryHosts, movedTo, onlyIn, ownRegistries, registryNames, theOnly } from './other-host.ts'

export const accountPlaceholder: Rule = {
  id: 'ecr-account-placeholder',
  title: 'An image comes from an account that only documentation has',
  severity: 'error',
  why: 'Accounts like 123456789012 stand in examples and belong to nobody who could let you pull. Kubernetes takes the manifest, every pull is answered with 403 or 401, and the pods stay in ImagePullBackOff.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
    good: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
  },
  *check(audited) {
    const entries = entryHosts(audited.repository)
    for (const named of namedInEcr(audited)) {
      const { registry } = named
      if (registry.kind !== 'ecr' || !isNobodys(registry.ecr.account, audited)) continue
      yield found(named, { account: registry.ecr.account, region: registry.ecr.region, entries }, audited)
    }
  },
}

export const isNobodys = (account: string, { settings }: Pick<Audited, 'settings'>): boolean =>
  !settings.registries.some((one) => one.account === account) &&
  (isPlaceholder(account) || settings.placeholderAccounts.includes(account))

interface Place {
  readonly account: string
  readonly region: string
  readonly entries: ReadonlySet<string>
}

function found(named: Named, { account, region, entries }: Place, { settings }: Audited): Found {
  const here = onlyIn(settings, region)
  const to = here ?? theOnly(ownRegistries(settings))
  const move = to ? movedTo(named, { to, safety: here ? 'safe' : 'unsafe', entries }) : {}
  return {
    at: within(named.at, account),
    message: `${whose(account)}, so nothing can be pulled from ${quote(named.registry.host)}`,
    hint: hintFor(
      settings.registries.length > 0,
      to && registryNames([to]),
      registryNames(settings.registries),
    ),
    inheritedBy: named.inheritedBy,
    ...(named.severity && { severity: named.severity }),
    ...move,
  }
}

function whose(account: string): string {
  if (account === '000000000000')
    return 'Account 000000000000 is that of LocalStack, which no cluster reaches'
  return `Account ${account} is a placeholder of documentation`
}

function hintFor(isListed: boolean, to: string | undefined, all: string): string {
  if (to !== undefined) return `Write account ${to}, which allowed-registries names.`
  return isListed
    ? `Write the account that has the image: allowed-registries names ${all}.`
    : 'Write the account that has the image.'
}
