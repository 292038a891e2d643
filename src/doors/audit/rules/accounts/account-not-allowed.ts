import { awsOwner } from '../../../../names/aws-accounts.ts'
import { examplePod } from '../example-pod.ts'
import { quote, within } from '../found.ts'
import type { Audited, Found, Rule } from '../rule.ts'
import { isNobodys } from './account-placeholder.ts'
import { type Named, namedInEcr } from './named.ts'
import { entryHosts, movedTo, onlyIn, registryNames } from './other-host.ts'

export const accountNotAllowed: Rule = {
  id: 'ecr-account-not-allowed',
  title: 'An image comes from an account that is not one of yours',
  severity: 'error',
  needs: 'registries',
  why: 'Nodes may pull from the accounts whose registries let them. An account that is not in allowed-registries is mostly a copy of another environment or a slip of a digit: the pull is answered with 403, or the pods run the image of somebody else.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('831926600000.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
    good: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
  },
  *check(audited) {
    const { registries } = audited.settings
    if (registries.length === 0) return
    const allowed = new Set(registries.map(({ account }) => account))
    const entries = entryHosts(audited.repository)
    for (const named of namedInEcr(audited)) {
      const { registry } = named
      if (registry.kind !== 'ecr') continue
      const { account, region } = registry.ecr
      if (allowed.has(account) || awsOwner(account) || isNobodys(account, audited)) continue
      yield found(named, { account, region, entries }, audited)
    }
  },
}

interface Place {
  readonly account: string
  readonly region: string
  readonly entries: ReadonlySet<string>
}

function found(named: Named, { account, region, entries }: Place, { settings }: Audited): Found {
  const to = onlyIn(settings, region)
  return {
    at: within(named.at, account),
    message: `${quote(named.registry.host)} is of account ${account}, expected ${registryNames(settings.registries)}: nodes may not pull from it`,
    hint: to
      ? `Write account ${to.account}, or add ${account} to allowed-registries if it is right.`
      : `Write one of the accounts that allowed-registries names, or add ${account} if it is right.`,
    inheritedBy: named.inheritedBy,
    ...(named.severity && { severity: named.severity }),
    ...(to && movedTo(named, { to, safety: 'unsafe', entries })),
  }
}
