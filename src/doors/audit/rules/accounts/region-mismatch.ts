import { awsOwner } from '../../../../names/aws-accounts.ts'
import { examplePod } from '../example-pod.ts'
import { within } from '../found.ts'
import type { Rule } from '../rule.ts'
import { namedInEcr } from './named.ts'
import { entryHosts, movedTo, theOnly } from './other-host.ts'

export const regionMismatch: Rule = {
  id: 'ecr-region-mismatch',
  title: 'An image comes from another region than its account is used in',
  severity: 'warning',
  needs: 'registries',
  why: 'A registry is of one region: the same account has another one, with other repositories, in every region. A wrong region mostly means that the repository is not there; where it is replicated, every pull crosses regions, which costs time and money.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/web:v1.4.2'),
    good: examplePod('465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2'),
  },
  *check(audited) {
    const entries = entryHosts(audited.repository)
    for (const named of namedInEcr(audited)) {
      if (named.registry.kind !== 'ecr') continue
      const { account, region } = named.registry.ecr
      const own = audited.settings.registries.filter((one) => one.account === account)
      if (own.length === 0 || awsOwner(account) || own.some((one) => one.region === region)) continue
      const to = theOnly(own)
      const expected = own.map((one) => one.region).join(' or ')
      yield {
        at: within(named.at, region),
        message: `The registry of account ${account} is named in region ${region}, expected ${expected}: the pull crosses regions, or the repository is not there`,
        hint: `Write ${expected}, or add ${account} in ${region} to allowed-registries if images are replicated there.`,
        inheritedBy: named.inheritedBy,
        ...(named.severity && { severity: named.severity }),
        ...(to && movedTo(named, { to, safety: 'unsafe', entries })),
      }
    }
  },
}
