import { MARKETPLACE } from '../../../../names/aws-accounts.ts'
import { examplePod } from '../example-pod.ts'
import { quote, within } from '../found.ts'
import type { Rule } from '../rule.ts'
import { type Named, namedInEcr } from './named.ts'

export const marketplaceNamespace: Rule = {
  id: 'marketplace-namespace',
  title: 'An image of AWS Marketplace is named as none can be',
  severity: 'warning',
  why: 'Images of AWS Marketplace are in one registry, account 709825985650 in us-east-1, each in the namespace of its seller. Another region, or a name without that namespace, is answered with 403 as if the subscription were missing.',
  example: {
    path: 'apps/web.yaml',
    bad: examplePod('709825985650.dkr.ecr.us-east-1.amazonaws.com/mongodb:v1.4.2'),
    good: examplePod('709825985650.dkr.ecr.us-east-1.amazonaws.com/example-seller/mongodb:v1.4.2'),
  },
  *check(audited) {
    for (const named of namedInEcr(audited)) {
      const { registry, inheritedBy, severity } = named
      if (registry.kind !== 'ecr' || registry.ecr.account !== MARKETPLACE.account) continue
      const fault = faultOf(named, registry.ecr.region)
      if (fault) yield { ...fault, inheritedBy, ...(severity && { severity }) }
    }
  },
}

function faultOf({ at, name, registry }: Named, region: string) {
  if (region !== MARKETPLACE.region) {
    return {
      at: within(at, region),
      message: `AWS Marketplace has its registry in us-east-1, not in ${region}, so the pull is refused`,
      hint: `Write ${MARKETPLACE.account}.dkr.ecr.us-east-1.amazonaws.com.`,
    }
  }
  const repository = name.slice(registry.host.length + 1)
  if (repository.includes('/')) return undefined
  return {
    at: within(at, name),
    message: `${quote(repository)} names no seller, and repositories of AWS Marketplace are SELLER/NAME, so the pull is refused`,
    hint: 'Write the whole name that the launch page of the product shows, as example-seller/mongodb.',
  }
}
